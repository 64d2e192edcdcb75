import Foundation
import JWTKit

/// What a bearer token says (RFC 7519).
struct AccessTokenClaims: JWTPayload {
  static let issuer = "accord-rooms"
  static let audience = "rooms"

  var sub: SubjectClaim
  var iss: IssuerClaim
  var aud: AudienceClaim
  /// Required: a token without an end is refused.
  var exp: ExpirationClaim
  var nbf: NotBeforeClaim?

  init(of user: UserID, until end: Instant) {
    sub = SubjectClaim(value: user.value)
    iss = IssuerClaim(value: Self.issuer)
    aud = AudienceClaim(value: [Self.audience])
    exp = ExpirationClaim(value: Date(end))
  }

  /// Nothing here: the times need the server's clock. See ``check(at:)``.
  func verify(using algorithm: some JWTAlgorithm) {}

  /// - Throws: an error of JWTKit for a token that is not for this server.
  func checkOrigin() throws {
    guard iss.value == Self.issuer else {
      throw JWTError.claimVerificationFailure(failedClaim: iss, reason: "another issuer")
    }
    try aud.verifyIntendedAudience(includes: Self.audience)
    guard !sub.value.isEmpty else {
      throw JWTError.claimVerificationFailure(failedClaim: sub, reason: "empty")
    }
  }

  /// - Throws: an error of JWTKit for a token that is expired or not valid yet.
  func checkTimes(at now: Instant) throws {
    try exp.verifyNotExpired(currentDate: Date(now))
    try nbf?.verifyNotBefore(currentDate: Date(now))
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

/// Signs bearer tokens, and reads those that were signed with its key.
struct AccessTokens: Sendable {
  private let keys: JWTKeyCollection
  /// The one algorithm. What a token's own header asks for is never followed (RFC 8725, section 3.1).
  private static let algorithm = "HS256"

  init(_ key: TokenKey) async {
    keys = JWTKeyCollection()
    await keys.add(hmac: HMACKey(from: key.bytes), digestAlgorithm: .sha256)
  }

  func sign(_ claims: AccessTokenClaims) async throws -> String {
    try await keys.sign(claims)
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
    guard header.alg == Self.algorithm, header.crit == nil else {
      throw JWTError.malformedToken(reason: "another algorithm, or extensions that are critical")
    }
    return try await keys.verify(bytes, as: AccessTokenClaims.self)
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
