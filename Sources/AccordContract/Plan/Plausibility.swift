import AccordJSON
import AccordOpenAPI

/// Keeps out what means different things to different servers, so that a sound one is never blamed.
enum Plausibility {
  /// Whether a value is beyond doubt wherever JSON is read: no NUL in any string, no integer written with a
  /// fraction or an exponent or beyond 64 bits.
  static func isUnambiguous(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool: true
    case .number(let number): isUnambiguous(number)
    case .string(let text): !text.utf8.contains(0)
    case .array(let items): items.allSatisfy(isUnambiguous)
    case .object(let members):
      members.keys.allSatisfy { !$0.utf8.contains(0) } && members.values.allSatisfy(isUnambiguous)
    }
  }

  private static func isUnambiguous(_ number: JSONNumber) -> Bool {
    let literal = number.literal.utf8
    if literal.contains(UInt8(ascii: "e")) || literal.contains(UInt8(ascii: "E")) { return false }
    guard number.isInteger else { return true }
    return !literal.contains(UInt8(ascii: ".")) && number.integer(as: Int64.self) != nil
  }

  /// Whether a parameter's value arrives as it was sent: nothing empty, no control characters, and in a path
  /// nothing that proxies and routers take for structure.
  static func isTransparent(_ value: JSONValue, in parameter: Parameter) -> Bool {
    guard isUnambiguous(value) else { return false }
    // As JSON, everything is written out.
    if case .content = parameter.serialization { return isWritable(value, in: parameter) }
    let texts =
      switch value {
      case .array(let items): items.compactMap(ParameterEncoder.scalar)
      case .object(let members): members.values.compactMap(ParameterEncoder.scalar) + members.keys
      case .null, .bool, .number, .string: [ParameterEncoder.scalar(value) ?? ""]
      }
    guard !texts.isEmpty else { return !parameter.isRequired }
    let length = texts.reduce(0) { $0 + $1.percentEncoded().utf8.count }
    guard length <= maximumLength else { return false }
    return texts.allSatisfy { text in
      guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return false }
      guard text.utf8.first != 0x20, text.utf8.last != 0x20 else { return false }
      return switch parameter.place {
      case .path: !text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
      case .query, .header, .cookie: true
      }
    } && isWritable(value, in: parameter)
  }

  /// Percent-encoded, in bytes. RFC 9110, section 4.1 asks servers to take request targets of 8000 bytes, and
  /// there are other parameters.
  private static let maximumLength = 4000

  static func isWritable(_ value: JSONValue, in parameter: Parameter) -> Bool {
    switch parameter.place {
    case .path: ParameterEncoder.path(parameter, value) != nil
    case .query: ParameterEncoder.query(parameter, value) != nil
    case .header: ParameterEncoder.header(parameter, value) != nil
    case .cookie: ParameterEncoder.cookie(parameter, value) != nil
    }
  }

  /// Whether a text may be taken for a number or a boolean by a reader that is more generous than the
  /// document: `+1`, `1e2`, `1.0`, `yes`.
  static func isGenerouslyReadable(_ text: String, as kinds: Set<JSONValue.Kind>) -> Bool {
    if kinds.contains(.boolean), booleanWords.contains(text.lowercased()) { return true }
    guard kinds.contains(.number), Double(text.trimmingBlanks) != nil else { return false }
    guard let number = JSONNumber(literal: text) else { return true }
    return !isUnambiguous(.number(number))
  }

  private static let booleanWords: Set<String> = [
    "true", "false", "1", "0", "yes", "no", "on", "off", "t", "f", "y", "n",
  ]

  /// Formats on whose meaning all agree; that a server refuses values without them can be asked of it.
  static let enforcedFormats: Set<String> = ["date", "date-time", "uuid"]
}
