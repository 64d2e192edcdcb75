import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  // MARK: - Constraints

  /// What a schema itself demands of values of a type, without what is inside them.
  func checks(on schema: Schema, type: TypeReference) -> [CheckPlan] {
    var checks: [CheckPlan] = []
    switch type {
    case .string:
      if schema.minLength ?? 0 > 0 || schema.maxLength != nil {
        checks.append(.length(min: schema.minLength, max: schema.maxLength))
      }
    case .int, .int32, .int64, .uint32, .uint64, .double, .float:
      let range = CheckPlan.range(
        min: bound(schema.minimum, for: type), max: bound(schema.maximum, for: type),
        above: bound(schema.exclusiveMinimum, for: type),
        below: bound(schema.exclusiveMaximum, for: type))
      if range != .range(min: nil, max: nil, above: nil, below: nil) { checks.append(range) }
      if type != .double, type != .float, let divisor = bound(schema.multipleOf, for: type) {
        checks.append(.multiple(of: divisor))
      }
    case .array:
      if schema.minItems ?? 0 > 0 || schema.maxItems != nil {
        checks.append(.count(min: schema.minItems, max: schema.maxItems))
      }
      if schema.uniqueItems { checks.append(.unique) }
    case .map:
      if schema.minProperties ?? 0 > 0 || schema.maxProperties != nil {
        checks.append(.count(min: schema.minProperties, max: schema.maxProperties))
      }
    case .bool, .number, .timestamp, .calendarDate, .uuid, .base64, .value, .optional, .named:
      break
    }
    return checks
  }

  /// A bound as the type can express it, or `nil` if it cannot: then every value of the type keeps it, or
  /// the document's bound has a fraction that no value of the type meets exactly.
  private func bound(_ number: JSONNumber?, for type: TypeReference) -> JSONNumber? {
    guard let number else { return nil }
    switch type {
    case .int, .int64: return number.integer(as: Int64.self).map { JSONNumber($0) }
    case .int32: return number.integer(as: Int32.self).map { JSONNumber($0) }
    case .uint32: return number.integer(as: UInt32.self).map { JSONNumber($0) }
    case .uint64: return number.integer(as: UInt64.self).map { JSONNumber($0) }
    case .float: return Float(number.double).isFinite ? number : nil
    default: return number.double.isFinite ? number : nil
    }
  }

  // MARK: - Defaults

  /// A default as Swift source, or `nil` if there is none or the type has no literal for it.
  func literal(_ node: Node, of type: TypeReference, schema: Schema) -> String? {
    switch (type, node.content) {
    case (.optional, .null): "nil"
    case (.optional(let wrapped), _): literal(node, of: wrapped, schema: schema)
    case (.string, .string(let text)): SourceText.literal(text)
    case (.bool, .bool(let value)): value ? "true" : "false"
    case (.int, .number(let number)): number.integer(as: Int64.self).map(String.init)
    case (.int32, .number(let number)): number.integer(as: Int32.self).map { String($0) }
    case (.int64, .number(let number)): number.integer(as: Int64.self).map { String($0) }
    case (.uint32, .number(let number)): number.integer(as: UInt32.self).map { String($0) }
    case (.uint64, .number(let number)): number.integer(as: UInt64.self).map { String($0) }
    case (.double, .number(let number)), (.float, .number(let number)):
      number.double.isFinite ? "\(number.double)" : nil
    case (.array, .array(let items)) where items.isEmpty: "[]"
    case (.array(let itemType), .array(let items)):
      arrayLiteral(items, of: itemType, schema: schema)
    case (.map, .object(let object)) where object.members.isEmpty: "[:]"
    case (.named, _): namedLiteral(node, schema: schema)
    default: nil
    }
  }

  private func arrayLiteral(_ items: [Node], of type: TypeReference, schema: Schema) -> String? {
    guard let array = document.schemas.resolve(schema),
      case .array(let itemSchema?) = SchemaForm(of: array, in: document)
    else { return nil }
    let literals = items.compactMap { literal($0, of: type, schema: itemSchema) }
    return literals.count == items.count ? "[\(literals.joined(separator: ", "))]" : nil
  }

  /// The default of a named type: a case of an enum, or what an alias stands for.
  private func namedLiteral(_ node: Node, schema: Schema) -> String? {
    guard var target = document.schemas.resolve(schema) else { return nil }
    for _ in 0..<16 {
      switch SchemaForm(of: target, in: document) {
      case .enumeration(let values):
        guard let text = node.string else { return nil }
        return enumeration(values).cases.first { $0.value.isExactly(text) }.map { ".\($0.name)" }
      case .single(let next):
        guard let resolved = document.schemas.resolve(next) else { return nil }
        target = resolved
      case .scalar(let type): return literal(node, of: type, schema: target)
      case .array:
        return node.array?.isEmpty == true ? "[]" : nil
      case .map:
        return node.object?.members.isEmpty == true ? "[:]" : nil
      case .any, .object, .union: return nil
      }
    }
    return nil
  }
}

/// The schemas that values of requests can have, found by walking from the bodies and parameters.
struct RequestReach {
  private(set) var schemas: Set<SchemaID> = []
  private let document: OpenAPIDocument

  init(_ document: OpenAPIDocument) {
    self.document = document
    for operation in document.operations {
      for mediaType in operation.requestBody?.content ?? [] {
        if let schema = mediaType.schema { add(schema) }
      }
      for parameter in operation.parameters {
        if let schema = parameter.schema { add(schema) }
      }
    }
  }

  private mutating func add(_ root: Schema) {
    var waiting = [root]
    while let schema = waiting.popLast() {
      guard schemas.insert(schema.id).inserted else { continue }
      if let id = schema.reference?.target, let target = document.schemas[id] {
        waiting.append(target)
      }
      waiting += schema.properties.map(\.schema)
      waiting += [schema.items, schema.additionalProperties].compactMap { $0 }
      waiting += schema.prefixItems + schema.allOf + schema.anyOf + schema.oneOf
    }
  }
}

extension TypePlanner {
  /// Whether values of the type can be written as plain text into a path, a query or a header.
  func isParameterValue(_ type: TypeReference) -> Bool {
    switch type {
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .uuid, .value:
      true
    case .array(let item): item.isScalar && isParameterValue(item)
    case .optional(let wrapped): isParameterValue(wrapped)
    case .named(let name): isText(name)
    case .map, .base64: false
    }
  }
}

extension TypeReference {
  fileprivate var isScalar: Bool {
    switch self {
    case .array, .map, .optional: false
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .uuid, .base64, .value, .named:
      true
    }
  }
}
