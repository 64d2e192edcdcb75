#if Postgres
  import AccordRuntime
  import AccordTesting
  import Foundation
  import Testing

  @testable import RoomsServer

  extension PostgresLimits {
    /// No machine is so busy.
    static let patient = PostgresLimits(
      connection: 600, statement: 600, lock: 600, idleTransaction: 600)
  }

  /// The cluster that `make test-postgres` has started.
  enum TestCluster {
    static let url = ProcessInfo.processInfo.environment["ROOMS_TEST_POSTGRES"]
    static let control = ProcessInfo.processInfo.environment["ROOMS_TEST_POSTGRES_CONTROL"]
    static var isThere: Bool { url != nil }

    /// A schema of its own for each test: its tables and nobody else's.
    static func makeSchema() async throws -> String {
      let url = try #require(url)
      let schema = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
      let connection = try PostgresConnection(url, limits: .patient)
      try connection.execute(script: "CREATE SCHEMA \(schema)")
      return "\(url)?options=-csearch_path%3D\(schema)"
    }

    static func makeStore(_ schema: String? = nil, connections: Int = 3) async throws
      -> SQLRoomsStore
    {
      let text: String
      if let schema { text = schema } else { text = try await makeSchema() }
      return SQLRoomsStore(
        database: try await PostgresDatabase(text, connections: connections, limits: .patient))
    }
  }

  @Suite(.enabled(if: TestCluster.isThere)) struct PostgresTests {
    private static func tokens() async -> AccessTokens {
      var generator = SystemRandomNumberGenerator()
      return await AccessTokens(TokenKey(using: &generator))
    }

    /// Two servers on one database, each with connections of its own.
    @Test func twoServersMakeOneMeeting() async throws {
      let schema = try await TestCluster.makeSchema()
      let tokens = await Self.tokens()
      let one = try await TestServer(store: TestCluster.makeStore(schema), tokens: tokens)
      let two = try await TestServer(store: TestCluster.makeStore(schema), tokens: tokens)
      for round in 0..<5 {
        let name = "room-\(round)"
        try await one.addRoom(name)
        let ids = try await withThrowingTaskGroup(of: String?.self) { group in
          for server in [one, two] {
            for _ in 0..<20 {
              group.addTask {
                try await server.send(.post, "/v1/rooms/\(name)/meeting", body: [:])["id"]?.string
              }
            }
          }
          return try await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(ids.count == 40 && Set(ids).count == 1 && !ids.contains(nil))
        let active = try await two.send(.get, "/v1/rooms/\(name)/meetings/active")
        #expect(active.json.array?.count == 1)
      }
      // One name, whoever is first; and the count is right after all that.
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for server in [one, two, one, two] {
          group.addTask {
            try await server.send(.post, "/v1/rooms", body: RoomTests.room(named: "same")).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.sorted() == [200, 409, 409, 409])
      #expect(try await one.send(.get, "/v1/rooms")["total"] == 6)
    }

    /// The same with two processes.
    @Test func twoProcessesMakeOneMeeting() async throws {
      let schema = try await TestCluster.makeSchema()
      let key = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try Data("a key for tests, of 32 bytes at least".utf8).write(to: key)
      defer { try? FileManager.default.removeItem(at: key) }
      let tokens = await AccessTokens(
        try #require(TokenKey(Array("a key for tests, of 32 bytes at least".utf8))))
      let token = try await tokens.sign(
        AccessTokenClaims(of: UserID("alice"), until: WallClock.system.now().adding(minutes: 60)))
      // Both start at once, and one of them makes the tables.
      let processes = try (0..<2).map { _ in
        try ServerProcess(["--database", schema, "--jwt-key-file", key.path])
      }
      defer { for process in processes { process.kill() } }
      let callers = try processes.map { RoomsCaller(url: try $0.url(), token: token) }
      #expect(
        try await callers[0].status(.POST, "/v1/rooms", body: RoomTests.room(named: "standup"))
          == 200)
      let ids = try await withThrowingTaskGroup(of: String?.self) { group in
        for number in 0..<40 {
          group.addTask {
            try await callers[number % 2].answer(.POST, "/v1/rooms/standup/meeting", body: [:])
              .1["id"]?.string
          }
        }
        return try await group.reduce(into: [String?]()) { $0.append($1) }
      }
      #expect(Set(ids).count == 1 && !ids.contains(nil))
      // What one was told, the other knows.
      let id = try #require(ids.first ?? nil)
      #expect(try await callers[1].status(.PATCH, "/v1/meetings/\(id)/deactivate") == 200)
      let active = try await callers[0].answer(.GET, "/v1/rooms/standup/meetings/active").1
      #expect(active == [])
    }

    /// Two rooms that exchange their names stand in each other's way; nobody fails over it.
    @Test func transactionsThatMeetAreTriedAgain() async throws {
      let server = try await TestServer(
        store: TestCluster.makeStore(connections: 6), tokens: await Self.tokens())
      let rooms = [try await server.addRoom("a"), try await server.addRoom("b")]
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<40 {
          group.addTask {
            let room = rooms[number % 2]
            let name = JSONValue.string(["a", "b", "c"][number % 3])
            return try await server.send(
              .patch, "/v1/rooms/\(segment(room.id))",
              body: ["name": name, "is_shared": .bool(number % 5 != 0)]
            ).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(statuses).isSubset(of: [200, 409]))
      #expect(try await server.send(.get, "/v1/rooms")["total"] == 2)
    }

    /// So many rows that a scan of them costs more than an index, in every table that is read.
    private static let manyRows = """
      INSERT INTO room (id, name, owner_id, created_at, zulip_auto_post, zulip_stream, zulip_topic, is_locked, room_mode,
        recording_type, recording_trigger, is_shared, ics_fetch_interval, ics_enabled, platform, skip_consent, ics_next_sync)
      SELECT 'id ' || n, 'room ' || n, 'owner ' || (n % 100), n, 0, '', '', 0, 'normal', 'cloud', 'none', n % 2, 300, 0,
        'daily', 0, CASE WHEN n % 50 = 0 THEN n END FROM generate_series(1, 100000) AS n;
      INSERT INTO meeting (id, room_id, room_url, host_room_url, start_date, end_date, is_locked, room_mode, recording_type,
        recording_trigger, num_clients, is_active, platform)
      SELECT 'm ' || n, 'id ' || (1 + n % 5000), '', '', n, n, 0, 'normal', 'cloud', 'none', 0, (n % 20 = 0)::int, 'daily'
        FROM generate_series(1, 20000) AS n;
      INSERT INTO calendar_event (id, room_id, ics_uid, ics_recurrence, start_time, end_time, last_synced, created_at,
        updated_at, is_deleted)
      SELECT 'e ' || n, 'id ' || (1 + n % 5000), n, 0, n, n + 1, 0, 0, 0, (n % 4 <> 0)::int
        FROM generate_series(1, 20000) AS n;
      ANALYZE room; ANALYZE meeting; ANALYZE calendar_event
      """

    @Test func statementsUseTheirIndexes() async throws {
      let store = try await TestCluster.makeStore()
      try await store.database.write { try $0.execute(script: Self.manyRows) }
      let now = Instant(microseconds: 10_000)
      let (names, ids) = ((1...100).map { "room \($0)" }, (1...100).map { "id \($0)" })
      let list = { (offset: Int, before: Instant?) in
        RoomsStatements.rooms(
          visibleTo: UserID("owner 2"), ListPart(offset: offset, limit: 50, before: before),
          in: .postgres)
      }
      let plans: [(SQLStatement, String)] = [
        (RoomsStatements.room(.name("x")), "room_name_key"),
        (RoomsStatements.rooms(named: names, visibleTo: nil), "room_name_key"),
        (list(0, nil), "Merge Append"), (list(100, now), "Merge Append"),
        (RoomsStatements.activeMeetings(inRooms: ids, at: now), "meeting_active"),
        (RoomsStatements.upcomingEvents(inRooms: ids, at: now, until: now), "calendar_event_shown"),
        (RoomsStatements.eventCount(inRoom: "id 4"), "calendar_event_shown"),
        (RoomsStatements.dueFeeds(at: now, limit: 8), "room_due"),
      ]
      for (statement, index) in plans {
        let plan = try await store.database.read { connection in
          try connection.rows(
            SQLStatement("EXPLAIN \(statement.sql)", statement.arguments)
          ) { try $0.text(0) }.joined(separator: "\n")
        }
        #expect(plan.contains(index) && !plan.contains("Seq Scan"), "\(plan)")
      }
    }

    /// What PostgreSQL's texts cannot hold, and what stands for it.
    @Test(arguments: [
      "a\0b", "\u{1A}0", "\u{1A}", "\0", "\u{1A}\u{1A}0\0", "caf\u{E9}", "", "'\\$1?",
    ])
    func everyTextIsKept(text: String) async throws {
      let store = try await TestCluster.makeStore(connections: 1)
      let back = try await store.database.read { connection in
        try connection.rows(SQLStatement("SELECT CAST(? AS TEXT)", [.text(text)])) {
          try $0.text(0)
        }
      }
      #expect(back.first?.isExactly(text) == true)
    }

    @Test func connectionsThatWereLostAreReplaced() async throws {
      let server = try await TestServer(
        store: TestCluster.makeStore(), tokens: await Self.tokens())
      try await server.addRoom("standup")
      let url = try #require(TestCluster.url)
      let id = try await server.store.database.read {
        try $0.rows(SQLStatement("SELECT pg_backend_pid()")) { try $0.integer(0) }.first ?? 0
      }
      _ = try PostgresConnection(url).rows(
        SQLStatement("SELECT 1 WHERE pg_terminate_backend(\(id))")
      ) { try $0.integer(0) }
      for _ in 0..<5 {
        #expect(try await server.send(.get, "/v1/rooms/name/standup").status == 200)
      }
    }

    /// The connection is cut in the middle of a commit, by a trigger that the commit starts.
    @Test func aCommitThatIsCutOffIsNotSaidToHaveFailed() async throws {
      let server = try await TestServer(
        store: TestCluster.makeStore(), tokens: await Self.tokens())
      try await server.addRoom("standup")
      try await server.store.database.write {
        try $0.execute(
          script: """
            CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
              'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON meeting DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW EXECUTE FUNCTION cut()
            """)
      }
      let answer = try await server.send(.post, "/v1/rooms/standup/meeting", body: [:])
      #expect(answer.status == 503 && answer.headerFields[.retryAfter] == nil)
      #expect(answer["detail"]?.string?.contains("Look whether it was made.") == true)
      #expect(try await server.send(.get, "/v1/rooms/standup/meetings/active").json == [])
    }

    @Test(arguments: [
      ("postgres://user:hunter2@127.0.0.1:1/x", "not available"),
      ("host=127.0.0.1 port=1 password=hunter2 dbname=x", "not available"),
      ("host=127.0.0.1 port=1 hunter2", "neither a URL"),
      ("host=127.0.0.1 passwrd=hunter2", "neither a URL"),
      ("postgres://user:hunter2@[::1/x", "neither a URL"),
    ])
    func wrongAddressesAreSaid(text: String, reason: String) async throws {
      await #expect {
        try await SQLRoomsStore(.postgres(text))
      } throws: { "\($0)".contains(reason) && !"\($0)".contains("hunter2") }
    }

    /// Both ways in which libpq takes a connection string, and what stands in it wins over our own defaults.
    @Test func connectionStringsOfBothKinds() async throws {
      let url = try #require(TestCluster.url)
      let parts = try #require(URLComponents(string: url))
      let pairs =
        "host=\(parts.host ?? "") port=\(parts.port ?? 0) user=\(parts.user ?? "") dbname=postgres"
      for (text, name) in [
        (url, "rooms-server"), (pairs, "rooms-server"),
        (url + "?application_name=mine", "mine"), (pairs + " application_name='my own'", "my own"),
      ] {
        let connection = try PostgresConnection(text)
        let names = try connection.rows(SQLStatement("SHOW application_name")) { try $0.text(0) }
        #expect(names == [name])
      }
    }
  }

  /// By itself: the cluster is taken away from whoever uses it.
  @Suite(.serialized, .timeLimit(.minutes(20)), .enabled(if: TestCluster.control != nil))
  struct PostgresOutageTests {
    private static func control(_ action: String) throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: try #require(TestCluster.control))
      process.arguments = [action]
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }

    @Test func itGoesAwayAndComesBack() async throws {
      var generator = SystemRandomNumberGenerator()
      let server = try await TestServer(
        store: TestCluster.makeStore(), tokens: AccessTokens(TokenKey(using: &generator)))
      let acknowledged = Gathering<String>()
      let statuses = Gathering<Int>()
      let ending = Gathering<Bool>()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<3 {
          group.addTask {
            var number = 0
            while ending.all.isEmpty {
              number += 1
              let name = "r\(writer)-\(number)"
              let answer = try await server.send(
                .post, "/v1/rooms", body: RoomTests.room(named: name))
              statuses.add(answer.status)
              if answer.status == 200 { acknowledged.add(name) }
            }
          }
        }
        for _ in 0..<3 {
          let known = acknowledged.count
          try await settle { acknowledged.count >= known + 5 }
          try Self.control("stop")
          #expect(try await server.send(.get, "/v1/rooms").status == 503)
          await #expect(throws: StoreError.self) { try await server.store.checkAvailable() }
          try Self.control("start")
          #expect(try await server.send(.get, "/v1/rooms").status == 200)
        }
        ending.add(true)
        try await group.waitForAll()
      }
      #expect(Set(statuses.all) == [200, 503])
      let names = acknowledged.all
      #expect(names.count > 10)
      for name in names {
        #expect(try await server.send(.get, "/v1/rooms/name/\(name)").status == 200)
      }
    }
  }
#endif
