import AccordJSON

// The keywords for single values: type, enum, const, numbers and strings.
extension SchemaCompiler {
  mutating func compileValues(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, dialect: Dialect,
    into rules: inout SchemaRules
  ) {
    if let type = keywords["type"] { rules.types = types(type, of: schema) }
    if let enumeration = keywords["enum"] {
      if let values = enumeration.array {
        rules.enumeration = Enumeration(values)
      } else {
        report("expected an array of values", schema, "enum")
      }
    }
    // OpenAPI 3.0 does not have it, but documents that say it all the same mean it.
    if dialect.isModern || dialect == .openAPI30 { rules.constant = keywords["const"] }
    if dialect == .openAPI30 { rules.isNullable = keywords["nullable"]?.bool ?? false }
  }

  private mutating func types(_ value: JSONValue, of schema: Pending) -> TypeSet? {
    let names: [JSONValue]
    switch value {
    case .string: names = [value]
    case .array(let items): names = items
    case .null, .bool, .number, .object: names = []
    }
    var types: TypeSet = []
    for name in names {
      guard let type = name.string.flatMap(TypeSet.init(name:)) else {
        report("\(name) is no type", schema, "type")
        return nil
      }
      types.insert(type)
    }
    if names.isEmpty {
      report("expected the name of a type, or an array of such names", schema, "type")
      return nil
    }
    return types
  }

  // MARK: - Numbers

  mutating func compileNumbers(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, into rules: inout SchemaRules
  ) {
    var number = NumberRules()
    number.multipleOf = self.number("multipleOf", keywords, of: schema)
    if let factor = number.multipleOf, factor <= 0 {
      report("expected a number above 0", schema, "multipleOf")
      number.multipleOf = nil
    }
    number.minimum = self.number("minimum", keywords, of: schema)
    number.maximum = self.number("maximum", keywords, of: schema)
    // Draft 4 and OpenAPI 3.0 write a boolean there, later drafts a number: which is meant is plain to see.
    for (keyword, isMinimum) in [("exclusiveMinimum", true), ("exclusiveMaximum", false)] {
      switch keywords[keyword] {
      case .bool(true):
        if isMinimum {
          number.exclusiveMinimum = number.minimum
          number.minimum = nil
        } else {
          number.exclusiveMaximum = number.maximum
          number.maximum = nil
        }
      case .bool(false), nil:
        break
      case .number(let bound):
        if isMinimum { number.exclusiveMinimum = bound } else { number.exclusiveMaximum = bound }
      case .null, .string, .array, .object:
        report("expected a number or a boolean", schema, keyword)
      }
    }
    if let format = keywords["format"]?.string.flatMap(NumberFormat.init(rawValue:)) {
      number.format = format
      number.assertsFormat = resources.assertsFormats(in: resources.resources[schema.resource])
    }
    if number.constrains { rules.number = Shared(number) }
  }

  private mutating func number(
    _ keyword: String, _ keywords: JSONDictionary<JSONValue>, of schema: Pending
  ) -> JSONNumber? {
    guard let value = keywords[keyword] else { return nil }
    if value.number == nil { report("expected a number", schema, keyword) }
    return value.number
  }

  // MARK: - Strings

  mutating func compileStrings(
    _ keywords: JSONDictionary<JSONValue>, of schema: Pending, vocabularies: Vocabularies,
    into rules: inout SchemaRules
  ) {
    var string = StringRules()
    if vocabularies.contains(.validation) {
      string.minLength = count("minLength", keywords, of: schema)
      string.maxLength = count("maxLength", keywords, of: schema)
      if let value = keywords["pattern"] {
        if let pattern = value.string {
          string.pattern =
            expression(pattern, schema, "pattern").map { .expression($0) } ?? .unsupported
        } else {
          report("expected a regular expression", schema, "pattern")
        }
      }
    }
    if let format = keywords["format"]?.string.flatMap(StringFormat.init(rawValue:)) {
      string.format = format
      string.assertsFormat = resources.assertsFormats(in: resources.resources[schema.resource])
    }
    // An annotation (JSON Schema 2020-12, section 8.3), but whoever makes a value should keep to it.
    if string.format == nil, let encoding = keywords["contentEncoding"]?.string,
      encoding.lowercased() == "base64", vocabularies.contains(.validation)
    {
      string.format = .byte
    }
    if string.constrains { rules.string = Shared(string) }
  }
}

extension NumberRules {
  fileprivate var constrains: Bool {
    multipleOf != nil || minimum != nil || maximum != nil || exclusiveMinimum != nil
      || exclusiveMaximum != nil || format != nil
  }
}

extension StringRules {
  fileprivate var constrains: Bool {
    minLength != nil || maxLength != nil || pattern != nil || format != nil
  }
}
