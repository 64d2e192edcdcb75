/// Something that the user of a document should know: what is wrong, where, and what to do about it.
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    /// The document cannot be used as it stands.
    case error
    /// It can be used, but not all of it means what it says.
    case warning
    /// Worth knowing; nothing needs to be done.
    case note
  }

  /// Where a diagnostic points to.
  public enum Place: Sendable, Hashable {
    case location(Location)
    /// A file that could not be read far enough to have lines.
    case file(String)
  }

  public var severity: Severity
  /// What is wrong, without a full stop.
  public var message: String
  public var place: Place
  /// What to do about it, as a sentence without a full stop.
  public var remedy: String?

  public init(
    _ severity: Severity, _ message: String, at place: Place, remedy: String? = nil
  ) {
    self.severity = severity
    self.message = message
    self.place = place
    self.remedy = remedy
  }

  public init(
    _ severity: Severity, _ message: String, at location: Location, remedy: String? = nil
  ) {
    self.init(severity, message, at: .location(location), remedy: remedy)
  }
}

/// A stage that cannot go on throws what it has to say.
extension Diagnostic: Error {}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: message; remedy`, on one line whatever the document holds.
  public var description: String {
    let place =
      switch place {
      case .location(let location): location.description
      case .file(let path): "\(path):1:1"
      }
    let text = remedy.map { "\(message); \($0)" } ?? message
    return "\(place): \(severity.rawValue): \(text)".onOneLine
  }
}

extension String {
  /// The text with control characters, line separators and bidirectional controls spelled as `\u{...}`:
  /// a document must not be able to forge another line of output or reorder this one.
  var onOneLine: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E,
        0x2066...0x2069:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default:
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
