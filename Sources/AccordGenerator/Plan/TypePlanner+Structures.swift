import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  func structure(
    _ merged: MergedSchema, of schema: Schema, in nested: NestedTypes
  ) -> StructPlan {
    var scope = ReservedNames.structMembers
    let names = memberNames(of: merged.properties, in: &scope)
    let isRequest = requestSchemas.contains(schema.id)
    let isAnswer = answerSchemas.contains(schema.id)
    let properties = zip(merged.properties, names).map { property, name in
      // What only an answer has cannot be demanded of a request, nor the other way round (OAS 3.0.4, section
      // "Schema Object", readOnly and writeOnly).
      let isMissing =
        isRequest && isAnnotated(property.schema) { $0.isReadOnly }
        || isAnswer && isAnnotated(property.schema) { $0.isWriteOnly }
      return plan(
        property, named: name,
        isRequired: merged.required.contains(ExactString(property.name)) && !isMissing,
        isRequest: isRequest, in: nested)
    }
    // What is said of a property need not be said again of the type that only it has.
    let said = Set(properties.compactMap(\.documentation))
    for index in nested.types.indices
    where nested.types[index].documentation.map(said.contains) ?? false {
      nested.types[index].documentation = nil
    }
    var additional = shapes.memberValues(merged).map {
      type(of: $0, named: "AdditionalProperty", in: nested)
    }
    if additional == nil, merged.allowsAny { additional = .value }
    return StructPlan(
      properties: properties, additional: additional,
      isClosed: merged.isClosed && additional == nil,
      conditions: conditions(on: shapes.shape(of: shapes.inside(schema))))
  }

  /// Whether the schema has an annotation, at itself or at what it refers to.
  private func isAnnotated(_ schema: Schema, _ annotation: (Schema) -> Bool) -> Bool {
    annotation(schema) || schema.allOf.contains(where: annotation)
      || shapes.resolved(schema).map(annotation) ?? false
  }

  func plan(
    _ property: MergedSchema.Property, named name: String, isRequired: Bool, isRequest: Bool,
    in nested: NestedTypes
  ) -> PropertyPlan {
    let schema = property.schema
    let resolved = shapes.resolved(schema)
    let use = use(of: schema, named: naming.typeName(property.name), in: nested)
    let defaultValue = defaultValue(of: schema, as: use.type)
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
      documentation: schema.description ?? (schema.link == nil ? resolved?.description : nil),
      isDeprecated: schema.isDeprecated, checks: use.checks, isBoxed: false,
      mask: schema.mask ?? resolved?.mask)
  }

  /// The Swift names of properties. What needs a number is explained.
  private func memberNames(
    of properties: [MergedSchema.Property], in scope: inout NameScope
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
