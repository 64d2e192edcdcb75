/// How callers prove who they are.
public struct SecurityScheme: Sendable {
  public enum Kind: Sendable {
    case apiKey(name: String, place: Parameter.Place)
    case basic
    case bearer(format: String?)
    /// Another scheme of the HTTP authentication registry.
    case http(scheme: String)
    case oauth2
    case openIDConnect(url: String)
    case mutualTLS
  }

  public var name: String
  public var kind: Kind
  public var description: String?
  public var location: Location

  public init(name: String, kind: Kind, description: String?, location: Location) {
    self.name = name
    self.kind = kind
    self.description = description
    self.location = location
  }
}

/// Schemes that have to be met together. Without any: nobody needs to prove anything.
public struct SecurityRequirement: Sendable, Hashable {
  public struct Item: Sendable, Hashable {
    public var scheme: String
    public var scopes: [String]

    public init(scheme: String, scopes: [String]) {
      self.scheme = scheme
      self.scopes = scopes
    }
  }

  public var items: [Item]

  public init(items: [Item]) {
    self.items = items
  }
}
