import AccordJSON

extension DocumentReader {
  func subschema(_ key: String, of part: Part) -> Schema? {
    part[key].map(readSchema)
  }

  private func subschemas(_ key: String, of part: Part) -> [Schema] {
    items(key, of: part).map(readSchema)
  }

  private func namedSubschemas(_ key: String, of part: Part) -> [SchemaKeywords.Property] {
    members(key, of: part).map { member in
      .init(
        name: member.key, keyLocation: member.keyLocation, schema: readSchema(member.value))
    }
  }

  func readArrayAssertions(_ part: Part, into keywords: inout SchemaKeywords) {
    keywords.prefixItems = subschemas("prefixItems", of: part)
    if let items = part["items"] {
      if let list = items.items {
        log.note(.tupleItems, at: items.location)
        if keywords.prefixItems.isEmpty { keywords.prefixItems = list.map(readSchema) }
      } else {
        keywords.items = readSchema(items)
      }
    }
    keywords.contains = subschema("contains", of: part)
    keywords.minContains = count("minContains", of: part)
    keywords.maxContains = count("maxContains", of: part)
    keywords.minItems = count("minItems", of: part)
    keywords.maxItems = count("maxItems", of: part)
    keywords.uniqueItems = flag("uniqueItems", of: part) ?? false
    keywords.unevaluatedItems = subschema("unevaluatedItems", of: part)
  }

  func readObjectAssertions(_ part: Part, into keywords: inout SchemaKeywords) {
    keywords.properties = namedSubschemas("properties", of: part)
    keywords.patternProperties = namedSubschemas("patternProperties", of: part)
    keywords.additionalProperties = subschema("additionalProperties", of: part)
    keywords.unevaluatedProperties = subschema("unevaluatedProperties", of: part)
    keywords.propertyNames = subschema("propertyNames", of: part)
    if let required = part["required"] {
      if case .bool = required.node.content {
        log.note(.booleanRequired, at: required.location)
      } else {
        var seen: Set<ExactString> = []
        keywords.required = strings("required", of: part).filter {
          seen.insert(ExactString($0)).inserted
        }
      }
    }
    keywords.minProperties = count("minProperties", of: part)
    keywords.maxProperties = count("maxProperties", of: part)
    keywords.dependentSchemas = namedSubschemas("dependentSchemas", of: part)
    if let dependencies = member("dependentRequired", of: part, wanted: .object) {
      keywords.dependentRequired = (dependencies.members ?? []).map {
        ($0.key, strings($0.key, of: dependencies))
      }
    }
  }

  func readApplicators(_ part: Part, into keywords: inout SchemaKeywords) {
    keywords.allOf = subschemas("allOf", of: part)
    keywords.anyOf = subschemas("anyOf", of: part)
    keywords.oneOf = subschemas("oneOf", of: part)
    keywords.not = subschema("not", of: part)
    keywords.ifSchema = subschema("if", of: part)
    keywords.thenSchema = subschema("then", of: part)
    keywords.elseSchema = subschema("else", of: part)
    // Nothing refers to these but references, which find them by themselves; reading them finds their faults.
    _ = namedSubschemas("$defs", of: part)
    keywords.discriminator = readDiscriminator(part)
  }

  private func readDiscriminator(_ part: Part) -> SchemaKeywords.Discriminator? {
    guard let discriminator = part["discriminator"] else { return nil }
    guard
      let name = requiredString("propertyName", of: discriminator, what: "a discriminator")
    else { return nil }
    let mapping = members("mapping", of: discriminator).compactMap { member in
      mappingTarget(member).map {
        SchemaKeywords.Discriminator.Mapping(value: member.key, target: $0)
      }
    }
    return .init(propertyName: name, mapping: mapping, location: discriminator.location)
  }

  /// A mapping names a component or refers to a schema; the name comes first (OAS 3.1, section 4.8.25.3).
  private func mappingTarget(_ member: Part.Member) -> SchemaID? {
    guard let text = member.value.node.string else {
      report(
        .warning,
        "a discriminator's mapping must be a string, but is \(member.value.node.kind.withArticle)",
        at: member.value.location, "write the name of a schema, or a reference to it")
      return nil
    }
    let component = JSONPointer(tokens: ["components", "schemas", text])
    if let part = main.part(at: component) { return pending(part) }
    guard text.contains(where: { $0 == "#" || $0 == "/" || $0 == "." }) else {
      report(
        .warning, "the mapping of '\(member.key)' is ignored: there is no schema '\(text)'",
        at: member.value.location,
        "write the name of a schema of `components`, or a reference such as '#/components/schemas/Room'"
      )
      return nil
    }
    switch resolver.target(of: text, in: member.value.file) {
    case .success(let part): return pending(part)
    case .failure(let failure):
      report(
        .warning, "the mapping of '\(member.key)' is ignored: \(failure.message)",
        at: member.value.location, failure.remedy)
      return nil
    }
  }

  private func pending(_ part: Part) -> SchemaID {
    if schemas[part.schemaID] == nil { pendingSchemas.append(part) }
    return part.schemaID
  }
}
