/// Swift source, line by line, indented as it is nested.
///
/// A document is untrusted input, and its text ends up in literals and comments of a program. It gets there by
/// ``literal(_:)`` and ``document(_:)`` only; nothing else here takes text from outside.
struct SourceText {
  private(set) var text = ""
  private var depth = 0

  mutating func line(_ line: String = "") {
    // A list that was broken over lines is one line here; all of them are indented.
    for part in line.split(separator: "\n", omittingEmptySubsequences: false) {
      if !part.isEmpty {
        for _ in 0..<depth { text += "  " }
        text += part
      }
      text += "\n"
    }
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
    guard let comment else { return }
    var lines = comment.split(omittingEmptySubsequences: false) { Self.isLineBreak($0) }[...]
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    for documentLine in lines {
      let visible = Self.visible(documentLine)
      line(visible.isEmpty ? "///" : "/// \(visible)")
    }
  }

  mutating func deprecation(_ isDeprecated: Bool) {
    if isDeprecated { line("@available(*, deprecated)") }
  }

  private static func isLineBreak(_ character: Character) -> Bool {
    if character.isNewline { return true }
    return character == "\u{0B}" || character == "\u{0C}"
  }

  private static func visible(_ text: Substring) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control: result += scalar == "\t" ? "  " : "\u{FFFD}"
      case .format where !Self.isJoiner(scalar): result += "\u{FFFD}"
      case .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    while result.last == " " { result.removeLast() }
    return result
  }

  /// Emoji and some scripts need them, and they reorder nothing.
  private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x200C || scalar.value == 0x200D
  }

  /// A string literal. Only printable ASCII stands for itself: the scalars of a key must survive every tool
  /// that normalises or reorders text.
  static func literal(_ value: String) -> String {
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
