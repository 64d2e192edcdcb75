/// Reads JSON text, byte by byte, without building a tree: what is read goes straight into the type that
/// wants it. Strict by RFC 8259: no comments, no trailing commas, no byte-order mark, no control characters
/// in strings, no lone surrogates, nothing after the value.
///
/// A reader is only ever handed out inside ``read(_:options:_:)``; it must not leave that closure.
public struct JSONReader {
  public struct Options: Sendable {
    /// How many arrays and objects may stand inside one another. A bound, because reading recurses.
    public var maximumDepth: Int
    /// RFC 8259 leaves open what a repeated key means; unless refused, the last one counts.
    public var refusesDuplicateKeys: Bool

    public init(maximumDepth: Int = 512, refusesDuplicateKeys: Bool = false) {
      self.maximumDepth = maximumDepth
      self.refusesDuplicateKeys = refusesDuplicateKeys
    }
  }

  let base: UnsafePointer<UInt8>
  let count: Int
  let options: Options
  /// The number of bytes already read.
  public internal(set) var offset = 0
  var depth = 0
  /// Whether the next member or item is the first one, before which no comma stands.
  var isFirst = false
  /// The object of a known type that is being read.
  var members = Members(keys: .none)
  /// What all copies of the reader know.
  let memory: Memory
  /// What was tried in vain inside a value that is itself only tried. Only there, something is tried twice.
  var failedAttempts: FailedAttempts?

  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, base: UnsafePointer<UInt8>, options: Options,
    memory: Memory
  ) {
    self.base = base
    count = bytes.count
    self.options = options
    self.memory = memory
  }

  /// Reads the one value that `bytes` holds.
  ///
  /// - Throws: what `body` throws, and ``JSONError`` if anything but white space follows the value.
  public static func read<Result>(
    _ bytes: some Sequence<UInt8>, options: Options = Options(),
    _ body: (inout JSONReader) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    let result =
      bytes.withContiguousStorageIfAvailable { Self.result(of: $0, options: options, body) }
      ?? Array(bytes).withUnsafeBufferPointer { Self.result(of: $0, options: options, body) }
    return try result.get()
  }

  /// Reads the one value that `text` holds. See ``read(_:options:_:)``; this is it for many short texts.
  static func read<Result>(
    _ text: String, options: Options,
    _ body: (inout JSONReader) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    var text = text
    return try text.withUTF8 { Self.result(of: $0, options: options, body) }.get()
  }

  private static func result<Result>(
    of bytes: UnsafeBufferPointer<UInt8>, options: Options,
    _ body: (inout JSONReader) throws(JSONError) -> Result
  ) -> Swift.Result<Result, JSONError> {
    let memory = Memory()
    let result = self.result(of: bytes, options: options, memory: memory, body)
    guard memory.hasRepeatedMember else { return result }
    // A member that had been read already came again, and the last one counts.
    return self.result(of: bytes, options: options, memory: Memory(looksAhead: true), body)
  }

  private static func result<Result>(
    of bytes: UnsafeBufferPointer<UInt8>, options: Options, memory: Memory,
    _ body: (inout JSONReader) throws(JSONError) -> Result
  ) -> Swift.Result<Result, JSONError> {
    do throws(JSONError) {
      guard let base = bytes.baseAddress, bytes.count > 0 else {
        throw JSONError(.unexpectedEnd, at: 0)
      }
      var reader = JSONReader(bytes, base: base, options: options, memory: memory)
      let result = try body(&reader)
      reader.skipWhitespace()
      guard reader.offset == reader.count else {
        throw JSONError(.trailingBytes, at: reader.offset)
      }
      return .success(result)
    } catch {
      return .failure(error)
    }
  }

  // MARK: - Bytes

  @inline(__always)
  mutating func skipWhitespace() {
    while offset < count, Self.isWhitespace(base[offset]) { offset += 1 }
  }

  /// The first byte of the next token, which stays unread.
  @inline(__always)
  mutating func peek() throws(JSONError) -> UInt8 {
    skipWhitespace()
    guard offset < count else { throw JSONError(.unexpectedEnd, at: offset) }
    return base[offset]
  }

  func unexpected() -> JSONError {
    offset < count
      ? JSONError(.unexpectedByte(base[offset]), at: offset) : JSONError(.unexpectedEnd, at: offset)
  }

  mutating func consume(_ literal: StaticString) throws(JSONError) {
    for index in 0..<literal.utf8CodeUnitCount {
      guard offset < count, base[offset] == literal.utf8Start[index] else { throw unexpected() }
      offset += 1
    }
  }

  // MARK: - Kinds

  /// The kind of the next value, which stays unread.
  public mutating func peekKind() throws(JSONError) -> JSONValue.Kind {
    switch try peek() {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
    case UInt8(ascii: "n"): .null
    case UInt8(ascii: "-"), 0x30...0x39: .number
    default: throw unexpected()
    }
  }

  func mismatch(_ expected: String) -> JSONError {
    var copy = self
    do throws(JSONError) {
      let found = try copy.peekKind()
      return JSONError(.mismatch(expected: expected, found: found), at: copy.offset)
    } catch {
      return error
    }
  }

  // MARK: - Scalars

  /// Reads `null` if that is what comes next, and says whether it did.
  public mutating func readNull() throws(JSONError) -> Bool {
    guard try peek() == UInt8(ascii: "n") else { return false }
    try consume("null")
    return true
  }

  public mutating func readBool() throws(JSONError) -> Bool {
    switch try peek() {
    case UInt8(ascii: "t"):
      try consume("true")
      return true
    case UInt8(ascii: "f"):
      try consume("false")
      return false
    default:
      throw mismatch("boolean")
    }
  }

  public mutating func readNumber() throws(JSONError) -> JSONNumber {
    let (range, isInteger) = try scanNumber()
    if isInteger, range.count < 19, let value = integer(in: range) {
      return JSONNumber(integer: value)
    }
    return JSONNumber(validLiteral: text(in: range))
  }

  /// Reads a number that has no fraction and fits: `1.0` and `1e2` are such numbers too.
  @inlinable
  public mutating func readInteger<Integer: FixedWidthInteger>(
    as type: Integer.Type = Integer.self
  ) throws(JSONError) -> Integer {
    _ = try peekKind()
    let place = offset
    let value: Integer?
    if let small = try readSmallInteger() {
      value = Integer(exactly: small)
    } else {
      value = try readNumber().integer(as: Integer.self)
    }
    guard let value else { throw JSONError(.outOfRange("\(Integer.self)"), at: place) }
    return value
  }

  /// A number of at most 18 digits and without a fraction; `nil`, and nothing is read, for any other.
  @usableFromInline
  mutating func readSmallInteger() throws(JSONError) -> Int64? {
    let place = offset
    let (range, isInteger) = try scanNumber(expected: "integer")
    if isInteger, range.count < 19, let value = integer(in: range) { return value }
    offset = place
    return nil
  }

  /// Reads a number as the nearest double.
  ///
  /// - Throws: `outOfRange` for a number whose nearest double is infinite.
  public mutating func readDouble() throws(JSONError) -> Double {
    let (range, isInteger) = try scanNumber()
    // Below 2^53 both conversions are exact.
    if isInteger, range.count < 16, let value = integer(in: range), value != 0 {
      return Double(value)
    }
    if let value = shortDouble(in: range) { return value }
    guard let value = Double(text(in: range)), value.isFinite else {
      throw JSONError(.outOfRange("Double"), at: range.lowerBound)
    }
    return value
  }

  /// The double of a number with so few digits that they and the power of ten are doubles themselves: one
  /// division then rounds correctly. `nil` for any other.
  private func shortDouble(in range: Range<Int>) -> Double? {
    guard range.count < 18 else { return nil }
    var digits: Int64 = 0
    var fractionDigits = -1
    let isNegative = base[range.lowerBound] == UInt8(ascii: "-")
    for index in (range.lowerBound + (isNegative ? 1 : 0))..<range.upperBound {
      let byte = base[index]
      if byte == UInt8(ascii: ".") {
        fractionDigits = 0
        continue
      }
      guard byte &- 48 < 10 else { return nil }
      digits = digits &* 10 &+ Int64(byte &- 48)
      if fractionDigits >= 0 { fractionDigits += 1 }
    }
    guard digits < 1 << 53, fractionDigits > 0 else { return nil }
    let value = Double(digits) / Self.powersOfTen[fractionDigits]
    return isNegative ? -value : value
  }

  /// Up to 10^22 they are exact; the digits above are fewer than 18.
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  ]

  private func text(in range: Range<Int>) -> String {
    String(
      decoding: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count),
      as: UTF8.self)
  }

  /// The range was scanned as an integer of at most 18 characters, so nothing here can overflow.
  private func integer(in range: Range<Int>) -> Int64? {
    var value: Int64 = 0
    let isNegative = base[range.lowerBound] == UInt8(ascii: "-")
    for index in (range.lowerBound + (isNegative ? 1 : 0))..<range.upperBound {
      value = value &* 10 &+ Int64(base[index] &- 48)
    }
    if isNegative && value == 0 { return nil }
    return isNegative ? -value : value
  }

  private mutating func scanNumber(
    expected: String = "number"
  ) throws(JSONError) -> (Range<Int>, isInteger: Bool) {
    let first = try peek()
    guard first == UInt8(ascii: "-") || first &- 48 < 10 else { throw mismatch(expected) }
    let start = offset
    var isInteger = true
    if first == UInt8(ascii: "-") { offset += 1 }
    if offset < count, base[offset] == UInt8(ascii: "0") {
      offset += 1
    } else {
      try scanDigits()
    }
    if offset < count, base[offset] == UInt8(ascii: ".") {
      isInteger = false
      offset += 1
      try scanDigits()
    }
    if offset < count, base[offset] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      offset += 1
      if offset < count, base[offset] == UInt8(ascii: "+") || base[offset] == UInt8(ascii: "-") {
        offset += 1
      }
      try scanDigits()
    }
    return (start..<offset, isInteger)
  }

  private mutating func scanDigits() throws(JSONError) {
    let start = offset
    while offset < count, base[offset] &- 48 < 10 { offset += 1 }
    guard offset > start else { throw unexpected() }
  }
}
