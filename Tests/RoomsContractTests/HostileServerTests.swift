import AccordTesting
import Testing

/// `accord verify` against servers that answer with anything but HTTP's good manners: a clear failure, soon.
@Suite struct HostileServerTests {
  struct Hostility: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var answer: String
    var ending: RawServer.Ending
    /// What the report says of it.
    var expected: String

    /// How long a request may take, in seconds: short only where nothing ever comes, so that a busy machine is not
    /// taken for a silent server.
    var patience: String {
      switch ending {
      case .hold, .drip: "1"
      case .close, .forever: "30"
      }
    }
  }

  static let hostilities = [
    Hostility(
      testDescription: "hangs", answer: "", ending: .hold, expected: "no complete answer in time"),
    Hostility(
      testDescription: "hangs in the body",
      answer: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", ending: .hold,
      expected: "no complete answer in time"),
    Hostility(
      testDescription: "closes", answer: "", ending: .close,
      expected: "the connection was closed before the answer was complete"),
    Hostility(
      testDescription: "speaks no HTTP", answer: "nonsense\r\n\r\n", ending: .close,
      expected: "what came back is not HTTP"),
    Hostility(
      testDescription: "has a status below 100",
      answer: "HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n", ending: .close,
      expected: "what came back is not HTTP (a status below 100)"),
    Hostility(
      testDescription: "drips", answer: "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
      ending: .drip(" "), expected: "no complete answer in time"),
    Hostility(
      testDescription: "drips headers", answer: "HTTP/1.1 200 OK\r\nX-A: ", ending: .drip("a"),
      expected: "no complete answer in time"),
    Hostility(
      testDescription: "promises more than it sends",
      answer: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}", ending: .close,
      expected: "stream ended at an unexpected time"),
    Hostility(
      testDescription: "has a length that is no number",
      answer: "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}", ending: .close,
      expected: "what came back is not HTTP"),
    Hostility(
      testDescription: "sends what would be large if it was unpacked",
      answer: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
        + "Content-Length: 10\r\nConnection: close\r\n\r\n0123456789",
      ending: .close, expected: "a body that is one JSON text"),
    Hostility(
      testDescription: "endless body",
      answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      ending: .forever("10000\r\n" + String(repeating: "a", count: 65536) + "\r\n"),
      expected: "a body of more than 16777216 bytes"),
    Hostility(
      testDescription: "endless headers", answer: "HTTP/1.1 200 OK\r\n",
      ending: .forever("X-A: " + String(repeating: "a", count: 8000) + "\r\n"),
      expected: "header fields without end"),
  ]

  @Test("a redirect to another place is an answer, and nobody goes there")
  func redirectElsewhere() async throws {
    try await RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") { elsewhere in
      let visits = Task {
        var visits: [String] = []
        for await request in elsewhere.requests { visits.append(request) }
        return visits
      }
      let redirect =
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(elsewhere.port)/\r\n"
        + "Content-Length: 0\r\nConnection: close\r\n\r\n"
      try await RawServer.answering(redirect) { server in
        let run = try await ToolRun.product(
          "accord",
          [
            "verify", "openapi/rooms.yaml", "--server", "http://127.0.0.1:\(server.port)",
            "--viewer", "owner=Authorization: Bearer a-secret-of-the-test", "--cases", "2",
            "--time-limit", "60",
          ])
        #expect(run.status == 1, "\(run.output)\(run.errors)")
        #expect(run.output.contains("documented-status"))
        #expect(!run.output.contains("a-secret-of-the-test"))
      }
      visits.cancel()
      #expect(await visits.value.isEmpty)
    }
  }

  @Test(arguments: hostilities) func endsSoonAndSaysWhy(_ hostility: Hostility) async throws {
    try await RawServer.answering(hostility.answer, then: hostility.ending) { server in
      let clock = ContinuousClock()
      let start = clock.now
      let run = try await ToolRun.product(
        "accord",
        [
          "verify", "openapi/rooms.yaml", "--server", "http://127.0.0.1:\(server.port)",
          "--viewer", "anonymous", "--request-timeout", hostility.patience, "--time-limit", "60",
        ])
      #expect(run.status == 1, "\(run.output)\(run.errors)")
      #expect(run.output.contains(hostility.expected), "\(run.output)\(run.errors)")
      // Far more than it takes: only a hang would be longer.
      #expect(clock.now - start < .seconds(120))
    }
  }
}
