import AccordRuntime
import Foundation
import JWTKit

/// What a bearer token says (RFC 7519).
struct AccessTokenClaims: JWTPayload {
  var sub: SubjectClaim
  var iss: IssuerClaim
  var aud: AudienceClaim
  /// Required: a token without an end is refused.
  var exp: ExpirationClaim
  var nbf: NotBeforeClaim?

  init(of user: UserID, until end: Instant, policy: TokenPolicy = TokenPolicy()) {
    sub = SubjectClaim(value: user.value)
    iss = IssuerClaim(value: policy.issuer)
    aud = AudienceClaim(value: [policy.audience])
    exp = ExpirationClaim(value: Date(end))
  }

  /// Nothing here: the times need the server's clock. See ``check(at:)``.
  func verify(using algorithm: some JWTAlgorithm) {}

  /// - Throws: an error of JWTKit for a token that is not for this server.
  func checkOrigin(_ policy: TokenPolicy = TokenPolicy()) throws {
    guard iss.value.isExactly(policy.issuer) else {
      throw JWTError.claimVerificationFailure(failedClaim: iss, reason: "another issuer")
    }
    guard aud.value.contains(where: { $0.isExactly(policy.audience) }) else {
      throw JWTError.claimVerificationFailure(failedClaim: aud, reason: "another audience")
    }
    guard Self.isUserID(sub.value) else {
      throw JWTError.claimVerificationFailure(failedClaim: sub, reason: "no user's id")
    }
  }

  /// Ids of users are parts of the database's indexes, which have their limits.
  static func isUserID(_ text: String) -> Bool { (1...255).contains(text.utf8.count) }

  /// - Throws: an error of JWTKit for a token that is expired or not valid yet.
  func checkTimes(at now: Instant, clockSkew: Int64 = 0) throws {
    try exp.verifyNotExpired(currentDate: Date(now.adding(seconds: -clockSkew)))
    try nbf?.verifyNotBefore(currentDate: Date(now.adding(seconds: clockSkew)))
  }

  var user: UserID { UserID(sub.value) }
}

extension Date {
  fileprivate init(_ instant: Instant) {
    self.init(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)
  }
}

/// The key that signs and proves bearer tokens with HS256.
struct TokenKey: Sendable, CustomReflectable {
  let bytes: [UInt8]

  /// As long as the hash (RFC 7518, section 3.2).
  static let minimumLength = 32

  /// `nil` for a key that is too short to be safe.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.minimumLength else { return nil }
    self.bytes = bytes
  }

  /// A key of this moment: tokens that it signed are worthless once it is gone.
  init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Self.minimumLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// Nothing: it is a secret.
  var customMirror: Mirror { Mirror(self, children: []) }
}

/// Reads bearer tokens that were signed with one of its keys, and signs some if it has a secret one.
struct AccessTokens: Sendable {
  let policy: TokenPolicy
  private let signing: JWTKeyCollection?
  private let keys: [VerificationKey]

  init(_ key: TokenKey, policy: TokenPolicy = TokenPolicy()) async {
    await self.init(key, proving: [], policy: policy)
  }

  /// - Parameters:
  ///   - key: signs and proves; `nil` for none.
  ///   - keys: prove as well.
  init(
    _ key: TokenKey?, proving keys: [VerificationKey], policy: TokenPolicy = TokenPolicy()
  ) async {
    self.policy = policy
    guard let key else {
      signing = nil
      self.keys = keys
      return
    }
    let secret = JWTKeyCollection()
    await secret.add(hmac: HMACKey(from: key.bytes), digestAlgorithm: .sha256)
    signing = secret
    self.keys = keys + [VerificationKey(algorithm: .hs256, keys: secret)]
  }

  var canSign: Bool { signing != nil }

  /// - Throws: an error if there is no key that signs.
  func sign(_ claims: AccessTokenClaims) async throws -> String {
    guard let signing else { throw JWTError.noKeyProvided }
    return try await signing.sign(claims)
  }

  /// Whose token it is.
  ///
  /// - Throws: an error for a token that is not good, whatever is wrong with it.
  func user(of token: String, at now: Instant) async throws -> UserID {
    let claims = try await claims(of: token)
    try claims.checkOrigin(policy)
    try claims.checkTimes(at: now, clockSkew: policy.clockSkew)
    return claims.user
  }

  /// The claims of a token whose signature is right. Its times are not looked at.
  ///
  /// - Throws: an error for a token that is malformed, has another algorithm, or is signed otherwise.
  func claims(of token: String) async throws -> AccessTokenClaims {
    let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ Base64URL.isCanonical($0) }) else {
      throw JWTError.malformedToken(reason: "not three parts of base64url")
    }
    let bytes = Array(token.utf8)
    let header = try DefaultJWTParser().parse(bytes, as: AccessTokenClaims.self).header
    guard header.crit == nil else {
      throw JWTError.malformedToken(reason: "extensions that are critical")
    }
    // A token's header chooses among keys that were made for its algorithm, and never the algorithm of a key
    // (RFC 8725, section 3.1).
    let candidates = keys.filter { key in
      guard key.algorithm.rawValue == header.alg else { return false }
      guard let wanted = header.kid, let id = key.id else { return true }
      return wanted.isExactly(id)
    }
    for key in candidates.dropLast() {
      if let claims = try? await key.keys.verify(bytes, as: AccessTokenClaims.self) {
        return claims
      }
    }
    guard let last = candidates.last else { throw JWTError.noKeyProvided }
    return try await last.keys.verify(bytes, as: AccessTokenClaims.self)
  }
}

/// Base64 for URLs without padding (RFC 4648, section 5).
enum Base64URL {
  /// Whether the text is the one way to write its bytes. Decoders ignore the unused bits of the last
  /// character, so that a signature whose last letter was altered may still decode to the same bytes.
  static func isCanonical(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    guard let last = text.last, text.allSatisfy({ value(of: $0) != nil }) else { return false }
    switch text.count % 4 {
    case 0: return true
    case 2: return (value(of: last) ?? 0) & 0b1111 == 0
    case 3: return (value(of: last) ?? 0) & 0b11 == 0
    default: return false
    }
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
