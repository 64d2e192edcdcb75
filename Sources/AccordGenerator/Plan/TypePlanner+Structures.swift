import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  func structure(
    _ merged: MergedObject, of schema: Schema, in nested: NestedTypes
  ) -> StructPlan {
    var names = NameScope(reserving: ["marks", "additionalProperties"])
    let isRequest = requestSchemas.contains(schema.id)
    let properties = merged.properties.map { property in
      plan(
        property, isRequired: merged.required.contains(ExactString(property.name)),
        isRequest: isRequest, names: &names, in: nested)
    }
    let additional = merged.additional.map {
      use(of: $0, named: "AdditionalProperty", in: nested).type
    }
    return StructPlan(properties: properties, additional: additional)
  }

  func plan(
    _ property: SchemaKeywords.Property, isRequired: Bool, isRequest: Bool,
    names: inout NameScope, in nested: NestedTypes
  ) -> PropertyPlan {
    let schema = property.schema
    let resolved = document.schemas.resolve(schema)
    let use = use(of: schema, named: naming.typeName(property.name), in: nested)
    let defaultValue = (schema.defaultValue ?? resolved?.defaultValue)
      .flatMap { literal($0, of: use.type, schema: schema) }
    let kind: PropertyPlan.Kind =
      if isRequired {
        .required
      } else if let defaultValue {
        .defaulted(defaultValue)
      } else if use.type.isOptional {
        isRequest ? .threeState : .nullable
      } else {
        .optional
      }
    return PropertyPlan(
      jsonName: property.name,
      name: ReservedNames.escaped(names.claim(naming.memberName(property.name))),
      type: use.type, kind: kind,
      documentation: schema.description ?? (schema.reference == nil ? resolved?.description : nil),
      isDeprecated: schema.isDeprecated, checks: use.checks, isBoxed: false,
      mask: schema.mask ?? resolved?.mask)
  }
}
