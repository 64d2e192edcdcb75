import AccordRuntime
import AccordSchema
import HTTPTypes
import Testing

@testable import RoomsServer

@Suite struct RoomTests {
  private static let newRoom: JSONValue = [
    "name": "new", "zulip_auto_post": false, "zulip_stream": "s", "zulip_topic": "t",
    "is_locked": false, "room_mode": "normal", "recording_type": "cloud",
    "recording_trigger": "none", "is_shared": false, "webhook_url": "", "webhook_secret": "",
    "platform": "daily",
  ]

  private static func newRoom(_ changes: JSONValue) -> JSONValue {
    guard case .object(var members) = newRoom, case .object(let changed) = changes else {
      return newRoom
    }
    for (key, value) in changed { members[key] = value }
    return .object(members)
  }

  @Test(arguments: [
    (Viewer.alice, ["newest", "b", "a", "alices"]),
    (.bob, ["newest", "b", "a", "bobs"]),
    (.anonymous, ["newest", "b", "a"]),
  ])
  func listing(viewer: Viewer, names: [String]) async throws {
    let server = try await TestServer()
    try await server.addRoom("alices", isShared: false, createdMinutesAgo: 10)
    try await server.addRoom("bobs", owner: "bob", isShared: false, createdMinutesAgo: 10)
    try await server.addRoom("b", createdMinutesAgo: 9)
    try await server.addRoom("a", owner: "bob", createdMinutesAgo: 9)
    try await server.addRoom("newest", owner: "carol", createdMinutesAgo: 1)
    let expected = ["newest", "a", "b"] + names.dropFirst(3)
    let all = try await server.send(.get, "/v1/rooms", as: viewer)
    #expect(all["items"]?.array?.map { $0["name"]?.string } == expected)
    #expect(all["total"] == .number(JSONNumber(expected.count)))
    #expect(all["pages"] == 1 && all["page"] == 1 && all["size"] == 50)
    var paged: [String?] = []
    for page in 1...3 {
      let answer = try await server.send(.get, "/v1/rooms?size=2&page=\(page)", as: viewer)
      #expect(answer["pages"] == 2 && answer["size"] == 2)
      paged += answer["items"]?.array?.map { $0["name"]?.string } ?? []
    }
    #expect(paged == expected)
    let beyond = try await server.send(.get, "/v1/rooms?size=100&page=1000000", as: viewer)
    #expect(beyond.status == 200 && beyond["items"] == [])
  }

  /// Every room once and in order, from whichever end a page is counted.
  @Test(arguments: [Viewer.alice, .anonymous]) func pagesOfEverySize(viewer: Viewer) async throws {
    let server = try await TestServer()
    for number in 0..<13 {
      try await server.addRoom(
        "\(number)", isShared: !number.isMultiple(of: 3), createdMinutesAgo: Int64(number / 2))
    }
    let all = try await server.send(.get, "/v1/rooms", as: viewer)
    let expected = all["items"]?.each("name") ?? []
    #expect(expected.count == (viewer == .alice ? 13 : 8))
    for size in 1...14 {
      let pages = (expected.count + size - 1) / size
      var paged: [JSONValue?] = []
      for page in 1...(pages + 1) {
        let path = "/v1/rooms?size=\(size)&page=\(page)"
        let items = try await server.send(.get, path, as: viewer)["items"]?.each("name")
        #expect((items?.isEmpty == true) == (page > pages))
        paged += items ?? []
      }
      #expect(paged == expected, "\(size)")
    }
  }

  @Test(
    arguments: [
      (1, 50, 0, nil), (1, 50, 1, ListPart(offset: 0, limit: 1)),
      (1, 50, 1_000_000, ListPart(offset: 0, limit: 50)),
      (20_000, 50, 1_000_000, ListPart(offset: 999_950, limit: 50)),
      (20_000, 50, 999_960, ListPart(offset: 999_950, limit: 10)),
      (20_001, 50, 1_000_000, nil), (.max, 100, 1, nil),
    ] as [(Int, Int, Int, ListPart?)])
  func partsOfAList(page: Int, size: Int, total: Int, part: ListPart?) {
    #expect(ListPart(page: page, size: size, total: total) == part)
  }

  /// Pages far down a list are found by what was counted: with rooms of one moment, of many years and from before 1970,
  /// and after rooms went and changed sides.
  @Test func pagesFarDown() async throws {
    let store = try await TestServer().store
    var random = SeededGenerator(seed: 7)
    var rooms: [RoomRow] = []
    for number in 0..<2_600 {
      let moment: Int64 =
        switch number % 4 {
        case 0: 1_700_000_000_000_000
        case 1: 1_700_000_000_000_000 + Int64.random(in: 0..<1_000_000, using: &random)
        case 2: Int64.random(in: 0..<2_000_000_000_000_000, using: &random)
        default: Int64.random(in: -100_000_000_000_000..<100_000_000_000_000, using: &random)
        }
      rooms.append(
        RoomRow(
          id: "id \(number)", ownerID: UserID(number.isMultiple(of: 3) ? "alice" : "bob"),
          createdAt: Instant(microseconds: moment),
          settings: RoomSettings(name: "room \(number)", isShared: !number.isMultiple(of: 7))))
      try await store.insert(rooms[number])
    }
    for number in stride(from: 0, to: rooms.count, by: 11).reversed() {
      if number.isMultiple(of: 2) {
        try await store.deleteRoom(.id(rooms[number].id)) { _ in }
        rooms.remove(at: number)
      } else {
        rooms[number].settings.isShared.toggle()
        _ = try await store.updateRoom(.id(rooms[number].id), at: TestServer.start) { _ in
        } _: {
          $0.isShared.toggle()
        }
      }
    }
    for viewer in [UserID("alice"), nil] {
      let expected = rooms.filter { $0.settings.isShared || $0.ownerID == viewer }
        .sorted { ($1.createdAt, $0.id) < ($0.createdAt, $1.id) }.map(\.id)
      #expect(expected.count > 2 * RoomTally.nearby)
      for size in [1, 37, 100] {
        let count = (expected.count + size - 1) / size
        for page in size == 1 ? [1_001, 1_002, count - 1, count] : Array(1...count) {
          let found = try await store.rooms(visibleTo: viewer, page: page, size: size)
          let start = (page - 1) * size
          #expect(
            found.rooms.map(\.id) == Array(expected[start..<min(start + size, expected.count)]))
          #expect(found.total == expected.count)
        }
      }
    }
    // Nothing is counted that is not there.
    let tally = try await store.database.read { connection in
      try connection.rows(
        SQLStatement("SELECT level, SUM(rooms), MIN(rooms) FROM room_tally GROUP BY level")
      ) { (sum: try $0.integer(1), least: try $0.integer(2)) }
    }
    #expect(tally.count == RoomTally.shifts.count)
    #expect(tally.allSatisfy { $0.sum == Int64(rooms.count) && $0.least > 0 })
    try await expectSameTallyFromScratch(of: store)
  }

  /// The tally that the migration makes of the rooms that a database has already.
  private func expectSameTallyFromScratch(of store: SQLRoomsStore) async throws {
    let tally = SQLStatement(
      "SELECT viewer, level, span, rooms FROM room_tally ORDER BY viewer, level, span")
    @Sendable func read(_ connection: any SQLConnection) throws -> [String] {
      try connection.rows(tally) { row in
        let numbers = try (1...3).map { "\(try row.integer($0))" }
        return "\(try row.text(0)) \(numbers.joined(separator: " "))"
      }
    }
    let (counted, migrated) = try await store.database.write { connection in
      let counted = try read(connection)
      try connection.execute(
        script: """
          DROP TABLE room_tally;
          CREATE TABLE room_count (viewer \(connection.dialect.text) NOT NULL PRIMARY KEY);
          DELETE FROM schema_migration WHERE name LIKE '2:%';
          """)
      try RoomsSchema.migrate(connection, at: TestServer.start)
      return (counted, try read(connection))
    }
    #expect(counted.count > 2_000 && migrated == counted)
  }

  @Test func creating() async throws {
    let server = try await TestServer()
    let room = try await server.send(.post, "/v1/rooms", as: .bob, body: Self.newRoom)
    #expect(room.status == 200)
    #expect(room["user_id"] == "bob" && room["created_at"] == "2026-03-02T10:00:00Z")
    #expect(room["ics_fetch_interval"] == 300 && room["ics_enabled"] == false)
    let id = try #require(room["id"]?.string)
    #expect(try await server.send(.get, "/v1/rooms/\(id)", as: .bob)["webhook_url"] == "")
    #expect(try await server.send(.get, "/v1/rooms/\(id)", as: .alice).status == 403)
    #expect(try await server.send(.get, "/v1/rooms/name/new", as: .anonymous).status == 403)
    #expect(
      try await server.send(.post, "/v1/rooms", as: .anonymous, body: Self.newRoom).status == 401)
  }

  /// Whether a second room may have a name beside a first one.
  @Test(arguments: [
    ("standup", "standup", false), ("standup", "Standup", true), ("standup", "standup ", true),
    ("caf\u{E9}", "cafe\u{301}", true), ("caf\u{E9}", "caf\u{E9}", false),
    ("a\0b", "a", true), ("a\0b", "a\0c", true), ("a\0b", "a\0b", false), ("\0", "\0\0", true),
    ("1", "1.0", true), ("ſ", "s", true),
  ])
  func namesAreComparedScalarByScalar(first: String, second: String, isFree: Bool) async throws {
    let server = try await TestServer()
    for (name, status) in [(first, 200), (second, isFree ? 200 : 409)] {
      let body = Self.newRoom(["name": .string(name), "is_shared": true])
      #expect(try await server.send(.post, "/v1/rooms", body: body).status == status)
      let found = try await server.send(.get, "/v1/rooms/name/\(segment(name))", as: .bob)
      #expect(found["name"]?.string?.isExactly(name) == true)
    }
    // A room of somebody else, private at that, takes its name as well.
    let body = Self.newRoom(["name": .string(first)])
    let taken = try await server.send(.post, "/v1/rooms", as: .bob, body: body)
    #expect(taken.status == 409 && taken.json == ["detail": "The name is taken."])
  }

  @Test func absentIsNotNull() async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    let path = "/v1/rooms/\(segment(room.id))"
    let before = try await server.send(.get, path)
    #expect(try await server.send(.patch, path, body: [:]).json == before.json)
    let nulls: JSONValue = [
      "name": nil, "zulip_auto_post": nil, "zulip_stream": nil, "zulip_topic": nil,
      "is_locked": nil, "room_mode": nil, "recording_type": nil, "recording_trigger": nil,
      "is_shared": nil, "ics_fetch_interval": nil, "ics_enabled": nil, "platform": nil,
      "skip_consent": nil,
    ]
    #expect(try await server.send(.patch, path, body: nulls).json == before.json)
    let removed = try await server.send(
      .patch, path, body: ["webhook_url": nil, "webhook_secret": nil, "ics_url": nil])
    for key in ["webhook_url", "webhook_secret", "ics_url"] {
      #expect(before[key] != .null && removed[key] == .null)
    }
    let changed = try await server.send(
      .patch, path, body: ["zulip_topic": "x", "webhook_url": "https://a.example/"])
    #expect(changed["zulip_topic"] == "x" && changed["webhook_url"] == "https://a.example/")
    #expect(changed["webhook_secret"] == .null)
  }

  @Test func aNewNameTakesEffectAtOnce() async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("old")
    try await server.addRoom("taken", owner: "bob", isShared: false)
    try await server.addMeeting("m", in: room)
    let path = "/v1/rooms/\(segment(room.id))"
    #expect(try await server.send(.patch, path, body: ["name": "taken"]).status == 409)
    #expect(try await server.send(.patch, path, body: ["name": "old"]).status == 200)
    #expect(try await server.send(.patch, path, body: ["name": "new"]).status == 200)
    #expect(try await server.send(.get, "/v1/rooms/name/old").status == 404)
    let meetings = try await server.send(.get, "/v1/rooms/new/meetings/active")
    #expect(meetings.each("room_name") == ["new"])
    #expect(try await server.bulk(["old"])["old"]?["active_meetings"] == [])
  }

  @Test func deletingRemovesEverything() async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    try await server.addMeeting("m", in: room)
    try await server.addEvent("e", in: room, from: 0, until: 60)
    let path = "/v1/rooms/\(segment(room.id))"
    #expect(try await server.send(.delete, path, as: .bob).status == 403)
    #expect(try await server.send(.delete, path, as: .anonymous).status == 401)
    #expect(try await server.send(.delete, path).json == ["status": "ok"])
    #expect(try await server.send(.delete, path).status == 404)
    #expect(try await server.send(.patch, "/v1/meetings/m/deactivate").status == 404)
    #expect(
      try await server.send(.post, "/v1/rooms", body: Self.newRoom(["name": "standup"])).status
        == 200)
    #expect(try await server.send(.get, "/v1/rooms/standup/meetings").json == [])
  }

  /// Statuses of every operation on one room, for each viewer: alice owns both, bob neither.
  @Test(arguments: [
    ("GET", "/v1/rooms/id%20of%20ROOM", [200, 200, 200], [200, 403, 403]),
    ("GET", "/v1/rooms/name/ROOM", [200, 200, 200], [200, 403, 403]),
    ("GET", "/v1/rooms/ROOM/meetings", [200, 200, 200], [200, 403, 403]),
    ("GET", "/v1/rooms/ROOM/meetings/active", [200, 200, 200], [200, 403, 403]),
    ("GET", "/v1/rooms/ROOM/meetings/upcoming", [200, 200, 200], [200, 403, 403]),
    ("GET", "/v1/rooms/ROOM/meetings/m%20ROOM", [200, 200, 200], [200, 403, 403]),
    ("GET", "/v1/rooms/ROOM/meetings/m%20none", [404, 404, 404], [404, 403, 403]),
    ("GET", "/v1/rooms/ROOM/ics/status", [200, 200, 200], [200, 403, 403]),
    ("POST", "/v1/rooms/ROOM/ics/sync", [200, 403, 401], [200, 403, 401]),
    ("POST", "/v1/rooms/id%20of%20ROOM/webhook/test", [200, 403, 401], [200, 403, 401]),
    ("POST", "/v1/rooms/ROOM/meetings/m%20ROOM/join", [200, 200, 401], [200, 403, 401]),
    ("PATCH", "/v1/meetings/m%20ROOM/deactivate", [200, 403, 401], [200, 403, 401]),
  ])
  func whoMay(method: String, path: String, shared: [Int], hidden: [Int]) async throws {
    let server = try await TestServer()
    for name in ["shared", "hidden"] {
      let room = try await server.addRoom(name, isShared: name == "shared")
      try await server.addMeeting("m \(name)", in: room)
    }
    let method = try #require(HTTPRequest.Method(rawValue: method))
    for (name, statuses) in [("shared", shared), ("hidden", hidden), ("none", [404, 404, 404])] {
      for (viewer, status) in zip(Viewer.allCases, statuses) {
        let path = path.replacing("ROOM", with: name)
        let answer = try await server.send(method, path, as: viewer)
        let isUnauthenticated = viewer == .anonymous && shared[2] == 401
        #expect(answer.status == (isUnauthenticated ? 401 : status), "\(path) as \(viewer)")
        if answer.status >= 400 { #expect(answer["detail"]?.string?.isEmpty == false) }
      }
    }
  }
}
