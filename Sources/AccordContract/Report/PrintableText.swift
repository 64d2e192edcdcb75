import AccordJSON

extension String {
  /// On one line, with control characters and bidirectional controls spelled out: nothing that a server sends
  /// may forge a line of a report.
  var onOneLine: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0A: result += "\\n"
      case 0x0D: result += "\\r"
      case 0x09: result += " "
      case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E,
        0x2066...0x2069, 0xFEFF:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// At most about 160 characters of it, on one line.
  var shortened: String { shortened(to: 160) }

  func shortened(to limit: Int) -> String {
    // Cut before spelling out, so that a long text costs no more than a short one.
    let head = String(prefix(limit))
    guard head.utf8.count < utf8.count else { return head.onOneLine }
    return head.onOneLine + "…"
  }
}

extension Answer {
  /// The status, the content type and the beginning of the body.
  var summary: String {
    guard !body.isEmpty else { return "status \(status) with an empty body" }
    let type = contentType.map { " \($0)" } ?? ""
    return "status \(status)\(type): \(beginning.shortened)"
  }

  private var beginning: String {
    guard let json else { return String(decoding: body.prefix(2000), as: UTF8.self) }
    let open = json.withoutSecrets
    if open == json { return String(decoding: body.prefix(2000), as: UTF8.self) }
    return open.abridged(to: 2000).serialized()
  }
}
