import AccordRuntime

/// Rooms in a database that speaks SQL.
struct SQLRoomsStore: RoomsStore {
  let database: any SQLDatabase

  // MARK: - Rooms

  func rooms(visibleTo viewer: UserID?, page: Int, size: Int) async throws -> RoomPage {
    try await database.read { connection in
      let total = try connection.number(RoomTally.total(visibleTo: viewer))
      guard
        let part = try connection.part(
          ofRoomsVisibleTo: viewer, page: page, size: size, total: total)
      else { return RoomPage(rooms: [], total: total) }
      let statement = RoomsStatements.rooms(visibleTo: viewer, part, in: connection.dialect)
      return RoomPage(rooms: try connection.rows(statement), total: total)
    }
  }

  func room(_ key: RoomKey, admission: @escaping Admission) async throws -> RoomRow {
    try await database.read { try $0.room(key, admission) }
  }

  func insert(_ room: RoomRow) async throws {
    try await database.write { connection in
      try throwingNameTaken { try connection.execute(try room.insertion) }
      try connection.count(room, 1)
    }
  }

  func updateRoom(
    _ key: RoomKey, at now: Instant, admission: @escaping Admission,
    _ change: @escaping @Sendable (inout RoomSettings) -> Void
  ) async throws -> RoomRow {
    try await database.write { connection in
      let before = try connection.room(key, forUpdate: true, admission)
      var room = before
      change(&room.settings)
      room.feed = before.feed.changed(from: before.settings, to: room.settings, at: now)
      try throwingNameTaken { try connection.execute(try room.update) }
      if before.settings.isShared != room.settings.isShared {
        try connection.count(before, -1)
        try connection.count(room, 1)
      }
      if !before.settings.hasSameFeed(as: room.settings) {
        try connection.execute(
          SQLStatement(
            "UPDATE calendar_event SET is_deleted = 1 WHERE room_id = ? AND is_deleted = 0",
            [.text(room.id)]))
      }
      return room
    }
  }

  func deleteRoom(_ key: RoomKey, admission: @escaping Admission) async throws {
    try await database.write { connection in
      let room = try connection.room(key, forUpdate: true, admission)
      try connection.execute(SQLStatement("DELETE FROM room WHERE id = ?", [.text(room.id)]))
      try connection.count(room, -1)
    }
  }

  // MARK: - API keys

  func apiKey(_ id: String) async throws -> APIKeyRow? {
    try await database.read { connection in
      let keys: [APIKeyRow] = try connection.rows(
        SQLStatement("SELECT \(APIKeyRow.columnList) FROM api_key WHERE id = ?", [.text(id)]))
      return keys.first
    }
  }

  func insert(_ key: APIKeyRow) async throws {
    try await database.write { _ = try $0.execute(try key.insertion) }
  }

  // MARK: - The database

  func isEmpty() async throws -> Bool {
    try await database.read { connection in
      try connection.rows(SQLStatement("SELECT 1 FROM room LIMIT 1")) { _ in true }.isEmpty
    }
  }

  func checkAvailable() async throws {
    _ = try await database.read { try $0.rows(SQLStatement("SELECT 1")) { try $0.integer(0) } }
  }

  func close() async { await database.close() }
}

/// Ids are made by the server and never meet, so that the one thing that can be taken is a name.
private func throwingNameTaken(_ change: () throws -> Void) throws {
  do {
    try change()
  } catch StoreError.notUnique {
    throw NameTaken()
  }
}

extension SQLConnection {
  /// Finds a room, and asks whether it may be used.
  func room(
    _ key: RoomKey, forUpdate: Bool = false, _ admission: Admission
  ) throws -> RoomRow {
    let lock = forUpdate ? dialect.forUpdate : ""
    let rooms: [RoomRow] = try rows(RoomsStatements.room(key) + SQLStatement(lock))
    guard let room = rooms.first else { throw RoomDenial.unknownRoom }
    try admission(room)
    return room
  }

  func rows<Row: StoredRow>(_ statement: SQLStatement) throws -> [Row] {
    try rows(statement) { try Row($0) }
  }

  fileprivate func count(_ room: RoomRow, _ change: Int) throws {
    for statement in RoomTally.count(room, change) { try execute(statement) }
  }

  func number(_ statement: SQLStatement) throws -> Int {
    Int(try rows(statement) { try $0.integer(0) }.first ?? 0)
  }
}
