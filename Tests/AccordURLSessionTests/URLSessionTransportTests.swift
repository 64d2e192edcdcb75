import AccordRuntime
import AccordTesting
import AccordURLSession
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5)), .serialized) struct URLSessionTransportTests {
  private static func request(
    _ port: Int, _ method: HTTPRequest.Method = .get, _ fields: HTTPFields = [:]
  ) -> HTTPRequest {
    HTTPRequest(
      method: method, scheme: "http", authority: "127.0.0.1:\(port)", path: "/a%2Fb?q=%C3%A9",
      headerFields: fields)
  }

  private static func send(
    _ port: Int, _ method: HTTPRequest.Method = .get, limit: Int = 5,
    transport: URLSessionTransport = URLSessionTransport()
  ) async throws -> (HTTPResponse, [UInt8]) {
    try await transport.send(request(port, method), body: nil, maximumBodySize: limit)
  }

  @Test("head and body arrive as they were sent, and so does the answer", arguments: [true, false])
  func plain(isStream: Bool) async throws {
    let answer = "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-A: 1\r\n\r\nhello"
    try await RawServer.answering(answer) { server in
      let parts = AsyncStream<[UInt8]> { parts in
        for part in ["{", "}", "END"] { parts.yield(Array(part.utf8)) }
        parts.finish()
      }
      let (response, body) = try await URLSessionTransport().send(
        Self.request(server.port, .post, [.authorization: "Bearer x"]),
        body: isStream ? ByteStream(parts) : ByteStream("{}END"))
      #expect(response.status.code == 201)
      let bytes = try await body.collect(upTo: 5)
      #expect(bytes == Array("hello".utf8))
      let name = try #require(HTTPField.Name("X-A"))
      #expect(response.headerFields[name] == "1")
      let seen = try #require(await server.requests.first { _ in true })
      #expect(seen.hasPrefix("POST /a%2Fb?q=%C3%A9 HTTP/1.1\r\n"), "\(seen)")
      #expect(seen.lowercased().contains("authorization: bearer x\r\n"))
      #expect(seen.hasSuffix("{}END"))
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
    "a body above the limit is an error, one at the limit is none",
    arguments: [
      ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n123456", false),
      (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n",
        false
      ),
      (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nab\r\n0\r\n\r\n",
        true
      ),
    ])
  func limit(_ answer: String, isFine: Bool) async throws {
    try await RawServer.answering(answer) { server in
      if isFine {
        let (_, body) = try await Self.send(server.port)
        #expect(body == Array("abcab".utf8))
      } else {
        await #expect(throws: BodyTooLarge(limit: 5)) { try await Self.send(server.port) }
      }
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
    arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nabc", "nonsense\r\n\r\n", ""])
  func broken(_ answer: String) async throws {
    try await RawServer.answering(answer) { server in
      await #expect(throws: (any Error).self) { try await Self.send(server.port, limit: 5000) }
    }
  }

  @Test("silence has a limit")
  func timeOut() async throws {
    let transport = URLSessionTransport(timeout: .seconds(1))
    try await RawServer.answering("", then: .hold) { server in
      await #expect(throws: RequestTimeout()) {
        try await Self.send(server.port, transport: transport)
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

  @Test("whoever stops reading ends the exchange, and a fast server does not fill the memory")
  func backPressure() async throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let chunk = "1000\r\n" + String(repeating: "x", count: 4096) + "\r\n"
    try await RawServer.answering(head, then: .forever(chunk)) { server in
      let (_, body) = try await URLSessionTransport().send(Self.request(server.port), body: nil)
      await #expect(throws: BodyTooLarge(limit: 1 << 20)) { try await body.collect(upTo: 1 << 20) }
    }
  }

  @Test("nobody listens")
  func refused() async throws {
    await #expect(throws: (any Error).self) { try await Self.send(1) }
  }
}
