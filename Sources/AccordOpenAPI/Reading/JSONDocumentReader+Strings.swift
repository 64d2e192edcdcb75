extension JSONDocumentReader {
  /// Reads a string with its quotes.
  mutating func readString() throws(Diagnostic) -> String {
    offset += 1
    let start = offset
    var seen: UInt8 = 0
    var index = offset
    while index < count {
      let byte = base[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      seen |= byte
      index += 1
    }
    offset = index
    guard index < count, base[index] == UInt8(ascii: "\"") else {
      return try readEscaped(from: start, isASCII: seen < 0x80)
    }
    let plain = UnsafeBufferPointer(start: base + start, count: index - start)
    offset += 1
    if seen < 0x80 { return String(decoding: plain, as: UTF8.self) }
    guard let string = String(validating: plain, as: UTF8.self) else {
      throw invalidUTF8(from: start, to: index)
    }
    skipContinuations(plain)
    return string
  }

  /// Goes on with a string whose beginning holds neither escapes nor its end.
  private mutating func readEscaped(from start: Int, isASCII: Bool) throws(Diagnostic) -> String {
    var bytes: [UInt8] = []
    var runStart = start
    while true {
      guard offset < count else { throw unexpected("'\"'") }
      let byte = base[offset]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        let run = UnsafeBufferPointer(start: base + runStart, count: offset - runStart)
        bytes.append(contentsOf: run)
        skipContinuations(run)
        if byte == UInt8(ascii: "\"") {
          guard let string = String(validating: bytes, as: UTF8.self) else {
            throw invalidUTF8(from: start, to: offset)
          }
          offset += 1
          return string
        }
        try readEscape(into: &bytes)
        runStart = offset
      case 0..<0x20:
        throw failure(
          "the string holds the control character 0x\(String(byte, radix: 16, uppercase: true))",
          remedy: byte == 0x0A || byte == 0x0D
            ? "close the string on its line, or write the line break as \\n"
            : "write it as an escape such as \\u0009")
      default:
        offset += 1
      }
    }
  }

  /// Columns count characters: what only continues one is taken out of the count.
  @inline(__always)
  private mutating func skipContinuations(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes where byte & 0xC0 == 0x80 { columnOrigin += 1 }
  }

  private func invalidUTF8(from start: Int, to end: Int) -> Diagnostic {
    let text = UnsafeBufferPointer(start: base + start, count: end - start)
    return Diagnostic(
      .error, "the text is not valid UTF-8",
      at: file.location(ofByte: start + text.lengthOfValidUTF8),
      remedy: "save the file as UTF-8")
  }

  /// Reads an escape with its backslash.
  private mutating func readEscape(into bytes: inout [UInt8]) throws(Diagnostic) {
    offset += 1
    guard offset < count else { throw unexpected("the rest of an escape") }
    let byte = base[offset]
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"): return try readUnicodeEscape(into: &bytes)
    default: throw unexpected("one of \"\\/bfnrtu")
    }
    offset += 1
  }

  private mutating func readUnicodeEscape(into bytes: inout [UInt8]) throws(Diagnostic) {
    offset += 1
    var code = try readHexadecimal()
    if code & 0xFC00 == 0xD800, offset + 1 < count, base[offset] == UInt8(ascii: "\\"),
      base[offset + 1] == UInt8(ascii: "u")
    {
      let mark = offset
      offset += 2
      let low = try readHexadecimal()
      if low & 0xFC00 == 0xDC00 {
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      } else {
        offset = mark
      }
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw failure(
        "the escape \\u\(String(code, radix: 16, uppercase: true)) is half of a surrogate pair",
        remedy: "write both halves, or neither")
    }
    bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
  }

  private mutating func readHexadecimal() throws(Diagnostic) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard offset < count, let digit = base[offset].hexadecimalValue else {
        throw unexpected("a hexadecimal digit")
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }
}

extension UInt8 {
  var hexadecimalValue: UInt8? {
    switch self {
    case 48...57: self - 48
    case 65...70: self - 55
    case 97...102: self - 87
    default: nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// How many bytes from the start on are valid UTF-8.
  var lengthOfValidUTF8: Int {
    var decoder = UTF8()
    var bytes = makeIterator()
    var length = 0
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): length += UTF8.width(scalar)
      case .emptyInput, .error: return length
      }
    }
  }
}
