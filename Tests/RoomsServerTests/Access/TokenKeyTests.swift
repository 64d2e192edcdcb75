import AccordRuntime
import Crypto
import CryptoExtras
import Foundation
import HTTPTypes
import JWTKit
import Testing

@testable import RoomsServer

/// Tokens that others have signed.
@Suite struct TokenKeyTests {
  private static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// A key of each kind: what signs, its JWK, and its PEM.
  private struct Signer: Sendable {
    var keys: JWTKeyCollection
    var jwk: JSONDictionary<JSONValue>
    var pem: String

    static func rsa(bits: Int = 2_048) async throws -> Signer {
      let key = try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits))
      let numbers = try key.publicKey.getKeyPrimitives()
      let keys = JWTKeyCollection()
      if bits >= 2_048 {
        await keys.add(
          rsa: try Insecure.RSA.PrivateKey(pem: key.pemRepresentation), digestAlgorithm: .sha256)
      }
      return Signer(
        keys: keys,
        jwk: [
          "kty": "RSA", "n": .string(base64URL(numbers.modulus)),
          "e": .string(base64URL(numbers.publicExponent)),
        ], pem: key.publicKey.pemRepresentation)
    }

    static func p256() async throws -> Signer {
      let key = P256.Signing.PrivateKey()
      let point = key.publicKey.rawRepresentation
      let keys = JWTKeyCollection()
      await keys.add(ecdsa: try ES256PrivateKey(pem: key.pemRepresentation))
      return Signer(
        keys: keys,
        jwk: [
          "kty": "EC", "crv": "P-256", "x": .string(base64URL(point.prefix(32))),
          "y": .string(base64URL(point.suffix(32))),
        ], pem: key.publicKey.pemRepresentation)
    }

    static func ed25519() async throws -> Signer {
      let key = Curve25519.Signing.PrivateKey()
      let x = key.publicKey.rawRepresentation
      let keys = JWTKeyCollection()
      await keys.add(
        eddsa: try EdDSA.PrivateKey(d: base64URL(key.rawRepresentation), curve: .ed25519))
      let der: [UInt8] = [0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0] + Array(x)
      return Signer(
        keys: keys, jwk: ["kty": "OKP", "crv": "Ed25519", "x": .string(base64URL(x))],
        pem: """
          -----BEGIN PUBLIC KEY-----
          \(Data(der).base64EncodedString())
          -----END PUBLIC KEY-----

          """)
    }

    private static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
      TokenKeyTests.base64URL(bytes)
    }

    func token(
      _ claims: AccessTokenClaims = TokenKeyTests.claims, kid: JWKIdentifier? = nil
    ) async throws -> String {
      var header = JWTHeader()
      header.kid = kid?.string
      return try await keys.sign(claims, header: header)
    }
  }

  private static let claims = AccessTokenClaims(
    of: UserID("alice"), until: TestServer.start.adding(minutes: 5))

  private static func set(_ items: [JSONDictionary<JSONValue>]) -> [UInt8] {
    let set: JSONValue = ["keys": .array(items.map(JSONValue.object))]
    return Array(set.serialized().utf8)
  }

  private static func tokens(_ items: [JSONDictionary<JSONValue>]) async throws -> AccessTokens {
    await AccessTokens(nil, proving: try await VerificationKey.set(set(items)))
  }

  @Test func everyKindOfKeyProves() async throws {
    let signers = [try await Signer.rsa(), try await Signer.p256(), try await Signer.ed25519()]
    let all = try await Self.tokens(signers.map(\.jwk))
    for signer in signers {
      let token = try await signer.token()
      #expect(try await all.user(of: token, at: TestServer.start) == UserID("alice"))
      let pem = await AccessTokens(nil, proving: [try await VerificationKey.pem(signer.pem)])
      #expect(try await pem.user(of: token, at: TestServer.start) == UserID("alice"))
      // Another key of the same kinds proves nothing.
      let others = [try await Signer.p256(), try await Signer.ed25519(), try await Signer.rsa()]
      let other = try await Self.tokens(others.map(\.jwk))
      await #expect(throws: (any Error).self) {
        try await other.user(of: token, at: TestServer.start)
      }
    }
    #expect(!all.canSign)
  }

  /// A token names its key; whatever it names, an algorithm is never taken from it.
  @Test func keysAreChosenByNameAndAlgorithm() async throws {
    let (one, two) = (try await Signer.p256(), try await Signer.p256())
    var (first, second) = (one.jwk, two.jwk)
    (first["kid"], second["kid"]) = ("1", "2")
    let tokens = try await Self.tokens([first, second])
    let cases: [(String?, Bool)] = [("1", true), (nil, true), ("2", false), ("3", false)]
    for (name, isGood) in cases {
      let token = try await one.token(kid: name.map { JWKIdentifier(string: $0) })
      let user = try? await tokens.user(of: token, at: TestServer.start)
      #expect((user != nil) == isGood, "\(name ?? "none")")
    }
    // The text of a public key is no secret that signs.
    let secret = JWTKeyCollection()
    await secret.add(hmac: HMACKey(from: Array(one.pem.utf8)), digestAlgorithm: .sha256)
    let confused = await AccessTokens(nil, proving: [try await VerificationKey.pem(one.pem)])
    let forged = try await secret.sign(Self.claims)
    await #expect(throws: (any Error).self) {
      try await confused.user(of: forged, at: TestServer.start)
    }
  }

  @Test func issuerAudienceAndClock() async throws {
    let signer = try await Signer.ed25519()
    let keys = try await VerificationKey.set(Self.set([signer.jwk]))
    let policy = TokenPolicy(issuer: "https://id.example/", audience: "doors", clockSkew: 30)
    let tokens = await AccessTokens(nil, proving: keys, policy: policy)
    func user(_ claims: AccessTokenClaims, after seconds: Int64) async -> UserID? {
      guard let token = try? await signer.token(claims) else { return nil }
      return try? await tokens.user(of: token, at: TestServer.start.adding(seconds: seconds))
    }
    var claims = AccessTokenClaims(
      of: UserID("alice"), until: TestServer.start.adding(seconds: 60), policy: policy)
    #expect(await user(claims, after: 89) != nil)
    #expect(await user(claims, after: 90) == nil)
    claims.nbf = .init(value: Date(timeIntervalSince1970: 1_772_445_600 + 10))
    #expect(await user(claims, after: -19) != nil)
    #expect(await user(claims, after: -20) == nil)
    #expect(await user(Self.claims, after: 0) == nil)
    claims.aud = .init(value: ["other", "doors"])
    #expect(await user(claims, after: 10) != nil)
    claims.sub = .init(value: String(repeating: "x", count: 256))
    #expect(await user(claims, after: 10) == nil)
  }

  @Test(arguments: [
    ("", "JSON"), ("{}", "keys"), (#"{"keys": []}"#, "no key"),
    (#"{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}"#, "no key"),
    (#"{"keys": [{"kty": "EC", "crv": "P-256", "x": "AA"}]}"#, "'y'"),
    (#"{"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}"#, "key 0"),
    (#"{"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}"#, "2048 bits"),
    (#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AA", "use": "enc"}]}"#, "no key"),
  ])
  func badSets(text: String, mention: String) async throws {
    await #expect {
      try await VerificationKey.set(Array(text.utf8))
    } throws: { "\($0)".contains(mention) }
  }

  @Test func badPEM() async throws {
    for text in ["", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"] {
      await #expect(throws: VerificationKeyError.self) { try await VerificationKey.pem(text) }
    }
  }
}
