/// Writes JSON text.
///
/// Writing does not throw, so that generated code stays small: a value that JSON has no text for is
/// remembered in ``failure`` and written as `null`; whoever hands the bytes out checks it.
public struct JSONWriter: Sendable {
  public enum Style: Sendable, Hashable {
    /// No white space at all.
    case compact
    /// Two spaces for each level, one member or item a line.
    case pretty
  }

  public private(set) var bytes: [UInt8] = []
  /// The first value that could not be written.
  public private(set) var failure: JSONError?
  private let style: Style
  private var depth = 0
  private var needsComma = false
  private var isAfterKey = false
  /// The object of a known type that is being written.
  var members = Members(keys: .none, marks: FieldMarks())

  public init(style: Style = .compact) {
    self.style = style
  }

  /// The bytes that `body` writes.
  ///
  /// - Throws: ``JSONError`` if there was a value that JSON has no text for.
  public static func write(
    style: Style = .compact, _ body: (inout JSONWriter) -> Void
  ) throws(JSONError) -> [UInt8] {
    var writer = JSONWriter(style: style)
    body(&writer)
    if let failure = writer.failure { throw failure }
    return writer.bytes
  }

  // MARK: - Containers

  public mutating func beginObject() { begin(UInt8(ascii: "{")) }
  public mutating func endObject() { end(UInt8(ascii: "}")) }
  public mutating func beginArray() { begin(UInt8(ascii: "[")) }
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  private mutating func begin(_ bracket: UInt8) {
    beginValue()
    bytes.append(bracket)
    depth += 1
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    depth -= 1
    if style == .pretty && needsComma { breakLine() }
    bytes.append(bracket)
    needsComma = true
  }

  /// Writes the key of the member whose value comes next.
  public mutating func writeKey(_ key: String) {
    beginValue()
    appendKey(key)
    if style == .pretty { bytes.append(0x20) }
    isAfterKey = true
  }

  /// Writes a key that is JSON text already, its colon included.
  mutating func writeKey(text: ArraySlice<UInt8>) {
    beginValue()
    bytes.append(contentsOf: text)
    if style == .pretty { bytes.append(0x20) }
    isAfterKey = true
  }

  /// The key as JSON text, and its colon.
  mutating func appendKey(_ key: String) {
    appendString(key)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func beginValue() {
    if isAfterKey {
      isAfterKey = false
      needsComma = true
      return
    }
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    if style == .pretty && depth > 0 { breakLine() }
    needsComma = true
  }

  private mutating func breakLine() {
    bytes.append(0x0A)
    for _ in 0..<depth { bytes.append(contentsOf: [0x20, 0x20]) }
  }

  // MARK: - Values

  public mutating func writeNull() {
    beginValue()
    bytes.append(contentsOf: "null".utf8)
  }

  public mutating func write(_ value: Bool) {
    beginValue()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  public mutating func write(_ value: String) {
    beginValue()
    appendString(value)
  }

  public mutating func write(_ value: some BinaryInteger) {
    beginValue()
    bytes.append(contentsOf: String(value).utf8)
  }

  public mutating func write(_ value: JSONNumber) {
    beginValue()
    bytes.append(contentsOf: value.literal.utf8)
  }

  /// Writes the shortest text that reads back as the same double.
  public mutating func write(_ value: Double) {
    guard let number = JSONNumber(value) else {
      fail(.notRepresentable("\(value)"))
      return writeNull()
    }
    write(number)
  }

  public mutating func write(_ value: JSONValue) {
    switch value {
    case .null: writeNull()
    case .bool(let value): write(value)
    case .number(let value): write(value)
    case .string(let value): write(value)
    case .array(let items):
      beginArray()
      for item in items { write(item) }
      endArray()
    case .object(let members):
      beginObject()
      for (key, value) in members {
        writeKey(key)
        write(value)
      }
      endObject()
    }
  }

  /// Remembers that something could not be written, unless something else could not before.
  public mutating func fail(_ reason: JSONError.Reason) {
    if failure == nil { failure = JSONError(reason, at: bytes.count) }
  }

  private mutating func appendString(_ string: String) {
    var string = string
    bytes.append(UInt8(ascii: "\""))
    string.withUTF8 { utf8 in
      var plainStart = 0
      for index in utf8.indices {
        let byte = utf8[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        bytes.append(contentsOf: utf8[plainStart..<index])
        appendEscape(of: byte)
        plainStart = index + 1
      }
      bytes.append(contentsOf: utf8[plainStart...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(of byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }
}
