import AccordRuntime
import Foundation
import GRDB

extension Row {
  /// - Throws: an error of GRDB for a missing column, or a value of another kind.
  fileprivate func text(_ column: String) throws -> String {
    try decode(StoredText.self, forColumn: column).value
  }

  fileprivate func optionalText(_ column: String) throws -> String? {
    try decode(StoredText?.self, forColumn: column)?.value
  }

  fileprivate func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
    try decode(Value.self, forColumn: column)
  }
}

extension RoomRow: FetchableRecord, PersistableRecord {
  static let databaseTableName = "room"

  init(row: Row) throws {
    let settings = RoomSettings(
      name: try row.text("name"), zulipAutoPost: try row.value("zulip_auto_post"),
      zulipStream: try row.text("zulip_stream"), zulipTopic: try row.text("zulip_topic"),
      isLocked: try row.value("is_locked"), roomMode: try row.text("room_mode"),
      recordingType: try row.text("recording_type"),
      recordingTrigger: try row.text("recording_trigger"), isShared: try row.value("is_shared"),
      webhookURL: try row.optionalText("webhook_url"),
      webhookSecret: try row.optionalText("webhook_secret"),
      icsURL: try row.optionalText("ics_url"),
      icsFetchInterval: try row.value("ics_fetch_interval"),
      icsEnabled: try row.value("ics_enabled"), platform: try row.value("platform"),
      skipConsent: try row.value("skip_consent"))
    self.init(
      id: try row.text("id"), ownerID: try row.value("owner_id"),
      createdAt: try row.value("created_at"), settings: settings,
      icsLastSync: try row.value("ics_last_sync"),
      icsLastETag: try row.optionalText("ics_last_etag"))
  }

  func encode(to container: inout PersistenceContainer) {
    container["id"] = StoredText(id)
    container["name"] = StoredText(settings.name)
    container["owner_id"] = ownerID
    container["created_at"] = createdAt
    container["zulip_auto_post"] = settings.zulipAutoPost
    container["zulip_stream"] = StoredText(settings.zulipStream)
    container["zulip_topic"] = StoredText(settings.zulipTopic)
    container["is_locked"] = settings.isLocked
    container["room_mode"] = StoredText(settings.roomMode)
    container["recording_type"] = StoredText(settings.recordingType)
    container["recording_trigger"] = StoredText(settings.recordingTrigger)
    container["is_shared"] = settings.isShared
    container["webhook_url"] = StoredText(settings.webhookURL)
    container["webhook_secret"] = StoredText(settings.webhookSecret)
    container["ics_url"] = StoredText(settings.icsURL)
    container["ics_fetch_interval"] = settings.icsFetchInterval
    container["ics_enabled"] = settings.icsEnabled
    container["ics_last_sync"] = icsLastSync
    container["ics_last_etag"] = StoredText(icsLastETag)
    container["platform"] = settings.platform
    container["skip_consent"] = settings.skipConsent
  }
}

extension MeetingRow: FetchableRecord, PersistableRecord {
  static let databaseTableName = "meeting"

  init(row: Row) throws {
    let eventID = try row.optionalText("calendar_event_id")
    let eventTitle = try row.optionalText("calendar_event_title")
    self.init(
      id: try row.text("id"), roomID: try row.text("room_id"), userID: try row.value("user_id"),
      roomURL: try row.text("room_url"), hostRoomURL: try row.text("host_room_url"),
      startDate: try row.value("start_date"), endDate: try row.value("end_date"),
      isLocked: try row.value("is_locked"), mode: try row.value("room_mode"),
      recording: try row.value("recording_type"),
      recordingTrigger: try row.value("recording_trigger"),
      clientCount: try row.value("num_clients"), isActive: try row.value("is_active"),
      platform: try row.value("platform"),
      calendarEvent: eventID.map { CalendarReference(eventID: $0, title: eventTitle) },
      dailyComposedVideoS3Key: try row.optionalText("daily_composed_video_s3_key"),
      dailyComposedVideoDuration: try row.value("daily_composed_video_duration"))
  }

  func encode(to container: inout PersistenceContainer) {
    container["id"] = StoredText(id)
    container["room_id"] = StoredText(roomID)
    container["user_id"] = userID
    container["room_url"] = StoredText(roomURL)
    container["host_room_url"] = StoredText(hostRoomURL)
    container["start_date"] = startDate
    container["end_date"] = endDate
    container["is_locked"] = isLocked
    container["room_mode"] = mode
    container["recording_type"] = recording
    container["recording_trigger"] = recordingTrigger
    container["num_clients"] = clientCount
    container["is_active"] = isActive
    container["platform"] = platform
    container["calendar_event_id"] = StoredText(calendarEvent?.eventID)
    container["calendar_event_title"] = StoredText(calendarEvent?.title)
    container["daily_composed_video_s3_key"] = StoredText(dailyComposedVideoS3Key)
    container["daily_composed_video_duration"] = dailyComposedVideoDuration
  }
}

extension CalendarEventRow: FetchableRecord, PersistableRecord {
  static let databaseTableName = "calendar_event"

  init(row: Row) throws {
    self.init(
      id: try row.text("id"), roomID: try row.text("room_id"), icsUID: try row.text("ics_uid"),
      title: try row.optionalText("title"), description: try row.optionalText("description"),
      startTime: try row.value("start_time"), endTime: try row.value("end_time"),
      attendees: try row.optionalText("attendees").map { text in
        try [JSONDictionary<JSONValue>](json: text.utf8)
      },
      location: try row.optionalText("location"), lastSynced: try row.value("last_synced"),
      createdAt: try row.value("created_at"), updatedAt: try row.value("updated_at"),
      isDeleted: try row.value("is_deleted"))
  }

  func encode(to container: inout PersistenceContainer) throws {
    container["id"] = StoredText(id)
    container["room_id"] = StoredText(roomID)
    container["ics_uid"] = StoredText(icsUID)
    container["title"] = StoredText(title)
    container["description"] = StoredText(description)
    container["start_time"] = startTime
    container["end_time"] = endTime
    container["attendees"] = try attendees.map { String(decoding: try $0.json(), as: UTF8.self) }
    container["location"] = StoredText(location)
    container["last_synced"] = lastSynced
    container["created_at"] = createdAt
    container["updated_at"] = updatedAt
    container["is_deleted"] = isDeleted
  }
}

extension APIKeyRow: FetchableRecord, PersistableRecord {
  static let databaseTableName = "api_key"

  init(row: Row) throws {
    self.init(
      id: try row.text("id"), userID: try row.value("user_id"),
      hash: Array(try row.decode(Data.self, forColumn: "hash")),
      createdAt: try row.value("created_at"))
  }

  func encode(to container: inout PersistenceContainer) {
    container["id"] = StoredText(id)
    container["user_id"] = userID
    container["hash"] = Data(hash)
    container["created_at"] = createdAt
  }
}
