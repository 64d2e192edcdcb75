import AccordOpenAPI

/// The servers of the document, decided.
public struct ServersPlan: Sendable {
  /// Those of the document, and then those of single paths and operations.
  public var servers: [ServerPlan] = []
  /// The values that variables may have, where the document lists them.
  public var enumerations: [Enumeration] = []
  /// The member that stands for the document's first server; `nil`: there is none that can be known beforehand.
  public var first: String?
  /// Whether any operation has a server of its own.
  public var hasOperationServers = false

  public struct Enumeration: Sendable {
    public var name: String
    public var cases: [(name: String, value: String)]
    public var documentation: String?
  }
}

public struct ServerPlan: Sendable {
  public struct Variable: Sendable {
    /// As the URL has it.
    public var name: String
    /// The argument.
    public var memberName: String
    /// The type of the values; `nil`: any text.
    public var enumeration: String?
    /// As a Swift expression.
    public var defaultValue: String?
  }

  /// The parts of a URL.
  public struct Fixed: Sendable, Hashable {
    public var scheme: String
    public var authority: String
    public var basePath: String
  }

  public var memberName: String
  public var documentation: String?
  /// As the document writes it, with variables in braces.
  public var url: String
  /// Whether it is below where the document was found.
  public var isRelative: Bool
  public var variables: [Variable]
  /// The URL with the default of every variable; `nil` if it is relative, or if a variable has none.
  public var fixed: Fixed?
}
