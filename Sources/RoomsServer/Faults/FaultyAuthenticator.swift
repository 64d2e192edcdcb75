import AccordRuntime
import Foundation

/// Believes more than a sound authenticator does.
struct FaultyAuthenticator: Authenticating {
  let sound: Authenticator
  let tokens: AccessTokens
  let store: any RoomsStore
  let fault: AuthenticationFault

  func principal(
    presenting credentials: PresentedCredentials, for access: OperationAccess, at now: Instant
  ) async throws -> Principal {
    do {
      return try await sound.principal(presenting: credentials, for: access, at: now)
    } catch let failure as AuthenticationFailure {
      guard let principal = try await mistakenPrincipal(presenting: credentials, after: failure)
      else { throw failure }
      return principal
    }
  }

  /// Whom the fault takes a refused caller for; `nil` if it changes nothing about them.
  private func mistakenPrincipal(
    presenting credentials: PresentedCredentials, after failure: AuthenticationFailure
  ) async throws -> Principal? {
    switch (fault, failure) {
    case (.missingCredentialsAccepted, .missing): return .user(UserID("nobody"))
    case (.missingCredentialsAccepted, .invalid): return nil
    case (.badTokenIsAnonymous, .invalid):
      return credentials.authorization == nil ? nil : .anonymous
    case (.badKeyIsAnonymous, .invalid): return credentials.apiKey == nil ? nil : .anonymous
    case (.expiredTokenAccepted, .invalid):
      guard let token = credentials.bearerToken, let claims = try? await tokens.claims(of: token),
        (try? claims.checkOrigin()) != nil
      else { return nil }
      return .user(claims.user)
    case (.alteredTokenAccepted, .invalid):
      guard let token = credentials.bearerToken, let header = part(0, of: token)?["alg"]?.string,
        header != "none"
      else { return nil }
      return user(ofUnprovenToken: token)
    case (.unsignedTokenAccepted, .invalid):
      guard let token = credentials.bearerToken,
        part(0, of: token)?["alg"]?.string?.lowercased() == "none"
      else { return nil }
      return user(ofUnprovenToken: token)
    case (.apiKeyPrefixAccepted, .invalid):
      let parts = credentials.apiKey?.split(separator: "_") ?? []
      guard parts.count >= 2, let row = try await store.apiKey(String(parts[1])) else { return nil }
      return .user(row.userID)
    case (.signatureCutOffAccepted, .invalid):
      guard let token = credentials.bearerToken,
        token.split(separator: ".", omittingEmptySubsequences: false).count == 2
      else { return nil }
      return user(ofUnprovenToken: token + ".")
    case (.anyKeyAccepted, .invalid):
      return credentials.apiKey == nil ? nil : .user(UserID("somebody"))
    case (.otherSchemeIsAnonymous, .invalid):
      guard let text = credentials.authorization, !text.lowercased().hasPrefix("bearer") else {
        return nil
      }
      return .anonymous
    case (.bareSchemeIsAnonymous, .invalid):
      return credentials.authorization?.lowercased() == "bearer" ? .anonymous : nil
    case (.longerKeyAccepted, .invalid):
      let parts = credentials.apiKey?.split(separator: "_") ?? []
      guard parts.count == 3, let key = APIKey("rk_\(parts[1])_\(parts[2].prefix(40))"),
        let row = try await store.apiKey(key.id), areEqualInConstantTime(row.hash, key.hash)
      else { return nil }
      return .user(row.userID)
    case (.tokenOfFourPartsAccepted, .invalid):
      let parts = credentials.bearerToken?.split(separator: ".") ?? []
      guard parts.count == 4,
        let claims = try? await tokens.claims(of: parts.prefix(3).joined(separator: ".")),
        (try? claims.checkOrigin()) != nil
      else { return nil }
      return .user(claims.user)
    case (_, .missing), (.missingCredentialsAcceptedForDeletion, .invalid),
      (.expiredTokenAcceptedForEvents, .invalid):
      return nil
    }
  }

  private func user(ofUnprovenToken token: String) -> Principal? {
    part(1, of: token)?["sub"]?.string.map { .user(UserID($0)) }
  }

  /// The JSON of one of a token's parts.
  private func part(_ index: Int, of token: String) -> JSONValue? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var text = String(parts[index]).replacing("-", with: "+").replacing("_", with: "/")
    text += String(repeating: "=", count: (4 - text.count % 4) % 4)
    guard let bytes = Data(base64Encoded: text) else { return nil }
    return try? JSONValue(parsing: Array(bytes))
  }
}

/// Takes everybody for one and the same person.
struct FixedAuthenticator: Authenticating {
  let principal: Principal

  func principal(
    presenting credentials: PresentedCredentials, for access: OperationAccess, at now: Instant
  ) async throws -> Principal { principal }
}

/// Lets whoever shows no credentials delete rooms: as the owner of each.
struct FaultyAdmission: RequestAnswering {
  let sound: any RequestAnswering
  let originals: Originals
  let asUser: @Sendable (UserID) -> any RequestAnswering

  func answer(_ request: ServerRequest) async -> ServerResponse {
    let answer = await sound.answer(request)
    let credentials = PresentedCredentials(request.head.headerFields)
    guard request.head.method == .delete, answer.head.status == 401,
      credentials.authorization == nil, credentials.apiKey == nil,
      let id = request.rawPath.split(separator: "/").last,
      let room = try? await originals.store.room(.id(String(id)), admission: { _ in })
    else { return answer }
    return await asUser(room.ownerID).answer(request)
  }
}

/// Is wrong about some requests only.
struct PartlyFaulty: RequestAnswering {
  let sound: any RequestAnswering
  let faulty: any RequestAnswering
  let isConcerned: @Sendable (ServerRequest) -> Bool

  func answer(_ request: ServerRequest) async -> ServerResponse {
    await (isConcerned(request) ? faulty : sound).answer(request)
  }
}
