/// A generated enum of numbers, or of values of several kinds. A value that the document does not name is kept, and
/// written back as it was.
public protocol OpenValueEnum: JSONModel, ParameterValue, Hashable, CustomStringConvertible {
  /// A number's type, or `JSONValue`.
  associatedtype RawValue: JSONReadable, JSONWritable, ParameterValue, Hashable
  /// The values that the document names.
  static var known: [Self] { get }
  /// A value that the document does not name.
  static func unknown(_ rawValue: RawValue) -> Self
  /// The value as JSON holds it.
  var rawValue: RawValue { get }
}

extension OpenValueEnum {
  public init(rawValue: RawValue) {
    self = Self.known.first { $0.rawValue == rawValue } ?? .unknown(rawValue)
  }

  /// Whether the document names the value.
  public var isKnown: Bool { Self.known.contains { $0.rawValue == rawValue } }

  public init(reading reader: inout JSONReader) throws(JSONError) {
    self.init(rawValue: try RawValue(reading: &reader))
  }

  public func write(to writer: inout JSONWriter) { rawValue.write(to: &writer) }

  public var parameterText: String { rawValue.parameterText }

  public init?(parameterText: String) {
    guard let rawValue = RawValue(parameterText: parameterText) else { return nil }
    self.init(rawValue: rawValue)
  }

  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
  public var description: String { rawValue.parameterText }
}

extension JSONValue {
  /// The value of a JSON text, for generated code, which has such as are well-formed.
  public static func literal(_ text: String) -> JSONValue {
    (try? JSONValue(parsing: text)) ?? .null
  }
}
