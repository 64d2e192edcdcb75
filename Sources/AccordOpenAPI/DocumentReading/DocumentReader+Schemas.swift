import AccordJSON

extension DocumentReader {
  /// Reads the schema and all that stand in it, unless that was done before.
  func readSchema(_ part: Part) -> Schema {
    let id = part.schemaID
    if let known = schemas[id] { return known }
    var keywords = SchemaKeywords()
    switch part.node.content {
    case .bool(let value): keywords.boolean = value
    case .object:
      readReference(part, into: &keywords)
      readAnnotations(part, into: &keywords)
      if version == .v3_0, keywords.reference != nil {
        noteSiblings(part)
      } else {
        readAssertions(part, into: &keywords)
      }
    case .null, .number, .string, .array:
      report(
        .warning,
        "a schema must be an object or a boolean, but is \(part.node.kind.withArticle); it allows anything",
        at: part.location, "write a schema here, `{}` for any value")
    }
    let schema = Schema(id: id, location: part.location, keywords: keywords)
    schemas[id] = schema
    if keywords.reference != nil { referringSchemas.append(schema) }
    return schema
  }

  // MARK: - References

  private func readReference(_ part: Part, into keywords: inout SchemaKeywords) {
    keywords.reference = reference("$ref", of: part)
    keywords.dynamicReference = reference("$dynamicRef", of: part)
  }

  private func reference(_ key: String, of part: Part) -> SchemaReference? {
    guard let value = part[key] else { return nil }
    guard let text = value.node.string else {
      reportBroken(
        "`\(key)` must be a string, but is \(value.node.kind.withArticle)",
        at: value.location, "write a reference such as '#/components/schemas/Room'")
      return nil
    }
    let target = target(of: text, at: value.location, in: part.file)
    if let target, schemas[target.schemaID] == nil { pendingSchemas.append(target) }
    return SchemaReference(text: text, target: target?.schemaID, location: value.location)
  }

  private static let annotationKeys: Set<String> = [
    "$ref", "title", "description", "summary", "deprecated", "readOnly", "writeOnly", "default",
    "example", "examples", "externalDocs", "xml", "$comment",
  ]

  /// In OpenAPI 3.0 a reference stands alone. Annotations beside it do no harm and are kept.
  private func noteSiblings(_ part: Part) {
    let others = (part.node.object?.members ?? []).filter {
      $0.key != "$ref" && !$0.key.isExtensionName
    }
    guard !others.isEmpty else { return }
    if let assertion = others.first(where: { !Self.annotationKeys.contains($0.key) }) {
      log.note(.keywordsBesideReference, at: assertion.keyLocation)
    } else {
      log.note(.annotationsBesideReference, at: others[0].keyLocation)
    }
  }

  // MARK: - Annotations

  private func readAnnotations(_ part: Part, into keywords: inout SchemaKeywords) {
    keywords.title = string("title", of: part)
    keywords.description = string("description", of: part)
    keywords.isDeprecated = flag("deprecated", of: part) ?? false
    keywords.isReadOnly = flag("readOnly", of: part) ?? false
    keywords.isWriteOnly = flag("writeOnly", of: part) ?? false
    keywords.defaultValue = part.node["default"]
    if let example = part.node["example"] { keywords.examples.append(example) }
    if let examples = part.node["examples"] {
      switch examples.content {
      case .array(let items): keywords.examples += items
      // Examples by name belong into media types; their values are meant all the same.
      case .object(let named):
        keywords.examples += named.members.map { $0.value["value"] ?? $0.value }
      case .null, .bool, .number, .string: keywords.examples.append(examples)
      }
    }
    readNullable(part, into: &keywords)
    if let mask = part["x-accord-mask"] { keywords.mask = readMask(mask, of: part) }
  }

  private func readNullable(_ part: Part, into keywords: inout SchemaKeywords) {
    guard let nullable = part.node["nullable"] else { return }
    if version != .v3_0 { log.note(.nullableAfter30, at: nullable.location) }
    keywords.isNullable = flag("nullable", of: part) ?? false
  }

  // MARK: - Assertions

  private func readAssertions(_ part: Part, into keywords: inout SchemaKeywords) {
    keywords.types = readTypes(part)
    if keywords.isNullable, let types = keywords.types {
      keywords.types = types.union(.null)
    }
    keywords.enumeration = member("enum", of: part, wanted: .array)?.node.array
    keywords.constant = part.node["const"]
    keywords.format = string("format", of: part)
    readNumberAssertions(part, into: &keywords)
    readStringAssertions(part, into: &keywords)
    readArrayAssertions(part, into: &keywords)
    readObjectAssertions(part, into: &keywords)
    readApplicators(part, into: &keywords)
  }

  private func readTypes(_ part: Part) -> SchemaTypes? {
    guard let type = part.node["type"] else { return nil }
    switch type.content {
    case .string(let name):
      if version == .v3_0, name == "null" { log.note(.typeListIn30, at: type.location) }
      return readType(name, at: type.location)
    case .array(let items):
      if version == .v3_0 { log.note(.typeListIn30, at: type.location) }
      var types: SchemaTypes = []
      for item in items {
        guard let name = item.string, let one = readType(name, at: item.location) else {
          if item.string == nil { reportType(item) }
          return nil
        }
        types.formUnion(one)
      }
      return types.isEmpty ? nil : types
    case .null, .bool, .number, .object:
      reportType(type)
      return nil
    }
  }

  private func reportType(_ node: Node) {
    report(
      .warning, "`type` holds \(node.kind.withArticle); it is ignored", at: node.location,
      "write the name of a type, in quotes if it is \"null\"")
  }

  private func readType(_ name: String, at location: Location) -> SchemaTypes? {
    if let type = SchemaTypes(name: name) { return type }
    report(
      .warning, "there is no type '\(name)'; it is ignored", at: location,
      Spelling.remedy(for: name, among: SchemaTypes.names.map(\.name), otherwise: "correct it"))
    return nil
  }

  private func readNumberAssertions(_ part: Part, into keywords: inout SchemaKeywords) {
    keywords.multipleOf = number("multipleOf", of: part)
    keywords.minimum = number("minimum", of: part)
    keywords.maximum = number("maximum", of: part)
    keywords.exclusiveMinimum = readExclusive(
      "exclusiveMinimum", of: part, inclusive: &keywords.minimum)
    keywords.exclusiveMaximum = readExclusive(
      "exclusiveMaximum", of: part, inclusive: &keywords.maximum)
  }

  /// In 3.0 the keyword says of the inclusive bound beside it that it is exclusive; later it is a bound itself.
  private func readExclusive(
    _ key: String, of part: Part, inclusive: inout JSONNumber?
  ) -> JSONNumber? {
    guard let node = part.node[key] else { return nil }
    if case .bool(let isExclusive) = node.content {
      if version != .v3_0 { log.note(.booleanExclusiveBound, at: node.location) }
      guard isExclusive else { return nil }
      defer { inclusive = nil }
      return inclusive
    }
    if version == .v3_0, node.number != nil {
      log.note(.numericExclusiveBoundIn30, at: node.location)
    }
    return number(key, of: part)
  }

  private func readStringAssertions(_ part: Part, into keywords: inout SchemaKeywords) {
    keywords.minLength = count("minLength", of: part)
    keywords.maxLength = count("maxLength", of: part)
    keywords.pattern = string("pattern", of: part)
    keywords.contentEncoding = string("contentEncoding", of: part)
    keywords.contentMediaType = string("contentMediaType", of: part)
    keywords.contentSchema = subschema("contentSchema", of: part)
  }
}

extension SchemaTypes {
  /// In JSON Schema's own words.
  public static let names: [(name: String, type: SchemaTypes)] = [
    ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number),
    ("string", .string), ("array", .array), ("object", .object),
  ]

  /// The type of that name in JSON Schema.
  init?(name: String) {
    guard let found = Self.names.first(where: { $0.name == name }) else { return nil }
    self = found.type
  }
}
