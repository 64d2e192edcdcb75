/// Swift source, line by line, indented as it is nested.
///
/// A document is untrusted input, and its text ends up in literals and comments of a program. It gets there by
/// ``literal(_:)`` and ``document(_:)`` only; nothing else here takes text from outside.
struct SourceText {
  private var bytes: [UInt8] = []
  private var depth = 0

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func line(_ line: String = "") {
    var line = line
    line.withUTF8 { append(lines: $0) }
  }

  /// A list that was broken over lines is one line for its emitter; all of them are indented.
  private mutating func append(lines: UnsafeBufferPointer<UInt8>) {
    var rest = lines[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      append(line: rest[..<end])
      rest = rest[(end + 1)...]
    }
    append(line: rest)
  }

  /// One line of several parts, without putting them together first. None of them may break the line.
  mutating func line(
    _ first: String, _ second: String, _ third: String = "", _ fourth: String = "",
    _ fifth: String = "", _ sixth: String = ""
  ) {
    indent()
    bytes.append(contentsOf: first.utf8)
    bytes.append(contentsOf: second.utf8)
    bytes.append(contentsOf: third.utf8)
    bytes.append(contentsOf: fourth.utf8)
    bytes.append(contentsOf: fifth.utf8)
    bytes.append(contentsOf: sixth.utf8)
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func indent() {
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func append(line: Slice<UnsafeBufferPointer<UInt8>>) {
    if !line.isEmpty {
      indent()
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: line))
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A line that opens something, what is inside, and the line that closes it.
  mutating func block(_ opening: String, closing: String = "}", _ body: (inout SourceText) -> Void)
  {
    line(opening)
    depth += 1
    body(&self)
    depth -= 1
    line(closing)
  }

  /// A documentation comment. Whatever begins a new line for anybody begins a new `///` here.
  ///
  /// Types and properties are called deprecated in words only: an attribute would warn wherever the generated code
  /// itself uses them. Methods that people call carry the attribute, see ``deprecation(_:)``.
  mutating func document(_ comment: String?, isDeprecated: Bool = false) {
    guard isDeprecated else { return documentPlainly(comment) }
    documentPlainly((comment.map { $0 + "\n\n" } ?? "") + "- Warning: This is deprecated.")
  }

  private mutating func documentPlainly(_ comment: String?) {
    guard var comment else { return }
    comment.withUTF8 { text in
      var isFirst = true
      var emptyLines = 0
      var start = 0
      while start <= text.count {
        let end = Self.lineEnd(in: text, from: start)
        let line = Self.visible(Slice(base: text, bounds: start..<end.line))
        start = end.next
        guard !line.isEmpty else {
          emptyLines += 1
          continue
        }
        // Empty lines at the beginning and at the end say nothing.
        if !isFirst { for _ in 0..<emptyLines { self.line("///") } }
        emptyLines = 0
        isFirst = false
        self.line("/// ", line)
      }
    }
  }

  mutating func deprecation(_ isDeprecated: Bool) {
    if isDeprecated { line("@available(*, deprecated)") }
  }

  /// Where the line that begins there ends, and where the next one begins: behind the end of the text if there is
  /// none. Everything that begins a new line for anybody counts: LF, VT, FF, CR, CR LF, NEL, LS and PS.
  private static func lineEnd(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (line: Int, next: Int) {
    var index = start
    while index < text.count {
      switch text[index] {
      case 0x0D where index + 1 < text.count && text[index + 1] == 0x0A: return (index, index + 2)
      case 0x0A...0x0D: return (index, index + 1)
      case 0xC2 where text[index + 1] == 0x85: return (index, index + 2)
      case 0xE2 where text[index + 1] == 0x80 && text[index + 2] | 1 == 0xA9:
        return (index, index + 3)
      default: index += 1
      }
    }
    return (text.count, text.count + 1)
  }

  /// What can be seen of a line: without controls and without spaces at the end.
  private static func visible(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    let end = line.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? line.startIndex
    let text = String(
      decoding: UnsafeBufferPointer(rebasing: line[..<end]), as: UTF8.self)
    if line.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        result += "  "
      } else {
        result.unicodeScalars.append(isInvisible(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    while result.last == " " { result.removeLast() }
    return result.allSatisfy(\.isWhitespace) ? "" : result
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: return true
    // Emoji and some scripts need the joiners, and they reorder nothing.
    case .format: return scalar.value != 0x200C && scalar.value != 0x200D
    // Not all versions of Unicode know the same characters, and the text must not depend on that.
    case .unassigned:
      return scalar.properties.isNoncharacterCodePoint
        || scalar.properties.isDefaultIgnorableCodePoint
    default: return false
    }
  }

  /// A string literal. Only printable ASCII stands for itself: the scalars of a key must survive every tool
  /// that normalises or reorders text.
  static func literal(_ value: String) -> String {
    let isPlain = value.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return "\"\(value)\"" }
    var result = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case " "..."~": result.unicodeScalars.append(scalar)
      default: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return result + "\""
  }
}
