/// Why an authorization server gave no token.
public enum OAuthError: Error, Sendable, Hashable {
  /// RFC 6749, section 5.2.
  public struct Refusal: Sendable, Hashable {
    /// What to do about a refusal depends on it.
    public enum Code: Sendable, Hashable {
      case invalidRequest, invalidClient, invalidGrant, unauthorizedClient, unsupportedGrantType
      case invalidScope
      /// A code of an extension.
      case other(String)
    }

    public var code: Code
    /// For developers, not for users.
    public var description: String?
    public var url: String?
    /// The status of the answer.
    public var status: Int
  }

  case refused(Refusal)
  /// An answer that is neither a token nor a refusal. Its body is not kept: it may hold a token.
  case malformed(status: Int)
  /// A token that is not presented as a bearer token is.
  case unsupportedTokenType(String)
}

extension OAuthError.Refusal.Code {
  init(_ text: String) {
    self =
      switch text {
      case "invalid_request": .invalidRequest
      case "invalid_client": .invalidClient
      case "invalid_grant": .invalidGrant
      case "unauthorized_client": .unauthorizedClient
      case "unsupported_grant_type": .unsupportedGrantType
      case "invalid_scope": .invalidScope
      default: .other(text)
      }
  }
}

extension OAuthError: TransientError {
  /// A server that is in trouble may be out of it soon; a refusal stands.
  public var isTransient: Bool {
    switch self {
    case .malformed(let status): status >= 500 || status == 429
    case .refused, .unsupportedTokenType: false
    }
  }

  public var retryDelay: Duration? { nil }
}
