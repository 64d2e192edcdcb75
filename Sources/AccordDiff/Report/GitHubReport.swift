import AccordOpenAPI

/// The changes as workflow commands, which GitHub shows at the lines of a pull request.
public struct GitHubReport {
  private let changes: [Change]

  public init(_ changes: [Change]) {
    self.changes = changes
  }

  public func text() -> String {
    changes.map { command($0).text }.joined()
  }

  private func command(_ change: Change) -> WorkflowCommand {
    let level: WorkflowCommand.Level =
      switch change.verdict {
      case .breaking: .error
      case .risky: .warning
      case .compatible, .none: .notice
      }
    let named = change.mentions.prefix(5).map { "named at \($0.description)" }
    let reasons = ([change.reason] + change.swiftReasons + named).joined(separator: "; ")
    // What is gone has no line any more, and a revision is no file of the pull request.
    let file = change.new?.file.path ?? change.old?.file.withoutRevision
    return WorkflowCommand(
      level, title: change.rule.rawValue, file: file,
      line: change.new.map { Int($0.line) }, column: change.new.map { Int($0.column) },
      message: "\(change.subject.description): \(reasons) "
        + "(wire \(change.wire.rawValue), Swift \(change.swift.rawValue))")
  }
}

extension SourceFile {
  /// `openapi.yaml` for `main:openapi.yaml`.
  var withoutRevision: String {
    path.lastIndex(of: ":").map { String(path[path.index(after: $0)...]) } ?? path
  }
}
