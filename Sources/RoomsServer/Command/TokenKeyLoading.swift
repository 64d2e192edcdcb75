import ArgumentParser
import Foundation
import Logging

/// Reads the keys that prove bearer tokens.
struct TokenKeyLoading {
  let settings: ServerSettings
  let logger: Logger

  /// - Throws: a `ValidationError` that says which key is wrong, never what is in it.
  func tokens() async throws -> AccessTokens {
    var keys: [VerificationKey] = []
    if let path = settings.keySetFile {
      keys += try await read("--jwks-file", path) { try await VerificationKey.set($0) }
    }
    if let path = settings.publicKeyFile {
      keys += try await read("--jwt-public-key-file", path) { bytes in
        [try await VerificationKey.pem(String(decoding: bytes, as: UTF8.self))]
      }
    }
    let secret = try secretKey()
    if keys.isEmpty, secret == nil {
      logger.notice("No key for bearer tokens was given: those of this start end with it.")
      var generator = SystemRandomNumberGenerator()
      return await AccessTokens(TokenKey(using: &generator), policy: settings.tokenPolicy)
    }
    return await AccessTokens(secret, proving: keys, policy: settings.tokenPolicy)
  }

  private func secretKey() throws -> TokenKey? {
    var bytes: [UInt8]
    let origin: String
    if let path = settings.tokenKeyFile {
      origin = "--jwt-key-file \(path)"
      bytes = try contents("--jwt-key-file", path)
      // The end of the line that editors put there.
      while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") {
        bytes.removeLast()
      }
    } else if let key = settings.tokenKey {
      origin = "ROOMS_JWT_KEY"
      bytes = Array(key.utf8)
    } else {
      return nil
    }
    guard let key = TokenKey(bytes) else {
      throw ValidationError("\(origin): the key needs at least \(TokenKey.minimumLength) bytes.")
    }
    return key
  }

  private func contents(_ flag: String, _ path: String) throws -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw ValidationError("\(flag) \(path): the file cannot be read.")
    }
  }

  private func read(
    _ flag: String, _ path: String, _ make: ([UInt8]) async throws -> [VerificationKey]
  ) async throws -> [VerificationKey] {
    let bytes = try contents(flag, path)
    do {
      return try await make(bytes)
    } catch let error as VerificationKeyError {
      throw ValidationError("\(flag) \(path): \(error)")
    }
  }
}
