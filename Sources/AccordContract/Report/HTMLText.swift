import AccordJSON

/// Text as HTML: whatever a server or a document says stays text.
enum HTMLText {
  /// For element content and attributes in quotes. Control characters and those that reorder text are spelled out;
  /// line breaks and tabs stay.
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        if isInvisible(scalar) {
          result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E,
      0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF:
      true
    default: false
    }
  }

  /// A body to read: JSON on lines of its own, with the places marked that differ.
  static func body(_ text: String, marking pointers: Set<JSONPointer>) -> String {
    // What is not quite JSON, a key that is there twice among it, is shown as it came.
    guard
      let value = try? JSONValue(
        json: Array(text.utf8), options: .init(refusesDuplicateKeys: true))
    else { return escaped(text) }
    var printer = Printer(marked: pointers)
    printer.write(value, at: .root, indent: "")
    return printer.result
  }

  private struct Printer {
    let marked: Set<JSONPointer>
    var result = ""

    mutating func write(_ value: JSONValue, at pointer: JSONPointer, indent: String) {
      let isMarked = marked.contains(pointer)
      if isMarked { result += "<mark>" }
      switch value {
      case .null, .bool, .number: result += "<b>\(escaped(value.serialized()))</b>"
      case .string: result += "<i>\(escaped(value.serialized()))</i>"
      case .array(let items):
        let parts = items.enumerated().map { (key: "", value: $1, pointer: pointer.appending($0)) }
        write(parts, between: ("[", "]"), indent: indent)
      case .object(let members):
        let parts = members.map {
          (
            key: escaped(JSONValue.string($0.key).serialized()) + ": ", value: $0.value,
            pointer: pointer.appending($0.key)
          )
        }
        write(parts, between: ("{", "}"), indent: indent)
      }
      if isMarked { result += "</mark>" }
    }

    private mutating func write(
      _ parts: [(key: String, value: JSONValue, pointer: JSONPointer)],
      between brackets: (String, String), indent: String
    ) {
      guard !parts.isEmpty else {
        result += brackets.0 + brackets.1
        return
      }
      let inner = indent + "  "
      result += brackets.0
      for (index, part) in parts.enumerated() {
        result += "\(index > 0 ? "," : "")\n\(inner)\(part.key)"
        write(part.value, at: part.pointer, indent: inner)
      }
      result += "\n\(indent)\(brackets.1)"
    }
  }
}
