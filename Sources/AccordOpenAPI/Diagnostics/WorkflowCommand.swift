/// A line that GitHub's runner shows at a place of a pull request: `::error file=a,line=1,col=2,title=T::text`.
public struct WorkflowCommand: Sendable, Hashable {
  public enum Level: String, Sendable, Hashable, CaseIterable {
    case error, warning, notice
  }

  public var level: Level
  public var title: String
  /// Relative to the repository's root; `nil` for what has no place.
  public var file: String?
  public var line: Int?
  /// Counted from 1.
  public var column: Int?
  /// May have several lines.
  public var message: String

  public init(
    _ level: Level, title: String, file: String? = nil, line: Int? = nil, column: Int? = nil,
    message: String
  ) {
    self.level = level
    self.title = title
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// One line, with its line break.
  public var text: String {
    var properties: [String] = []
    if let file { properties.append("file=\(Self.property(file))") }
    if let line { properties.append("line=\(line)") }
    if let column { properties.append("col=\(column)") }
    properties.append("title=\(Self.property(title))")
    return "::\(level.rawValue) \(properties.joined(separator: ","))::\(Self.data(message))\n"
  }

  /// Escaped as the runner unescapes it.
  private static func data(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func property(_ text: String) -> String {
    var result = ""
    for scalar in data(text).unicodeScalars {
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
