import AccordTesting
import Synchronization
import Testing

@testable import RoomsServer

extension OutboundLimits {
  /// For tests that are about something else than time: on a busy machine every call ends before that.
  static let patient = OutboundLimits(time: .seconds(300))
}

/// A resolver that says what it is told to, one answer after the other; the last one again and again.
final class TestResolver: HostResolving {
  private let answers: Mutex<[[String]]>

  init(_ answers: [String]...) { self.answers = Mutex(answers) }

  func addresses(of host: String) async throws -> [NetworkAddress] {
    let texts = answers.withLock { answers in
      answers.count > 1 ? answers.removeFirst() : answers.first ?? []
    }
    return texts.compactMap { NetworkAddress($0) }
  }
}

@Suite struct OutboundTests {
  @Test(arguments: [
    ("1.1.1.1", true), ("8.8.8.8", true), ("172.15.255.255", true), ("172.32.0.0", true),
    ("100.63.255.255", true), ("100.128.0.0", true), ("169.253.0.1", true), ("126.0.0.1", true),
    ("0.0.0.0", false), ("10.0.0.1", false), ("100.64.0.1", false), ("127.0.0.1", false),
    ("127.255.255.255", false), ("169.254.169.254", false), ("172.16.0.1", false),
    ("172.31.255.255", false), ("192.168.1.1", false), ("192.0.0.8", false), ("198.18.0.1", false),
    ("192.0.2.1", false), ("198.51.100.1", false), ("203.0.113.1", false), ("224.0.0.1", false),
    ("240.0.0.1", false), ("255.255.255.255", false),
    ("::", false), ("::1", false), ("fe80::1", false), ("fc00::1", false), ("fd12::1", false),
    ("ff02::1", false), ("fec0::1", false), ("2001:db8::1", false), ("2001::1", false),
    ("3fff::1", false), ("100::1", false), ("4000::1", false),
    ("2606:4700:4700::1111", true), ("2a00:1450:4001::1", true),
    // Version 4 in other clothes.
    ("::ffff:127.0.0.1", false), ("::ffff:10.0.0.1", false), ("::ffff:8.8.8.8", true),
    ("::127.0.0.1", false), ("64:ff9b::7f00:1", false), ("64:ff9b::808:808", true),
    ("2002:7f00:1::", false), ("2002:808:808::", true), ("64:ff9b:1::808:808", false),
  ])
  func addressesThatMayBeCalled(text: String, isPublic: Bool) throws {
    let address = try #require(NetworkAddress(text))
    #expect(address.isPublic == isPublic)
    #expect(NetworkAddress(address.description) == address)
    #expect(OutboundPolicy.public.allows(address) == isPublic)
    #expect(OutboundPolicy.any.allows(address) && !OutboundPolicy.off.allows(address))
  }

  @Test(arguments: ["127.1", "0x7f000001", "2130706433", "017700000001", "localhost", "", "1.2.3"])
  func namesAreNoAddresses(text: String) { #expect(NetworkAddress(text) == nil) }

  @Test(arguments: [
    ("https://a.example/x.ics", "https://a.example/x.ics"),
    ("HTTPS://A.Example", "https://a.example/"),
    ("webcal://a.example/x?y=1#z", "https://a.example/x?y=1"),
    ("http://a.example:8080/x", "http://a.example:8080/x"),
    ("https://a.example:443/", "https://a.example/"), ("https://[::1]/", "https://[::1]/"),
    ("https://127.1/", "https://127.1/"),
    ("https://a.example/%2e%2e/caf%C3%A9", "https://a.example/%2e%2e/caf%C3%A9"),
    ("", nil), ("a.example", nil), ("/x", nil), ("ftp://a.example/", nil),
    ("file:///etc/passwd", nil),
    ("javascript:alert(1)", nil), ("https://", nil), ("https:///x", nil), ("https://a b/", nil),
    ("https://a.example/\r\nX: y", nil), ("https://a\\@b.example/", nil),
    ("https://user@a.example/", nil), ("https://user:secret@a.example/", nil),
    ("https://a.example:0/", nil), ("https://a.example:65536/", nil), ("https://a%00b/", nil),
    ("https://127.0.0.1%2f@b/", nil), ("https://[fe80::1%25eth0]/", nil), ("\0", nil),
    ("https://" + String(repeating: "a", count: 5_000), nil),
  ])
  func urls(text: String, expected: String?) {
    let url = try? OutboundURL(text)
    #expect(url?.text == expected)
  }

  private static let answer =
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: \"x\"\r\nConnection: close\r\n\r\nok"

  @Test(arguments: [
    "http://127.0.0.1:PORT/", "http://localhost:PORT/", "http://[::ffff:127.0.0.1]:PORT/",
    "http://2130706433:PORT/", "http://0x7f.1:PORT/", "http://[::1]:PORT/", "http://0:PORT/",
  ])
  func privateAddressesAreNotCalled(url: String) async throws {
    try await RawServer.answering(Self.answer) { server in
      let client = OutboundClient(policy: .public, limits: .patient)
      let request = OutboundRequest(url: url.replacing("PORT", with: "\(server.port)"))
      // What the system does not take for a way to write an address, is a name that nobody has.
      await #expect {
        try await client.send(request)
      } throws: { error in
        [OutboundError.forbiddenAddress, .unknownHost].contains(error as? OutboundError)
      }
    }
  }

  /// A name that leads to a good address when it is checked, and to another one later.
  @Test func whatWasCheckedIsCalled() async throws {
    try await RawServer.answering(Self.answer) { server in
      let url = "http://rebinding.example:\(server.port)/"
      let resolver = TestResolver(["127.0.0.1"], ["192.0.2.1"])
      let client = OutboundClient(policy: .any, limits: .patient, resolver: resolver)
      let answer = try await client.send(OutboundRequest(url: url))
      #expect(answer.body == Array("ok".utf8) && answer.entityTag == "\"x\"")
      let seen = await server.requests.first { _ in true }
      #expect(seen?.contains("rebinding.example:\(server.port)\r\n") == true)
    }
    // One bad address among good ones is one too many.
    let mixed = OutboundClient(
      policy: .public, limits: .patient, resolver: TestResolver(["8.8.8.8", "10.0.0.1"]))
    await #expect(throws: OutboundError.forbiddenAddress) {
      try await mixed.send(OutboundRequest(url: "http://mixed.example/"))
    }
    let none = OutboundClient(policy: .any, limits: .patient, resolver: TestResolver([]))
    await #expect(throws: OutboundError.unknownHost) {
      try await none.send(OutboundRequest(url: "http://nobody.example/"))
    }
  }

  private static func redirect(to location: String) -> String {
    "HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
  }

  /// The second address is that of where the redirect leads.
  @Test(arguments: [
    ("http://inside.example/", OutboundError.forbiddenAddress),
    ("//inside.example/x", .forbiddenAddress), ("file:///etc/passwd", .unsupportedScheme("file")),
    ("http://user:secret@b.example/", .credentialsInURL), ("http://[", .invalidRedirect),
  ])
  func redirectsAreChecked(location: String, error: OutboundError) async throws {
    try await RawServer.answering(Self.redirect(to: location)) { server in
      let client = OutboundClient(
        policy: .any, limits: .patient, resolver: PolicyResolver(port: server.port))
      await #expect(throws: error) {
        try await client.send(
          OutboundRequest(url: "http://outside.example:\(server.port)/", followsRedirects: true))
      }
    }
  }

  /// Leads `inside.example` to an address that no policy of the test allows.
  private struct PolicyResolver: HostResolving {
    var port: Int

    func addresses(of host: String) async throws -> [NetworkAddress] {
      if host == "inside.example" { throw OutboundError.forbiddenAddress }
      return [NetworkAddress("127.0.0.1")].compactMap(\.self)
    }
  }

  @Test func redirectsEnd() async throws {
    try await RawServer.answering(Self.redirect(to: "/again")) { server in
      let client = OutboundClient(policy: .any, limits: .patient)
      let url = "http://127.0.0.1:\(server.port)/"
      await #expect(throws: OutboundError.tooManyRedirects) {
        try await client.send(OutboundRequest(url: url, followsRedirects: true))
      }
      // Unless it is to be followed, it is an answer like any other.
      let answer = try await client.send(OutboundRequest(url: url))
      #expect(answer.status == 302)
    }
  }

  @Test func answersAreBounded() async throws {
    let endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    let limits = OutboundLimits(time: OutboundLimits.patient.time, size: 100_000)
    try await RawServer.answering(
      endless, then: .forever(String(repeating: "x", count: 10_000))
    ) { server in
      let client = OutboundClient(policy: .any, limits: limits)
      let request = OutboundRequest(url: "http://127.0.0.1:\(server.port)/")
      await #expect(throws: OutboundError.tooLarge(limit: 100_000)) {
        try await client.send(request)
      }
      let beginning = try await client.send(request, limit: 5)
      #expect(beginning.body == Array("xxxxx".utf8))
    }
    // Silence, before the answer and within it.
    for beginning in ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"] {
      try await RawServer.answering(beginning, then: .hold) { server in
        let client = OutboundClient(
          policy: .any, limits: OutboundLimits(time: .milliseconds(300)))
        await #expect(throws: OutboundError.timedOut) {
          try await client.send(OutboundRequest(url: "http://127.0.0.1:\(server.port)/"))
        }
      }
    }
    let busy = OutboundClient(policy: .any, limits: OutboundLimits(calls: 0))
    await #expect(throws: OutboundError.busy) {
      try await busy.send(OutboundRequest(url: "http://127.0.0.1/"))
    }
  }

  @Test(arguments: ["nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", ""])
  func brokenAnswers(text: String) async throws {
    try await RawServer.answering(text) { server in
      let client = OutboundClient(policy: .any, limits: .patient)
      await #expect(throws: OutboundError.brokenAnswer) {
        try await client.send(OutboundRequest(url: "http://127.0.0.1:\(server.port)/"))
      }
    }
  }

  @Test func nobodyThere() async throws {
    var port = 0
    try await RawServer.answering("") { port = $0.port }
    let client = OutboundClient(policy: .any, limits: .patient)
    await #expect(throws: OutboundError.refused) {
      try await client.send(OutboundRequest(url: "http://127.0.0.1:\(port)/"))
    }
    await #expect(throws: OutboundError.switchedOff) {
      try await OutboundClient(policy: .off).send(OutboundRequest(url: "http://127.0.0.1/"))
    }
  }
}
