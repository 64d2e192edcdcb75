/// A Swift type as generated code names it.
public indirect enum TypeReference: Sendable, Hashable {
  case string
  case bool
  case int
  case int32
  case int64
  case uint32
  case uint64
  case double
  case float
  /// A number of any size and precision.
  case number
  case timestamp
  case calendarDate
  case time
  case duration
  case uuid
  case base64
  /// A part of a multipart body, as it comes.
  case file
  /// Any JSON value.
  case value
  case array(TypeReference)
  case map(TypeReference)
  case optional(TypeReference)
  /// A type of the plan, by its qualified name.
  case named(String)

  /// As Swift spells it.
  package var text: String { text(inside: "") }

  /// As Swift spells it inside of a type, where those that are right inside it need only their own names.
  package func text(inside scope: String) -> String {
    switch self {
    case .string: "String"
    case .bool: "Bool"
    case .int: "Int"
    case .int32: "Int32"
    case .int64: "Int64"
    case .uint32: "UInt32"
    case .uint64: "UInt64"
    case .double: "Double"
    case .float: "Float"
    case .number: "JSONNumber"
    case .timestamp: "Timestamp"
    case .calendarDate: "CalendarDate"
    case .time: "TimeOfDay"
    case .duration: "CalendarDuration"
    case .uuid: "UUID"
    case .base64: "Base64Data"
    case .file: "FilePart"
    case .value: "JSONValue"
    case .array(let item): "[\(item.text(inside: scope))]"
    case .map(let value): "JSONDictionary<\(value.text(inside: scope))>"
    case .optional(let wrapped): "\(wrapped.text(inside: scope))?"
    case .named(let name):
      !scope.isEmpty && name.utf8.count > scope.utf8.count && name.hasPrefix(scope + ".")
        ? String(name.dropFirst(scope.count + 1)) : name
    }
  }

  /// The same type, optional; an optional stays what it is.
  package var asOptional: TypeReference {
    if case .optional = self { return self }
    return .optional(self)
  }

  /// The type without its optionality.
  package var unwrapped: TypeReference {
    if case .optional(let wrapped) = self { return wrapped }
    return self
  }

  var isOptional: Bool {
    if case .optional = self { return true }
    return false
  }

  /// The name of the type in it, if there is one.
  var name: String? {
    switch self {
    case .array(let inner), .map(let inner), .optional(let inner): inner.name
    case .named(let name): name
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value:
      nil
    }
  }
}
