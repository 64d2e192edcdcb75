import AccordJSON

/// How YAML's core schema reads plain scalars (YAML 1.2.2, section 10.3.2).
enum YAMLScalar {
  enum Reading {
    case value(Node.Content)
    /// `.inf` and `.nan` are numbers of YAML that JSON does not have.
    case notJSON
  }

  /// What a plain scalar stands for.
  static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> Reading {
    guard let first = bytes.first else { return .value(.null) }
    switch first {
    case UInt8(ascii: "~") where bytes.count == 1: return .value(.null)
    case UInt8(ascii: "n"), UInt8(ascii: "N"):
      if isWord(bytes, "null", "Null", "NULL") { return .value(.null) }
    case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
      if let value = boolean(bytes) { return .value(.bool(value)) }
    case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      if let value = number(bytes) { return .value(.number(value)) }
      if isInfinityOrNaN(bytes) { return .notJSON }
    default: break
    }
    return .value(.string(String(decoding: bytes, as: UTF8.self)))
  }

  static func isNull(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.isEmpty || isWord(bytes, "~", "null", "Null") || isWord(bytes, "NULL")
  }

  static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    if isWord(bytes, "true", "True", "TRUE") { return true }
    if isWord(bytes, "false", "False", "FALSE") { return false }
    return nil
  }

  static func isInfinityOrNaN(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if isWord(bytes, ".nan", ".NaN", ".NAN") { return true }
    let isSigned = bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-")
    let unsigned = UnsafeBufferPointer(rebasing: bytes.dropFirst(isSigned ? 1 : 0))
    return isWord(unsigned, ".inf", ".Inf", ".INF")
  }

  private static func isWord(
    _ bytes: UnsafeBufferPointer<UInt8>, _ words: StaticString...
  ) -> Bool {
    words.contains { word in
      word.utf8CodeUnitCount == bytes.count
        && bytes.elementsEqual(
          UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
  }

  // MARK: - Numbers

  /// The number that the text writes in decimal, octal (`0o`) or hexadecimal (`0x`), if it writes one.
  static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONNumber? {
    if bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
      if bytes[1] == UInt8(ascii: "x") { return integer(of: bytes.dropFirst(2), bitsPerDigit: 4) }
      if bytes[1] == UInt8(ascii: "o") { return integer(of: bytes.dropFirst(2), bitsPerDigit: 3) }
    }
    return decimal(bytes)
  }

  private static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONNumber? {
    var index = 0
    func digits() -> Range<Int> {
      let start = index
      while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
      return start..<index
    }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    if isNegative || bytes[0] == UInt8(ascii: "+") { index += 1 }
    let whole = digits()
    if index == bytes.count, !whole.isEmpty, bytes[0] != UInt8(ascii: "+"),
      bytes[whole.lowerBound] != UInt8(ascii: "0"), let small = JSONNumber(shortInteger: bytes)
    {
      return small
    }
    var fraction = index..<index
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      fraction = digits()
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    var exponent: Range<Int>?
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      let start = index
      index += 1
      if index < bytes.count,
        bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
      {
        index += 1
      }
      guard !digits().isEmpty else { return nil }
      exponent = start..<index
    }
    guard index == bytes.count else { return nil }
    func text(_ range: Range<Int>) -> String {
      String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
    let significant = bytes[whole].drop { $0 == UInt8(ascii: "0") }
    var literal = isNegative ? "-" : ""
    literal += significant.isEmpty ? "0" : text(significant.startIndex..<significant.endIndex)
    if !fraction.isEmpty { literal += "." + text(fraction) }
    if let exponent { literal += text(exponent) }
    return JSONNumber(literal: literal)
  }

  /// The longest octal or hexadecimal number that is read as one: their conversion is quadratic.
  private static let longestRadixLiteral = 256

  private static func integer(
    of digits: Slice<UnsafeBufferPointer<UInt8>>, bitsPerDigit: UInt8
  ) -> JSONNumber? {
    guard digits.count <= longestRadixLiteral else { return nil }
    // Decimal digits, the least significant first.
    var result: [UInt8] = [0]
    for byte in digits {
      guard let digit = byte.hexadecimalValue, digit < 1 << bitsPerDigit else { return nil }
      var carry = Int(digit)
      for index in result.indices {
        let value = Int(result[index]) << Int(bitsPerDigit) + carry
        result[index] = UInt8(value % 10)
        carry = value / 10
      }
      while carry > 0 {
        result.append(UInt8(carry % 10))
        carry /= 10
      }
    }
    let significant = result.reversed().drop { $0 == 0 }
    let text = String(decoding: significant.map { $0 + 48 }, as: UTF8.self)
    return JSONNumber(literal: text.isEmpty ? "0" : text)
  }
}
