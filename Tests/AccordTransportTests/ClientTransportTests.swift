import AccordAsyncHTTPClient
import AccordRuntime
import AccordTesting
import AccordURLSession
import HTTPTypes
import Testing

/// What every transport promises, whatever it stands on.
@Suite(.timeLimit(.minutes(5)), .serialized) struct ClientTransportTests {
  enum Kind: String, CaseIterable, Sendable {
    case asyncHTTPClient
    case urlSession

    func transport(timeout: Duration = .seconds(60)) -> any ClientTransport {
      switch self {
      case .asyncHTTPClient: AsyncHTTPClientTransport(timeout: timeout)
      case .urlSession: URLSessionTransport(timeout: timeout)
      }
    }
  }

  private static func request(
    _ port: Int, _ method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:]
  ) -> HTTPRequest {
    HTTPRequest(
      method: method, scheme: "http", authority: "127.0.0.1:\(port)", path: "/a%2Fb?q=%C3%A9",
      headerFields: fields)
  }

  private static func send(
    _ port: Int, _ method: HTTPRequest.Method = .get, limit: Int = 5,
    by transport: any ClientTransport
  ) async throws -> (HTTPResponse, [UInt8]) {
    try await transport.send(request(port, method), body: nil, maximumBodySize: limit)
  }

  @Test(
    "head and body arrive as they were sent, and so does the answer", arguments: Kind.allCases,
    [true, false])
  func plain(kind: Kind, isStream: Bool) async throws {
    let answer = "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-A: 1\r\nX-A: 2\r\n\r\nhello"
    try await RawServer.answering(answer) { server in
      let parts = AsyncStream<[UInt8]> { parts in
        for part in ["{", "}", "END"] { parts.yield(Array(part.utf8)) }
        parts.finish()
      }
      let (response, body) = try await kind.transport().send(
        Self.request(server.port, .post, [.authorization: "Bearer x"]),
        body: isStream ? ByteStream(parts) : ByteStream("{}END"))
      #expect(response.status.code == 201)
      let bytes = try await body.collect(upTo: 5)
      #expect(bytes == Array("hello".utf8))
      let name = try #require(HTTPField.Name("X-A"))
      // Two lines or one with both: the same to HTTP (RFC 9110, section 5.3).
      let values = response.headerFields[values: name].joined(separator: ",")
      #expect(values.replacing(" ", with: "") == "1,2")
      let seen = try #require(await server.requests.first { _ in true })
      #expect(seen.hasPrefix("POST /a%2Fb?q=%C3%A9 HTTP/1.1\r\n"), "\(seen)")
      #expect(seen.lowercased().contains("authorization: bearer x\r\n"))
      // A stream without a length may come in chunks.
      let sent = seen.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
      #expect(sent.filter { "{}END".contains($0) } == "{}END", "\(seen)")
    }
  }

  @Test("cookies are one field (RFC 6265, section 5.4)", arguments: Kind.allCases)
  func cookies(kind: Kind) async throws {
    try await RawServer.answering("HTTP/1.1 204 No Content\r\n\r\n") { server in
      var fields = HTTPFields()
      fields.append(HTTPField(name: .cookie, value: "a=1"))
      fields.append(HTTPField(name: .cookie, value: "b=2"))
      _ = try await kind.transport().send(
        Self.request(server.port, .get, fields), body: nil, maximumBodySize: 5)
      let seen = try #require(await server.requests.first { _ in true })
      #expect(seen.lowercased().contains("cookie: a=1; b=2\r\n"), "\(seen)")
    }
  }

  @Test(
    "redirects are answers: credentials never go where a server points", arguments: Kind.allCases)
  func redirect(kind: Kind) async throws {
    let answer =
      "HTTP/1.1 302 Found\r\nLocation: http://other.example/\r\nContent-Length: 0\r\n\r\n"
    try await RawServer.answering(answer) { server in
      let (response, _) = try await Self.send(server.port, by: kind.transport())
      #expect(response.status.code == 302)
    }
  }

  @Test(
    "a body above the limit is an error, though the server says no more", arguments: Kind.allCases,
    [
      "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n123456",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n",
    ])
  func tooLarge(kind: Kind, answer: String) async throws {
    try await RawServer.answering(answer, then: .hold) { server in
      await #expect(throws: BodyTooLarge(limit: 5)) {
        try await Self.send(server.port, by: kind.transport())
      }
    }
  }

  @Test("a body at the limit is none", arguments: Kind.allCases)
  func atTheLimit(kind: Kind) async throws {
    let answer =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nab\r\n0\r\n\r\n"
    try await RawServer.answering(answer, then: .hold) { server in
      let (_, body) = try await Self.send(server.port, by: kind.transport())
      #expect(body == Array("abcab".utf8))
    }
  }

  @Test("the answer to HEAD has no body, whatever its length says", arguments: Kind.allCases)
  func head(kind: Kind) async throws {
    try await RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n") { server in
      let (response, body) = try await Self.send(server.port, .head, by: kind.transport())
      #expect(response.status.code == 200 && body.isEmpty)
    }
  }

  @Test(
    "what is cut short, or no HTTP, is an error", arguments: Kind.allCases,
    [
      "HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "nonsense\r\n\r\n", "",
      // Statuses that HTTP does not have (RFC 9110, section 15).
      "HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n",
    ])
  func broken(kind: Kind, answer: String) async throws {
    try await RawServer.answering(answer) { server in
      await #expect(throws: (any Error).self) {
        try await Self.send(server.port, limit: 5000, by: kind.transport())
      }
    }
  }

  @Test(
    "silence has a limit, before the answer and within its body", arguments: Kind.allCases,
    ["", "HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nabc"])
  func timeOut(kind: Kind, answer: String) async throws {
    // URLSession counts whole seconds.
    let transport = kind.transport(timeout: .seconds(1))
    try await RawServer.answering(answer, then: .hold) { server in
      await #expect(throws: RequestTimeout()) {
        try await Self.send(server.port, limit: 5000, by: transport)
      }
    }
  }

  @Test(
    "a server that always says a little more is cut off by the client's own limit",
    arguments: Kind.allCases)
  func trickle(kind: Kind) async throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    try await RawServer.answering(head, then: .forever("1\r\n \r\n")) { server in
      let url = try #require(ServerURL("http://127.0.0.1:\(server.port)"))
      let client = APIClient(
        server: url, transport: kind.transport(), maximumBodySize: .max,
        timeout: .milliseconds(300))
      let operation = APIOperation<String, NoRefusal>("read", .get, "/", .json(200))
      await #expect {
        try await client.send(Call(operation, "/"))
      } throws: { error in
        guard case .transport(let cause)? = error as? CallError<NoRefusal> else { return false }
        return cause is RequestTimeout
      }
    }
  }

  @Test("a cancelled caller is free at once", arguments: Kind.allCases)
  func cancellation(kind: Kind) async throws {
    try await RawServer.answering("", then: .hold) { server in
      let port = server.port
      let call = Task { try await Self.send(port, by: kind.transport()) }
      _ = await server.requests.first { _ in true }
      call.cancel()
      await #expect(throws: CancellationError.self) { try await call.value }
    }
  }

  @Test(
    "whoever stops reading ends the exchange, and a fast server does not fill the memory",
    arguments: Kind.allCases)
  func backPressure(kind: Kind) async throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let chunk = "1000\r\n" + String(repeating: "x", count: 4096) + "\r\n"
    try await RawServer.answering(head, then: .forever(chunk)) { server in
      let (_, body) = try await kind.transport().send(Self.request(server.port), body: nil)
      await #expect(throws: BodyTooLarge(limit: 1 << 20)) { try await body.collect(upTo: 1 << 20) }
    }
  }

  @Test("nobody listens", arguments: Kind.allCases)
  func refused(kind: Kind) async throws {
    await #expect(throws: (any Error).self) { try await Self.send(1, by: kind.transport()) }
  }
}
