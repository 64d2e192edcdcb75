/// Takes Swift source apart, byte by byte, into code, comments and string literals, as the compiler does.
///
/// It knows what the generator writes and no more: what a document could only smuggle in (multi-line and raw
/// literals, block comments, directives, controls) is a problem, not a token.
struct SwiftLexer {
  /// The code with all identifiers alike and all literals alike: what a document's words must not change. Tokens are
  /// parted by spaces.
  var skeleton: String { String(decoding: code, as: UTF8.self) }
  private(set) var problems: [String] = []

  private var code: [UInt8] = []
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    code.reserveCapacity(bytes.count)
    findForbidden()
    readCode(until: nil)
  }

  private mutating func findForbidden() {
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte >= 0x20 && byte < 0x7F || byte == 0x0A {
        place += 1
        continue
      }
      let (scalar, length) = scalar(at: place)
      if Self.isForbiddenAnywhere(scalar) {
        problems.append("U+\(String(scalar.value, radix: 16)) stands in the text")
      }
      place += length
    }
  }

  /// Controls other than the line feed, whatever ends a line for somebody, and what reorders a line.
  static func isForbiddenAnywhere(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x061C, 0x200B, 0x200E, 0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
      true
    default: false
    }
  }

  /// The backslash begins a key path.
  private static let marks: [Bool] = {
    var marks = Array(repeating: false, count: 256)
    for byte in #"{}[]()<>.,:;=?!&|+-*@$#\"#.utf8 { marks[Int(byte)] = true }
    return marks
  }()

  /// The bytes of a `String` are valid UTF-8.
  private func scalar(at place: Int) -> (Unicode.Scalar, length: Int) {
    let first = UInt32(bytes[place])
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = length == 1 ? first : first & (0x7F >> UInt32(length))
    for offset in 1..<max(length, 1) { value = value << 6 | UInt32(bytes[place + offset] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  private func peek(_ offset: Int = 0) -> UInt8? {
    index + offset < bytes.count ? bytes[index + offset] : nil
  }

  private mutating func problem(_ message: String) {
    let line = bytes[..<min(index, bytes.count)].count { $0 == 0x0A } + 1
    problems.append("line \(line): \(message)")
  }

  private mutating func append(_ token: StaticString) {
    code.append(
      contentsOf: UnsafeBufferPointer(start: token.utf8Start, count: token.utf8CodeUnitCount))
    code.append(0x20)
  }

  /// Reads code up to the parenthesis that ends an interpolation, or to the end.
  private mutating func readCode(until closing: UInt8?) {
    var depth = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x20, 0x0A: index += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): passComment()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"),
        UInt8(ascii: "*") where peek(1) == UInt8(ascii: "/"):
        problem("a block comment")
        index += 2
      case UInt8(ascii: "\""): readLiteral()
      case UInt8(ascii: "`"): readEscapedIdentifier()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
      case UInt8(ascii: "(") where closing != nil:
        depth += 1
        append(mark: byte)
      case UInt8(ascii: ")") where closing != nil:
        if depth == 0 { return }
        depth -= 1
        append(mark: byte)
      default: readWordOrMark(byte)
      }
    }
    if closing != nil { problem("an interpolation without an end") }
  }

  private mutating func readWordOrMark(_ byte: UInt8) {
    if identifierLength(isFirst: true) > 0 {
      readWord()
    } else if Self.marks[Int(byte)] {
      // Attributes and closure arguments are written by the generator; `#` only ever begins `#if` and the like.
      if byte == UInt8(ascii: "#") { problem("a directive or a raw literal") }
      append(mark: byte)
    } else {
      let (scalar, length) = scalar(at: index)
      problem("U+\(String(scalar.value, radix: 16)) in code")
      index += length
    }
  }

  private mutating func append(mark: UInt8) {
    code.append(mark)
    code.append(0x20)
    index += 1
  }

  private mutating func passComment() {
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
  }

  private mutating func readLiteral() {
    if peek(1) == UInt8(ascii: "\""), peek(2) == UInt8(ascii: "\"") {
      problem("a literal of several lines")
    }
    index += 1
    append("\"\"")
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return
      case 0x0A: return problem("a literal without an end")
      case UInt8(ascii: "\\"): readEscape()
      default: if byte < 0x20 || byte > 0x7E { problem("more than ASCII in a literal") }
      }
    }
    problem("a literal without an end")
  }

  private mutating func readEscape() {
    guard let byte = peek() else { return }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "n"): return
    case UInt8(ascii: "u"): readUnicodeEscape()
    case UInt8(ascii: "("):
      append("\\(")
      readCode(until: UInt8(ascii: ")"))
      append("\\)")
      index += 1
    default: problem("the escape \\ and byte \(byte)")
    }
  }

  private mutating func readUnicodeEscape() {
    if peek() == UInt8(ascii: "{") { index += 1 }
    let start = index
    while let byte = peek(), byte != UInt8(ascii: "}"), index - start < 9 { index += 1 }
    let digits = String(decoding: bytes[start..<index], as: UTF8.self)
    index += 1
    if UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) == nil {
      problem("the escape \\u{\(digits)}")
    }
  }

  private mutating func readNumber() {
    while let byte = peek() {
      let isDot = byte == UInt8(ascii: ".")
      // `0...9` is a range.
      if isDot, peek(1) == UInt8(ascii: ".") { break }
      guard byte &- 48 < 10 || isDot || byte == UInt8(ascii: "e") else { break }
      code.append(byte)
      index += 1
    }
    code.append(0x20)
  }

  private mutating func readWord() {
    let start = index
    passIdentifier()
    let word = bytes[start..<index]
    if word.count <= Self.longestKeyword, Self.keywords.contains(Array(word)) {
      code.append(contentsOf: word)
      code.append(0x20)
    } else {
      append(identifier: word.count)
    }
  }

  private mutating func readEscapedIdentifier() {
    index += 1
    let start = index
    passIdentifier()
    if peek() != UInt8(ascii: "`") || index == start { problem("backticks around no identifier") }
    append(identifier: index - start)
    index += 1
  }

  private mutating func append(identifier length: Int) {
    if length > 400 { problem("an identifier of \(length) bytes") }
    append("i")
  }

  private mutating func passIdentifier() {
    while index < bytes.count {
      let length = identifierLength(isFirst: false)
      if length == 0 { return }
      index += length
    }
  }

  /// How many bytes the next character has, if an identifier may begin with it, or go on with it; else 0.
  private func identifierLength(isFirst: Bool) -> Int {
    let byte = bytes[index]
    switch byte {
    case 65...90, 97...122, 95: return 1
    case 48...57: return isFirst ? 0 : 1
    case ..<128: return 0
    default:
      let (scalar, length) = scalar(at: index)
      let properties = scalar.properties
      return (isFirst ? properties.isXIDStart : properties.isXIDContinue) ? length : 0
    }
  }

  private static let keywords: Set<[UInt8]> = Set(
    [
      "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import",
      "init", "inout", "internal", "let", "operator", "precedencegroup", "private", "protocol",
      "public", "rethrows", "static", "struct", "subscript", "typealias", "var", "break", "case",
      "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard", "if",
      "in", "repeat", "return", "throw", "switch", "where", "while", "as", "await", "is", "super",
      "throws", "try",
    ].map { Array($0.utf8) })
  private static let longestKeyword = keywords.map(\.count).max() ?? 0
}
