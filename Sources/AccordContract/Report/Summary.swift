/// What a run came to.
public struct Summary: Sendable {
  public enum Ending: Sendable, Hashable {
    case completed
    /// Ended before all cases were tried.
    case timeLimit
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
  }

  /// How much of something there is, and how much of it was exercised.
  public struct Share: Sendable, Hashable {
    public var exercised: Int
    public var all: Int

    public init(exercised: Int, all: Int) {
      self.exercised = exercised
      self.all = all
    }
  }

  /// What of the document a run has exercised.
  public struct Coverage: Sendable, Hashable {
    /// Operations that were called.
    public var operations: Share
    /// Documented statuses that were answered.
    public var statuses: Share
    /// Parameters, and bodies, that were sent.
    public var parameters: Share
    /// Constraints of requests that were broken on purpose.
    public var constraints: Share
  }

  public struct CheckDescription: Sendable, Hashable {
    public var name: String
    public var explanation: String
  }

  public var title: String
  public var server: String
  public var seed: UInt64
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
  /// Whether other parts of the cases are tried elsewhere.
  public var isShard: Bool
  public var coverage: Coverage

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

  /// 0: it holds. 1: it does not, or nothing was there to look at. 3: there is no server.
  public var exitCode: Int32 {
    switch ending {
    case .noServer: return 3
    case .serverGone: return 1
    case .completed, .timeLimit: return failures.isEmpty && !(isEmpty && !isShard) ? 0 : 1
    }
  }
}
