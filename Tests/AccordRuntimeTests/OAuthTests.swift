import AccordRuntime
import AccordTesting
import HTTPTypes
import Synchronization
import Testing

struct OAuthTests {
  /// Answers with one after the other, and the last one from then on.
  static func server(_ answers: (Int, String)...) -> RecordingTransport {
    let left = Mutex(answers[...])
    return RecordingTransport { _ in
      let (status, body) = left.withLock { left in
        left.count > 1 ? left.removeFirst() : (left.first ?? (500, ""))
      }
      return (HTTPResponse(status: .init(code: status)), Array(body.utf8))
    }
  }

  static func provider(
    _ grant: OAuthGrant, _ transport: RecordingTransport,
    client: OAuthClient = OAuthClient(id: "my app", secret: "s:cret"), scopes: [String] = [],
    clock: TestClock = TestClock(), keep: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> OAuthTokenProvider {
    OAuthTokenProvider(
      tokenURL: try #require(EndpointURL("https://auth.example.org/oauth/token?tenant=1")),
      grant: grant, client: client, scopes: scopes, transport: transport, clock: clock,
      keepingRefreshToken: keep)
  }

  static func forms(_ transport: RecordingTransport) -> [String] {
    transport.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) }
  }

  static let token = (200, #"{"access_token":"t1","token_type":"Bearer","expires_in":3600}"#)

  @Test func aClientsOwnToken() async throws {
    let transport = Self.server(Self.token)
    let provider = try Self.provider(.clientCredentials, transport, scopes: ["read all", "b"])
    #expect(try await provider.token() == AccessToken("t1", lifetime: .seconds(3600)))
    #expect(try await provider.token().secret.text == "t1")
    #expect(Self.forms(transport) == ["grant_type=client_credentials&scope=read%20all%20b"])
    let head = try #require(transport.requests.first).head
    #expect(head.method == .post && head.authority == "auth.example.org")
    #expect(head.path == "/oauth/token?tenant=1")
    #expect(head.headerFields[.contentType] == "application/x-www-form-urlencoded")
    // "my%20app:s%3Acret"
    #expect(head.headerFields[.authorization] == "Basic bXklMjBhcHA6cyUzQWNyZXQ=")
  }

  @Test(arguments: [
    (OAuthClient(id: "a&b"), "grant_type=client_credentials&client_id=a%26b"),
    (
      OAuthClient(id: "a", secret: "=", authentication: .body),
      "grant_type=client_credentials&client_id=a&client_secret=%3D"
    ),
  ])
  func clientsWithoutBasicAuthentication(_ client: OAuthClient, _ form: String) async throws {
    let transport = Self.server(Self.token)
    _ = try await Self.provider(.clientCredentials, transport, client: client).token()
    #expect(Self.forms(transport) == [form])
    #expect(transport.requests.first?.head.headerFields[.authorization] == nil)
  }

  @Test(arguments: [
    (OAuthGrant.refreshToken("r&0"), "grant_type=refresh_token&refresh_token=r%260"),
    (
      .password(user: "ann", password: "p w"),
      "grant_type=password&username=ann&password=p%20w"
    ),
    (
      .authorizationCode("c", redirectURL: "app://x", verifier: "v"),
      "grant_type=authorization_code&code=c&redirect_uri=app%3A%2F%2Fx&code_verifier=v"
    ),
  ])
  func otherGrants(_ grant: OAuthGrant, _ form: String) async throws {
    let transport = Self.server(Self.token)
    _ = try await Self.provider(grant, transport).token()
    #expect(Self.forms(transport) == [form])
  }

  @Test func theRefreshTokenIsUsedAndItsSuccessorKept() async throws {
    let clock = TestClock()
    let kept = Mutex<[String]>([])
    let transport = Self.server(
      (200, #"{"access_token":"t1","token_type":"bearer","expires_in":"60","refresh_token":"r1"}"#),
      (200, #"{"access_token":"t2","token_type":"bearer","expires_in":60,"refresh_token":"r2"}"#),
      (200, #"{"access_token":"t3","token_type":"bearer","expires_in":60}"#),
      (400, #"{"error":"invalid_grant"}"#),
      (200, #"{"access_token":"t4","token_type":"bearer","expires_in":60}"#))
    let provider = try Self.provider(
      .password(user: "ann", password: "p"), transport, clock: clock,
      keep: { token in kept.withLock { $0.append(token) } })
    for expected in ["t1", "t2", "t3", "t4"] {
      #expect(try await provider.token().secret.text == expected)
      clock.advance(by: .seconds(60))
    }
    #expect(kept.withLock { $0 } == ["r1", "r2"])
    #expect(
      Self.forms(transport).map { $0.prefix(34) } == [
        "grant_type=password&username=ann&p", "grant_type=refresh_token&refresh_t",
        "grant_type=refresh_token&refresh_t", "grant_type=refresh_token&refresh_t",
        "grant_type=password&username=ann&p",
      ])
    #expect(Self.forms(transport)[2].hasSuffix("=r2") && Self.forms(transport)[3].hasSuffix("=r2"))
  }

  @Test func aSpentCodeIsNotUsedAgain() async throws {
    let clock = TestClock()
    let transport = Self.server(
      (200, #"{"access_token":"t1","token_type":"bearer","expires_in":60,"refresh_token":"r1"}"#),
      (400, #"{"error":"invalid_grant","error_description":"revoked"}"#))
    let provider = try Self.provider(.authorizationCode("c"), transport, clock: clock)
    _ = try await provider.token()
    clock.advance(by: .seconds(60))
    let error = await #expect(throws: OAuthError.self) { try await provider.token() }
    guard case .refused(let refusal)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.code == .invalidGrant && refusal.description == "revoked")
    #expect(transport.requests.count == 2)
  }

  @Test(arguments: [
    (500, "<html>", OAuthError.malformed(status: 500)),
    (200, "{}", .malformed(status: 200)),
    (200, #"{"access_token":""}"#, .malformed(status: 200)),
    (200, "[1]", .malformed(status: 200)),
    (302, #"{"access_token":"t"}"#, .malformed(status: 302)),
    (200, #"{"access_token":"t","token_type":"mac"}"#, .unsupportedTokenType("mac")),
  ])
  func whatIsNoToken(_ status: Int, _ body: String, _ expected: OAuthError) async throws {
    let provider = try Self.provider(.clientCredentials, Self.server((status, body)))
    let error = await #expect(throws: OAuthError.self) { try await provider.token() }
    #expect(error == expected)
  }

  @Test func endpointsAreResolved() throws {
    let server = try #require(ServerURL("https://example.org/v1"))
    for (text, expected) in [
      ("token", "https://example.org/v1/token"), ("/token", "https://example.org/token"),
      ("https://a.org/b?c=d", "https://a.org/b?c=d"), ("https://a.org", "https://a.org/"),
    ] {
      #expect(EndpointURL(text, relativeTo: server)?.description == expected)
    }
    for text in ["ftp://a", "//a.org/x", "https://u@a/", "https://a/#f", "https://a/?b c"] {
      #expect(EndpointURL(text, relativeTo: server) == nil, "\(text)")
    }
    #expect(EndpointURL("token") == nil)
  }
}
