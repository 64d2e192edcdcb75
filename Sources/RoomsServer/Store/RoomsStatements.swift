/// The statements that read. Those about one room and those about many are the same ones, so that the bulk
/// status and the single operations cannot disagree about filters and order.
enum RoomsStatements {
  static func room(_ key: RoomKey) -> SQLStatement {
    let select = "SELECT \(RoomRow.columnList) FROM room WHERE"
    return switch key {
    case .id(let id): SQLStatement("\(select) id = ?", [.text(id)])
    case .name(let name): SQLStatement("\(select) name = ?", [.text(name)])
    }
  }

  /// References to those that a viewer sees: ``Principal/maySee(_:)`` in SQL. Nothing equals the NULL of an anonymous viewer.
  static func rooms(named names: [String], visibleTo viewer: UserID?) -> SQLStatement {
    SQLStatement("SELECT \(RoomReference.columnList) FROM room WHERE name IN ") + list(names)
      + SQLStatement(" AND (is_shared = 1 OR owner_id = ?)", [SQLValue(viewer)])
  }

  /// Two lists that are in order already, put together: rooms that the viewer does not see are never looked at,
  /// however many there are. What is skipped is skipped in the indexes; only the page's own rooms are read.
  static func rooms(
    visibleTo viewer: UserID?, _ part: ListPart, in dialect: SQLDialect
  ) -> SQLStatement {
    let order = "made_at DESC, room_id"
    let keys = "SELECT created_at AS made_at, id AS room_id FROM room WHERE"
    let before = SQLStatement(
      " AND created_at < ?", [.integer(part.before?.microseconds ?? .max)])
    let shared = SQLStatement("\(keys) is_shared = 1") + before
    let own = SQLStatement("\(keys) is_shared = 0 AND owner_id = ?", [SQLValue(viewer)]) + before
    let reach = part.offset + part.limit
    return SQLStatement("SELECT \(RoomRow.columnList) FROM (")
      + dialect.part(shared, ofListOrderedBy: order, upTo: reach) + SQLStatement(" UNION ALL ")
      + dialect.part(own, ofListOrderedBy: order, upTo: reach)
      + SQLStatement(
        " ORDER BY \(order) LIMIT ? OFFSET ?", [SQLValue(part.limit), SQLValue(part.offset)])
      + SQLStatement(") AS page JOIN room ON id = room_id ORDER BY made_at DESC, room_id")
  }

  static func dueFeeds(at now: Instant, limit: Int) -> SQLStatement {
    SQLStatement(
      """
      SELECT \(RoomRow.columnList) FROM room
      WHERE ics_next_sync IS NOT NULL AND ics_next_sync <= ?
      ORDER BY ics_next_sync, id LIMIT ?
      """, [SQLValue(now), SQLValue(limit)])
  }

  static func meeting(_ id: String) -> SQLStatement {
    SQLStatement("SELECT \(MeetingRow.columnList) FROM meeting WHERE id = ?", [.text(id)])
  }

  static func activeMeetings(inRooms ids: [String], at now: Instant) -> SQLStatement {
    SQLStatement("SELECT \(MeetingRow.columnList) FROM meeting WHERE room_id IN ") + list(ids)
      + SQLStatement(
        " AND is_active = 1 AND end_date > ? ORDER BY end_date DESC, id", [SQLValue(now)])
  }

  static func events(inRooms ids: [String]) -> SQLStatement {
    selectEvents + list(ids)
      + SQLStatement(" AND is_deleted = 0 ORDER BY start_time, id")
  }

  static func upcomingEvents(
    inRooms ids: [String], at now: Instant, until end: Instant
  ) -> SQLStatement {
    selectEvents + list(ids)
      + SQLStatement(
        " AND is_deleted = 0 AND start_time <= ? AND end_time > ? ORDER BY start_time, id",
        [SQLValue(end), SQLValue(now)])
  }

  /// Those that are gone from the feed as well.
  static func allEvents(inRoom id: String) -> SQLStatement { selectEvents + list([id]) }

  private static let selectEvents = SQLStatement(
    "SELECT \(CalendarEventRow.columnList) FROM calendar_event WHERE room_id IN ")

  static func eventCount(inRoom id: String) -> SQLStatement {
    SQLStatement(
      "SELECT COUNT(*) FROM calendar_event WHERE room_id = ? AND is_deleted = 0", [.text(id)])
  }

  /// One that holds nothing is a list with NULL, which equals nothing.
  private static func list(_ texts: [String]) -> SQLStatement {
    guard let first = texts.first else { return SQLStatement("(NULL)") }
    let list = lists.first { $0.size >= texts.count } ?? (texts.count, marks(texts.count))
    let padding = repeatElement(SQLValue.text(first), count: list.size - texts.count)
    return SQLStatement(list.marks, texts.map(SQLValue.text) + padding)
  }

  /// The numbers of arguments are few: each is a statement of its own that the database prepares and keeps. What is
  /// too much is the first text once more.
  private static let lists = [1, 10, 25, 50, 100].map { (size: $0, marks: marks($0)) }

  private static func marks(_ count: Int) -> String {
    "(" + repeatElement("?", count: count).joined(separator: ", ") + ")"
  }
}
