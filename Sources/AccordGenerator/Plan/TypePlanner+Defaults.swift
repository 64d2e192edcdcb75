import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// The default of a schema as Swift source, if there is one that a value of the type can have and that the schema
  /// itself allows: what nobody wrote must not be refused for what it is.
  func defaultValue(of schema: Schema, as type: TypeReference) -> String? {
    let owner = schema.defaultValue == nil ? shapes.resolved(schema) : schema
    guard let owner, let node = owner.defaultValue,
      let literal = literal(node, of: type, schema: schema)
    else { return nil }
    guard let objection = ValueCheck(document.schemas).objection(to: node, by: schema) else {
      return literal
    }
    if refusedDefaults.insert(owner.id).inserted {
      report(
        Diagnostic(
          .warning, "the default is not used, because its schema does not allow it: \(objection)",
          at: node.location, remedy: "correct the default, or drop it"))
    }
    return nil
  }

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
    guard let array = shapes.resolved(schema),
      case .array(let itemSchema?) = shapes.form(of: array)
    else { return nil }
    let literals = items.compactMap { literal($0, of: type, schema: itemSchema) }
    return literals.count == items.count ? "[\(literals.joined(separator: ", "))]" : nil
  }

  /// The default of a named type: a case of an enum, or what an alias stands for.
  private func namedLiteral(_ node: Node, schema: Schema) -> String? {
    guard let target = shapes.resolved(schema) else { return nil }
    switch shapes.form(of: target) {
    case .enumeration(let strings):
      guard let text = node.string else { return nil }
      return enumeration(strings.values, of: target).cases.first { $0.value.isExactly(text) }
        .map { ".\($0.name)" }
    case .values(let values):
      return enumeration(values, of: target).cases.first { $0.value == node.value }
        .map { ".\($0.name)" }
    case .scalar(let type): return literal(node, of: type, schema: target)
    case .array: return node.array?.isEmpty == true ? "[]" : nil
    case .map: return node.object?.members.isEmpty == true ? "[:]" : nil
    case .any, .single, .tuple, .object, .union: return nil
    }
  }
}
