import AccordJSON

/// One demand of a schema that a value does not meet.
public struct Violation: Sendable, Hashable {
  /// Which part of the value; empty for the value itself.
  public let instance: JSONPointer
  /// Where the keyword stands.
  public let schema: SchemaLocation
  /// The keyword's name, and `false` for the schema that nothing is valid against.
  public let keyword: String
  /// What the schema demands, such as "at most 100".
  public let expected: String
  /// What the value has instead, such as "101": shortened, and hidden for what is secret.
  public let found: String
  /// Of `anyOf` and `oneOf`: what is wrong by the branch that comes closest.
  public let causes: [Violation]

  public init(
    instance: JSONPointer, schema: SchemaLocation, keyword: String, expected: String,
    found: String, causes: [Violation] = []
  ) {
    self.instance = instance
    self.schema = schema
    self.keyword = keyword
    self.expected = expected
    self.found = found
    self.causes = causes
  }
}

extension Violation: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    let place = instance.tokens.isEmpty ? "the value" : instance.description
    var text = "\(place): expected \(expected), found \(found) (\(keyword))"
    if let cause = causes.first { text += "; closest: \(cause)" }
    return text
  }
}

/// Says in a few words what a value is. The text is short however large the value, and has no line breaks.
enum ValueSummary {
  private static let longest = 60

  static func of(_ value: JSONValue) -> String {
    switch value {
    case .null, .bool: value.description
    case .number(let number): shortened(number.literal)
    case .string(let string): quoted(string)
    case .array(let items):
      items.count == 1 ? "an array of 1 item" : "an array of \(items.count) items"
    case .object(let members):
      members.count == 1 ? "an object of 1 member" : "an object of \(members.count) members"
    }
  }

  /// For values that must not be shown: only of what kind they are.
  static func hidden(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "a boolean (hidden)"
    case .number: "a number (hidden)"
    case .string: "a string (hidden)"
    case .array: "an array (hidden)"
    case .object: "an object (hidden)"
    }
  }

  static func quoted(_ string: String) -> String {
    JSONValue.string(shortened(string)).description
  }

  static func list(_ values: [JSONValue]) -> String {
    let shown = values.prefix(8).map { of($0) }.joined(separator: ", ")
    return values.count > 8 ? shown + " and \(values.count - 8) more" : shown
  }

  private static func shortened(_ text: String) -> String {
    guard text.utf8.count > longest else { return text }
    let prefix = text.unicodeScalars.prefix(longest)
    return prefix.endIndex == text.endIndex ? text : String(prefix) + "…"
  }
}
