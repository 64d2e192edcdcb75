/// The tables, and how a database of an older version gets them. A migration that was released never changes.
enum RoomsSchema {
  /// In the order in which they are applied.
  private static let migrations: [(name: String, script: @Sendable (SQLDialect) -> String)] = [
    ("1: rooms, meetings, calendar events, API keys", version1),
    ("2: rooms counted by when they were made", version2),
  ]

  /// Brings the tables up to date. Whoever calls it holds a lock on the whole database.
  ///
  /// - Throws: ``StoreError/unusable(_:)`` for a database that a later version has changed.
  static func migrate(_ connection: any SQLConnection, at now: Instant) throws {
    try connection.execute(
      script: """
        CREATE TABLE IF NOT EXISTS schema_migration (
          name \(connection.dialect.text) NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)
        """)
    let applied = Set(
      try connection.rows(SQLStatement("SELECT name FROM schema_migration")) { try $0.text(0) })
    if let unknown = applied.subtracting(migrations.map(\.name)).min() {
      throw StoreError.unusable("it has the change '\(unknown)' of a later version of this server.")
    }
    for migration in migrations where !applied.contains(migration.name) {
      try connection.execute(script: migration.script(connection.dialect))
      try connection.execute(
        SQLStatement(
          "INSERT INTO schema_migration (name, applied_at) VALUES (?, ?)",
          [.text(migration.name), SQLValue(now)]))
    }
  }

  /// See ``RoomTally``.
  @Sendable private static func version2(_ dialect: SQLDialect) -> String {
    let counts = [62, 42, 34, 26, 18].enumerated().map { level, shift in
      """
      INSERT INTO room_tally (viewer, level, span, rooms)
        SELECT CASE WHEN is_shared = 1 THEN '' ELSE owner_id END, \(level), created_at >> \(shift), COUNT(*)
        FROM room GROUP BY 1, 3;

      """
    }
    return """
      CREATE TABLE room_tally (
        viewer \(dialect.text) NOT NULL,
        level BIGINT NOT NULL,
        span BIGINT NOT NULL,
        rooms BIGINT NOT NULL,
        PRIMARY KEY (viewer, level, span)
      );
      \(counts.joined())DROP TABLE room_count;
      """
  }

  // Moments are microseconds since 1970, flags are 0 or 1. The order of the columns of an index is that of
  // the statement that it serves: what is equal, then what is sorted by. Meetings that are over and deleted
  // events are most of the rows after a while, and are in none of the partial indexes.
  @Sendable private static func version1(_ dialect: SQLDialect) -> String {
    let text = dialect.text
    return """
      CREATE TABLE room (
        id \(text) NOT NULL PRIMARY KEY,
        name \(text) NOT NULL UNIQUE,
        owner_id \(text) NOT NULL,
        created_at BIGINT NOT NULL,
        zulip_auto_post BIGINT NOT NULL,
        zulip_stream \(text) NOT NULL,
        zulip_topic \(text) NOT NULL,
        is_locked BIGINT NOT NULL,
        room_mode \(text) NOT NULL,
        recording_type \(text) NOT NULL,
        recording_trigger \(text) NOT NULL,
        is_shared BIGINT NOT NULL,
        webhook_url \(text),
        webhook_secret \(text),
        ics_url \(text),
        ics_fetch_interval BIGINT NOT NULL,
        ics_enabled BIGINT NOT NULL,
        platform \(text) NOT NULL CHECK (platform IN ('whereby', 'daily')),
        skip_consent BIGINT NOT NULL,
        ics_last_sync BIGINT,
        ics_last_etag \(text),
        ics_last_hash \(text),
        ics_last_expansion BIGINT,
        ics_next_sync BIGINT
      );
      CREATE INDEX room_shared ON room (created_at DESC, id) WHERE is_shared = 1;
      CREATE INDEX room_private ON room (owner_id, created_at DESC, id) WHERE is_shared = 0;
      CREATE INDEX room_due ON room (ics_next_sync, id) WHERE ics_next_sync IS NOT NULL;

      CREATE TABLE room_count (
        viewer \(text) NOT NULL PRIMARY KEY,
        rooms BIGINT NOT NULL
      );

      CREATE TABLE meeting (
        id \(text) NOT NULL PRIMARY KEY,
        room_id \(text) NOT NULL REFERENCES room (id) ON DELETE CASCADE,
        user_id \(text),
        room_url \(text) NOT NULL,
        host_room_url \(text) NOT NULL,
        start_date BIGINT NOT NULL,
        end_date BIGINT NOT NULL,
        is_locked BIGINT NOT NULL,
        room_mode \(text) NOT NULL,
        recording_type \(text) NOT NULL,
        recording_trigger \(text) NOT NULL,
        num_clients BIGINT NOT NULL,
        is_active BIGINT NOT NULL,
        platform \(text) NOT NULL CHECK (platform IN ('whereby', 'daily')),
        calendar_event_id \(text),
        calendar_event_title \(text),
        daily_composed_video_s3_key \(text),
        daily_composed_video_duration BIGINT
      );
      CREATE INDEX meeting_of_room ON meeting (room_id);
      CREATE INDEX meeting_active ON meeting (room_id, end_date DESC, id) WHERE is_active = 1;

      CREATE TABLE calendar_event (
        id \(text) NOT NULL PRIMARY KEY,
        room_id \(text) NOT NULL REFERENCES room (id) ON DELETE CASCADE,
        ics_uid \(text) NOT NULL,
        ics_recurrence BIGINT NOT NULL,
        title \(text),
        description \(text),
        start_time BIGINT NOT NULL,
        end_time BIGINT NOT NULL,
        attendees \(text),
        location \(text),
        last_synced BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        is_deleted BIGINT NOT NULL,
        UNIQUE (room_id, ics_uid, ics_recurrence)
      );
      CREATE INDEX calendar_event_shown ON calendar_event (room_id, start_time, id)
        WHERE is_deleted = 0;

      CREATE TABLE api_key (
        id \(text) NOT NULL PRIMARY KEY,
        user_id \(text) NOT NULL,
        hash \(dialect.bytes) NOT NULL,
        created_at BIGINT NOT NULL
      );
      """
  }
}
