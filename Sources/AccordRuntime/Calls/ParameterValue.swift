/// A value that can stand in a path, a query, a header or a cookie.
public protocol ParameterValue: Sendable {
  /// As plain text, before any encoding.
  var parameterText: String { get }
  /// `nil` if the text is none of this type's values.
  init?(parameterText: String)
  /// What values are, for people who sent something else: "an integer".
  static var parameterDescription: String { get }
}

extension ParameterValue {
  public static var parameterDescription: String { "one of the documented values" }
}

extension String: ParameterValue {
  public var parameterText: String { self }
  public init?(parameterText: String) { self = parameterText }
}

extension Bool: ParameterValue {
  public static var parameterDescription: String { "true or false" }
  public var parameterText: String { self ? "true" : "false" }
  public init?(parameterText: String) {
    switch parameterText {
    case "true": self = true
    case "false": self = false
    default: return nil
    }
  }
}

extension FixedWidthInteger where Self: ParameterValue {
  public static var parameterDescription: String { "an integer" }
  public var parameterText: String { String(self) }
  /// Only JSON's way of writing integers: no leading `+`, no leading zeros.
  public init?(parameterText: String) {
    guard let value = JSONNumber(literal: parameterText)?.integer(as: Self.self) else { return nil }
    self = value
  }
}

extension Int: ParameterValue {}
extension Int32: ParameterValue {}
extension Int64: ParameterValue {}
extension UInt: ParameterValue {}
extension UInt32: ParameterValue {}
extension UInt64: ParameterValue {}

extension Double: ParameterValue {
  public static var parameterDescription: String { "a number" }
  public var parameterText: String { JSONNumber(self)?.literal ?? String(self) }
  public init?(parameterText: String) {
    guard let value = JSONNumber(literal: parameterText)?.double, value.isFinite else {
      return nil
    }
    self = value
  }
}

extension Float: ParameterValue {
  public static var parameterDescription: String { "a number" }
  public var parameterText: String { JSONNumber(literal: "\(self)")?.literal ?? "\(self)" }
  public init?(parameterText: String) {
    guard let number = JSONNumber(literal: parameterText) else { return nil }
    self = Float(number.double)
    guard isFinite else { return nil }
  }
}

extension JSONNumber: ParameterValue {
  public static var parameterDescription: String { "a number" }
  public var parameterText: String { literal }
  public init?(parameterText: String) { self.init(literal: parameterText) }
}

extension OpenEnum {
  public var parameterText: String { rawValue }
  public init?(parameterText: String) { self.init(rawValue: parameterText) }
}

/// Any JSON value, as JSON text: for parameters with `content`, and those of no particular type.
extension JSONValue: ParameterValue {
  public var parameterText: String {
    switch self {
    case .string(let text): text
    case .null, .bool, .number, .array, .object: serialized()
    }
  }
  public init?(parameterText: String) {
    self = (try? JSONValue(parsing: parameterText)) ?? .string(parameterText)
  }
}
