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

  private var output = OutputBytes()
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
    return writer.output.take()
  }

  var count: Int { output.count }

  /// What was written so far.
  public var bytes: [UInt8] { output.array }

  // MARK: - Containers

  public mutating func beginObject() { begin(UInt8(ascii: "{")) }
  public mutating func endObject() { end(UInt8(ascii: "}")) }
  public mutating func beginArray() { begin(UInt8(ascii: "[")) }
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  private mutating func begin(_ bracket: UInt8) {
    beginValue()
    output.append(bracket)
    depth += 1
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    depth -= 1
    if style == .pretty && needsComma { breakLine() }
    output.append(bracket)
    needsComma = true
  }

  /// Writes the key of the member whose value comes next.
  public mutating func writeKey(_ key: String) {
    beginValue()
    appendKey(key)
    if style == .pretty { output.append(0x20) }
    isAfterKey = true
  }

  /// Writes a key that is JSON text already, its colon included.
  mutating func writeKey(text: UnsafeBufferPointer<UInt8>) {
    beginValue()
    output.append(text)
    if style == .pretty { output.append(0x20) }
    isAfterKey = true
  }

  /// The key as JSON text, and its colon.
  mutating func appendKey(_ key: String) {
    appendString(key)
    output.append(UInt8(ascii: ":"))
  }

  private mutating func beginValue() {
    if isAfterKey {
      isAfterKey = false
      needsComma = true
      return
    }
    if needsComma { output.append(UInt8(ascii: ",")) }
    if style == .pretty && depth > 0 { breakLine() }
    needsComma = true
  }

  private mutating func breakLine() {
    output.append(0x0A)
    for _ in 0..<depth { output.append("  ") }
  }

  // MARK: - Values

  public mutating func writeNull() { writeLiteral("null") }

  public mutating func write(_ value: Bool) { writeLiteral(value ? "true" : "false") }

  private mutating func writeLiteral(_ literal: StaticString) {
    beginValue()
    output.append(literal)
  }

  public mutating func write(_ value: String) {
    beginValue()
    appendString(value)
  }

  /// Writes a string of which nothing has to be escaped.
  package mutating func writePlainString(_ utf8: UnsafeBufferPointer<UInt8>) {
    beginValue()
    output.append(UInt8(ascii: "\""))
    output.append(utf8)
    output.append(UInt8(ascii: "\""))
  }

  public mutating func write(_ value: some BinaryInteger) { writeNumber(String(value)) }
  public mutating func write(_ value: JSONNumber) { writeNumber(value.literal) }

  private mutating func writeNumber(_ literal: String) {
    beginValue()
    var literal = literal
    literal.withUTF8 { output.append($0) }
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
    if failure == nil { failure = JSONError(reason, at: output.count) }
  }

  private mutating func appendString(_ string: String) {
    var string = string
    output.append(UInt8(ascii: "\""))
    string.withUTF8 { appendEscaped($0) }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>) {
    var plainStart = 0
    while true {
      let plainEnd = Self.endOfPlainText(in: utf8, from: plainStart)
      output.append(UnsafeBufferPointer(rebasing: utf8[plainStart..<plainEnd]))
      guard plainEnd < utf8.count else { return }
      appendEscape(of: utf8[plainEnd])
      plainStart = plainEnd + 1
    }
  }

  /// Where the next byte is that has to be escaped: a control character, a quotation mark or a backslash.
  private static func endOfPlainText(
    in utf8: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    var index = start
    // Eight bytes at once: the highest bit of a byte remains where that byte was below the one that is subtracted.
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = UnsafeRawBufferPointer(utf8)
    while index + 8 <= utf8.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let quotes = word ^ (ones * UInt64(UInt8(ascii: "\"")))
      let backslashes = word ^ (ones * UInt64(UInt8(ascii: "\\")))
      let found =
        ((word &- ones * 0x20) & ~word) | ((quotes &- ones) & ~quotes)
        | ((backslashes &- ones) & ~backslashes)
      guard found & (ones << 7) == 0 else { break }
      index += 8
    }
    while index < utf8.count {
      let byte = utf8[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
      index += 1
    }
    return index
  }

  private mutating func appendEscape(of byte: UInt8) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    case 0x09: output.append(UInt8(ascii: "t"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      output.append("u00")
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 15)])
    }
  }
}
