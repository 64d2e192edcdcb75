/// How many rooms were made in which span of time, kept as they come and go: what says where a page of the list begins
/// without going through all rooms before it.
///
/// Each level has shorter spans than the one above it, so that a few short lists lead to any place of a list of any
/// length. Rooms that are shared are counted under the empty name, which is nobody's; the others under their owner's.
enum RoomTally {
  /// A span of a level is `2^shift` microseconds. The first one is all of time; then about 50 days, 5 hours, 1 minute
  /// and a quarter of a second. No server makes many rooms in that.
  static let shifts: [Int64] = [62, 42, 34, 26, 18]

  /// Pages this near to the beginning are reached faster by skipping what is before them.
  static let nearby = 1_000

  // MARK: - Counting

  /// Counts a room that comes (`1`) or goes (`-1`).
  static func count(_ room: RoomRow, _ change: Int) -> [SQLStatement] {
    let viewer: SQLValue = .text(room.settings.isShared ? "" : room.ownerID.value)
    let spans = shifts.enumerated().flatMap { level, shift in
      [SQLValue(level), .integer(room.createdAt.microseconds >> shift)]
    }
    let rows = stride(from: 0, to: spans.count, by: 2).flatMap {
      [viewer, spans[$0], spans[$0 + 1], SQLValue(change)]
    }
    let counting = SQLStatement(counting, rows)
    return change > 0 ? [counting] : [counting, SQLStatement(clearing, [viewer] + spans)]
  }

  private static let counting = """
    INSERT INTO room_tally (viewer, level, span, rooms)
    VALUES \(repeatElement("(?, ?, ?, ?)", count: shifts.count).joined(separator: ", "))
    ON CONFLICT (viewer, level, span) DO UPDATE SET rooms = room_tally.rooms + excluded.rooms
    """

  /// What became empty: the tally grows with the rooms that there are, not with those that there were.
  private static let clearing = """
    DELETE FROM room_tally WHERE viewer = ? AND rooms = 0 AND
    (\(repeatElement("level = ? AND span = ?", count: shifts.count).joined(separator: " OR ")))
    """

  // MARK: - Looking up

  /// The rooms that a viewer sees.
  static func total(visibleTo viewer: UserID?) -> SQLStatement {
    SQLStatement(
      "SELECT COALESCE(SUM(rooms), 0) FROM room_tally WHERE viewer IN ('', ?) AND level = 0",
      [SQLValue(viewer)])
  }

  /// The spans of a level with the rooms of each, the latest first.
  ///
  /// - Parameter span: of the level above.
  static func spans(ofLevel level: Int, in span: Int64, visibleTo viewer: UserID?) -> SQLStatement {
    let width = shifts[level - 1] - shifts[level]
    return SQLStatement(
      """
      SELECT span, SUM(rooms) FROM room_tally
      WHERE viewer IN ('', ?) AND level = ? AND span BETWEEN ? AND ? GROUP BY span ORDER BY span DESC
      """,
      [
        SQLValue(viewer), SQLValue(level), .integer(span << width),
        .integer(((span + 1) << width) - 1),
      ])
  }
}

extension SQLConnection {
  /// A part of the list of rooms, the latest first. `nil` if nothing is there.
  ///
  /// - Parameter page: counted from 1.
  func part(
    ofRoomsVisibleTo viewer: UserID?, page: Int, size: Int, total: Int
  ) throws -> ListPart? {
    guard var part = ListPart(page: page, size: size, total: total) else { return nil }
    guard part.offset > RoomTally.nearby else { return part }
    // The moments before 1970 are a span of their own.
    var spans: [Int64] = [0, -1]
    for level in 1..<RoomTally.shifts.count {
      var found: Int64?
      for span in spans where found == nil {
        let counts = try rows(RoomTally.spans(ofLevel: level, in: span, visibleTo: viewer)) {
          (span: try $0.integer(0), rooms: Int(try $0.integer(1)))
        }
        for count in counts where found == nil {
          if part.offset < count.rooms { found = count.span } else { part.offset -= count.rooms }
        }
      }
      guard let found else { return nil }
      spans = [found]
    }
    let shift = RoomTally.shifts[RoomTally.shifts.count - 1]
    part.before = spans.first.map { Instant(microseconds: ($0 + 1) << shift) }
    return part
  }
}
