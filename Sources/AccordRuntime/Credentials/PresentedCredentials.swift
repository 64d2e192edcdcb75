import HTTPTypes

/// What a request shows to prove who makes it. Generated code makes typed credentials of it; whether they are good
/// is the server's to say.
public struct PresentedCredentials: Sendable {
  /// All of it: the secrets are in it.
  public let request: ServerRequest

  public init(_ request: ServerRequest) {
    self.request = request
  }

  /// What a request shows for a scheme.
  enum Shown<Value> {
    case nothing
    /// Something that cannot be right, such as two tokens, or Basic authentication that is not Base64.
    case malformed
    case value(Value)

    var value: Value? {
      switch self {
      case .value(let value): value
      case .nothing, .malformed: nil
      }
    }
  }

  // MARK: - By scheme. `nil` for what is absent, and for what is malformed.

  /// The token of `Authorization: Bearer`, RFC 6750.
  public func token(_ scheme: SecurityScheme) -> BearerToken? {
    authorization("Bearer").value.map { BearerToken(String($0)) }
  }

  /// Name and password of `Authorization: Basic`, RFC 7617.
  public func basic(_ scheme: SecurityScheme) -> BasicCredentials? { shownBasic.value }

  public func apiKey(_ scheme: SecurityScheme) -> APIKey? {
    key(scheme).value.map { APIKey($0) }
  }

  /// The whole of `Authorization`, if it has that scheme.
  public func authorization(_ scheme: SecurityScheme) -> AuthorizationValue? {
    guard case .http(let name) = scheme.kind, case .value(let value) = authorization(name) else {
      return nil
    }
    return AuthorizationValue("\(name) \(value)")
  }

  // MARK: - All schemes

  /// Whether the request shows something that could be right for the scheme.
  public func shows(_ scheme: SecurityScheme) -> Bool {
    switch shown(scheme) {
    case .value: true
    case .nothing, .malformed: false
    }
  }

  /// Whether the request tries the scheme, rightly or not.
  func tries(_ scheme: SecurityScheme) -> Bool {
    switch shown(scheme) {
    case .value, .malformed: true
    case .nothing: false
    }
  }

  private func shown(_ scheme: SecurityScheme) -> Shown<Void> {
    func kind<Value>(_ shown: Shown<Value>) -> Shown<Void> {
      switch shown {
      case .nothing: .nothing
      case .malformed: .malformed
      case .value: .value(())
      }
    }
    switch scheme.kind {
    case .bearer, .oauth2, .openIDConnect: return kind(authorization("Bearer"))
    case .basic: return kind(shownBasic)
    case .http(let name): return kind(authorization(name))
    case .apiKey: return kind(key(scheme))
    // Whoever ends TLS has looked at it; nothing of it is in the request.
    case .mutualTLS: return .value(())
    }
  }

  /// The alternatives that the request could meet. Empty if there are some, and it meets none of them.
  public func met(of security: [SecurityRequirement]) -> [SecurityRequirement] {
    security.filter { requirement in
      !requirement.isUnknown && requirement.items.allSatisfy { shows($0.scheme) }
    }
  }

  // MARK: - Reading

  /// What stands behind the name of the scheme in `Authorization` (RFC 9110, section 11.6.2).
  private func authorization(_ scheme: String) -> Shown<Substring> {
    let fields = request.head.headerFields[values: .authorization]
    guard let text = fields.first else { return .nothing }
    let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, name.lowercased() == scheme.lowercased() else { return .nothing }
    guard fields.count == 1, parts.count == 2 else { return .malformed }
    let value = parts[1].drop { $0 == " " }
    return value.isEmpty ? .malformed : .value(value)
  }

  private var shownBasic: Shown<BasicCredentials> {
    switch authorization("Basic") {
    case .nothing: .nothing
    case .malformed: .malformed
    case .value(let text): BasicCredentials(encoded: text).map { .value($0) } ?? .malformed
    }
  }

  private func key(_ scheme: SecurityScheme) -> Shown<String> {
    guard case .apiKey(let place, let name) = scheme.kind else { return .nothing }
    let values: [String] =
      switch place {
      case .header:
        HTTPField.Name(name).map { request.head.headerFields[values: $0] } ?? []
      case .query: request.query.filter { $0.name.isExactly(name) }.map(\.value)
      case .cookie: cookies(name)
      }
    guard let value = values.first else { return .nothing }
    return values.count == 1 && !value.isEmpty ? .value(value) : .malformed
  }

  /// RFC 6265, section 5.4.
  private func cookies(_ name: String) -> [String] {
    request.head.headerFields[values: .cookie].flatMap { field in
      field.utf8.split(separator: UInt8(ascii: ";")).compactMap { cookie -> String? in
        let parts = cookie.drop { $0 == 0x20 }.split(
          separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].elementsEqual(name.utf8) else { return nil }
        return String(Substring(parts[1]))
      }
    }
  }
}

extension PresentedCredentials: CustomReflectable {
  /// Nothing: the request holds the secrets.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
