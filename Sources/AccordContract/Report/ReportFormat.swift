/// The kinds of reports that a file can hold.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// JUnit XML: a suite for each check.
  case junit
  /// Events, one JSON object a line; what `accord merge` joins.
  case json
  /// SARIF 2.1.0.
  case sarif
  /// One page that needs nothing else.
  case html
  /// Workflow commands of GitHub.
  case github

  /// The whole report.
  public func text(of summary: Summary, root: SourceRoot = .none) -> String {
    switch self {
    case .junit: JUnitReport().text(of: summary)
    case .json: EventLog().text(of: summary)
    case .sarif: SARIFReport(root: root).text(of: summary)
    case .html: HTMLReport().text(of: summary)
    case .github: GitHubAnnotations(root: root).text(of: summary)
    }
  }
}
