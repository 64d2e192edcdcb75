import AccordJSON
import AccordOpenAPI

extension TypePlanner {
  /// Whether values of the type are one text, whatever the style: the runtime's `ParameterValue`.
  func isText(_ type: TypeReference) -> Bool {
    switch type {
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .time, .duration, .uuid:
      true
    case .optional(let wrapped): isText(wrapped)
    case .named(let name): isText(named: name)
    case .value, .array, .map, .base64, .file: false
    }
  }

  /// An enum of strings, or an alias of a scalar. Named schemas may not have been planned yet.
  private func isText(named name: String) -> Bool {
    guard let schema = schemasByName[name], let resolved = shapes.resolved(schema) else {
      return false
    }
    switch shapes.form(of: resolved) {
    case .enumeration, .values: return true
    case .scalar(let type): return isText(type)
    case .any, .single, .array, .tuple, .map, .object, .union: return false
    }
  }
}
