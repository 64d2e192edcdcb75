import AccordRuntime
import HTTPTypes
import Testing

struct APIClientTests {
  static func client(
    _ status: Int, _ body: String = "", credentials: Credentials = .none, limit: Int = 1000
  ) throws -> (APIClient, RecordingTransport) {
    let transport = RecordingTransport { _ in
      (HTTPResponse(status: .init(code: status), headerFields: [.eTag: "7"]), Array(body.utf8))
    }
    let server = try #require(ServerURL("https://example.org/v1/"))
    let client = APIClient(
      server: server, transport: transport, credentials: credentials, maximumBodySize: limit)
    return (client, transport)
  }

  @Test func aSuccessIsReadAndItsHeadKept() async throws {
    let (client, transport) = try Self.client(200, #"{"id":"a/b","count":1}"#)
    let answer = try await client.send(.card("a/b ?"))
    #expect(answer.body == Card(id: "a/b", count: 1))
    #expect(answer.head == AnswerHead(status: 200, headerFields: [.eTag: "7"]))
    let head = try #require(transport.requests.first).head
    #expect(head.path == "/v1/cards/a%2Fb%20%3F")
    #expect(head.scheme == "https" && head.authority == "example.org" && head.method == .get)
    #expect(transport.requests.count == 1)
    #expect(transport.requests[0].body == nil)
  }

  @Test func aDocumentedRefusalIsTyped() async throws {
    let (client, _) = try Self.client(404, #"{"detail":"no such card"}"#)
    let error = await #expect(throws: CallError<CardRefusal>.self) {
      try await client.send(.card("a"))
    }
    #expect(error?.refusal == .notFound(Problem(detail: "no such card")))
    #expect(error?.status == 404)
    guard case .refused(_, let head)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(head.headerFields[.eTag] == "7")
  }

  @Test(arguments: [202, 204, 301, 403, 500])
  func anUndocumentedAnswerIsGivenAsItCame(status: Int) async throws {
    let (client, _) = try Self.client(status, "oops")
    let error = await #expect(throws: CallError<CardRefusal>.self) {
      try await client.send(.card("a"))
    }
    guard case .undocumented(let answer)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.head.status == status)
    #expect(answer.body == Array("oops".utf8))
    #expect(error?.refusal == nil)
    #expect(error?.status == status)
  }

  @Test(arguments: [
    (200, "", JSONError(.unexpectedEnd, at: 0)),
    (200, #"{"id":"a"}"#, JSONError(.missing(key: "count"), at: 10)),
    (
      200, #"{"id":"a","count":"1"}"#,
      JSONError(.mismatch(expected: "integer", found: .string), at: 18)
    ),
    (404, "<html>", JSONError(.unexpectedByte(UInt8(ascii: "<")), at: 0)),
    (404, "{}", JSONError(.missing(key: "detail"), at: 2)),
  ])
  func aBodyThatIsNotWhatTheDocumentSaysIsMalformed(
    _ status: Int, _ body: String, _ reason: JSONError
  ) async throws {
    let (client, _) = try Self.client(status, body)
    let error = await #expect(throws: CallError<CardRefusal>.self) {
      try await client.send(.card("a"))
    }
    guard case .malformed(let found, let answer)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == .json(reason))
    #expect(answer.body == Array(body.utf8))
    #expect(error?.status == status)
  }

  @Test func anInvalidRequestIsNotSent() async throws {
    let (client, transport) = try Self.client(200)
    let violation = ConstraintViolation(
      part: .path("id"), pointer: .root, keyword: "minLength", message: "must not be empty")
    let error = await #expect(throws: CallError<CardRefusal>.self) {
      try await client.send(.card("", violations: [violation]))
    }
    guard case .invalid(let violations)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(violations == [violation])
    #expect(transport.requests.isEmpty)
    #expect(error?.status == nil)
  }

  @Test func aFailingTransportIsToldApart() async throws {
    struct NoNetwork: Error {}
    let transport = RecordingTransport { _ in throw NoNetwork() }
    let client = APIClient(
      server: try #require(ServerURL("http://localhost:1")), transport: transport)
    let error = await #expect(throws: CallError<CardRefusal>.self) {
      try await client.send(.card("a"))
    }
    guard case .transport(let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause is NoNetwork)
  }

  @Test func aBodyThatIsTooLargeIsAnError() async throws {
    let (client, _) = try Self.client(200, #"{"id":"a","count":1}"#, limit: 19)
    let error = await #expect(throws: CallError<CardRefusal>.self) {
      try await client.send(.card("a"))
    }
    guard case .transport(let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause as? BodyTooLarge == BodyTooLarge(limit: 19))
  }

  @Test func theBodyGoesWithItsContentType() async throws {
    let (client, transport) = try Self.client(200, #"{"id":"a","count":1}"#)
    let card = Card(id: "caf\u{E9}", count: 2)
    let call = Call<Card, NoRefusal>(
      APIOperation("put", .put, "/cards", .json(200)), "/cards",
      headerFields: [.accept: "application/json"],
      body: .json(card, contentType: "application/merge-patch+json"))
    _ = try await client.send(call)
    let request = try #require(transport.requests.first)
    #expect(request.head.headerFields[.contentType] == "application/merge-patch+json")
    #expect(request.head.headerFields[.accept] == "application/json")
    #expect(try Card(json: try #require(request.body)) == card)
  }

  @Test func aBodyThatJSONHasNoTextForIsNotSent() async throws {
    let (client, transport) = try Self.client(200)
    let call = Call<Card, NoRefusal>(
      APIOperation("put", .put, "/cards", .json(200)), "/cards",
      body: .json(Double.nan))
    await #expect(throws: CallError<NoRefusal>.self) { try await client.send(call) }
    #expect(transport.requests.isEmpty)
  }

  // MARK: - Where

  @Test(arguments: [
    ("http://localhost", "http", "localhost", ""),
    ("HTTPS://Example.org:8443/", "https", "Example.org:8443", ""),
    ("https://example.org/api//v1///", "https", "example.org", "/api//v1"),
    ("http://[::1]:80/x", "http", "[::1]:80", "/x"),
  ])
  func serverURLs(_ text: String, _ scheme: String, _ authority: String, _ basePath: String) throws
  {
    let url = try #require(ServerURL(text))
    #expect(url.scheme == scheme && url.authority == authority && url.basePath == basePath)
  }

  @Test(arguments: [
    "", "localhost", "/v1", "ftp://example.org", "http:/example.org", "http://", "http:///v1",
    "http://a/?q=1",
    "http://a/#f", "http://user:secret@a/", "http://a b/", "://a", "http://a\n/",
    "https://a\\b", "https://a:", "https://a:99999", "https://a:8o", "https://[::1", "https://[]",
    "https://{host}/", "https://a/{base}", "https://b\u{FC}cher.de", "https://a/\u{1}",
  ])
  func noServerURLs(_ text: String) {
    #expect(ServerURL(text) == nil)
  }

  @Test(arguments: [
    ("v2", "https://example.org/api/v2"), ("/v2/", "https://example.org/v2"),
    ("/", "https://example.org"), ("", "https://example.org/api"),
    (".", "https://example.org/api"), ("../v2", "https://example.org/v2"),
    ("../../../v2", "https://example.org/v2"), ("a%2Fb", "https://example.org/api/a%2Fb"),
  ])
  func relativeURLsAreResolved(_ path: String, _ expected: String) throws {
    let base = try #require(ServerURL("https://example.org/api"))
    #expect(base.resolving(path)?.description == expected)
  }

  @Test(arguments: ["//evil.org/v2", "?q=1", "#f", "a b", "\\\\evil.org", "/\n"])
  func whatCouldLeadElsewhereIsNotResolved(_ path: String) throws {
    let base = try #require(ServerURL("https://example.org/api"))
    #expect(base.resolving(path) == nil)
  }

  @Test(arguments: [
    ("https://{a}.example.org/{b}", "x", "v 1/#", "https://x.example.org/v%201/%23"),
    ("https://h:{a}", "80", "", "https://h:80"), ("{a}://h", "HTTP", "", "http://h"),
    ("https://{a}", "h:80", "", "https://h:80"), ("https://{a}/b", "[::1]", "", "https://[::1]/b"),
    ("{a}/v1", "http://h/x/", "", "http://h/x/v1"),
    ("/x/{a}", "/evil.org", "", "https://base/x//evil.org"),
    ("../{a}", "v2", "", "https://base/v2"), ("/{a}", "/evil.org", "", "https://base/evil.org"),
  ])
  func valuesStayInTheirPlace(_ template: String, _ a: String, _ b: String, _ expected: String)
    throws
  {
    let base = try #require(ServerURL("https://base/v1"))
    let url = try ServerURL(expanding: template, [("a", a), ("b", b)], at: base)
    #expect(url.description == expected)
  }

  @Test(arguments: [
    ("https://{a}.example.org", "evil.org/"), ("https://{a}.example.org", "evil.org:80"),
    ("https://{a}.example.org", "u@evil.org"), ("https://{a}.example.org", "evil.org?"),
    ("https://{a}.example.org", "evil.org#"), ("https://{a}.example.org", "evil.org\\"),
    ("https://{a}.example.org", ""), ("https://{a}.example.org", "a\n"),
    ("https://h:{a}", "80@evil.org"), ("https://h:{a}", "80.evil.org"), ("https://h:{a}", "99999"),
    ("{a}://h", "ftp"), ("{a}://h", "http://evil.org/?"), ("https://{a}", "u@evil.org"),
    ("https://{a}", "evil.org/x"), ("{a}/v1", "evil.org"), ("https://h/{a}", ".."),
    ("https://h/v1/{a}/x", "../../y"), ("https://h/.{a}", "."),
  ])
  func valuesThatWouldLeadElsewhereAreRefused(_ template: String, _ value: String) {
    #expect(throws: UnusableServerVariable.self) {
      try ServerURL(expanding: template, [("a", value)])
    }
  }
}
