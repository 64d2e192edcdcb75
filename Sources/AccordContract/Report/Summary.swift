/// What a run came to.
public struct Summary: Sendable, Hashable {
  public enum Ending: Sendable, Hashable {
    case completed
    /// Ended before all cases were tried.
    case timeLimit
    /// Somebody stopped it.
    case interrupted
    /// The server stopped answering in the middle.
    case serverGone(String)
    /// There was no server to begin with.
    case noServer(String)
  }

  /// One check and one operation.
  public struct Result: Sendable, Hashable {
    public var check: String
    public var operation: String
    public var passed: Int
    public var failed: Int
  }

  public struct OperationCount: Sendable, Hashable {
    public var name: String
    public var cases: Int
    /// How many requests were answered with a 2xx status.
    public var successes: Int
    /// Documented statuses, and those that were seen.
    public var statuses = Exercised()
    /// Parameters, and those that were sent.
    public var parameters = Exercised()
    /// Constraints that a request can break, and those that one has broken.
    public var constraints = Exercised()
  }

  public struct CheckDescription: Sendable, Hashable {
    public var name: String
    public var explanation: String
  }

  public var title: String
  public var server: String
  public var seed: UInt64
  public var settings: RunSettings
  public var viewers: [String]
  public var checks: [CheckDescription]
  /// All operations of the document, called or not.
  public var operations: [OperationCount]
  /// Pairs of a check and an operation that had a case.
  public var results: [Result]
  public var failures: [Failure]
  public var notes: [String]
  public var casesPlanned: Int
  public var casesRun: Int
  public var requests: Int
  public var duration: Duration
  public var ending: Ending
  /// Which part of a run this is; `nil` for all of it.
  public var shard: ContractConfiguration.Shard?

  /// Whether other parts of the cases are tried elsewhere.
  public var isShard: Bool { shard != nil }

  /// Whether no check had anything to look at, so that the run says nothing.
  public var isEmpty: Bool { results.isEmpty }

  public func passed(_ check: String) -> Int {
    results.lazy.filter { $0.check == check }.reduce(0) { $0 + $1.passed }
  }

  public func failed(_ check: String) -> Int {
    results.lazy.filter { $0.check == check }.reduce(0) { $0 + $1.failed }
  }

  /// Whether the check had nothing to look at, and therefore says nothing.
  public func wasIdle(_ check: String) -> Bool { passed(check) + failed(check) == 0 }

  /// In a second of the run; of the longest part, if there were several.
  public var requestsPerSecond: Int {
    let seconds = duration.seconds
    return seconds > 0 ? Int((Double(requests) / seconds).rounded()) : 0
  }

  /// How much of the document was exercised, as one count for each kind of thing.
  public var exercised: [(name: String, tried: Int, all: Int)] {
    func sum(_ part: KeyPath<OperationCount, Exercised>) -> (tried: Int, all: Int) {
      operations.reduce((0, 0)) {
        ($0.0 + $1[keyPath: part].triedCount, $0.1 + $1[keyPath: part].all.count)
      }
    }
    let (statuses, parameters, constraints) = (
      sum(\.statuses), sum(\.parameters), sum(\.constraints)
    )
    return [
      ("operations", operations.count { $0.cases > 0 }, operations.count),
      ("statuses", statuses.tried, statuses.all),
      ("parameters", parameters.tried, parameters.all),
      ("constraints", constraints.tried, constraints.all),
    ]
  }

  /// 0: it holds. 1: it does not, or that was not found out. 3: there is no server.
  public var exitCode: Int32 {
    switch ending {
    case .noServer: return 3
    case .serverGone, .interrupted: return 1
    case .completed, .timeLimit: return failures.isEmpty && !(isEmpty && !isShard) ? 0 : 1
    }
  }
}
