/// Why bytes are not the JSON that was asked for, and where.
public struct JSONError: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// The text ended in the middle of a value.
    case unexpectedEnd
    /// A byte that cannot stand there by RFC 8259.
    case unexpectedByte(UInt8)
    /// Bytes after the one value that a text holds.
    case trailingBytes
    /// A string that is no UTF-8, or an escape that names no Unicode scalar (a lone surrogate).
    case invalidString
    /// More arrays and objects inside one another than the reader allows.
    case tooDeep(limit: Int)
    /// The same key twice in one object, where the reader was told to refuse that.
    case duplicateKey(String)
    /// Another kind of value than the type takes.
    case mismatch(expected: String, found: JSONValue.Kind)
    /// A number that does not fit the type.
    case outOfRange(String)
    /// A member that the object must have.
    case missing(key: String)
    /// A value that no JSON text can stand for (infinity, not-a-number), on writing.
    case notRepresentable(String)
    /// The kind is right, but the value is none of the type's (a date that is no date, say).
    case invalid(String)
  }

  public let reason: Reason
  /// How many bytes stand before the place, from 0.
  public let offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String { "\(reason) (byte \(offset))" }
}

extension JSONError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unexpectedEnd: "the JSON text ends in the middle of a value"
    case .unexpectedByte(let byte):
      byte > 0x20 && byte < 0x7F
        ? "unexpected '\(Character(Unicode.Scalar(byte)))'"
        : "unexpected byte 0x\(String(byte, radix: 16, uppercase: true))"
    case .trailingBytes: "something stands after the end of the JSON value"
    case .invalidString:
      "a string that is not valid UTF-8, or has an escape that names no character"
    case .tooDeep(let limit): "more than \(limit) arrays and objects inside one another"
    case .duplicateKey(let key): "the key \(JSONValue.string(key)) stands twice in one object"
    case .mismatch(let expected, let found): "expected \(expected), found \(found.rawValue)"
    case .outOfRange(let type): "the number does not fit \(type)"
    case .missing(let key): "the member \(JSONValue.string(key)) is missing"
    case .notRepresentable(let value): "JSON has no text for \(value)"
    case .invalid(let what): what
    }
  }
}
