/// What happens during a run, in order. No event holds a secret.
public enum Event: Sendable {
  case started(Start)
  /// Something that the user should know and that is no failure.
  case note(String)
  case progress(Progress)
  /// A failure, or one that was told before, by its number, and of which more is known by now.
  case failure(Failure)
  case finished(Summary)

  public struct Start: Sendable {
    public var title: String
    public var server: String
    public var seed: UInt64
    public var operations: Int
    public var viewers: [String]
    public var checks: [String]
    public var settings: RunSettings
    public var shard: ContractConfiguration.Shard?
  }

  public struct Progress: Sendable {
    /// The phase: `comparisons`, `examples`, `boundaries`, `random` or `state`.
    public var stage: String
    public var casesDone: Int
    public var casesPlanned: Int
    public var requests: Int
    /// Causes of failures that were seen, confirmed or not.
    public var suspicions: Int
    /// Since the run began.
    public var elapsed: Duration
  }
}
