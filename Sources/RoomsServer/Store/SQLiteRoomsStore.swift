import AccordRuntime
import GRDB

/// Where a database is.
enum DatabaseLocation: Sendable, Hashable {
  /// Gone when the server ends.
  case memory
  case file(path: String)
}

/// Rooms in SQLite.
struct SQLiteRoomsStore: RoomsStore {
  let database: any DatabaseWriter

  /// Opens the database, makes it if there is none, and brings its tables up to date.
  ///
  /// - Parameter configuration: GRDB's; a test traces statements with it.
  init(_ location: DatabaseLocation, configuration: Configuration = Configuration()) throws {
    switch location {
    case .memory:
      database = try DatabaseQueue(configuration: configuration)
    case .file(let path):
      // Write-ahead logging: readers do not wait for the writer. Another process may write as well.
      var configuration = configuration
      configuration.busyMode = .timeout(5)
      database = try DatabasePool(path: path, configuration: configuration)
    }
    try SQLiteSchema.migrator.migrate(database)
  }

  /// Both as GRDB's own, with the statements counted for whoever wants to know.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    let count = StatementCount.current
    return try await database.read { try $0.counting(for: count, body) }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    let count = StatementCount.current
    return try await database.write { try $0.counting(for: count, body) }
  }

  // MARK: - Rooms

  func rooms(visibleTo viewer: UserID?, page: Int, size: Int) async throws -> RoomPage {
    let (offset, overflows) = (page - 1).multipliedReportingOverflow(by: size)
    let statement = SQLiteStatements.rooms(
      visibleTo: viewer, limit: size, offset: overflows ? .max : offset)
    return try await read { database in
      RoomPage(
        rooms: try database.fetch(statement),
        total: try database.count(SQLiteStatements.roomCount(visibleTo: viewer)))
    }
  }

  func room(_ key: RoomKey, admission: @escaping Admission) async throws -> RoomRow {
    try await read { try $0.room(key, admission) }
  }

  func insert(_ room: RoomRow) async throws {
    try await write { database in
      try throwingNameTaken { try room.insert(database) }
    }
  }

  func updateRoom(
    _ key: RoomKey, admission: @escaping Admission,
    _ change: @escaping @Sendable (inout RoomSettings) -> Void
  ) async throws -> RoomRow {
    try await write { database in
      var room = try database.room(key, admission)
      change(&room.settings)
      try throwingNameTaken { try room.update(database) }
      return room
    }
  }

  func deleteRoom(_ key: RoomKey, admission: @escaping Admission) async throws {
    try await write { database in
      _ = try database.room(key, admission).delete(database)
    }
  }

  // MARK: - API keys

  func apiKey(_ id: String) async throws -> APIKeyRow? {
    try await read { database in
      try APIKeyRow.fetchOne(
        database, sql: "SELECT * FROM api_key WHERE id = ?", arguments: [StoredText(id)])
    }
  }

  func insert(_ key: APIKeyRow) async throws {
    try await write { try key.insert($0) }
  }

  func isEmpty() async throws -> Bool {
    try await read { database in
      try Row.fetchOne(database, sql: "SELECT 1 FROM room LIMIT 1") == nil
    }
  }
}

/// Ids are made by the server and never meet, so that the one thing that can be taken is a name.
private func throwingNameTaken(_ change: () throws -> Void) throws {
  do {
    try change()
  } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
    throw NameTaken()
  }
}

extension Database {
  /// Finds a room, and asks whether it may be used.
  func room(_ key: RoomKey, _ admission: Admission) throws -> RoomRow {
    let rooms: [RoomRow] = try fetch(SQLiteStatements.room(key))
    guard let room = rooms.first else { throw RoomDenial.unknownRoom }
    try admission(room)
    return room
  }

  func fetch<Record: FetchableRecord>(_ statement: BoundStatement) throws -> [Record] {
    try Record.fetchAll(
      cachedStatement(sql: statement.sql), arguments: statement.arguments)
  }

  func count(_ statement: BoundStatement) throws -> Int {
    try Int.fetchOne(cachedStatement(sql: statement.sql), arguments: statement.arguments) ?? 0
  }
}
