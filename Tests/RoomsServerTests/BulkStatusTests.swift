import AccordRuntime
import GRDB
import Synchronization
import Testing

@testable import RoomsServer

@Suite struct BulkStatusTests {
  @Test(arguments: Viewer.allCases)
  func itAgreesWithTheSingleOperations(viewer: Viewer) async throws {
    let server = try await TestServer()
    var demo = DemoDatabase(store: server.store, start: TestServer.start)
    try await demo.fill()
    let names = demo.rooms.map(\.name) + ["unknown"]
    let bulk = try await server.bulk(names, as: viewer)
    #expect(bulk.status == 200)
    #expect(exact(bulk.json.object?.keys) == exact(names))
    var shown = 0
    for name in names {
      let path = "/v1/rooms/\(segment(name))/meetings"
      let active = try await server.send(.get, "\(path)/active", as: viewer)
      let upcoming = try await server.send(.get, "\(path)/upcoming", as: viewer)
      let status = try #require(bulk[name])
      switch active.status {
      case 200:
        #expect(status["active_meetings"] == active.json, "\(name)")
        #expect(status["upcoming_events"] == upcoming.json, "\(name)")
        shown += 1
      default:
        #expect([403, 404].contains(active.status) && upcoming.status == active.status)
        #expect(status == ["active_meetings": [], "upcoming_events": []], "\(name)")
      }
    }
    // Neither all nor nothing: both ways were walked.
    #expect(shown > 10 && shown < names.count)
  }

  @Test func everyNameIsAKeyOnce() async throws {
    let server = try await TestServer()
    for name in ["caf\u{E9}", "cafe\u{301}", "a\0b", "a"] {
      try await server.addMeeting("in \(name)", in: server.addRoom(name))
    }
    let names = ["cafe\u{301}", "x", "caf\u{E9}", "a\0b", "x", "cafe\u{301}", "", "a", "a\0c"]
    let answer = try await server.bulk(names)
    let expected = ["cafe\u{301}", "x", "caf\u{E9}", "a\0b", "", "a", "a\0c"]
    #expect(exact(answer.json.object?.keys) == exact(expected))
    for name in expected {
      let ids = answer[name]?["active_meetings"]?.array?.map { $0["id"]?.string }
      let isKnown = !["x", "", "a\0c"].contains { $0.isExactly(name) }
      #expect(ids?.count == (isKnown ? 1 : 0))
      if isKnown { #expect(ids?.first??.isExactly("in \(name)") == true) }
    }
    #expect(try await server.bulk([]).json == [:])
  }

  private func exact(_ names: [String]?) -> [ExactString]? { names?.map { ExactString($0) } }

  // MARK: - Statements

  /// What was sent to the database. BEGIN, COMMIT, savepoints and GRDB's own PRAGMA query_only belong to
  /// the transaction: they read no table, and do not count.
  private final class Trace: Sendable {
    private let statements = Mutex<[String]>([])

    func configuration() -> Configuration {
      var configuration = Configuration()
      configuration.prepareDatabase { database in
        database.trace(options: .statement) { event in
          self.statements.withLock { $0.append(event.description) }
        }
      }
      return configuration
    }

    func reset() { statements.withLock { $0 = [] } }

    var count: Int {
      statements.withLock { $0 }.filter { statement in
        !["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA query_only"]
          .contains { statement.uppercased().hasPrefix($0.uppercased()) }
      }.count
    }

    var begins: Int {
      statements.withLock { $0 }.count { $0.uppercased().hasPrefix("BEGIN") }
    }
  }

  @Test(arguments: [0, 1, 10, 100])
  func itTakesThreeStatementsHoweverManyRooms(count: Int) async throws {
    let trace = Trace()
    let server = try await TestServer(configuration: trace.configuration())
    let names = (0..<count).map { "room \($0)" }
    for name in names {
      let room = try await server.addRoom(name)
      try await server.addMeeting("meeting in \(name)", in: room)
      try await server.addEvent("event in \(name)", in: room, from: 60, until: 120)
    }
    trace.reset()
    let answer = try await server.bulk(names)
    #expect(trace.count == 3)
    #expect(trace.begins == 1)
    #expect(answer.json.object?.count == count)
    for name in names {
      #expect(answer[name]?["active_meetings"]?.array?.count == 1)
      #expect(answer[name]?["upcoming_events"]?.array?.count == 1)
    }
  }

  @Test(arguments: [
    "/v1/rooms/standup/meetings/active", "/v1/rooms/standup/meetings/upcoming",
    "/v1/rooms/standup/meetings", "/v1/rooms/standup/ics/status",
  ])
  func aSingleOperationTakesTwoStatements(path: String) async throws {
    let trace = Trace()
    let server = try await TestServer(configuration: trace.configuration())
    try await server.addRoom("standup")
    trace.reset()
    #expect(try await server.send(.get, path).status == 200)
    #expect(trace.count == 2)
    #expect(trace.begins == 1)
  }

  @Test func statementsUseTheirIndexes() async throws {
    let database = try SQLiteDatabase(path: nil)
    let now = TestServer.start
    let viewer = UserID("alice")
    let ids = (0..<100).map { "id \($0)" }
    let list = { (before: Instant?) in
      RoomsStatements.rooms(
        visibleTo: viewer, ListPart(offset: 0, limit: 50, before: before), in: .sqlite)
    }
    let plans: [(SQLStatement, String)] = [
      (RoomsStatements.room(.id("x")), "sqlite_autoindex_room_1 (id=?)"),
      (RoomsStatements.room(.name("x")), "sqlite_autoindex_room_2 (name=?)"),
      (RoomsStatements.rooms(named: ids, visibleTo: viewer), "sqlite_autoindex_room_2 (name=?)"),
      (list(nil), "INDEX room_shared (created_at<?)"),
      (list(now), "INDEX room_private (owner_id=? AND created_at<?)"),
      (list(now), "MERGE (UNION ALL)"),
      (
        RoomTally.total(visibleTo: viewer),
        "sqlite_autoindex_room_tally_1 (viewer=? AND level=?)"
      ),
      (
        RoomTally.spans(ofLevel: 2, in: 400, visibleTo: viewer),
        "sqlite_autoindex_room_tally_1 (viewer=? AND level=? AND span>? AND span<?)"
      ),
      (
        RoomsStatements.dueFeeds(at: now, limit: 8),
        "INDEX room_due (ics_next_sync>? AND ics_next_sync<?)"
      ),
      (RoomsStatements.meeting("x"), "sqlite_autoindex_meeting_1 (id=?)"),
      (
        RoomsStatements.activeMeetings(inRooms: ids, at: now),
        "INDEX meeting_active (room_id=? AND end_date>?)"
      ),
      (
        RoomsStatements.upcomingEvents(inRooms: ids, at: now, until: now),
        "INDEX calendar_event_shown (room_id=? AND start_time<?)"
      ),
      (RoomsStatements.events(inRooms: ["x"]), "INDEX calendar_event_shown (room_id=?)"),
      (RoomsStatements.eventCount(inRoom: "x"), "INDEX calendar_event_shown (room_id=?)"),
      (RoomsStatements.allEvents(inRoom: "x"), "autoindex_calendar_event_2 (room_id=?)"),
    ]
    for (statement, index) in plans {
      let plan = try await database.writer.read { database in
        try Row.fetchAll(
          database, sql: "EXPLAIN QUERY PLAN \(statement.sql)",
          arguments: SQLiteConnection.arguments(of: statement)
        ).map { $0["detail"] as String }
      }
      #expect(plan.contains { $0.contains(index) }, "\(statement.sql): \(plan)")
      #expect(
        !plan.contains { (line: String) in
          line.hasPrefix("SCAN") && !line.contains("INDEX") && line != "SCAN page"
        }, "\(plan)")
      // Of many rooms, what is found is sorted, and so are the rooms of a page after all else is done; everything
      // else is in order as it is.
      // The spans of a level are few.
      let isOfMany = statement.arguments.count >= 100 || statement.sql.contains("GROUP BY span")
      let isPage = plan.contains { $0.hasPrefix("SCAN page") }
      let inOrder = isPage ? plan.dropLast() : plan[...]
      #expect(isOfMany || !inOrder.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
  }
}
