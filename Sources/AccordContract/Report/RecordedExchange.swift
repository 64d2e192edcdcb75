/// A request and its answer as reports show them: credentials are names of variables, and what a mask hides is
/// only outlined.
public struct RecordedExchange: Sendable, Hashable {
  public struct Field: Sendable, Hashable {
    public var name: String
    public var value: String
  }

  /// The beginning of a body.
  public struct Body: Sendable, Hashable {
    public var text: String
    /// How long all of it is, in bytes, as it was sent.
    public var byteCount: Int
    /// Whether the text is not all of it, or not as it was sent.
    public var isAbridged: Bool
  }

  public struct Request: Sendable, Hashable {
    public var method: String
    /// Path and query.
    public var target: String
    public var fields: [Field]
    public var body: Body?
  }

  public struct Answer: Sendable, Hashable {
    public var status: Int
    public var fields: [Field]
    public var body: Body?
  }

  public enum Outcome: Sendable, Hashable {
    case answer(Answer)
    /// Why there is none.
    case failure(String)
  }

  public var viewer: String
  public var request: Request
  public var outcome: Outcome
}
