import AccordJSON
import AccordOpenAPI

extension SchemaShapes {
  /// The form of what has no alternatives.
  func typed(_ merged: MergedSchema, of schema: Schema) -> SchemaForm {
    if let values = merged.strings { return .enumeration(StringValues(values: values)) }
    if var values = merged.literals {
      values.titles = valueTitles[ObjectIdentifier(schema)] ?? [:]
      return .values(values)
    }
    let types = (merged.types ?? merged.inferredTypes).subtracting(.null)
    switch types {
    case .boolean: return .scalar(.bool)
    case .integer: return .scalar(merged.integerType)
    case .number, [.integer, .number]: return .scalar(ScalarFormats.number(merged.format))
    case .string: return .scalar(ScalarFormats.string(merged.format, merged.contentEncoding))
    case .array: return array(merged, of: schema)
    case .object: return object(merged, of: schema)
    default:
      let single = [SchemaTypes.boolean, .integer, .number, .string, .array, .object]
        .filter(types.contains)
      guard !single.isEmpty else { return .any }
      return union(
        Alternatives(
          members: single.map { narrowed(merged, of: schema, to: $0) }, discriminator: nil))
    }
  }

  /// The same demands, for values of one type only.
  private func narrowed(
    _ merged: MergedSchema, of schema: Schema, to type: SchemaTypes
  ) -> Schema {
    let leaves = merged.leaves.map { leaf in
      leaf.with { keywords in
        keywords.types = type
        keywords.title = nil
        keywords.description = nil
        keywords.narrow(to: type)
      }
    }
    return Schema.all(of: leaves) ?? schema
  }

  private func array(_ merged: MergedSchema, of schema: Schema) -> SchemaForm {
    let items = Schema.all(of: merged.items)
    guard !merged.prefixItems.isEmpty else { return .array(items: items) }
    let places = merged.prefixItems.compactMap(Schema.all)
    let most = merged.leaves.compactMap(\.maxItems).min() ?? .max
    let isClosed = items?.boolean == false || most <= places.count
    guard let first = places.first else { return .array(items: isClosed ? nil : items) }
    // What is the same everywhere is an array, like a point of two numbers.
    if !places.contains(where: \.saysConstraints),
      let only = sameType(places + (isClosed ? [] : [items].compactMap(\.self))),
      isClosed || items != nil
    {
      return .array(items: only)
    }
    let anything = first.with { keywords in
      keywords = SchemaKeywords()
      keywords.boolean = true
    }
    return .tuple(
      TupleForm(
        places: places, rest: isClosed ? nil : items ?? anything,
        minimum: merged.leaves.compactMap(\.minItems).max() ?? 0))
  }

  private func object(_ merged: MergedSchema, of schema: Schema) -> SchemaForm {
    if !merged.properties.isEmpty || merged.isClosed && merged.patternProperties.isEmpty {
      return .object(merged)
    }
    return .map(values: memberValues(merged))
  }

  /// What members without a name of their own are: by patterns, and by `additionalProperties`.
  func memberValues(_ merged: MergedSchema) -> Schema? {
    var schemas = merged.patternProperties.map(\.schema)
    if let additional = Schema.all(of: merged.additional) { schemas.append(additional) }
    guard schemas.count > 1, let first = schemas.first else { return schemas.first }
    return first.with { keywords in
      keywords = SchemaKeywords()
      keywords.anyOf = schemas
    }
  }
}

extension MergedSchema {
  /// For schemas without `type`: what their keywords are about.
  var inferredTypes: SchemaTypes {
    if let values {
      return values.reduce(into: []) { types, value in
        switch value.content {
        case .null: types.formUnion(.null)
        case .bool: types.formUnion(.boolean)
        case .number(let number): types.formUnion(number.isInteger ? .integer : .number)
        case .string: types.formUnion(.string)
        case .array: types.formUnion(.array)
        case .object: types.formUnion(.object)
        }
      }
    }
    if !properties.isEmpty || !additional.isEmpty || !patternProperties.isEmpty { return .object }
    if !items.isEmpty || !prefixItems.isEmpty { return .array }
    if let format, ScalarFormats.string(format, nil) != .string { return .string }
    if contentEncoding != nil { return .string }
    for leaf in leaves {
      if leaf.pattern != nil || leaf.minLength != nil || leaf.maxLength != nil { return .string }
      if leaf.minimum != nil || leaf.maximum != nil || leaf.multipleOf != nil
        || leaf.exclusiveMinimum != nil || leaf.exclusiveMaximum != nil
      {
        return .number
      }
      if leaf.minItems != nil || leaf.maxItems != nil || leaf.uniqueItems || leaf.contains != nil {
        return .array
      }
      if leaf.additionalProperties != nil || leaf.minProperties != nil || leaf.maxProperties != nil
        || leaf.propertyNames != nil || !leaf.required.isEmpty || !leaf.dependentRequired.isEmpty
      {
        return .object
      }
    }
    return []
  }

  /// Values that are all strings, each once.
  var strings: [String]? {
    guard let values else { return nil }
    if let types, !types.contains(.string) { return nil }
    let present = values.filter { $0.kind != .null }
    let strings = present.compactMap(\.string)
    guard !strings.isEmpty, strings.count == present.count else { return nil }
    var seen: Set<ExactString> = []
    return strings.filter { seen.insert(ExactString($0)).inserted }
  }

  /// Values that are numbers, or of several kinds; `nil` also for those that are all booleans, for which Swift
  /// has a type, and where some are arrays or objects.
  var literals: LiteralValues? {
    guard let values else { return nil }
    var seen: Set<JSONValue> = []
    let present = values.map(\.value).filter { value in
      value != .null && (types?.allows(value) ?? true) && seen.insert(value).inserted
    }
    guard !present.isEmpty, present.allSatisfy({ $0.array == nil && $0.object == nil }) else {
      return nil
    }
    let numbers = present.compactMap(\.number)
    if numbers.count == present.count {
      let areIntegers = numbers.allSatisfy(\.isInteger) && types?.contains(.number) != true
      let type = areIntegers ? integerType : ScalarFormats.number(format)
      // Numbers of any size have no literals.
      let written = numbers.compactMap { $0.written(as: type) }
      guard written.count == numbers.count else { return nil }
      return LiteralValues(type: type, values: written.map { .number($0) })
    }
    let isMixed = Set(present.map(\.kind)).count > 1
    return isMixed ? LiteralValues(type: .value, values: present) : nil
  }

  /// The type for integers of the format, or a larger one if the document's bounds do not fit into it.
  var integerType: TypeReference {
    let type = ScalarFormats.integer(format)
    guard type == .int || type == .int64 else { return type }
    let highest = leaves.compactMap { $0.maximum ?? $0.exclusiveMaximum }.min()
    let lowest = leaves.compactMap { $0.minimum ?? $0.exclusiveMinimum }.max()
    let listed = (values ?? []).compactMap(\.number)
    let isWide = (listed + [highest, lowest].compactMap { $0 }).contains { number in
      number.isInteger && number.integer(as: Int64.self) == nil
    }
    guard isWide else { return type }
    let isUnsigned =
      lowest.map { !($0 < JSONNumber(0)) } ?? false
      && (highest.map { $0.integer(as: UInt64.self) != nil } ?? false)
    return isUnsigned ? .uint64 : .number
  }
}

/// Which Swift type a `format` stands for.
enum ScalarFormats {
  static func integer(_ format: String?) -> TypeReference {
    switch format {
    case "int32": .int32
    case "int64", "long": .int64
    case "uint32": .uint32
    case "uint64", "uint", "unsigned": .uint64
    default: .int
    }
  }

  /// The values of a format for which Swift's integers of that size are not used.
  static func bounds(_ format: String?) -> ClosedRange<Int>? {
    switch format {
    case "int8": -128...127
    case "uint8": 0...255
    case "int16": -32_768...32_767
    case "uint16": 0...65_535
    default: nil
    }
  }

  static func number(_ format: String?) -> TypeReference {
    switch format {
    case "float": .float
    case "decimal", "decimal128", "money", "bignumber": .number
    case "int32": .int32
    case "int64", "long": .int64
    case "integer", "int", "int8", "int16", "uint8", "uint16": .int
    case "uint32": .uint32
    case "uint64": .uint64
    default: .double
    }
  }

  static func string(_ format: String?, _ contentEncoding: String?) -> TypeReference {
    switch format {
    case "date-time": return .timestamp
    case "date": return .calendarDate
    case "time": return .time
    case "duration": return .duration
    case "uuid": return .uuid
    case "byte": return .base64
    default: return contentEncoding?.lowercased() == "base64" ? .base64 : .string
    }
  }
}

extension SchemaKeywords {
  /// Drops what is said of other types only.
  fileprivate mutating func narrow(to type: SchemaTypes) {
    if type != .object {
      properties = []
      patternProperties = []
      additionalProperties = nil
      required = []
      minProperties = nil
      maxProperties = nil
      propertyNames = nil
      dependentRequired = []
      dependentSchemas = []
      unevaluatedProperties = nil
    }
    if type != .array {
      items = nil
      prefixItems = []
      contains = nil
      minItems = nil
      maxItems = nil
      uniqueItems = false
      unevaluatedItems = nil
    }
    if type != .string {
      minLength = nil
      maxLength = nil
      pattern = nil
      contentEncoding = nil
    }
    if type != .integer, type != .number {
      minimum = nil
      maximum = nil
      exclusiveMinimum = nil
      exclusiveMaximum = nil
      multipleOf = nil
    }
    if let all = constant.map({ [$0] }) ?? enumeration {
      constant = nil
      let fitting = all.filter { type.allows($0) }
      enumeration = fitting.isEmpty ? nil : fitting
    }
  }

  /// Leaves the type alone.
  mutating func removeConstraints() {
    var plain = SchemaKeywords()
    plain.types = types
    plain.format = format
    plain.contentEncoding = contentEncoding
    plain.isNullable = isNullable
    self = plain
  }
}

extension SchemaTypes {
  fileprivate func allows(_ value: Node) -> Bool { allows(value.value) }

  fileprivate func allows(_ value: JSONValue) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .number(let number): contains(.number) || contains(.integer) && number.isInteger
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    }
  }
}
