import AccordOpenAPI

/// The failures as workflow commands, which GitHub shows at the lines of the document that are not kept.
public struct GitHubAnnotations: Sendable {
  private let root: SourceRoot

  public init(root: SourceRoot = .none) {
    self.root = root
  }

  public func text(of summary: Summary) -> String {
    let failures = summary.failures.map { annotation($0).text }.joined()
    guard let problem = summary.ending.problem else { return failures }
    return failures
      + WorkflowCommand(.error, title: "accord verify", message: problem.onOneLine).text
  }

  private func annotation(_ failure: Failure) -> WorkflowCommand {
    var lines = [
      "expected \(failure.expected)", "got \(failure.got)", "tried \(failure.attempt)",
      failure.extent,
    ]
    if let command = failure.reproduction.first { lines.append("$ \(command.shortened(to: 1000))") }
    return WorkflowCommand(
      .error, title: "\(failure.check): \(failure.operation)",
      file: failure.location.map { root.path(of: $0.file) }, line: failure.location?.line,
      column: failure.location?.column, message: lines.joined(separator: "\n"))
  }
}

extension Failure {
  /// To whom, how often, and how sure: `viewer member; 17 cases; confirmed, 3 of 3 times`.
  var extent: String {
    let count = cases == 1 ? "1 case" : "\(cases) cases"
    let who = viewers.isEmpty ? "" : "viewer \(viewers.joined(separator: ", ")); "
    return "\(who)\(count); \(confirmation)"
  }
}

extension Summary.Ending {
  /// What went wrong with the run itself, so that not all of it was made.
  var problem: String? {
    switch self {
    case .completed, .timeLimit: nil
    case .interrupted: "the run was stopped: not all cases were tried"
    case .serverGone(let why): "the server does not answer any more: \(why)"
    case .noServer(let why): "there is no server: \(why)"
    }
  }
}
