import AccordJSON

/// Reads JSON text (RFC 8259) into nodes that know their places.
///
/// Strict but for a byte-order mark, which is skipped. The first fault of the grammar ends the reading;
/// keys that stand twice are all reported, and the first of them counts.
public struct JSONDocumentReader {
  public static func read(_ file: SourceFile, limits: ReadingLimits = .init()) -> ParsedText {
    if let refusal = file.refusalOfEncoding() { return ParsedText(failed: refusal) }
    return file.bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return ParsedText(failed: file.emptiness) }
      var reader = JSONDocumentReader(file: file, base: base, count: bytes.count, limits: limits)
      do throws(Diagnostic) {
        let root = try reader.readDocument()
        return ParsedText(root: root, diagnostics: reader.diagnostics)
      } catch {
        return ParsedText(root: nil, diagnostics: reader.diagnostics + [error])
      }
    }
  }

  let file: SourceFile
  let base: UnsafePointer<UInt8>
  let count: Int
  private let limits: ReadingLimits
  var offset: Int
  private var depth = 0
  private var diagnostics: [Diagnostic] = []

  private var line = 1
  /// What to take from an offset to have a column: the line's start, and the bytes behind it that continue a
  /// character. Kept up as the text is read, so that a file of one long line is not walked again and again.
  var columnOrigin: Int

  private let nodes = NodeStack<Node>()
  private let members = NodeStack<NodeObject.Member>()

  private init(
    file: SourceFile, base: UnsafePointer<UInt8>, count: Int, limits: ReadingLimits
  ) {
    self.file = file
    self.base = base
    self.count = count
    self.limits = limits
    offset = file.byteOrderMarkLength
    columnOrigin = offset
  }

  private mutating func readDocument() throws(Diagnostic) -> Node {
    skipWhitespace()
    guard offset < count else { throw file.emptiness }
    let root = try readValue()
    skipWhitespace()
    guard offset == count else {
      throw failure(
        "something stands after the end of the JSON value", remedy: "a file holds one JSON value")
    }
    return root
  }

  // MARK: - Places

  @inline(__always)
  var location: Location {
    Location(file: file, line: line, column: offset - columnOrigin + 1)
  }

  func failure(_ message: String, remedy: String? = nil) -> Diagnostic {
    // In the middle of a string the column is not kept up.
    Diagnostic(.error, message, at: file.location(ofByte: offset), remedy: remedy)
  }

  func unexpected(_ wanted: String) -> Diagnostic {
    guard offset < count else {
      return failure(
        "the JSON text ends where \(wanted) should be", remedy: "is the file complete?")
    }
    let byte = base[offset]
    let found =
      byte > 0x20 && byte < 0x7F
      ? "'\(Character(Unicode.Scalar(byte)))'"
      : "the byte 0x\(String(byte, radix: 16, uppercase: true))"
    return failure("\(found) stands where \(wanted) should be")
  }

  // MARK: - Tokens

  @inline(__always)
  private mutating func skipWhitespace() {
    while offset < count {
      switch base[offset] {
      case 0x20, 0x09: offset += 1
      case 0x0A:
        offset += 1
        line += 1
        columnOrigin = offset
      case 0x0D:
        offset += 1
        if offset < count, base[offset] == 0x0A { continue }
        line += 1
        columnOrigin = offset
      default: return
      }
    }
  }

  @inline(__always)
  private func isNext(_ byte: UInt8) -> Bool { offset < count && base[offset] == byte }

  @inline(__always)
  private func hasNext(_ literal: StaticString) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard count - offset >= length else { return false }
    for index in 0..<length where base[offset + index] != literal.utf8Start[index] { return false }
    return true
  }

  // MARK: - Values

  private mutating func readValue() throws(Diagnostic) -> Node {
    let place = location
    guard offset < count else { throw unexpected("a value") }
    switch base[offset] {
    case UInt8(ascii: "\""): return Node(.string(try readString()), at: place)
    case UInt8(ascii: "{"): return Node(.object(try readObject()), at: place)
    case UInt8(ascii: "["): return Node(.array(try readArray()), at: place)
    case UInt8(ascii: "-"), 0x30...0x39: return Node(.number(try readNumber()), at: place)
    case UInt8(ascii: "t") where hasNext("true"):
      offset += 4
      return Node(.bool(true), at: place)
    case UInt8(ascii: "f") where hasNext("false"):
      offset += 5
      return Node(.bool(false), at: place)
    case UInt8(ascii: "n") where hasNext("null"):
      offset += 4
      return Node(.null, at: place)
    default:
      var failure = unexpected("a value")
      if isNext(UInt8(ascii: "]")) { failure.remedy = "remove the comma before it" }
      throw failure
    }
  }

  private mutating func descend() throws(Diagnostic) {
    depth += 1
    guard depth <= limits.depth else {
      throw failure(
        "more than \(limits.depth) arrays and objects stand inside one another",
        remedy: "make the document flatter")
    }
    offset += 1
    skipWhitespace()
  }

  private mutating func readArray() throws(Diagnostic) -> [Node] {
    try descend()
    let start = nodes.count
    if !isNext(UInt8(ascii: "]")) {
      while true {
        nodes.append(try readValue())
        skipWhitespace()
        guard isNext(UInt8(ascii: ",")) else { break }
        offset += 1
        skipWhitespace()
      }
    }
    guard isNext(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
    offset += 1
    depth -= 1
    return nodes.pop(from: start)
  }

  private mutating func readObject() throws(Diagnostic) -> NodeObject {
    try descend()
    let start = members.count
    if !isNext(UInt8(ascii: "}")) {
      while true {
        try readMember()
        guard isNext(UInt8(ascii: ",")) else { break }
        offset += 1
        skipWhitespace()
      }
    }
    guard isNext(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
    offset += 1
    depth -= 1
    return members.popObject(from: start, reportingTo: &diagnostics)
  }

  private mutating func readMember() throws(Diagnostic) {
    guard isNext(UInt8(ascii: "\"")) else {
      var failure = unexpected("a key in double quotes")
      if isNext(UInt8(ascii: "}")) { failure.remedy = "remove the comma before it" }
      throw failure
    }
    let keyPlace = location
    let key = try readString()
    skipWhitespace()
    guard isNext(UInt8(ascii: ":")) else { throw unexpected("':'") }
    offset += 1
    skipWhitespace()
    let value = try readValue()
    members.append(.init(key: key, keyLocation: keyPlace, value: value))
    skipWhitespace()
  }

  // MARK: - Numbers

  private mutating func readNumber() throws(Diagnostic) -> JSONNumber {
    let start = offset
    var isInteger = true
    if isNext(UInt8(ascii: "-")) { offset += 1 }
    let digitsStart = offset
    try skipDigits()
    if base[digitsStart] == UInt8(ascii: "0"), offset > digitsStart + 1 {
      offset = digitsStart
      throw failure("a number must not begin with 0")
    }
    if isNext(UInt8(ascii: ".")) {
      isInteger = false
      offset += 1
      try skipDigits()
    }
    if offset < count, base[offset] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      offset += 1
      if isNext(UInt8(ascii: "+")) || isNext(UInt8(ascii: "-")) { offset += 1 }
      try skipDigits()
    }
    let digits = UnsafeBufferPointer(start: base + start, count: offset - start)
    if isInteger, let small = JSONNumber(shortInteger: digits) { return small }
    guard let number = JSONNumber(literal: String(decoding: digits, as: UTF8.self)) else {
      offset = start
      throw failure("this is no JSON number")
    }
    return number
  }

  private mutating func skipDigits() throws(Diagnostic) {
    let start = offset
    while offset < count, base[offset] &- 48 < 10 { offset += 1 }
    guard offset > start else { throw unexpected("a digit") }
  }
}

extension JSONNumber {
  /// The integer that at most 18 digits with an optional `-` write; `nil` for more, and for `-0`, whose sign an
  /// integer would lose.
  init?(shortInteger digits: UnsafeBufferPointer<UInt8>) {
    let isNegative = digits.first == UInt8(ascii: "-")
    guard digits.count <= 18 else { return nil }
    var value: Int64 = 0
    for byte in digits.dropFirst(isNegative ? 1 : 0) {
      value = value &* 10 &+ Int64(byte &- 48)
    }
    guard !(isNegative && value == 0) else { return nil }
    self.init(integerLiteral: isNegative ? -value : value)
  }
}
