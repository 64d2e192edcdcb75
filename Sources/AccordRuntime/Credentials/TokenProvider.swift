/// Gives bearer tokens that end, one principal's. It is asked for each call, and told when a server refuses
/// what it gave.
///
/// ``RefreshingTokenProvider`` does what most need; conform to this for anything else.
public protocol TokenProvider: AnyObject, Sendable {
  /// A token that is good now. Many calls may ask at a time.
  func token() async throws -> AccessToken

  /// Another token than one that a server answered with 401. The call is repeated with it, once.
  ///
  /// - Returns: `nil` if there is no other, and the refusal stands.
  func token(replacing refused: AccessToken) async throws -> AccessToken?
}

extension TokenProvider {
  public func token(replacing refused: AccessToken) async throws -> AccessToken? { nil }
}

/// A token and how long it is good.
public struct AccessToken: Sendable, Hashable {
  public var secret: Secret
  /// From the moment when it was asked for; `nil`: until a server refuses it.
  public var lifetime: Duration?

  public init(_ token: String, lifetime: Duration? = nil) {
    secret = Secret(token)
    self.lifetime = lifetime
  }
}
