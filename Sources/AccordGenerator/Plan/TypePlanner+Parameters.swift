import AccordJSON
import AccordOpenAPI

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

  /// Whether values of the type of that name are plain text: an enum of strings, or an alias of a scalar.
  /// Named schemas may not have been planned yet.
  func isText(_ name: String) -> Bool {
    if let plan = topLevel.types.first(where: { $0.qualifiedName == name }) {
      switch plan.shape {
      case .enumeration: return true
      case .alias(let target): return isParameterValue(target)
      case .structure, .union: return false
      }
    }
    guard let schema = pending.first(where: { $0.name == name })?.schema else { return false }
    switch SchemaForm(of: schema, in: document) {
    case .enumeration, .scalar: return true
    case .any, .single, .array, .map, .object, .union: return false
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
