import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  func structure(
    _ merged: MergedObject, of schema: Schema, in nested: NestedTypes
  ) -> StructPlan {
    var scope = NameScope(reserving: ReservedNames.structMembers)
    let names = memberNames(of: merged.properties, in: &scope)
    let isRequest = requestSchemas.contains(schema.id)
    let properties = zip(merged.properties, names).map { property, name in
      plan(
        property, named: name, isRequired: merged.required.contains(ExactString(property.name)),
        isRequest: isRequest, in: nested)
    }
    let additional = merged.additional.map {
      use(of: $0, named: "AdditionalProperty", in: nested).type
    }
    return StructPlan(properties: properties, additional: additional)
  }

  func plan(
    _ property: SchemaKeywords.Property, named name: String, isRequired: Bool, isRequest: Bool,
    in nested: NestedTypes
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
      jsonName: property.name, name: name, type: use.type, kind: kind,
      documentation: schema.description ?? (schema.reference == nil ? resolved?.description : nil),
      isDeprecated: schema.isDeprecated, checks: use.checks, isBoxed: false,
      mask: schema.mask ?? resolved?.mask)
  }

  /// The Swift names of properties. What needs a number is explained.
  private func memberNames(
    of properties: [SchemaKeywords.Property], in scope: inout NameScope
  ) -> [String] {
    let fixed =
      overrides.isEmpty ? [] : properties.map { overrides.name(of: $0.schema.id) }
    let claimed = scope.claim(members: properties.map(\.name), fixed: fixed, naming)
    return properties.indices.map { index in
      let (property, claimed) = (properties[index], claimed[index])
      if claimed.rival != nil, let wanted = fixed.isEmpty ? nil : fixed[index] {
        report(NameOverrides.taken(wanted, at: property.keyLocation))
      } else if let rival = claimed.rival {
        let holder = rival < 0 ? "generated code" : "'\(properties[rival].name)'"
        note(
          "the property '\(property.name)' is called `\(claimed.name)`, because \(holder) has the name that it would have",
          at: property.keyLocation)
      }
      return ReservedNames.escaped(claimed.name)
    }
  }
}
