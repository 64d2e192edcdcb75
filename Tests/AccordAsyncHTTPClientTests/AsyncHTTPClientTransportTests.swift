import AccordAsyncHTTPClient
import AccordRuntime
import AccordTesting
import AsyncHTTPClient
import Testing

@Suite(.timeLimit(.minutes(5))) struct AsyncHTTPClientTransportTests {
  private static func request(
    _ port: Int, _ method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:]
  ) -> HTTPRequest {
    HTTPRequest(
      method: method, scheme: "http", authority: "127.0.0.1:\(port)", path: "/a%2Fb?q=%C3%A9",
      headerFields: fields)
  }

  private static func send(
    _ port: Int, _ method: HTTPRequest.Method = .get, limit: Int = 5,
    transport: AsyncHTTPClientTransport = AsyncHTTPClientTransport()
  ) async throws -> (HTTPResponse, [UInt8]) {
    try await transport.send(request(port, method), body: nil, maximumBodySize: limit)
  }

  @Test("head and body arrive as they were sent, and so does the answer")
  func plain() async throws {
    let answer =
      "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-A: 1\r\nX-A: 2\r\n\r\nhello"
    try await RawServer.answering(answer) { server in
      let (response, body) = try await AsyncHTTPClientTransport().send(
        Self.request(server.port, .post, [.authorization: "Bearer x"]), body: Array("{}END".utf8),
        maximumBodySize: 5)
      #expect(response.status.code == 201)
      #expect(String(decoding: body, as: UTF8.self) == "hello")
      let name = try #require(HTTPField.Name("X-A"))
      #expect(response.headerFields[values: name] == ["1", "2"])
      let seen = try #require(await server.requests.first { _ in true })
      #expect(seen.hasPrefix("POST /a%2Fb?q=%C3%A9 HTTP/1.1\r\n"))
      #expect(seen.lowercased().contains("authorization: bearer x\r\n"))
      #expect(seen.hasSuffix("\r\n\r\n{}END"))
    }
  }

  @Test("redirects are answers: credentials never go where a server points")
  func redirect() async throws {
    let answer =
      "HTTP/1.1 302 Found\r\nLocation: http://other.example/\r\nContent-Length: 0\r\n\r\n"
    try await RawServer.answering(answer) { server in
      let (response, _) = try await Self.send(server.port)
      #expect(response.status.code == 302)
    }
  }

  @Test(
    "a body above the limit is an error",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n123456",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n",
    ])
  func tooLarge(_ answer: String) async throws {
    try await RawServer.answering(answer, then: .hold) { server in
      await #expect(throws: BodyTooLarge(limit: 5)) { try await Self.send(server.port) }
    }
  }

  @Test("a body at the limit is none")
  func atTheLimit() async throws {
    let answer =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nab\r\n0\r\n\r\n"
    try await RawServer.answering(answer, then: .hold) { server in
      let (_, body) = try await Self.send(server.port)
      #expect(body == Array("abcab".utf8))
    }
  }

  @Test("the answer to HEAD has no body, whatever its length says")
  func head() async throws {
    try await RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n") { server in
      let (response, body) = try await Self.send(server.port, .head)
      #expect(response.status.code == 200 && body.isEmpty)
    }
  }

  @Test(
    "what is cut short, or no HTTP, is an error",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "nonsense\r\n\r\n", "",
    ])
  func broken(_ answer: String) async throws {
    try await RawServer.answering(answer) { server in
      await #expect(throws: (any Error).self) { try await Self.send(server.port, limit: 5000) }
    }
  }

  @Test(
    "the time-out covers the body too",
    arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nabc"])
  func timeOut(_ answer: String) async throws {
    let transport = AsyncHTTPClientTransport(timeout: .milliseconds(200))
    try await RawServer.answering(answer, then: .hold) { server in
      await #expect(throws: RequestTimeout()) {
        try await Self.send(server.port, limit: 5000, transport: transport)
      }
    }
  }

  @Test(
    "a status that HTTP does not have is an error, and the process goes on",
    arguments: ["099", "000"])
  func status(_ status: String) async throws {
    let answer = "HTTP/1.1 \(status) Odd\r\nContent-Length: 0\r\n\r\n"
    try await RawServer.answering(answer) { server in
      await #expect(throws: (any Error).self) { try await Self.send(server.port) }
    }
  }

  @Test("a server that always says a little more is cut off by the client's own limit")
  func trickle() async throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    try await RawServer.answering(head, then: .forever("1\r\n \r\n")) { server in
      let url = try #require(ServerURL("http://127.0.0.1:\(server.port)"))
      let client = APIClient(
        server: url, transport: AsyncHTTPClientTransport(), maximumBodySize: .max,
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

  @Test("a cancelled caller is free at once")
  func cancellation() async throws {
    try await RawServer.answering("", then: .hold) { server in
      let port = server.port
      let call = Task { try await Self.send(port) }
      _ = await server.requests.first { _ in true }
      call.cancel()
      await #expect(throws: CancellationError.self) { try await call.value }
    }
  }

  @Test("nobody listens")
  func refused() async throws {
    await #expect(throws: (any Error).self) { try await Self.send(1) }
  }
}
