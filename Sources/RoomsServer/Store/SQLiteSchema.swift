import GRDB

/// The tables, and how a database of an older version gets them. A migration that was released never changes.
enum SQLiteSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: rooms, meetings, calendar events, API keys") { database in
      try database.execute(sql: version1)
    }
    return migrator
  }

  // Moments are microseconds since 1970. The order of the columns of an index is that of the statement that
  // it serves: what is equal, then what is sorted by. Meetings that are over and deleted events are most of
  // the rows after a while, and are in none of the partial indexes.
  private static let version1 = """
    CREATE TABLE room (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL COLLATE BINARY UNIQUE,
      owner_id TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      zulip_auto_post INTEGER NOT NULL,
      zulip_stream TEXT NOT NULL,
      zulip_topic TEXT NOT NULL,
      is_locked INTEGER NOT NULL,
      room_mode TEXT NOT NULL,
      recording_type TEXT NOT NULL,
      recording_trigger TEXT NOT NULL,
      is_shared INTEGER NOT NULL,
      webhook_url TEXT,
      webhook_secret TEXT,
      ics_url TEXT,
      ics_fetch_interval INTEGER NOT NULL,
      ics_enabled INTEGER NOT NULL,
      ics_last_sync INTEGER,
      ics_last_etag TEXT,
      platform TEXT NOT NULL CHECK (platform IN ('whereby', 'daily')),
      skip_consent INTEGER NOT NULL
    );
    CREATE INDEX room_newest ON room (created_at DESC, id);

    CREATE TABLE meeting (
      id TEXT NOT NULL PRIMARY KEY,
      room_id TEXT NOT NULL REFERENCES room (id) ON DELETE CASCADE,
      user_id TEXT,
      room_url TEXT NOT NULL,
      host_room_url TEXT NOT NULL,
      start_date INTEGER NOT NULL,
      end_date INTEGER NOT NULL,
      is_locked INTEGER NOT NULL,
      room_mode TEXT NOT NULL,
      recording_type TEXT NOT NULL,
      recording_trigger TEXT NOT NULL,
      num_clients INTEGER NOT NULL,
      is_active INTEGER NOT NULL,
      platform TEXT NOT NULL CHECK (platform IN ('whereby', 'daily')),
      calendar_event_id TEXT,
      calendar_event_title TEXT,
      daily_composed_video_s3_key TEXT,
      daily_composed_video_duration INTEGER
    );
    CREATE INDEX meeting_of_room ON meeting (room_id);
    CREATE INDEX meeting_active ON meeting (room_id, end_date DESC, id) WHERE is_active;

    CREATE TABLE calendar_event (
      id TEXT NOT NULL PRIMARY KEY,
      room_id TEXT NOT NULL REFERENCES room (id) ON DELETE CASCADE,
      ics_uid TEXT NOT NULL,
      title TEXT,
      description TEXT,
      start_time INTEGER NOT NULL,
      end_time INTEGER NOT NULL,
      attendees TEXT,
      location TEXT,
      last_synced INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      is_deleted INTEGER NOT NULL,
      UNIQUE (room_id, ics_uid, start_time)
    );
    CREATE INDEX calendar_event_shown ON calendar_event (room_id, start_time, id)
      WHERE NOT is_deleted;

    CREATE TABLE api_key (
      id TEXT NOT NULL PRIMARY KEY,
      user_id TEXT NOT NULL,
      hash BLOB NOT NULL,
      created_at INTEGER NOT NULL
    );
    """
}
