import AccordJSON
import HTTPTypes

/// Writes a request as a command line that sends it.
struct CurlCommand {
  let server: ServerURL
  let redactor: Redactor

  /// Bodies up to this many bytes are written out whole.
  private static let bodyLimit = 8000

  func line(_ request: OutgoingRequest) -> String {
    var words = ["curl -sS -i"]
    switch request.method {
    case .get where request.body.isEmpty: break
    default: words.append("-X \(request.method.rawValue)")
    }
    words.append(Self.quoted(redactor.redact("\(server)\(request.target)")))
    for field in request.fields {
      words.append("-H " + Self.quoted(redactor.redact("\(field.name): \(field.value)")))
    }
    if let presented = request.credential {
      // Not redacted: it holds variables, and what this program made up itself.
      words.append("-H \"\(presented.credential.name): \(presented.shellValue)\"")
    }
    if !request.body.isEmpty || request.fields[.contentType] != nil {
      let text = String(decoding: request.body.prefix(Self.bodyLimit), as: UTF8.self)
      let isCut = request.body.count > Self.bodyLimit
      words.append("--data-binary " + Self.quoted(redactor.redact(text)))
      if isCut { words.append("# the body has \(request.body.count) bytes; this is its beginning") }
    }
    return words.joined(separator: " ")
  }

  /// In single quotes, or as `$'...'` where there are control characters.
  static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
    }
    var result = "$'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\r": result += "\\r"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\x" + (digits.count == 1 ? "0" : "") + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "'"
  }
}
