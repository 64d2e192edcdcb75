import AccordOpenAPI

/// The security schemes of the document and what operations require of them, decided.
public struct SecurityPlan: Sendable {
  public struct Scheme: Sendable {
    /// As the document calls it.
    public var name: String
    /// The member that stands for it.
    public var memberName: String
    public var kind: SecurityScheme.Kind
    public var documentation: String?
    /// `nil` if nothing of it is in a request.
    public var credential: Credential?
  }

  /// What callers have for a scheme.
  public enum Credential: Sendable {
    case token, basic, apiKey, authorization
  }

  /// A scheme with the scopes that it takes.
  public struct Item: Sendable, Hashable {
    /// The member's name.
    public var scheme: String
    public var scopes: [String]
  }

  public enum Alternative: Sendable, Hashable {
    /// Schemes that have to be met together; without any, nobody has to prove anything.
    case items([Item])
    /// Schemes that the document does not describe.
    case unknown
  }

  /// What an operation requires.
  public enum Requirement: Sendable, Hashable {
    /// Nothing.
    case open
    /// A list that several operations share, by its name.
    case named(String)
    case listed([Alternative])
  }

  public struct NamedList: Sendable {
    public var name: String
    public var alternatives: [Alternative]
  }

  public var schemes: [Scheme] = []
  public var lists: [NamedList] = []
  /// The one scheme that takes a token, if there is one and its name is another than `bearer`.
  public var onlyTokenScheme: String?

  /// Those that callers have something for.
  var presentable: [Scheme] { schemes.filter { $0.credential != nil } }
}
