/// One way to prove who calls, as the document's `components/securitySchemes` describes it. Generated.
public struct SecurityScheme: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// `Authorization: Bearer`, RFC 6750.
    case bearer
    /// `Authorization: Basic`, RFC 7617.
    case basic
    /// Another scheme of `Authorization`, by its name.
    case http(String)
    /// A key in the header field, the query parameter or the cookie of that name.
    case apiKey(KeyPlace, String)
    /// A bearer token that one of these flows gives.
    case oauth2([OAuthFlow])
    /// A bearer token from the provider that this URL describes.
    case openIDConnect(String)
    /// A certificate of the client. The transport shows it; nothing of it is in a request.
    case mutualTLS
  }

  /// Where a key stands in a request.
  public enum KeyPlace: String, Sendable, Hashable, CaseIterable {
    case header, query, cookie
  }

  /// As the document calls it.
  public var name: String
  public var kind: Kind

  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Of one scheme there is one in a document, and its name says which.
  public static func == (left: SecurityScheme, right: SecurityScheme) -> Bool {
    left.name.isExactly(right.name) && left.kind == right.kind
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactString(name))
  }
}

/// A flow of OAuth 2.0 (RFC 6749) that the document describes.
public struct OAuthFlow: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case implicit, password, clientCredentials, authorizationCode, deviceAuthorization
  }

  public var kind: Kind
  /// As the document writes them: they may be relative to the server's URL.
  public var authorizationURL: String?
  public var tokenURL: String?
  public var refreshURL: String?

  public init(
    _ kind: Kind, authorizationURL: String? = nil, tokenURL: String? = nil,
    refreshURL: String? = nil
  ) {
    self.kind = kind
    self.authorizationURL = authorizationURL
    self.tokenURL = tokenURL
    self.refreshURL = refreshURL
  }
}

/// One alternative of what an operation requires: schemes that have to be met together. Without any, nobody
/// has to prove anything.
public struct SecurityRequirement: Sendable, Hashable {
  public struct Item: Sendable, Hashable {
    public var scheme: SecurityScheme
    /// The scopes, or for other schemes than OAuth 2.0 and OpenID the roles, that it takes.
    public var scopes: [String]

    public init(_ scheme: SecurityScheme, _ scopes: [String] = []) {
      self.scheme = scheme
      self.scopes = scopes
    }
  }

  public var items: [Item]
  /// Whether the document asks for schemes here that it does not describe. Nobody can meet that.
  public var isUnknown = false

  public init(items: [Item]) {
    self.items = items
  }

  public init(_ schemes: SecurityScheme...) {
    items = schemes.map { Item($0) }
  }

  /// Nobody has to prove anything.
  public static let nothing = SecurityRequirement(items: [])

  /// Something that the document does not describe: see ``isUnknown``.
  public static let unknown: SecurityRequirement = {
    var requirement = SecurityRequirement(items: [])
    requirement.isUnknown = true
    return requirement
  }()
}
