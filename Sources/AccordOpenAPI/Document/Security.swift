/// How callers prove who they are.
public struct SecurityScheme: Sendable {
  public enum Kind: Sendable {
    case apiKey(name: String, place: Parameter.Place)
    case basic
    case bearer(format: String?)
    /// Another scheme of the HTTP authentication registry.
    case http(scheme: String)
    case oauth2([OAuthFlow])
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

/// One way to get a token of OAuth 2.0.
public struct OAuthFlow: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case implicit, password, clientCredentials, authorizationCode, deviceAuthorization
  }

  public struct Scope: Sendable, Hashable {
    public var name: String
    public var description: String

    public init(name: String, description: String) {
      self.name = name
      self.description = description
    }
  }

  public var kind: Kind
  /// As the document writes them: they may be relative.
  public var authorizationURL: String?
  public var tokenURL: String?
  public var refreshURL: String?
  public var scopes: [Scope]

  public init(
    kind: Kind, authorizationURL: String?, tokenURL: String?, refreshURL: String?, scopes: [Scope]
  ) {
    self.kind = kind
    self.authorizationURL = authorizationURL
    self.tokenURL = tokenURL
    self.refreshURL = refreshURL
    self.scopes = scopes
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
