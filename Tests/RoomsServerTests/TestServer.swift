import AccordRuntime
import GRDB
import HTTPTypes
import Logging
import Synchronization
import Testing

@testable import RoomsServer

/// A clock that stands still until it is told otherwise.
final class TestClock: Sendable {
  private let time: Mutex<Instant>

  init(_ start: Instant) { time = Mutex(start) }

  var now: Instant { time.withLock { $0 } }
  func advance(seconds: Int64) { time.withLock { $0 = $0.adding(seconds: seconds) } }

  var wallClock: WallClock { WallClock { self.now } }
}

/// An answer, with its body as JSON.
struct TestAnswer: Sendable, Equatable {
  var status: Int
  var headerFields: HTTPFields
  var bytes: [UInt8]

  var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
  subscript(key: String) -> JSONValue? { json[key] }
  func each(_ key: String) -> [JSONValue?] { json.each(key) }
}

extension JSONValue {
  /// The members of that name of all items.
  func each(_ key: String) -> [JSONValue?] { array?.map { $0[key] } ?? [] }
}

/// Who asks.
enum Viewer: String, Sendable, CaseIterable {
  case alice, bob, anonymous
}

/// The server without a network: every request goes through routing, authentication and masking.
struct TestServer: Sendable {
  /// 2026-03-02T10:00:00Z.
  static let start = Instant(secondsSince1970: 1_772_445_600)

  let store: SQLRoomsStore
  let clock: TestClock
  let tokens: AccessTokens
  let application: RoomsApplication
  private let endpoint: any RequestAnswering

  /// - Parameter configuration: of an SQLite database, if it has to be one. Otherwise it is PostgreSQL in the tests
  ///   of `make test-postgres`.
  init(configuration: Configuration? = nil, fault: Fault? = nil) async throws {
    let key = try #require(TokenKey(Array("a key for tests, of 32 bytes at least".utf8)))
    try await self.init(
      store: Self.makeStore(configuration), tokens: AccessTokens(key), fault: fault)
  }

  private static func makeStore(_ configuration: Configuration?) async throws -> SQLRoomsStore {
    #if Postgres
      if TestCluster.isThere, configuration == nil { return try await TestCluster.makeStore() }
    #endif
    return try await SQLRoomsStore(.memory, configuration: configuration ?? Configuration())
  }

  init(
    store: SQLRoomsStore, tokens: AccessTokens, fault: Fault? = nil,
    outbound: OutboundClient = OutboundClient(policy: .off)
  ) async throws {
    let clock = TestClock(Self.start)
    self.store = store
    self.clock = clock
    self.tokens = tokens
    application = RoomsApplication(
      store: store, tokens: tokens, clock: clock.wallClock,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      outbound: outbound, fault: fault)
    endpoint = application.endpoint
  }

  func token(of user: String, minutes: Int64 = 60) async throws -> String {
    try await tokens.sign(
      AccessTokenClaims(of: UserID(user), until: clock.now.adding(minutes: minutes)))
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, as viewer: Viewer = .alice,
    body: JSONValue? = nil
  ) async throws -> TestAnswer {
    var headerFields = HTTPFields()
    if viewer != .anonymous {
      headerFields[.authorization] = "Bearer \(try await token(of: viewer.rawValue))"
    }
    if body != nil { headerFields[.contentType] = "application/json" }
    return await send(
      method, path, headerFields: headerFields, bytes: Array(body?.serialized().utf8 ?? "".utf8))
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, headerFields: HTTPFields, bytes: [UInt8] = []
  ) async -> TestAnswer {
    let head = HTTPRequest(
      method: method, scheme: "http", authority: "localhost", path: path,
      headerFields: headerFields)
    let answer = await endpoint.answer(ServerRequest(head: head, body: bytes))
    return TestAnswer(
      status: answer.head.status, headerFields: answer.head.headerFields,
      bytes: answer.body?.bytes ?? [])
  }

  /// The bulk status of rooms.
  func bulk(_ names: [String], as viewer: Viewer = .alice) async throws -> TestAnswer {
    try await send(
      .post, "/v1/rooms/meetings/bulk-status", as: viewer,
      body: ["room_names": .array(names.map(JSONValue.string))])
  }
}

// MARK: - What is in the database

extension TestServer {
  @discardableResult
  func addRoom(
    _ name: String, owner: String = "alice", isShared: Bool = true,
    platform: VideoPlatform = .whereby, createdMinutesAgo minutes: Int64 = 0
  ) async throws -> RoomRow {
    var settings = RoomSettings(name: name, isShared: isShared, platform: platform)
    settings.webhookURL = "https://hooks.example.com/"
    settings.webhookSecret = "hook-secret"
    settings.icsURL = "https://calendar.example.com/feed.ics"
    let room = RoomRow(
      id: "id of \(name)", ownerID: UserID(owner), createdAt: Self.start.adding(minutes: -minutes),
      settings: settings)
    try await store.insert(room)
    return room
  }

  func addMeeting(
    _ id: String, in room: RoomRow, until end: Int64 = 60, isActive: Bool = true
  ) async throws {
    var meeting = MeetingRow(
      id: id, in: room, startedBy: room.ownerID, from: Self.start.adding(minutes: -30),
      until: Self.start.adding(seconds: end), roomURL: "https://guests.example/",
      hostRoomURL: "https://hosts.example/")
    meeting.isActive = isActive
    try await store.insert(meeting)
  }

  /// Times in seconds from ``start``.
  func addEvent(
    _ id: String, in room: RoomRow, from begin: Int64, until end: Int64, isDeleted: Bool = false
  ) async throws {
    try await store.insert(
      CalendarEventRow(
        id: id, roomID: room.id, icsUID: "\(id)@example.com", title: id, description: "private",
        startTime: Self.start.adding(seconds: begin), endTime: Self.start.adding(seconds: end),
        attendees: [["email": "ada@example.com"]], location: nil, lastSynced: Self.start,
        createdAt: Self.start, updatedAt: Self.start, isDeleted: isDeleted))
  }
}

/// Text as (part of) a segment of a path.
func segment(_ text: String) -> String { RequestTarget("\(text)").text }
