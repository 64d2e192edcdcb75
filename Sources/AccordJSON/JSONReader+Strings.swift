extension JSONReader {
  public mutating func readString() throws(JSONError) -> String {
    guard try peek() == UInt8(ascii: "\"") else { throw mismatch("string") }
    offset += 1
    return try readStringBody()
  }

  /// Reads a string of some format, without making a `String` of it first.
  ///
  /// - Parameters:
  ///   - problem: what is wrong with a string that `parse` gives `nil` for.
  ///   - parse: is given the string's UTF-8, unescaped and valid, which it must not keep.
  /// - Throws: `invalid` with `problem`.
  @inlinable
  public mutating func readString<Value>(
    _ problem: @autoclosure () -> String, parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) throws(JSONError) -> Value {
    _ = try peekKind()
    let place = offset
    let value: Value?
    if let plain = try readPlainString() {
      value = parse(plain)
    } else {
      var string = try readString()
      value = string.withUTF8(parse)
    }
    guard let value else { throw JSONError(.invalid(problem()), at: place) }
    return value
  }

  /// The bytes of a string that is written without escapes in ASCII; `nil`, and nothing is read, for any other.
  @usableFromInline
  mutating func readPlainString() throws(JSONError) -> UnsafeBufferPointer<UInt8>? {
    guard try peek() == UInt8(ascii: "\"") else { throw mismatch("string") }
    let start = offset + 1
    let (end, isASCII) = try scanPlain(from: start)
    guard isASCII, base[end] == UInt8(ascii: "\"") else { return nil }
    offset = end + 1
    return UnsafeBufferPointer(start: base + start, count: end - start)
  }

  /// Reads on to the closing quote; the opening one has been read.
  mutating func readStringBody() throws(JSONError) -> String {
    let start = offset
    let (end, isASCII) = try scanPlain(from: start)
    guard base[end] == UInt8(ascii: "\"") else { return try readEscaped(from: start) }
    offset = end + 1
    let plain = UnsafeBufferPointer(start: base + start, count: end - start)
    // ASCII needs no second look, and `validating` is slow at taking one.
    if isASCII { return String(decoding: plain, as: UTF8.self) }
    guard let string = String(validating: plain, as: UTF8.self) else {
      throw JSONError(.invalidString, at: start)
    }
    return string
  }

  /// The place of the next quote or backslash, and whether all bytes before it are ASCII.
  func scanPlain(from start: Int) throws(JSONError) -> (end: Int, isASCII: Bool) {
    var index = start
    var seen: UInt64 = 0
    // Eight bytes at a time. In each byte of `found`, the top bit is set if a quote, a backslash or a
    // control character may be there; the lowest one that is set always tells the truth.
    while index + 8 <= count {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
      let quote = word ^ 0x2222_2222_2222_2222
      let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
      let found =
        ((quote &- 0x0101_0101_0101_0101) & ~quote
          | (backslash &- 0x0101_0101_0101_0101) & ~backslash
          | (word &- 0x2020_2020_2020_2020) & ~word) & 0x8080_8080_8080_8080
      if found != 0 {
        let bits = found.trailingZeroBitCount & ~7
        seen |= word & (1 << UInt64(bits) &- 1)
        index += bits / 8
        break
      }
      seen |= word
      index += 8
    }
    while index < count {
      let byte = base[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        return (index, seen & 0x8080_8080_8080_8080 == 0)
      }
      guard byte >= 0x20 else { throw JSONError(.unexpectedByte(byte), at: index) }
      seen |= UInt64(byte)
      index += 1
    }
    throw JSONError(.unexpectedEnd, at: index)
  }

  private mutating func readEscaped(from start: Int) throws(JSONError) -> String {
    var bytes: [UInt8] = []
    while true {
      let end = try scanPlain(from: offset).end
      bytes.append(contentsOf: UnsafeBufferPointer(start: base + offset, count: end - offset))
      offset = end + 1
      if base[end] == UInt8(ascii: "\"") { break }
      try readEscape(into: &bytes)
    }
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw JSONError(.invalidString, at: start)
    }
    return string
  }

  /// Reads what stands behind a backslash.
  private mutating func readEscape(into bytes: inout [UInt8]) throws(JSONError) {
    guard offset < count else { throw unexpected() }
    let byte = base[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      let start = offset - 2
      var code = try readHexadecimal()
      if code & 0xFC00 == 0xD800 {
        let low = try readLowSurrogate(after: start)
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw JSONError(.invalidString, at: start) }
      bytes.append(contentsOf: String(Character(scalar)).utf8)
    default:
      offset -= 1
      throw unexpected()
    }
  }

  /// Reads the second half of a pair of escapes, the first of which began at `start`.
  private mutating func readLowSurrogate(after start: Int) throws(JSONError) -> UInt32 {
    for byte in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
      guard offset < count else { throw unexpected() }
      guard base[offset] == byte else { throw JSONError(.invalidString, at: start) }
      offset += 1
    }
    let low = try readHexadecimal()
    guard low & 0xFC00 == 0xDC00 else { throw JSONError(.invalidString, at: start) }
    return low
  }

  private mutating func readHexadecimal() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard offset < count else { throw unexpected() }
      let digit: UInt8
      switch base[offset] {
      case 48...57: digit = base[offset] - 48
      case 65...70: digit = base[offset] - 55
      case 97...102: digit = base[offset] - 87
      default: throw unexpected()
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }
}
