import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// Whether values of the type are one text, whatever the style: the runtime's `ParameterValue`.
  func isText(_ type: TypeReference) -> Bool {
    switch type {
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .uuid:
      true
    case .optional(let wrapped): isText(wrapped)
    case .named(let name): isText(named: name)
    case .value, .array, .map, .base64: false
    }
  }

  /// An enum of strings, or an alias of a scalar. Named schemas may not have been planned yet.
  private func isText(named name: String) -> Bool {
    if let plan = topLevel.types.first(where: { $0.qualifiedName == name }) {
      switch plan.shape {
      case .enumeration: return true
      case .alias(let target): return isText(target)
      case .structure, .union: return false
      }
    }
    guard let schema = pending.first(where: { $0.name == name })?.schema else { return false }
    switch SchemaForm(of: schema, in: document) {
    case .enumeration: return true
    case .scalar(let type): return isText(type)
    case .any, .single, .array, .map, .object, .union: return false
    }
  }
}
