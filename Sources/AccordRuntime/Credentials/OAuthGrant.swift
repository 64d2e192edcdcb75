/// What an authorization server gives a token for, RFC 6749, section 4.
public struct OAuthGrant: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case clientCredentials
    case refreshToken(Secret)
    case password(user: String, Secret)
    case authorizationCode(Secret, redirectURL: String?, verifier: Secret?)
  }

  let kind: Kind

  /// The client itself.
  public static let clientCredentials = OAuthGrant(kind: .clientCredentials)

  /// A refresh token that was had before.
  public static func refreshToken(_ token: String) -> OAuthGrant {
    OAuthGrant(kind: .refreshToken(Secret(token)))
  }

  /// A user's name and password.
  public static func password(user: String, password: String) -> OAuthGrant {
    OAuthGrant(kind: .password(user: user, Secret(password)))
  }

  /// A code that an authorization endpoint handed out. It is good once.
  ///
  /// - Parameter verifier: that of RFC 7636; `nil`: none.
  public static func authorizationCode(
    _ code: String, redirectURL: String? = nil, verifier: String? = nil
  ) -> OAuthGrant {
    OAuthGrant(
      kind: .authorizationCode(
        Secret(code), redirectURL: redirectURL, verifier: verifier.map(Secret.init)))
  }

  /// Whether it can be used again once the refresh token that it gave is refused.
  var isRepeatable: Bool {
    switch kind {
    case .clientCredentials, .password: true
    case .refreshToken, .authorizationCode: false
    }
  }

  /// The fields of the request, in their order.
  var fields: [(name: String, value: String)] {
    switch kind {
    case .clientCredentials: return [("grant_type", "client_credentials")]
    case .refreshToken(let token):
      return [("grant_type", "refresh_token"), ("refresh_token", token.text)]
    case .password(let user, let password):
      return [("grant_type", "password"), ("username", user), ("password", password.text)]
    case .authorizationCode(let code, let redirectURL, let verifier):
      var fields = [("grant_type", "authorization_code"), ("code", code.text)]
      if let redirectURL { fields.append(("redirect_uri", redirectURL)) }
      if let verifier { fields.append(("code_verifier", verifier.text)) }
      return fields
    }
  }
}

/// Who asks an authorization server, RFC 6749, section 2.
public struct OAuthClient: Sendable, Hashable {
  /// Where the secret stands.
  public enum Authentication: Sendable, Hashable, CaseIterable {
    /// In the header field `Authorization`, which every server has to know.
    case basic
    /// In the body, for servers that know nothing else.
    case body
  }

  public var id: String
  /// `nil` for clients that cannot keep one.
  public var secret: Secret?
  public var authentication: Authentication

  public init(id: String, secret: String? = nil, authentication: Authentication = .basic) {
    self.id = id
    self.secret = secret.map(Secret.init)
    self.authentication = authentication
  }
}
