import AccordJSON

// The keywords for arrays and objects, and those that combine schemas.
extension SchemaCompiler {
  mutating func compileArrays(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, vocabularies: Vocabularies,
    into rules: inout SchemaRules
  ) {
    var array = ArrayRules()
    if vocabularies.contains(.validation) {
      array.minItems = count("minItems", keywords, of: schema)
      array.maxItems = count("maxItems", keywords, of: schema)
      array.uniqueItems = keywords["uniqueItems"]?.bool ?? false
    }
    if vocabularies.contains(.applicator) {
      if resources.resources[schema.resource].dialect.isModern {
        array.prefix = subschemas("prefixItems", keywords, of: schema)
        array.rest = subschema("items", keywords, of: schema)
        array.contains = subschema("contains", keywords, of: schema)
      } else if case .array = keywords["items"] {
        array.prefix = subschemas("items", keywords, of: schema)
        array.rest = subschema("additionalItems", keywords, of: schema)
      } else {
        array.rest = subschema("items", keywords, of: schema)
      }
    }
    if array.contains != nil && vocabularies.contains(.validation) {
      array.minContains = count("minContains", keywords, of: schema)
      array.maxContains = count("maxContains", keywords, of: schema)
    }
    if array.constrains { rules.array = Shared(array) }
  }

  mutating func compileObjects(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, vocabularies: Vocabularies,
    into rules: inout SchemaRules
  ) {
    var object = ObjectRules()
    let dialect = resources.resources[schema.resource].dialect
    if vocabularies.contains(.validation) {
      object.minProperties = count("minProperties", keywords, of: schema)
      object.maxProperties = count("maxProperties", keywords, of: schema)
      if let required = keywords["required"] {
        object.required = names(required, schema, "required")
      }
      if dialect.isModern {
        for (name, value) in members("dependentRequired", keywords, of: schema) {
          object.dependentRequired[name] = names(value, schema, "dependentRequired")
        }
      }
    }
    if vocabularies.contains(.applicator) {
      compileProperties(keywords, of: schema, dialect: dialect, into: &object)
    }
    if object.constrains { rules.object = Shared(object) }
  }

  private mutating func compileProperties(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, dialect: Dialect,
    into object: inout ObjectRules
  ) {
    object.properties = map("properties", keywords, of: schema)
    object.additionalProperties = subschema("additionalProperties", keywords, of: schema)
    if dialect != .openAPI30 {
      for (pattern, id) in map("patternProperties", keywords, of: schema) {
        if let expression = expression(pattern, schema, "patternProperties") {
          object.patternProperties.append((expression, id))
        } else {
          object.hasUnsupportedPattern = true
        }
      }
      compileDependencies(keywords, of: schema, into: &object)
    }
    guard dialect.isModern else { return }
    object.propertyNames = subschema("propertyNames", keywords, of: schema)
    for (name, id) in map("dependentSchemas", keywords, of: schema) {
      object.dependentSchemas[name] = id
    }
  }

  /// Draft 4's keyword; 2020-12 lets implementations keep it.
  private mutating func compileDependencies(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, into object: inout ObjectRules
  ) {
    guard keywords["dependencies"] != nil else { return }
    object.usesDependencies = true
    let location = schema.location.appending("dependencies")
    for (name, value) in members("dependencies", keywords, of: schema) {
      if case .array = value {
        object.dependentRequired[name] = names(value, schema, "dependencies")
      } else {
        object.dependentSchemas[name] = child(value, at: location.appending(name), of: schema)
      }
    }
  }

  private mutating func map(
    _ keyword: String, _ keywords: JSONDictionary<JSONValue>, of schema: Pending
  ) -> JSONDictionary<SchemaNode.ID> {
    guard keywords[keyword] != nil else { return [:] }
    let location = schema.location.appending(keyword)
    var result: JSONDictionary<SchemaNode.ID> = [:]
    for (name, value) in members(keyword, keywords, of: schema) {
      result[name] = child(value, at: location.appending(name), of: schema)
    }
    return result
  }

  // MARK: - Combinations

  mutating func compileApplicators(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, dialect: Dialect,
    into rules: inout SchemaRules
  ) {
    rules.allOf += subschemas("allOf", keywords, of: schema)
    rules.anyOf = subschemas("anyOf", keywords, of: schema)
    rules.oneOf = subschemas("oneOf", keywords, of: schema)
    rules.not = subschema("not", keywords, of: schema)
    if dialect.isModern, let test = subschema("if", keywords, of: schema) {
      rules.condition = Condition(
        test: test, consequence: subschema("then", keywords, of: schema),
        alternative: subschema("else", keywords, of: schema))
    }
    if dialect.isOpenAPI, let discriminator = keywords["discriminator"] {
      rules.discriminator = self.discriminator(discriminator, of: schema)
    }
  }

  private mutating func discriminator(
    _ value: JSONValue, of schema: Pending
  ) -> Discriminator? {
    guard let property = value["propertyName"]?.string else {
      report("expected an object with a `propertyName`", schema, "discriminator")
      return nil
    }
    var mapping: [(value: String, schema: SchemaLocation)] = []
    for (name, target) in value["mapping"]?.object ?? [:] {
      guard let reference = target.string else { continue }
      // A bare name is the name of a component; anything else is a reference.
      let component = SchemaLocation(
        uri: schema.location.uri,
        pointer: JSONPointer(tokens: ["components", "schemas", reference]))
      if resources.value(at: component) != nil {
        mapping.append((name, component))
      } else if let location = resources.target(of: reference, in: schema.resource)?.location {
        mapping.append((name, location))
      } else {
        report(
          "the discriminator maps \(JSONValue.string(name)) to what leads nowhere", schema,
          "discriminator")
      }
    }
    return Discriminator(property: property, mapping: mapping)
  }
}

extension ArrayRules {
  fileprivate var constrains: Bool {
    minItems != nil || maxItems != nil || uniqueItems || !prefix.isEmpty || rest != nil
      || contains != nil
  }
}

extension ObjectRules {
  fileprivate var constrains: Bool {
    minProperties != nil || maxProperties != nil || !required.isEmpty || !properties.isEmpty
      || !patternProperties.isEmpty || additionalProperties != nil || propertyNames != nil
      || !dependentRequired.isEmpty || !dependentSchemas.isEmpty || hasUnsupportedPattern
  }
}
