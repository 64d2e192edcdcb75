import AccordOpenAPI

/// How parameters are spelled.
extension ParameterPlan {
  /// The statement that adds it to a request; those of the path stand in its literal.
  func writing(to target: String) -> String {
    "\(target).add\(place.rawValue.capitalized)(\(SourceText.literal(jsonName)), \(name)\(styleArgument))"
  }

  /// What stands in the literal of the path.
  var interpolation: String {
    switch coding {
    case .plain: "\\(\(name))"
    case .style: "\\(\(name)\(styleArgument), \(SourceText.literal(jsonName)))"
    }
  }

  /// The call that reads it from a request.
  var reading: String {
    let required = isRequired && place != .path ? ", isRequired: true" : ""
    let empty = allowsEmpty && place == .query && coding == .plain ? ", allowsEmpty: true" : ""
    return
      "\(place.rawValue)(\(SourceText.literal(jsonName))\(styleArgument)\(membersArgument)\(required)\(empty))"
  }

  private var styleArgument: String {
    switch coding {
    case .plain: ""
    case .style(let style, let isReserved, _):
      ", .\(style.rawValue)\(isReserved ? ".reserved" : "")"
    }
  }

  private var membersArgument: String {
    guard case .style(_, _, let members?) = coding else { return "" }
    return ", members: \(members.source)"
  }

  /// A line about the argument, if there is something to say: the first paragraph of its description.
  var documentationLine: String? {
    guard var text = documentation, !text.isEmpty else {
      return isDeprecated ? documentationLine(saying: "Deprecated.") : nil
    }
    let plain = text.withUTF8 { Self.firstParagraph(ofASCII: $0) }
    let paragraph = plain ?? Self.firstParagraph(of: text)
    if isDeprecated {
      return documentationLine(saying: "Deprecated." + (paragraph.isEmpty ? "" : " " + paragraph))
    }
    return paragraph.isEmpty ? nil : documentationLine(saying: paragraph)
  }

  private func documentationLine(saying text: String) -> String {
    "- Parameter \(name.filter { $0 != "`" }): \(text)"
  }

  /// The words of the first paragraph; `nil` if the text is not plain ASCII, which most is.
  private static func firstParagraph(ofASCII text: UnsafeBufferPointer<UInt8>) -> String? {
    var paragraph: [UInt8] = []
    var isNewLine = true
    var isNewWord = true
    for (index, byte) in text.enumerated() {
      guard byte < 0x80 else { return nil }
      switch byte {
      case 0x0A where index > 0 && text[index - 1] == 0x0D: break
      case 0x0A...0x0D:
        if isNewLine, !paragraph.isEmpty { return String(decoding: paragraph, as: UTF8.self) }
        isNewLine = true
        isNewWord = true
      case 0x20, 0x09: isNewWord = true
      default:
        if isNewWord, !paragraph.isEmpty { paragraph.append(0x20) }
        paragraph.append(byte)
        isNewLine = false
        isNewWord = false
      }
    }
    return String(decoding: paragraph, as: UTF8.self)
  }

  private static func firstParagraph(of text: String) -> String {
    var paragraph: [Substring] = []
    for line in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.isEmpty, !paragraph.isEmpty { break }
      paragraph += words
    }
    return paragraph.joined(separator: " ")
  }

  /// What is handed on, once reading has been finished.
  func value(of local: String) -> String {
    if isRequired { return "reading.require(\(local))" }
    if let defaultValue, defaultValue != "nil" { return "\(local) ?? \(defaultValue)" }
    return local
  }
}

extension ParameterPlan.Members {
  /// As the runtime's `ParameterMembers`.
  var source: String {
    let (kind, names) =
      switch self {
      case .named(let names): ("named", names)
      case .allBut(let names): ("allBut", names)
      }
    return ".\(kind)([\(names.map(SourceText.literal).joined(separator: ", "))])"
  }
}

extension PathTemplate {
  /// Literal text of a path as it stands in a request: what a path cannot hold is percent-encoded, and a
  /// `#` ends it.
  static func encoded(_ literal: String) -> String {
    var result = ""
    var rest = literal.utf8.prefix { $0 != UInt8(ascii: "#") }
    while let byte = rest.popFirst() {
      let isEscape =
        byte == UInt8(ascii: "%") && rest.count > 1 && rest.prefix(2).allSatisfy(\.isHexadecimal)
      if isEscape || byte.isAllowedInPath {
        result.unicodeScalars.append(UnicodeScalar(byte))
      } else {
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool {
    switch self {
    case 48...57, 65...70, 97...102: true
    default: false
    }
  }

  /// RFC 3986, section 3.3, and the `?` of a query.
  fileprivate var isAllowedInPath: Bool {
    switch self {
    case 48...57, 65...90, 97...122: true
    default: "-._~!$&'()*+,;=:@/?".utf8.contains(self)
    }
  }
}
