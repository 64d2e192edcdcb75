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
    var patience: String { ending == .hold ? "1" : "30" }
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
      testDescription: "endless body",
      answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      ending: .forever("10000\r\n" + String(repeating: "a", count: 65536) + "\r\n"),
      expected: "a body of more than 16777216 bytes"),
    Hostility(
      testDescription: "endless headers", answer: "HTTP/1.1 200 OK\r\n",
      ending: .forever("X-A: " + String(repeating: "a", count: 8000) + "\r\n"),
      expected: "header fields without end"),
  ]

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
