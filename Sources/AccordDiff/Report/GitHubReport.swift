import AccordOpenAPI

/// The changes as workflow commands, which GitHub shows at the lines of a pull request.
public struct GitHubReport {
  private let changes: [Change]

  public init(_ changes: [Change]) {
    self.changes = changes
  }

  public func text() -> String {
    changes.map(line).joined()
  }

  private func line(_ change: Change) -> String {
    let level =
      switch change.verdict {
      case .breaking: "error"
      case .risky: "warning"
      case .compatible, .none: "notice"
      }
    var properties = ["title=\(change.rule.rawValue.property)"]
    if let location = change.new {
      properties.append("file=\(location.file.path.property)")
      properties.append("line=\(location.line)")
      properties.append("col=\(location.column)")
    } else if let location = change.old {
      // What is gone has no line any more, and a revision is no file of the pull request.
      properties.append("file=\(location.file.withoutRevision.property)")
    }
    let named = change.mentions.prefix(5).map { "named at \($0.description)" }
    let reasons = ([change.reason] + change.swiftReasons + named).joined(separator: "; ")
    let message =
      "\(change.subject.description): \(reasons) (wire \(change.wire.rawValue), Swift \(change.swift.rawValue))"
    return "::\(level) \(properties.joined(separator: ","))::\(message.message)\n"
  }
}

extension SourceFile {
  /// `openapi.yaml` for `main:openapi.yaml`.
  var withoutRevision: String {
    path.lastIndex(of: ":").map { String(path[path.index(after: $0)...]) } ?? path
  }
}

extension String {
  /// Escaped as the runner unescapes it.
  fileprivate var message: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  fileprivate var property: String {
    var result = ""
    for scalar in message.unicodeScalars {
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
