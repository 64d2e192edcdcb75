/// Who calls: what makes two clients the same principal, or two. It shows nothing of what they prove themselves with.
public struct PrincipalIdentity: Sendable, Hashable {
  private let credentials: Credentials

  public init(_ credentials: Credentials) {
    self.credentials = credentials
  }

  /// Whoever an API calls as; `nil` for what is no client: a server, or a test double.
  public init?(of api: Any) {
    guard let identity = (api as? any PrincipalCalling)?.principal else { return nil }
    self = identity
  }
}

/// What calls as somebody. Generated clients are.
public protocol PrincipalCalling {
  /// `nil`: nobody knows.
  var principal: PrincipalIdentity? { get }
}

extension APIClient: PrincipalCalling {
  public var principal: PrincipalIdentity? { PrincipalIdentity(credentials) }
}
