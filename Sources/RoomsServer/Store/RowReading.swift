import AccordRuntime

extension SQLRow {
  fileprivate func optionalText(_ column: Int) throws -> String? {
    isNull(column) ? nil : try text(column)
  }

  fileprivate func optionalInteger(_ column: Int) throws -> Int64? {
    isNull(column) ? nil : try integer(column)
  }

  fileprivate func flag(_ column: Int) throws -> Bool { try integer(column) != 0 }
  fileprivate func instant(_ column: Int) throws -> Instant {
    Instant(microseconds: try integer(column))
  }

  fileprivate func optionalInstant(_ column: Int) throws -> Instant? {
    try optionalInteger(column).map(Instant.init(microseconds:))
  }

  @inline(__always)
  fileprivate func value<Value: RawRepresentable<String>>(_ column: Int) throws -> Value {
    guard let value = Value(rawValue: try text(column)) else {
      throw StoreError.unusable("a \(Value.self) that is not known")
    }
    return value
  }
}

/// What is one row of a table: its columns, in an order of their own, and their values.
protocol StoredRow {
  static var table: String { get }
  static var columns: [String] { get }
  init(_ row: some SQLRow) throws
  var values: [SQLValue] { get throws }
}

extension StoredRow {
  static var columnList: String { columns.joined(separator: ", ") }

  /// A row more.
  var insertion: SQLStatement {
    get throws {
      let marks = repeatElement("?", count: Self.columns.count).joined(separator: ", ")
      return SQLStatement(
        "INSERT INTO \(Self.table) (\(Self.columnList)) VALUES (\(marks))", try values)
    }
  }

  /// The row as it is now, found by its first column, the id.
  var update: SQLStatement {
    get throws {
      let values = try values
      let changes = Self.columns.dropFirst().map { "\($0) = ?" }.joined(separator: ", ")
      return SQLStatement(
        "UPDATE \(Self.table) SET \(changes) WHERE id = ?",
        Array(values.dropFirst() + values.prefix(1)))
    }
  }
}

extension RoomRow: StoredRow {
  static let table = "room"
  static let columns = [
    "id", "name", "owner_id", "created_at", "zulip_auto_post", "zulip_stream", "zulip_topic",
    "is_locked", "room_mode", "recording_type", "recording_trigger", "is_shared", "webhook_url",
    "webhook_secret", "ics_url", "ics_fetch_interval", "ics_enabled", "platform", "skip_consent",
    "ics_last_sync", "ics_last_etag", "ics_last_hash", "ics_last_expansion", "ics_next_sync",
  ]

  init(_ row: some SQLRow) throws {
    let settings = RoomSettings(
      name: try row.text(1), zulipAutoPost: try row.flag(4), zulipStream: try row.text(5),
      zulipTopic: try row.text(6), isLocked: try row.flag(7), roomMode: try row.text(8),
      recordingType: try row.text(9), recordingTrigger: try row.text(10),
      isShared: try row.flag(11), webhookURL: try row.optionalText(12),
      webhookSecret: try row.optionalText(13), icsURL: try row.optionalText(14),
      icsFetchInterval: Int(try row.integer(15)), icsEnabled: try row.flag(16),
      platform: try row.value(17), skipConsent: try row.flag(18))
    self.init(
      id: try row.text(0), ownerID: UserID(try row.text(2)), createdAt: try row.instant(3),
      settings: settings,
      feed: FeedState(
        lastSync: try row.optionalInstant(19), lastETag: try row.optionalText(20),
        lastHash: try row.optionalText(21), lastExpansion: try row.optionalInstant(22),
        nextSync: try row.optionalInstant(23)))
  }

  var values: [SQLValue] {
    [
      .text(id), .text(settings.name), SQLValue(ownerID), SQLValue(createdAt),
      SQLValue(settings.zulipAutoPost), .text(settings.zulipStream), .text(settings.zulipTopic),
      SQLValue(settings.isLocked), .text(settings.roomMode), .text(settings.recordingType),
      .text(settings.recordingTrigger), SQLValue(settings.isShared),
      SQLValue(settings.webhookURL), SQLValue(settings.webhookSecret), SQLValue(settings.icsURL),
      SQLValue(settings.icsFetchInterval), SQLValue(settings.icsEnabled),
      .text(settings.platform.rawValue), SQLValue(settings.skipConsent), SQLValue(feed.lastSync),
      SQLValue(feed.lastETag), SQLValue(feed.lastHash), SQLValue(feed.lastExpansion),
      SQLValue(feed.nextSync),
    ]
  }
}

extension RoomReference {
  static let columnList = "id, name, owner_id"

  init(_ row: some SQLRow) throws {
    self.init(id: try row.text(0), name: try row.text(1), ownerID: UserID(try row.text(2)))
  }
}

extension MeetingRow: StoredRow {
  static let table = "meeting"
  static let columns = [
    "id", "room_id", "user_id", "room_url", "host_room_url", "start_date", "end_date", "is_locked",
    "room_mode", "recording_type", "recording_trigger", "num_clients", "is_active", "platform",
    "calendar_event_id", "calendar_event_title", "daily_composed_video_s3_key",
    "daily_composed_video_duration",
  ]

  init(_ row: some SQLRow) throws {
    let event = try row.optionalText(14).map { id in
      CalendarReference(eventID: id, title: try row.optionalText(15))
    }
    self.init(
      id: try row.text(0), roomID: try row.text(1),
      userID: try row.optionalText(2).map(UserID.init), roomURL: try row.text(3),
      hostRoomURL: try row.text(4), startDate: try row.instant(5), endDate: try row.instant(6),
      isLocked: try row.flag(7), mode: try row.value(8), recording: try row.value(9),
      recordingTrigger: try row.value(10), clientCount: Int(try row.integer(11)),
      isActive: try row.flag(12), platform: try row.value(13), calendarEvent: event,
      dailyComposedVideoS3Key: try row.optionalText(16),
      dailyComposedVideoDuration: try row.optionalInteger(17).map(Int.init))
  }

  var values: [SQLValue] {
    [
      .text(id), .text(roomID), SQLValue(userID), .text(roomURL), .text(hostRoomURL),
      SQLValue(startDate), SQLValue(endDate), SQLValue(isLocked), .text(mode.rawValue),
      .text(recording.rawValue), .text(recordingTrigger.rawValue), SQLValue(clientCount),
      SQLValue(isActive), .text(platform.rawValue), SQLValue(calendarEvent?.eventID),
      SQLValue(calendarEvent?.title), SQLValue(dailyComposedVideoS3Key),
      SQLValue(dailyComposedVideoDuration),
    ]
  }
}

extension CalendarEventRow: StoredRow {
  static let table = "calendar_event"
  static let columns = [
    "id", "room_id", "ics_uid", "ics_recurrence", "title", "description", "start_time",
    "end_time", "attendees", "location", "last_synced", "created_at", "updated_at", "is_deleted",
  ]

  init(_ row: some SQLRow) throws {
    self.init(
      id: try row.text(0), roomID: try row.text(1), icsUID: try row.text(2),
      recurrence: try row.integer(3) == 0 ? nil : try row.instant(3),
      title: try row.optionalText(4), description: try row.optionalText(5),
      startTime: try row.instant(6), endTime: try row.instant(7),
      attendees: try row.optionalText(8).map(Self.attendees(in:)),
      location: try row.optionalText(9), lastSynced: try row.instant(10),
      createdAt: try row.instant(11), updatedAt: try row.instant(12), isDeleted: try row.flag(13))
  }

  var values: [SQLValue] {
    get throws {
      let attendees = try attendees.map { String(decoding: try $0.json(), as: UTF8.self) }
      return [
        .text(id), .text(roomID), .text(icsUID), .integer(recurrence?.microseconds ?? 0),
        SQLValue(title), SQLValue(description), SQLValue(startTime), SQLValue(endTime),
        SQLValue(attendees), SQLValue(location), SQLValue(lastSynced), SQLValue(createdAt),
        SQLValue(updatedAt), SQLValue(isDeleted),
      ]
    }
  }

  /// By way of a `JSONValue`: the list's own type would be looked up anew for each event.
  private static func attendees(in text: String) throws -> [JSONDictionary<JSONValue>] {
    guard case .array(let items) = try JSONValue(parsing: text) else {
      throw StoreError.unusable("attendees that are no list")
    }
    return try items.map { item in
      guard case .object(let attendee) = item else {
        throw StoreError.unusable("an attendee that is no object")
      }
      return attendee
    }
  }
}

extension APIKeyRow: StoredRow {
  static let table = "api_key"
  static let columns = ["id", "user_id", "hash", "created_at"]

  init(_ row: some SQLRow) throws {
    self.init(
      id: try row.text(0), userID: UserID(try row.text(1)), hash: try row.bytes(2),
      createdAt: try row.instant(3))
  }

  var values: [SQLValue] { [.text(id), SQLValue(userID), .bytes(hash), SQLValue(createdAt)] }
}
