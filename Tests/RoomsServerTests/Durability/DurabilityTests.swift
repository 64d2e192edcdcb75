import AccordRuntime
import AccordTesting
import AsyncHTTPClient
import Foundation
import GRDB
import HTTPTypes
import NIOCore
import Synchronization
import Testing

@testable import RoomsServer

extension RoomTests {
  /// The body of a new room.
  static func room(named name: String, isShared: Bool = true) -> JSONValue {
    [
      "name": .string(name), "zulip_auto_post": false, "zulip_stream": "s", "zulip_topic": "t",
      "is_locked": false, "room_mode": "normal", "recording_type": "cloud",
      "recording_trigger": "none", "is_shared": .bool(isShared), "webhook_url": "",
      "webhook_secret": "", "platform": "daily",
    ]
  }
}

/// What can befall a database file.
@Suite struct DurabilityTests {
  private static func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  private static func tokens() async -> AccessTokens {
    var generator = SystemRandomNumberGenerator()
    return await AccessTokens(TokenKey(using: &generator))
  }

  private static func expectUnavailable(_ answer: TestAnswer) {
    #expect(answer.status == 503)
    #expect(answer.json == ["detail": "The database is not available. Try again later."])
    #expect(answer.headerFields[.retryAfter] == "5")
  }

  @Test func aFullDiskIsSaidAndSurvived() async throws {
    try await Self.withFolder { folder in
      var configuration = Configuration()
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA max_page_count = 60") }
      let database = try SQLiteDatabase(path: folder + "/a.sqlite", configuration: configuration)
      let server = try await TestServer(
        store: SQLRoomsStore(database: database), tokens: await Self.tokens())
      var made: [String] = []
      var refused: TestAnswer?
      for number in 0..<2_000 where refused == nil {
        let name = "room \(number)"
        let answer = try await server.send(.post, "/v1/rooms", body: RoomTests.room(named: name))
        if answer.status == 200 { made.append(name) } else { refused = answer }
      }
      Self.expectUnavailable(try #require(refused))
      #expect(made.count > 20)
      // What was acknowledged is there, what was refused is not, and reads go on.
      let list = try await server.send(.get, "/v1/rooms?size=1")
      #expect(list["total"] == .number(JSONNumber(made.count)))
      for name in made {
        #expect(try await server.send(.get, "/v1/rooms/name/\(segment(name))").status == 200)
      }
      let next = "/v1/rooms/name/\(segment("room \(made.count)"))"
      #expect(try await server.send(.get, next).status == 404)
      // Once there is room again, it goes on.
      try await database.writer.writeWithoutTransaction {
        try $0.execute(sql: "PRAGMA max_page_count = 100000")
      }
      let body = RoomTests.room(named: "room \(made.count)")
      #expect(try await server.send(.post, "/v1/rooms", body: body).status == 200)
      await server.store.close()
    }
  }

  @Test func aLockedFileIsSaidAndSurvived() async throws {
    try await Self.withFolder { folder in
      let path = folder + "/a.sqlite"
      let database = try SQLiteDatabase(path: path, busyTimeout: 0.1)
      let server = try await TestServer(
        store: SQLRoomsStore(database: database), tokens: await Self.tokens())
      try await server.addRoom("standup")
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: path, configuration: configuration)
      try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
      Self.expectUnavailable(
        try await server.send(.post, "/v1/rooms/standup/meeting", body: [:]))
      #expect(try await server.send(.get, "/v1/rooms/standup/meetings/active").json == [])
      try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
      #expect(
        try await server.send(.post, "/v1/rooms/standup/meeting", body: [:]).status == 200)
      await server.store.close()
    }
  }

  @Test(arguments: [0, 4_096 * 3])
  func aDamagedFileIsSaid(offset: Int) async throws {
    try await Self.withFolder { folder in
      let path = folder + "/a.sqlite"
      let server = try await TestServer(
        store: SQLRoomsStore(.file(path: path)), tokens: await Self.tokens())
      for number in 0..<400 { try await server.addRoom("room \(number)") }
      await server.store.close()
      let file = try #require(FileHandle(forUpdatingAtPath: path))
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: Data(repeating: 0xA5, count: offset == 0 ? 100 : 200_000))
      try file.close()
      do {
        let store = try await SQLRoomsStore(.file(path: path))
        let damaged = try await TestServer(store: store, tokens: server.tokens)
        let answer = try await damaged.send(.get, "/v1/rooms?size=100")
        #expect(answer.status == 500 && answer.json == ["detail": "The server failed."])
        await store.close()
      } catch StoreError.unusable(let reason) {
        #expect(reason.contains("damaged"))
      }
    }
  }

  @Test func aDatabaseOfALaterVersionIsLeftAlone() async throws {
    try await Self.withFolder { folder in
      let path = folder + "/a.sqlite"
      let store = try await SQLRoomsStore(.file(path: path))
      try await store.database.write {
        _ = try $0.execute(
          SQLStatement("INSERT INTO schema_migration (name, applied_at) VALUES ('99: later', 0)"))
      }
      await store.close()
      await #expect {
        try await SQLRoomsStore(.file(path: path))
      } throws: { "\($0)".contains("99: later") }
    }
  }

  /// Killed at any moment while it writes, the program has every room that it acknowledged when it starts again.
  /// `ACCORD_KILLS` says how often.
  @Test(.timeLimit(.minutes(60))) func nothingAcknowledgedIsLost() async throws {
    let kills = ProcessInfo.processInfo.environment["ACCORD_KILLS"].flatMap { Int($0) } ?? 4
    var generator = SeededGenerator(seed: 1)
    try await Self.withFolder { folder in
      let key = Array("a key for tests, of 32 bytes at least".utf8)
      try Data(key).write(to: URL(fileURLWithPath: folder + "/key"))
      let tokens = await AccessTokens(try #require(TokenKey(key)))
      let token = try await tokens.sign(
        AccessTokenClaims(of: UserID("alice"), until: WallClock.system.now().adding(minutes: 600)))
      let acknowledged = Gathering<String>()
      for round in 0...kills {
        let server = try ServerProcess([
          "--database", folder + "/a.sqlite", "--jwt-key-file", folder + "/key",
        ])
        defer { server.kill() }
        let rooms = RoomsCaller(url: try server.url(), token: token)
        // All of them are there, and no more than were sent; each round asks for some, the last one for all.
        let known = acknowledged.all
        for name in round == kills ? known : Array(known.suffix(20)) {
          #expect(try await rooms.status(.GET, "/v1/rooms/name/\(name)") == 200, "\(name)")
        }
        if round == kills { break }
        let last = known.count + Int.random(in: 1...200, using: &generator)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for writer in 0..<4 {
            group.addTask {
              for number in 0..<10_000 {
                let name = "r\(round)-\(writer)-\(number)"
                let status = try? await rooms.status(
                  .POST, "/v1/rooms", body: RoomTests.room(named: name))
                guard let status else { return }
                if status == 200 { acknowledged.add(name) }
              }
            }
          }
          group.addTask {
            // All writers but one are in the middle of a request then.
            try await settle { acknowledged.count >= last }
            server.kill()
          }
          try await group.waitForAll()
        }
      }
      #expect(acknowledged.all.count > kills)
    }
  }
}

/// What several tasks have found.
final class Gathering<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])

  var all: [Element] { elements.withLock { $0 } }
  var count: Int { elements.withLock(\.count) }
  func add(_ element: Element) { elements.withLock { $0.append(element) } }
}

/// The program, running on a port.
final class ServerProcess: Sendable {
  private let process: Mutex<Process>
  private let output: Pipe

  init(_ arguments: [String]) throws {
    let directory = Bundle.main.executableURL?.deletingLastPathComponent()
    let program = try #require(
      ["rooms-server", "RoomsServer"].compactMap { directory?.appending(path: $0) }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) })
    let process = Process()
    output = Pipe()
    process.executableURL = program
    process.arguments = ["--port", "0"] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = Mutex(process)
  }

  /// Waits until it listens.
  func url() throws -> String {
    var line = Data()
    while line.last != UInt8(ascii: "\n"),
      let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty
    {
      line += byte
    }
    let text = String(decoding: line, as: UTF8.self)
    return try #require(text.split(separator: " ").last.map { $0.filter { !$0.isWhitespace } })
  }

  /// With SIGKILL: it has no say in it.
  func kill() {
    process.withLock { process in
      guard process.isRunning else { return }
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }
}

/// Calls a server on a port.
struct RoomsCaller: Sendable {
  var url: String
  var token: String

  func status(_ method: HTTPMethod, _ path: String, body: JSONValue? = nil) async throws -> Int {
    Int(try await answer(method, path, body: body).0)
  }

  func answer(
    _ method: HTTPMethod, _ path: String, body: JSONValue? = nil
  ) async throws -> (UInt, JSONValue) {
    var request = HTTPClientRequest(url: url + path)
    request.method = .init(rawValue: method.rawValue)
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: body.serialized()))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
    let bytes = try await response.body.collect(upTo: 1 << 22)
    return (
      response.status.code, (try? JSONValue(parsing: Array(bytes.readableBytesView))) ?? .null
    )
  }

  enum HTTPMethod: String, Sendable {
    case GET, POST, PATCH
  }
}
