/// Takes Swift source apart, byte by byte, into code, comments and string literals, as the compiler does.
///
/// It knows what the generator writes and no more: what a document could only smuggle in (multi-line and raw
/// literals, block comments, directives, controls) is a problem, not a token.
struct SwiftLexer {
  enum Token: Hashable {
    case keyword(String)
    /// Without backticks.
    case identifier(String)
    case number(String)
    case mark(Character)
    /// Decoded; with a NUL for each interpolation, whose code follows as tokens of its own.
    case literal(String)
    case beginInterpolation, endInterpolation
  }

  private(set) var code: [Token] = []
  private(set) var comments: [String] = []
  private(set) var problems: [String] = []

  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    for scalar in scalars where Self.isForbiddenAnywhere(scalar) {
      problems.append("U+\(String(scalar.value, radix: 16)) stands in the text")
    }
    readCode(until: nil)
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
  private static let marks = Set("{}[]()<>.,:;=?!&|+-*@$#\\".unicodeScalars)

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  private mutating func problem(_ message: String) {
    let line = scalars[..<min(index, scalars.count)].count { $0 == "\n" } + 1
    problems.append("line \(line): \(message)")
  }

  /// Reads code up to the parenthesis that ends an interpolation, or to the end.
  private mutating func readCode(until closing: Unicode.Scalar?) {
    var depth = 0
    while let scalar = peek() {
      switch scalar {
      case " ", "\n": index += 1
      case "/" where peek(1) == "/": readComment()
      case "/" where peek(1) == "*", "*" where peek(1) == "/":
        problem("a block comment")
        index += 2
      case "\"": readLiteral()
      case "`": readEscapedIdentifier()
      case "0"..."9": readNumber()
      case "(" where closing != nil:
        depth += 1
        append(mark: scalar)
      case ")" where closing != nil:
        if depth == 0 { return }
        depth -= 1
        append(mark: scalar)
      default:
        if Self.beginsIdentifier(scalar) {
          readWord()
        } else if Self.marks.contains(scalar) {
          // Attributes and closure arguments are written by the generator; `#` only ever begins `#if` and the like.
          if scalar == "#" { problem("a directive or a raw literal") }
          append(mark: scalar)
        } else {
          problem("U+\(String(scalar.value, radix: 16)) in code")
          index += 1
        }
      }
    }
    if closing != nil { problem("an interpolation without an end") }
  }

  private mutating func append(mark: Unicode.Scalar) {
    code.append(.mark(Character(mark)))
    index += 1
  }

  private mutating func readComment() {
    var text = ""
    while let scalar = peek(), scalar != "\n" {
      text.unicodeScalars.append(scalar)
      index += 1
    }
    comments.append(text)
  }

  private mutating func readLiteral() {
    if peek(1) == "\"", peek(2) == "\"" { problem("a literal of several lines") }
    index += 1
    var text = ""
    let position = code.count
    code.append(.literal(""))
    defer { code[position] = .literal(text) }
    while let scalar = peek() {
      index += 1
      switch scalar {
      case "\"": return
      case "\n": return problem("a literal without an end")
      case "\\": readEscape(into: &text)
      default:
        if !(" "..."~").contains(scalar) { problem("more than ASCII in a literal") }
        text.unicodeScalars.append(scalar)
      }
    }
    problem("a literal without an end")
  }

  private mutating func readEscape(into text: inout String) {
    guard let scalar = peek() else { return }
    index += 1
    switch scalar {
    case "\"", "\\": text.unicodeScalars.append(scalar)
    case "n": text += "\n"
    case "u": readUnicodeEscape(into: &text)
    case "(":
      text += "\0"
      code.append(.beginInterpolation)
      readCode(until: ")")
      code.append(.endInterpolation)
      index += 1
    default: problem("the escape \\\(scalar)")
    }
  }

  private mutating func readUnicodeEscape(into text: inout String) {
    var digits = ""
    if peek() == "{" { index += 1 }
    while let scalar = peek(), scalar != "}", digits.count < 9 {
      digits.unicodeScalars.append(scalar)
      index += 1
    }
    index += 1
    guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
      return problem("the escape \\u{\(digits)}")
    }
    text.unicodeScalars.append(scalar)
  }

  private mutating func readNumber() {
    var text = ""
    while let scalar = peek(), ("0"..."9").contains(scalar) || scalar == "." || scalar == "e" {
      // `0...9` is a range.
      if scalar == ".", peek(1) == "." { break }
      text.unicodeScalars.append(scalar)
      index += 1
    }
    code.append(.number(text))
  }

  private mutating func readWord() {
    var text = ""
    while let scalar = peek(), Self.continuesIdentifier(scalar) {
      text.unicodeScalars.append(scalar)
      index += 1
    }
    if Self.keywords.contains(text) {
      code.append(.keyword(text))
    } else {
      append(identifier: text)
    }
  }

  private mutating func readEscapedIdentifier() {
    index += 1
    var text = ""
    while let scalar = peek(), Self.continuesIdentifier(scalar) {
      text.unicodeScalars.append(scalar)
      index += 1
    }
    if peek() != "`" || text.isEmpty { problem("backticks around no identifier") }
    index += 1
    append(identifier: text)
  }

  private mutating func append(identifier: String) {
    if identifier.utf8.count > 400 { problem("an identifier of \(identifier.utf8.count) bytes") }
    code.append(.identifier(identifier))
  }

  static func beginsIdentifier(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 65...90, 97...122, 95: true
    case ..<128: false
    default: scalar.properties.isXIDStart
    }
  }

  static func continuesIdentifier(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 65...90, 97...122, 95, 48...57: true
    case ..<128: false
    default: scalar.properties.isXIDContinue
    }
  }

  private static let keywords: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import",
    "init", "inout", "internal", "let", "operator", "precedencegroup", "private", "protocol",
    "public", "rethrows", "static", "struct", "subscript", "typealias", "var", "break", "case",
    "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard", "if",
    "in", "repeat", "return", "throw", "switch", "where", "while", "as", "await", "is", "super",
    "throws", "try",
  ]

  /// The code with all identifiers alike and all literals alike: what a document's words must not change.
  var skeleton: String {
    code.map { token in
      switch token {
      case .keyword(let word): word
      case .identifier: "i"
      case .number(let digits): digits
      case .mark(let mark): String(mark)
      case .literal: "\"\""
      case .beginInterpolation: "\\("
      case .endInterpolation: "\\)"
      }
    }.joined(separator: " ")
  }
}
