import HTTPTypes

/// The parts of a request that credentials change, with one alternative of them put in.
struct CredentialedRequest {
  private(set) var headerFields: HTTPFields
  private(set) var target: RequestTarget
  /// The tokens in it that a provider gave, and could give again.
  private var given: [(provider: any TokenProvider, token: AccessToken)] = []

  /// - Parameter given: tokens to use instead of those that their providers would give now.
  private init(
    _ entries: [Credentials.Entry], _ headerFields: HTTPFields, _ target: RequestTarget,
    given: [(provider: any TokenProvider, token: AccessToken)]
  ) async throws {
    self.headerFields = headerFields
    self.target = target
    for entry in entries {
      switch entry.credential {
      case .token(let token):
        let secret = try await secret(of: token, given)
        try set(.authorization, "Bearer " + secret.text, entry.scheme)
      case .basic(let basic):
        guard let encoded = basic.encoded else {
          throw UnsendableCredential(scheme: entry.scheme.name)
        }
        try set(.authorization, "Basic " + encoded, entry.scheme)
      case .authorization(let value):
        try set(.authorization, value.secret.text, entry.scheme)
      case .apiKey(let key): try set(key, entry.scheme)
      }
    }
  }

  /// Makes the request, and once more if the server does not accept the tokens that it was made with.
  ///
  /// - Parameters:
  ///   - isRepeatable: whether the request can be sent twice.
  ///   - status: the status of an answer.
  /// - Throws: what `send` throws, and ``CredentialFailure``.
  static func send<Answer>(
    _ entries: [Credentials.Entry], _ headerFields: HTTPFields, _ target: RequestTarget,
    isRepeatable: Bool, status: (Answer) -> Int,
    by send: (CredentialedRequest) async throws -> Answer
  ) async throws -> Answer {
    let first = try await CredentialFailure.telling {
      try await CredentialedRequest(entries, headerFields, target, given: [])
    }
    let answer = try await send(first)
    guard status(answer) == 401, isRepeatable, !first.given.isEmpty else { return answer }
    let second = try await CredentialFailure.telling { () -> CredentialedRequest? in
      var given: [(provider: any TokenProvider, token: AccessToken)] = []
      for (provider, token) in first.given {
        guard let other = try await provider.token(replacing: token) else { return nil }
        given.append((provider, other))
      }
      return try await CredentialedRequest(entries, headerFields, target, given: given)
    }
    guard let second else { return answer }
    return try await send(second)
  }

  private mutating func secret(
    of token: BearerToken, _ known: [(provider: any TokenProvider, token: AccessToken)]
  ) async throws -> Secret {
    switch token.source {
    case .fixed(let secret): return secret
    case .provider(let provider):
      let token =
        if let known = known.first(where: { $0.provider === provider }) {
          known.token
        } else {
          try await provider.token()
        }
      given.append((provider, token))
      return token.secret
    }
  }

  private mutating func set(_ key: APIKey, _ scheme: SecurityScheme) throws {
    guard case .apiKey(let place, let name) = scheme.kind else {
      throw UnsendableCredential(scheme: scheme.name)
    }
    let text = key.secret.text
    switch place {
    case .header:
      guard let field = HTTPField.Name(name) else {
        throw UnsendableCredential(scheme: scheme.name)
      }
      try set(field, text, scheme)
    case .query: target.addQuery(name, text)
    case .cookie:
      guard text.utf8.allSatisfy(CookieText.isOctet) else {
        throw UnsendableCredential(scheme: scheme.name)
      }
      let pair = "\(name)=\(text)"
      try set(.cookie, headerFields[.cookie].map { "\($0); \(pair)" } ?? pair, scheme)
    }
  }

  private mutating func set(
    _ name: HTTPField.Name, _ value: String, _ scheme: SecurityScheme
  ) throws {
    guard HTTPField.isValidValue(value) else { throw UnsendableCredential(scheme: scheme.name) }
    var field = HTTPField(name: name, value: value)
    // RFC 7541, section 7.1.3: an index that is kept could be probed for what is in it.
    field.indexingStrategy = .disallow
    headerFields[name] = nil
    headerFields.append(field)
  }
}

/// Why no credentials could be had for a request.
struct CredentialFailure: Error {
  let cause: any Error

  static func telling<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await body()
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw CredentialFailure(cause: error)
    }
  }
}

/// RFC 6265, section 4.1.1.
enum CookieText {
  static func isOctet(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
    default: false
    }
  }
}
