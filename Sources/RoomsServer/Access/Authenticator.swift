/// Why it is not known who makes a request.
enum AuthenticationFailure: Error, Hashable, Sendable {
  /// No credential, where one is needed.
  case missing
  /// A credential that is malformed, unknown, altered or expired, or one of two that contradict each other.
  /// Which of these is not told to whoever tries.
  case invalid
}

/// Says who makes a request.
protocol Authenticating: Sendable {
  /// Anonymous only if the request shows no credential at all, and the operation is open.
  ///
  /// - Throws: ``AuthenticationFailure``, and what the store throws.
  func principal(
    presenting credentials: PresentedCredentials, for access: OperationAccess, at now: Instant
  ) async throws -> Principal
}

/// Bearer tokens and API keys.
struct Authenticator: Authenticating {
  let tokens: AccessTokens
  let store: any RoomsStore
  /// Whether open operations are open. If not, everything needs credentials.
  var isPublic = true

  func principal(
    presenting credentials: PresentedCredentials, for access: OperationAccess, at now: Instant
  ) async throws -> Principal {
    var users: Set<UserID> = []
    if credentials.authorization != nil {
      guard let token = credentials.bearerToken else { throw AuthenticationFailure.invalid }
      users.insert(try await user(ofToken: token, at: now))
    }
    if let text = credentials.apiKey {
      users.insert(try await user(ofAPIKey: text))
    }
    // Two valid credentials of two people name nobody.
    guard users.count <= 1 else { throw AuthenticationFailure.invalid }
    if let user = users.first { return .user(user) }
    switch access {
    case .open where isPublic: return .anonymous
    case .open, .signedInOnly: throw AuthenticationFailure.missing
    }
  }

  private func user(ofToken token: String, at now: Instant) async throws -> UserID {
    do {
      return try await tokens.user(of: token, at: now)
    } catch {
      // Whatever JWTKit found, it is the token.
      throw AuthenticationFailure.invalid
    }
  }

  private func user(ofAPIKey text: String) async throws -> UserID {
    guard let key = APIKey(text), let row = try await store.apiKey(key.id),
      areEqualInConstantTime(row.hash, key.hash)
    else { throw AuthenticationFailure.invalid }
    return row.userID
  }
}
