import AccordRuntime
import HTTPTypes
import Testing

struct CredentialsTests {
  static let bearer = SecurityScheme("bearer", .bearer)
  static let basic = SecurityScheme("basic", .basic)
  static let digest = SecurityScheme("digest", .http("Digest"))
  static let key = SecurityScheme("key", .apiKey(.header, "X-Key"))
  static let other = SecurityScheme("other key", .apiKey(.query, "api key"))
  static let session = SecurityScheme("session", .apiKey(.cookie, "sid"))
  static let certificate = SecurityScheme("certificate", .mutualTLS)

  /// Sends a call of an operation that requires that.
  static func send(
    _ security: [SecurityRequirement], _ credentials: Credentials,
    headerFields: HTTPFields = [:]
  ) async throws -> HTTPRequest {
    let transport = RecordingTransport { _ in (HTTPResponse(status: .ok), Array("{}".utf8)) }
    let client = APIClient(
      server: try #require(ServerURL("https://example.org")), transport: transport,
      credentials: credentials)
    var call = Call<Card, CardRefusal>.card("a")
    call.operation.description.security = security
    call.headerFields = headerFields
    do {
      _ = try await client.send(call)
    } catch {
      if case .credentials(let cause) = error {
        #expect(transport.requests.isEmpty)
        throw cause
      }
    }
    return try #require(transport.requests.first).head
  }

  static var everything: Credentials {
    var credentials = Credentials.none
    credentials.add(bearer, BearerToken("t0ken"))
    credentials.add(basic, BasicCredentials(user: "ann", password: "pass:w\u{F6}rd"))
    credentials.add(digest, AuthorizationValue("Digest username=\"ann\""))
    credentials.add(key, APIKey("k3y"))
    credentials.add(other, APIKey("o&her"))
    credentials.add(session, APIKey("s3ssion"))
    return credentials
  }

  @Test func eachGoesWhereItBelongs() async throws {
    let all: [(SecurityScheme, @Sendable (HTTPRequest) -> String?, String)] = [
      (Self.bearer, { $0.headerFields[.authorization] }, "Bearer t0ken"),
      (Self.basic, { $0.headerFields[.authorization] }, "Basic YW5uOnBhc3M6d8O2cmQ="),
      (Self.digest, { $0.headerFields[.authorization] }, "Digest username=\"ann\""),
      (Self.other, { $0.path }, "/cards/a?api%20key=o%26her"),
      (Self.session, { $0.headerFields[.cookie] }, "a=b; sid=s3ssion"),
    ]
    for (scheme, find, expected) in all {
      let request = try await Self.send(
        [SecurityRequirement(scheme)], Self.everything, headerFields: [.cookie: "a=b"])
      #expect(find(request) == expected)
      // And nowhere else.
      let places = [
        request.headerFields[.authorization] != nil,
        request.headerFields[try #require(HTTPField.Name("X-Key"))] != nil,
        request.path != "/cards/a", request.headerFields[.cookie] != "a=b",
      ]
      #expect(places.filter { $0 }.count == 1, "\(scheme.name)")
    }
    let request = try await Self.send([SecurityRequirement(Self.key)], Self.everything)
    let field = try #require(
      request.headerFields.first { $0.name.canonicalName == "x-key" })
    #expect(field.value == "k3y")
    #expect(field.indexingStrategy == .disallow)
  }

  @Test func theFirstAlternativeThatIsCompleteIsUsed() async throws {
    var credentials = Credentials.none
    credentials.add(Self.key, APIKey("k3y"))
    credentials.add(Self.bearer, BearerToken("t0ken"))
    let name = try #require(HTTPField.Name("X-Key"))
    let incomplete = SecurityRequirement(Self.bearer, Self.other)
    let first = try await Self.send([incomplete, .init(Self.key), .init(Self.bearer)], credentials)
    #expect(first.headerFields[name] == "k3y" && first.headerFields[.authorization] == nil)
    let both = try await Self.send([incomplete, .init(Self.bearer, Self.key)], credentials)
    #expect(both.headerFields[name] == "k3y")
    #expect(both.headerFields[.authorization] == "Bearer t0ken")
  }

  @Test func nothingGoesWhereNothingIsAskedFor() async throws {
    let open: [[SecurityRequirement]] = [
      [], [.nothing], [.init(Self.certificate)], [.unknown, .nothing],
    ]
    for security in open {
      let request = try await Self.send(security, Self.everything)
      #expect(request.headerFields.map(\.name) == [.accept] && request.path == "/cards/a")
    }
    // Whoever has something shows it, wherever the alternative of showing nothing stands.
    let request = try await Self.send([.nothing, .init(Self.bearer)], Self.everything)
    #expect(request.headerFields[.authorization] == "Bearer t0ken")
  }

  @Test func whatIsMissingIsNamed() async throws {
    var credentials = Credentials.none
    credentials.add(Self.key, APIKey("k3y"))
    let error = await #expect(throws: MissingCredentials.self) {
      try await Self.send([.init(Self.key, Self.other), .init(Self.bearer)], credentials)
    }
    #expect(error?.missing == [["other key"], ["bearer"]])
    #expect(
      error?.description
        == "no credentials for the operation 'get_card': it lacks 'other key', or 'bearer'")
    // Nobody in particular may ask whatever they like: the server will say no.
    _ = try await Self.send([.init(Self.bearer)], .none)
  }

  @Test func whatTheDocumentDoesNotDescribeIsNotAskedFor() async throws {
    let request = try await Self.send([.unknown], Self.everything)
    #expect(request.headerFields.map(\.name) == [.accept])
  }

  @Test(arguments: [
    (key, "a\nb"), (session, "a;b"), (session, "a b"), (key, "\u{0}"),
  ])
  func whatCannotBeSentIsNotSent(_ scheme: SecurityScheme, _ text: String) async throws {
    var credentials = Credentials.none
    credentials.add(scheme, APIKey(text))
    await #expect(throws: UnsendableCredential(scheme: scheme.name)) {
      try await Self.send([.init(scheme)], credentials)
    }
    var basic = Credentials.none
    basic.add(Self.basic, BasicCredentials(user: "a:b", password: text))
    await #expect(throws: UnsendableCredential(scheme: "basic")) {
      try await Self.send([.init(Self.basic)], basic)
    }
  }

  @Test func thoseForAllCallsGoWithAllCalls() async throws {
    let name = try #require(HTTPField.Name("X-Key"))
    for security in [[], [.init(Self.basic)]] as [[SecurityRequirement]] {
      let bearer = try await Self.send(security, .bearer("t0ken"))
      #expect(bearer.headerFields[.authorization] == "Bearer t0ken")
      let key = try await Self.send(security, .apiKey("k3y", header: name))
      #expect(key.headerFields[name] == "k3y")
      let query = try await Self.send(security, .apiKey("k&3y", query: "a b"))
      #expect(query.path == "/cards/a?a%20b=k%263y")
      let cookie = try await Self.send(security, .apiKey("k3y", cookie: "sid"))
      #expect(cookie.headerFields[.cookie] == "sid=k3y")
      let basic = try await Self.send(security, .basic(user: "a", password: "b"))
      #expect(basic.headerFields[.authorization] == "Basic YTpi")
    }
  }

  // MARK: - Secrecy

  /// Every way that text of a value comes about in.
  static func texts<Value>(of value: Value) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    dump([value], to: &dumped)
    return [
      String(describing: value), String(reflecting: value), "\([value])", dumped,
      String(describing: Optional(value)), "\((value, 1))",
    ]
  }

  @Test func noSecretIsEverShown() throws {
    final class Careless: TokenProvider {
      let secret = "s3cret"
      func token() async throws -> AccessToken { AccessToken(secret) }
    }
    let transport = RecordingTransport { _ in (HTTPResponse(status: .ok), []) }
    let server = try #require(ServerURL("https://example.org"))
    var credentials = Credentials.none
    credentials.add(Self.bearer, BearerToken("s3cret"))
    credentials.add(Self.bearer, BearerToken(from: Careless()))
    credentials.add(Self.basic, BasicCredentials(user: "ann", password: "s3cret"))
    credentials.add(Self.key, APIKey("s3cret"))
    credentials.add(Self.digest, AuthorizationValue("s3cret"))
    let oauth = OAuthTokenProvider(
      tokenURL: try #require(EndpointURL("https://example.org/token")),
      grant: .password(user: "ann", password: "s3cret"),
      client: OAuthClient(id: "app", secret: "s3cret"), transport: transport)
    var head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/?key=s3cret")
    head.headerFields[.authorization] = "Bearer s3cret"
    let presented = PresentedCredentials(ServerRequest(head: head, body: []))
    var shown: [String] = []
    shown += Self.texts(of: credentials)
    shown += Self.texts(of: Credentials.bearer("s3cret"))
    shown += Self.texts(
      of: APIClient(server: server, transport: transport, credentials: credentials))
    shown += Self.texts(of: BearerToken("s3cret"))
    shown += Self.texts(of: BasicCredentials(user: "ann", password: "s3cret"))
    shown += Self.texts(of: APIKey("s3cret"))
    shown += Self.texts(of: AccessToken("s3cret", lifetime: .seconds(1)))
    shown += Self.texts(of: OAuthGrant.refreshToken("s3cret"))
    shown += Self.texts(of: OAuthGrant.authorizationCode("s3cret", verifier: "s3cret"))
    shown += Self.texts(of: oauth)
    shown += Self.texts(
      of: RefreshingTokenProvider(initial: AccessToken("s3cret")) { .init("s3cret") })
    shown += Self.texts(of: presented)
    for text in shown { #expect(!text.contains("s3cret"), "\(text)") }
    #expect(shown.contains { $0.contains("ann") }, "what is no secret is shown")
    #expect(credentials.description.contains("'bearer'"))
  }

  @Test func principalsAreToldApart() {
    final class Provider: TokenProvider {
      func token() async throws -> AccessToken { AccessToken("") }
    }
    let provider = Provider()
    #expect(BearerToken(from: provider) == BearerToken(from: provider))
    #expect(BearerToken(from: provider) != BearerToken(from: Provider()))
    #expect(BearerToken(from: provider) != BearerToken(""))
    #expect(Credentials.bearer("a") != .bearer("b"))
    #expect(Credentials.bearer("a") == .bearer("a"))
    // Scalar by scalar: these two are equal as strings.
    #expect(Credentials.bearer("\u{E9}") != .bearer("e\u{301}"))
  }

  // MARK: - Servers of operations

  @Test(arguments: [false, true]) func operationsMayHaveAServer(_ isUsed: Bool) async throws {
    let transport = RecordingTransport { _ in (HTTPResponse(status: .ok), Array("{}".utf8)) }
    let client = APIClient(
      server: try #require(ServerURL("https://example.org/v1")), transport: transport,
      usesOperationServers: isUsed)
    var call = Call<Card, CardRefusal>.card("a")
    call.operation.description.server = ServerURL("https://files.example.org")
    _ = try? await client.send(call)
    call.server = ServerURL("http://localhost:8080")
    _ = try? await client.send(call)
    #expect(
      transport.requests.map { "\($0.head.authority ?? "")\($0.head.path ?? "")" } == [
        isUsed ? "files.example.org/cards/a" : "example.org/v1/cards/a", "localhost:8080/cards/a",
      ])
  }
}
