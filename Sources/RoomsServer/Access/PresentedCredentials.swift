import HTTPTypes

/// What a request shows to prove who makes it. Each may be wrong in its own way, and none is ignored.
struct PresentedCredentials: Sendable, CustomReflectable {
  /// `Authorization`, as it came; `nil` if there is no such field. Empty is not absent.
  let authorization: String?
  /// `X-API-Key`, likewise.
  let apiKey: String?

  init(_ headerFields: HTTPFields) {
    // Several fields of one name are one value with commas, which is no valid credential.
    authorization = headerFields[.authorization]
    apiKey = Self.apiKeyField.flatMap { headerFields[$0] }
  }

  static let apiKeyField = HTTPField.Name("X-API-Key")

  /// The token of `Authorization: Bearer TOKEN`; `nil` for another scheme (RFC 9110, section 11.4).
  var bearerToken: String? {
    guard let authorization else { return nil }
    let parts = authorization.split(
      separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    let token = parts[1].drop { $0 == " " }
    return token.isEmpty ? nil : String(token)
  }

  /// Nothing: both are secrets.
  var customMirror: Mirror { Mirror(self, children: []) }
}
