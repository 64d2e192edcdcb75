import AccordRuntime
import HTTPTypes
import Testing

@testable import RoomsServer

@Suite struct FaultTests {
  /// A request of the survey, and who makes it.
  private struct Probe: Sendable {
    var name: String
    var method: HTTPRequest.Method
    var path: String
    var headerFields: HTTPFields
    var bytes: [UInt8] = []
  }

  /// Requests that, all together, meet every seam: a few of each kind by each viewer.
  private static func survey(
    of demo: DemoDatabase, _ server: TestServer
  ) async throws -> [Probe] {
    var generator = SystemRandomNumberGenerator()
    let key = RoomsServer.APIKey(using: &generator)
    try await server.store.insert(
      APIKeyRow(id: key.id, userID: UserID("bob"), hash: key.hash, createdAt: TestServer.start))
    let field = try #require(RoomsServer.PresentedCredentials.apiKeyField)
    let token = try await server.token(of: "alice")
    let parts = token.split(separator: ".").map(String.init)
    let credentials: [(String, HTTPFields)] = [
      ("alice", [.authorization: "Bearer \(token)"]), ("bob", [field: key.text]),
      ("anonymous", [:]),
      ("expired", [.authorization: "Bearer \(try await server.token(of: "alice", minutes: -1))"]),
      ("altered", [.authorization: "Bearer \(parts[0]).\(parts[1]).\(parts[2].reversed())"]),
      ("unsigned", [.authorization: "Bearer eyJhbGciOiJub25lIn0.\(parts[1])."]),
      ("cut", [field: String(key.text.dropLast())]),
    ]
    var probes: [Probe] = []
    for (name, headerFields) in credentials {
      // Of a bad credential, it is enough to see whether it is refused.
      let isGood = ["alice", "bob", "anonymous"].contains(name)
      probes += self.probes(of: demo, headerFields).prefix(isGood ? .max : 2).map { probe in
        var probe = probe
        probe.name = "\(name): \(probe.name)"
        return probe
      }
    }
    return probes
  }

  private static func probes(of demo: DemoDatabase, _ headerFields: HTTPFields) -> [Probe] {
    let paths = [
      "/v1/rooms?size=100", "/v1/rooms?size=200", "/v1/rooms?page=x", "/v1/rooms/name/standup",
      "/v1/rooms/unknown/meetings/active", "/v1/rooms/design%20review/meetings/active",
      "/v1/rooms/standup/meetings/active", "/v1/rooms/standup/meetings/upcoming",
      "/v1/rooms/retro/meetings/active", "/v1/rooms/bob's%20couch/meetings/active",
    ]
    var probes = paths.map {
      Probe(name: "GET \($0)", method: .get, path: $0, headerFields: headerFields)
    }
    probes.append(
      Probe(
        name: "POST sync", method: .post, path: "/v1/rooms/standup/ics/sync",
        headerFields: headerFields))
    let names = demo.rooms.map { JSONValue.string($0.name) }
    let bodies: [JSONValue] = [
      ["room_names": .array(names)],
      ["room_names": .array(Array(repeating: "standup", count: 101))],
      ["room_names": [.string(String(repeating: "x", count: 201))]], [:],
    ]
    var texts = bodies.map { ("application/json", $0.serialized()) }
    texts += [("application/json", "{"), ("text/plain", #"{"room_names": []}"#)]
    for (contentType, text) in texts {
      var headerFields = headerFields
      headerFields[.contentType] = contentType
      probes.append(
        Probe(
          name: "bulk \(contentType) \(text.prefix(40))", method: .post,
          path: "/v1/rooms/meetings/bulk-status", headerFields: headerFields,
          bytes: Array(text.utf8)))
    }
    return probes
  }

  private static func answers(
    of probes: [Probe], by server: TestServer
  ) async throws -> [ServerResponse] {
    var answers: [ServerResponse] = []
    for probe in probes {
      let head = HTTPRequest(
        method: probe.method, scheme: "http", authority: "localhost", path: probe.path,
        headerFields: probe.headerFields)
      answers.append(
        await server.application.endpoint.answer(ServerRequest(head: head, body: probe.bytes)))
    }
    return answers
  }

  private static func same(_ left: ServerResponse, _ right: ServerResponse) -> Bool {
    left.head == right.head && left.body?.contentType == right.body?.contentType
      && left.body?.bytes == right.body?.bytes
  }

  /// A sound server with the demo's rooms, and what it answers to the survey. Made once: nothing in the survey
  /// changes anything.
  private struct Fixture: Sendable {
    let server: TestServer
    let probes: [Probe]
    let answers: [ServerResponse]

    init() async throws {
      server = try await TestServer()
      var demo = DemoDatabase(store: server.store, start: TestServer.start)
      try await demo.fill()
      probes = try await FaultTests.survey(of: demo, server)
      answers = try await FaultTests.answers(of: probes, by: server)
    }
  }

  private static let fixture = Task { try await Fixture() }

  /// The sound server gives the same answers twice, and a fault is one thing that is wrong, not everything. Those of the
  /// service show at once; that each other one shows is proved where it is caught: many do only after a change, or
  /// now and then.
  @Test(arguments: [nil] + Fault.allCases.map(Optional.init))
  func aFaultIsOneThingThatIsWrong(fault: Fault?) async throws {
    let sound = try await Self.fixture.value
    let faulty = try await TestServer(
      store: sound.server.store, tokens: sound.server.tokens, fault: fault)
    let answers = try await Self.answers(of: sound.probes, by: faulty)
    let differing = zip(sound.probes, zip(sound.answers, answers))
      .filter { !Self.same($1.0, $1.1) }.map(\.0.name)
    if fault == nil { #expect(differing == []) }
    if case .service = fault { #expect(differing != []) }
    #expect(differing.count < sound.probes.count)
  }

  /// What a fault of masking, or in bulk alone, must leave alone.
  @Test(arguments: [
    (ServiceFault.hostURLUnmaskedInBulk, "/v1/rooms/standup/meetings/active", Viewer.bob),
    (.hostURLUnmaskedForAnonymous, "/v1/rooms/standup/meetings/active", .bob),
    (.descriptionUnmaskedForMembers, "/v1/rooms/standup/meetings/upcoming", .anonymous),
    (.maskedForOwner, "/v1/rooms/standup/meetings/active", .bob),
    (.oddNameCrash, "/v1/rooms/standup/meetings/active", .alice),
    (.unknownRoomFound, "/v1/rooms/retro/meetings/active", .bob),
    (.privateRoomInBulk, "/v1/rooms/retro/meetings/active", .bob),
    (.bulkOrderDiffers, "/v1/rooms/standup/meetings/active", .alice),
  ])
  func faultsAreNarrow(fault: ServiceFault, path: String, viewer: Viewer) async throws {
    let sound = try await Self.fixture.value.server
    let faulty = try await TestServer(
      store: sound.store, tokens: sound.tokens, fault: .service(fault))
    #expect(
      try await sound.send(.get, path, as: viewer) == faulty.send(.get, path, as: viewer))
  }

  @Test func theListHasEveryFaultOnce() {
    #expect(Fault.allCases.count >= 20)
    #expect(Set(Fault.allCases.map(\.rawValue)).count == Fault.allCases.count)
    let lines = Fault.list.split(separator: "\n")
    #expect(lines.count == Fault.allCases.count)
    for check in ContractCheck.allCases { #expect(Fault.allCases.contains { $0.check == check }) }
    for fault in Fault.allCases {
      #expect(Fault(rawValue: fault.rawValue) == fault)
      #expect(lines.contains { $0.hasPrefix(fault.rawValue + " ") && $0.hasSuffix(fault.summary) })
    }
    #expect(Fault(rawValue: "none") == nil)
  }
}
