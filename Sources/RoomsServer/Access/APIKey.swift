import Crypto

/// A key that stands for the user who made it: `rk_`, a public id, `_`, and a secret.
///
/// The id finds the key in the database, which holds no more of the secret than the hash of the whole key.
struct APIKey: Sendable, CustomStringConvertible, CustomReflectable {
  let id: String
  private let secret: String

  private static let prefix = "rk_"
  private static let idLength = 12
  private static let secretLength = 40

  /// `nil` unless the text has the form of a key.
  init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    let parts = text.utf8.dropFirst(Self.prefix.utf8.count)
      .split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isKeyText(parts[0], length: Self.idLength),
      Self.isKeyText(parts[1], length: Self.secretLength)
    else { return nil }
    id = String(decoding: parts[0], as: UTF8.self)
    secret = String(decoding: parts[1], as: UTF8.self)
  }

  /// A new key with about 207 random bits in its secret.
  init(using generator: inout some RandomNumberGenerator) {
    id = Self.randomText(Self.idLength, using: &generator)
    secret = Self.randomText(Self.secretLength, using: &generator)
  }

  /// The key as it is shown once, to who made it.
  var text: String { "\(Self.prefix)\(id)_\(secret)" }

  /// SHA-256 of the key. A slow hash would add nothing: a random secret cannot be guessed word by word.
  var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  /// Never the secret.
  var description: String { "API key \(id)" }
  var customMirror: Mirror { Mirror(self, children: ["id": id]) }

  private static let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

  private static func isKeyText(_ text: some Collection<UInt8>, length: Int) -> Bool {
    text.count == length && text.allSatisfy { alphabet.contains($0) }
  }

  private static func randomText(
    _ length: Int, using generator: inout some RandomNumberGenerator
  ) -> String {
    let bytes = (0..<length).map { _ in
      alphabet[Int.random(in: alphabet.indices, using: &generator)]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What the database keeps of an API key.
struct APIKeyRow: Sendable {
  var id: String
  var userID: UserID
  /// SHA-256 of the whole key.
  var hash: [UInt8]
  var createdAt: Instant
}

/// Compares in a time that depends on the lengths alone, so that it tells nobody how much of a guess is right.
func areEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  return zip(left, right).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
}
