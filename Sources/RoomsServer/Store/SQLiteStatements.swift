import GRDB

/// A statement and what is bound to it.
struct BoundStatement: Sendable {
  var sql: String
  var arguments: StatementArguments
}

/// The statements that read. Those about one room and those about many are the same ones, so that the bulk
/// status and the single operations cannot disagree about filters and order.
enum SQLiteStatements {
  static func room(_ key: RoomKey) -> BoundStatement {
    switch key {
    case .id(let id):
      BoundStatement(sql: "SELECT * FROM room WHERE id = ?", arguments: [StoredText(id)])
    case .name(let name):
      BoundStatement(sql: "SELECT * FROM room WHERE name = ?", arguments: [StoredText(name)])
    }
  }

  /// Whether a viewer sees a room: ``Principal/maySee(_:)`` in SQL. Nothing equals the NULL of an anonymous viewer.
  private static let isVisible = "(is_shared OR owner_id = ?)"

  static func rooms(named names: [String], visibleTo viewer: UserID?) -> BoundStatement {
    BoundStatement(
      sql: "SELECT * FROM room WHERE name IN \(placeholders(names.count)) AND \(isVisible)",
      arguments: StatementArguments(names.map(StoredText.init)) + [viewer])
  }

  static func rooms(visibleTo viewer: UserID?, limit: Int, offset: Int) -> BoundStatement {
    BoundStatement(
      sql: """
        SELECT * FROM room WHERE \(isVisible) ORDER BY created_at DESC, id LIMIT ? OFFSET ?
        """,
      arguments: [viewer, limit, offset])
  }

  static func roomCount(visibleTo viewer: UserID?) -> BoundStatement {
    BoundStatement(sql: "SELECT COUNT(*) FROM room WHERE \(isVisible)", arguments: [viewer])
  }

  static func meeting(_ id: String) -> BoundStatement {
    BoundStatement(sql: "SELECT * FROM meeting WHERE id = ?", arguments: [StoredText(id)])
  }

  static func activeMeetings(inRooms ids: [String], at now: Instant) -> BoundStatement {
    BoundStatement(
      sql: """
        SELECT * FROM meeting
        WHERE room_id IN \(placeholders(ids.count)) AND is_active AND end_date > ?
        ORDER BY end_date DESC, id
        """,
      arguments: StatementArguments(ids.map(StoredText.init)) + [now])
  }

  static func events(inRooms ids: [String]) -> BoundStatement {
    BoundStatement(
      sql: """
        SELECT * FROM calendar_event
        WHERE room_id IN \(placeholders(ids.count)) AND NOT is_deleted
        ORDER BY start_time, id
        """,
      arguments: StatementArguments(ids.map(StoredText.init)))
  }

  static func upcomingEvents(
    inRooms ids: [String], at now: Instant, until end: Instant
  ) -> BoundStatement {
    BoundStatement(
      sql: """
        SELECT * FROM calendar_event
        WHERE room_id IN \(placeholders(ids.count)) AND NOT is_deleted
          AND start_time <= ? AND end_time > ?
        ORDER BY start_time, id
        """,
      arguments: StatementArguments(ids.map(StoredText.init)) + [end, now])
  }

  static func eventCount(inRoom id: String) -> BoundStatement {
    BoundStatement(
      sql: "SELECT COUNT(*) FROM calendar_event WHERE room_id = ? AND NOT is_deleted",
      arguments: [StoredText(id)])
  }

  /// SQLite takes an empty list, too.
  private static func placeholders(_ count: Int) -> String {
    "(" + repeatElement("?", count: count).joined(separator: ", ") + ")"
  }
}
