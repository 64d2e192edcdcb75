import AccordJSON

/// Checks a value that an extension gives against the schema of its place. Not a validator: keywords that
/// need one (patterns, formats, `not`, unevaluated members) are left to it.
package struct ValueCheck {
  private let schemas: SchemaTable
  /// Circular compositions could otherwise keep it busy for ever.
  private static let mostSteps = 10_000
  private static let deepest = 64
  private var steps = 0

  package init(_ schemas: SchemaTable) {
    self.schemas = schemas
  }

  /// Why the schema forbids the value; `nil` if nothing speaks against it.
  package func objection(to value: Node, by schema: Schema) -> String? {
    var check = self
    return check.objection(value, schema, 0)
  }

  private mutating func objection(_ value: Node, _ schema: Schema, _ depth: Int) -> String? {
    steps += 1
    guard depth <= Self.deepest, steps <= Self.mostSteps else { return nil }
    if value.kind == .null, schema.isNullable { return nil }
    if schema.boolean == false { return "nothing is allowed there" }
    if let target = schema.reference?.target, let next = schemas[target],
      let objection = objection(value, next, depth + 1)
    {
      return objection
    }
    return objectionToType(value, schema) ?? objectionToConstants(value, schema)
      ?? objectionToContent(value, schema, depth) ?? objectionOfBranches(value, schema, depth)
  }

  private func objectionToType(_ value: Node, _ schema: Schema) -> String? {
    guard let types = schema.types else { return nil }
    var own: SchemaTypes =
      switch value.content {
      case .null: .null
      case .bool: .boolean
      case .number: .number
      case .string: .string
      case .array: .array
      case .object: .object
      }
    if let number = value.number, number.isInteger { own.insert(.integer) }
    guard types.isDisjoint(with: own) else { return nil }
    let allowed = SchemaTypes.names.filter { types.contains($0.type) }.map(\.name)
    return "it must be of type \(allowed.joined(separator: " or "))"
  }

  private func objectionToConstants(_ value: Node, _ schema: Schema) -> String? {
    let json = value.value
    if let constant = schema.constant, constant.value != json {
      return "it must be \(constant.value)"
    }
    if let values = schema.enumeration, !values.contains(where: { $0.value == json }) {
      let shown = values.prefix(12).map(\.value.description).joined(separator: ", ")
      return "it must be one of \(shown)\(values.count > 12 ? ", …" : "")"
    }
    return nil
  }

  private mutating func objectionToContent(_ value: Node, _ schema: Schema, _ depth: Int) -> String?
  {
    switch value.content {
    case .null, .bool: return nil
    case .number(let number): return objectionToNumber(number, schema)
    case .string(let text):
      let length = text.unicodeScalars.count
      return objectionToCount(length, schema.minLength, schema.maxLength, "characters")
    case .array(let items):
      if let objection = objectionToCount(
        items.count, schema.minItems, schema.maxItems, "items")
      {
        return objection
      }
      for (index, item) in items.enumerated() {
        let itemSchema =
          index < schema.prefixItems.count ? schema.prefixItems[index] : schema.items
        if let itemSchema, let objection = objection(item, itemSchema, depth + 1) {
          return "item \(index): \(objection)"
        }
      }
      return nil
    case .object(let object): return objectionToMembers(object, schema, depth)
    }
  }

  private func objectionToNumber(_ number: JSONNumber, _ schema: Schema) -> String? {
    if let bound = schema.minimum, number < bound { return "it must be at least \(bound)" }
    if let bound = schema.maximum, number > bound { return "it must be at most \(bound)" }
    if let bound = schema.exclusiveMinimum, number <= bound { return "it must be above \(bound)" }
    if let bound = schema.exclusiveMaximum, number >= bound { return "it must be below \(bound)" }
    return nil
  }

  private func objectionToCount(
    _ count: Int, _ least: Int?, _ most: Int?, _ what: String
  ) -> String? {
    if let least, count < least { return "it must have at least \(least) \(what)" }
    if let most, count > most { return "it must have at most \(most) \(what)" }
    return nil
  }

  private mutating func objectionToMembers(
    _ object: NodeObject, _ schema: Schema, _ depth: Int
  ) -> String? {
    if let missing = schema.required.first(where: { object[$0] == nil }) {
      return "it must have a member '\(missing)'"
    }
    for member in object.members {
      let property = schema.properties.first { $0.name.isExactly(member.key) }?.schema
      guard let memberSchema = property ?? schema.additionalProperties else { continue }
      if property == nil, !schema.patternProperties.isEmpty { continue }
      if let objection = objection(member.value, memberSchema, depth + 1) {
        return "member '\(member.key)': \(objection)"
      }
    }
    return nil
  }

  private mutating func objectionOfBranches(_ value: Node, _ schema: Schema, _ depth: Int)
    -> String?
  {
    for branch in schema.allOf {
      if let objection = objection(value, branch, depth + 1) { return objection }
    }
    for branches in [schema.anyOf, schema.oneOf] where !branches.isEmpty {
      var objections: [String] = []
      for branch in branches {
        guard let objection = objection(value, branch, depth + 1) else { break }
        objections.append(objection)
      }
      if objections.count == branches.count {
        return objections.uniqued.prefix(4).joined(separator: ", or ")
      }
    }
    return nil
  }
}
