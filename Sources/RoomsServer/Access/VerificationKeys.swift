import AccordRuntime
import JWTKit

/// A key that proves bearer tokens of one algorithm.
struct VerificationKey: Sendable {
  /// What a token may be signed with (RFC 7518, section 3.1; RFC 8037).
  enum Algorithm: String, Sendable, CaseIterable {
    case hs256 = "HS256"
    case rs256 = "RS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"
  }

  /// The name by which tokens may ask for it.
  var id: String?
  var algorithm: Algorithm
  /// Holds this key alone. Which of several keys is tried is decided here, by its algorithm first: a public key must
  /// never be taken for a secret (RFC 8725, section 2.1).
  var keys: JWTKeyCollection
}

/// Why a file of keys cannot be used. Never with what is in it.
struct VerificationKeyError: Error, CustomStringConvertible {
  var description: String
}

extension VerificationKey {
  private static let minimumRSASize = 2_048

  /// The keys of a JWK Set (RFC 7517): those for RS256, ES256 and EdDSA with Ed25519. Keys for other purposes are
  /// passed over, as section 5 asks.
  ///
  /// - Throws: ``VerificationKeyError`` for a text that is no set, or has no key that can be used.
  static func set(_ bytes: [UInt8]) async throws -> [VerificationKey] {
    let document: JSONValue
    do {
      document = try JSONValue(parsing: bytes)
    } catch {
      throw VerificationKeyError(description: "it is not JSON: \(error)")
    }
    guard let items = document["keys"]?.array else {
      throw VerificationKeyError(description: "it is no JWK Set: it has no member 'keys'.")
    }
    var keys: [VerificationKey] = []
    for (index, item) in items.enumerated() {
      guard isForSignatures(item) else { continue }
      do {
        if let key = try await key(item) { keys.append(key) }
      } catch let error as VerificationKeyError {
        throw VerificationKeyError(description: "key \(index): \(error)")
      } catch {
        // What the library says may hold the key.
        throw VerificationKeyError(description: "key \(index) is not valid.")
      }
    }
    guard !keys.isEmpty else {
      throw VerificationKeyError(description: "it has no key for RS256, ES256 or EdDSA.")
    }
    return keys
  }

  private static func isForSignatures(_ item: JSONValue) -> Bool {
    if let use = item["use"]?.string, use != "sig" { return false }
    guard let operations = item["key_ops"]?.array else { return true }
    return operations.contains("verify")
  }

  /// `nil` for a key of another kind.
  private static func key(_ item: JSONValue) async throws -> VerificationKey? {
    let keys = JWTKeyCollection()
    let algorithm: Algorithm
    func member(_ name: String) throws -> String {
      guard let text = item[name]?.string else {
        throw VerificationKeyError(description: "the member '\(name)' is missing.")
      }
      return text
    }
    switch (item["kty"]?.string, item["crv"]?.string) {
    case ("RSA", _):
      algorithm = .rs256
      let modulus = try member("n")
      guard modulus.utf8.count * 6 >= minimumRSASize else {
        throw VerificationKeyError(
          description: "an RSA key needs at least \(minimumRSASize) bits.")
      }
      await keys.add(
        rsa: try Insecure.RSA.PublicKey(modulus: modulus, exponent: try member("e")),
        digestAlgorithm: .sha256)
    case ("EC", "P-256"):
      algorithm = .es256
      await keys.add(
        ecdsa: try ES256PublicKey(parameters: (x: try member("x"), y: try member("y"))))
    case ("OKP", "Ed25519"):
      algorithm = .edDSA
      await keys.add(eddsa: try EdDSA.PublicKey(x: try member("x"), curve: .ed25519))
    default: return nil
    }
    // A key for another algorithm of its kind is none for this one.
    if let name = item["alg"]?.string, name != algorithm.rawValue { return nil }
    return VerificationKey(id: item["kid"]?.string, algorithm: algorithm, keys: keys)
  }

  /// A public key in PEM (RFC 7468): of RSA, of the curve P-256, or Ed25519.
  ///
  /// - Throws: ``VerificationKeyError``.
  static func pem(_ text: String) async throws -> VerificationKey {
    let keys = JWTKeyCollection()
    if let key = try? Insecure.RSA.PublicKey(pem: text) {
      await keys.add(rsa: key, digestAlgorithm: .sha256)
      return VerificationKey(algorithm: .rs256, keys: keys)
    }
    if let key = try? ES256PublicKey(pem: text) {
      await keys.add(ecdsa: key)
      return VerificationKey(algorithm: .es256, keys: keys)
    }
    if let key = try? EdDSA.PublicKey(pem: text) {
      await keys.add(eddsa: key)
      return VerificationKey(algorithm: .edDSA, keys: keys)
    }
    throw VerificationKeyError(
      description: "it is no public key of RSA (2048 bits or more), P-256 or Ed25519.")
  }
}
