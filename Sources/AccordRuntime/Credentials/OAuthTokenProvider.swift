import HTTPTypes
import Synchronization

/// Gets tokens from an authorization server of OAuth 2.0 (RFC 6749), and new ones before they end: by the refresh
/// token if the server gave one, else as the first.
public final class OAuthTokenProvider: TokenProvider {
  private let tokens: RefreshingTokenProvider

  /// - Parameters:
  ///   - tokenURL: the token endpoint. Secrets go there: it should be `https`.
  ///   - grant: what the first token is given for.
  ///   - scopes: what to ask for; none: what the server has for default.
  ///   - leeway: how long before its end a token is replaced.
  ///   - clock: what lifetimes are measured by.
  ///   - keep: told of every refresh token that the server gives: it may be the only one that is good from then on.
  public init(
    tokenURL: EndpointURL, grant: OAuthGrant, client: OAuthClient, scopes: [String] = [],
    transport: any ClientTransport, leeway: Duration = .seconds(30),
    clock: any Clock<Duration> = ContinuousClock(),
    keepingRefreshToken keep: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    let requests = OAuthTokenRequests(
      url: tokenURL, grant: grant, client: client, scopes: scopes, transport: transport, keep: keep)
    tokens = RefreshingTokenProvider(leeway: leeway, clock: clock) { try await requests.token() }
  }

  /// - Throws: ``OAuthError``, and what the transport throws.
  public func token() async throws -> AccessToken { try await tokens.token() }

  public func token(replacing refused: AccessToken) async throws -> AccessToken? {
    try await tokens.token(replacing: refused)
  }
}

/// Makes the requests, one at a time, and remembers the refresh token.
private final class OAuthTokenRequests: Sendable {
  let url: EndpointURL
  let grant: OAuthGrant
  let client: OAuthClient
  let scopes: [String]
  let transport: any ClientTransport
  let keep: @Sendable (String) -> Void
  private let refreshToken = Mutex<Secret?>(nil)

  private static let maximumAnswerSize = 1 << 20

  init(
    url: EndpointURL, grant: OAuthGrant, client: OAuthClient, scopes: [String],
    transport: any ClientTransport, keep: @escaping @Sendable (String) -> Void
  ) {
    self.url = url
    self.grant = grant
    self.client = client
    self.scopes = scopes
    self.transport = transport
    self.keep = keep
  }

  func token() async throws -> AccessToken {
    guard let refresh = refreshToken.withLock({ $0 }) else { return try await token(for: grant) }
    do {
      return try await token(for: .refreshToken(refresh.text))
    } catch OAuthError.refused(let refusal) where refusal.code == .invalidGrant {
      guard grant.isRepeatable else { throw OAuthError.refused(refusal) }
      refreshToken.withLock { $0 = nil }
      return try await token(for: grant)
    }
  }

  private func token(for grant: OAuthGrant) async throws -> AccessToken {
    var fields = grant.fields
    if !scopes.isEmpty { fields.append(("scope", scopes.joined(separator: " "))) }
    var headerFields: HTTPFields = [
      .contentType: "application/x-www-form-urlencoded", .accept: "application/json",
    ]
    switch (client.secret, client.authentication) {
    case (nil, _): fields.append(("client_id", client.id))
    case (let secret?, .body):
      fields += [("client_id", client.id), ("client_secret", secret.text)]
    case (let secret?, .basic):
      let pair = "\(PercentEncoding.query(client.id)):\(PercentEncoding.query(secret.text))"
      var field = HTTPField(
        name: .authorization, value: "Basic " + Base64Data(Array(pair.utf8)).text)
      field.indexingStrategy = .disallow
      headerFields.append(field)
    }
    let body = fields.map { PercentEncoding.query($0.name) + "=" + PercentEncoding.query($0.value) }
      .joined(separator: "&")
    let request = HTTPRequest(
      method: .post, scheme: url.server.scheme, authority: url.server.authority, path: url.target,
      headerFields: headerFields)
    let (response, bytes) = try await transport.send(
      request, body: Array(body.utf8), maximumBodySize: Self.maximumAnswerSize)
    return try read(bytes, status: response.status.code)
  }

  /// RFC 6749, sections 5.1 and 5.2.
  private func read(_ bytes: [UInt8], status: Int) throws(OAuthError) -> AccessToken {
    guard let answer = Self.object(bytes) else { throw .malformed(status: status) }
    if let code = answer["error"]?.string {
      throw .refused(
        OAuthError.Refusal(
          code: .init(code), description: answer["error_description"]?.string,
          url: answer["error_uri"]?.string, status: status))
    }
    guard (200...299).contains(status), let token = answer["access_token"]?.string, !token.isEmpty
    else { throw .malformed(status: status) }
    let type = answer["token_type"]?.string ?? "bearer"
    guard type.lowercased() == "bearer" else { throw .unsupportedTokenType(type) }
    if let refresh = answer["refresh_token"]?.string {
      refreshToken.withLock { $0 = Secret(refresh) }
      keep(refresh)
    }
    return AccessToken(token, lifetime: Self.lifetime(answer["expires_in"]))
  }

  private static func object(_ bytes: [UInt8]) -> JSONValue? {
    do throws(JSONError) {
      let value = try JSONValue(json: bytes)
      return value.object == nil ? nil : value
    } catch {
      return nil
    }
  }

  /// In seconds. Some servers write the number as a string.
  private static func lifetime(_ value: JSONValue?) -> Duration? {
    let number = value?.number ?? value?.string.flatMap(JSONNumber.init(literal:))
    guard let seconds: Int = number?.integer(), seconds >= 0 else { return nil }
    return .seconds(min(seconds, 10 * 365 * 86_400))
  }
}
