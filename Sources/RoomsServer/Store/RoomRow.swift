/// A video platform that hosts meetings.
enum VideoPlatform: String, Sendable, CaseIterable {
  case whereby, daily
}

/// What the owner of a room decides about it.
struct RoomSettings: Sendable {
  var name: String
  var zulipAutoPost = false
  var zulipStream = ""
  var zulipTopic = ""
  var isLocked = false
  /// Kept as it was given, like the next two; see ``MeetingRow`` for what a meeting makes of it.
  var roomMode = "normal"
  var recordingType = "cloud"
  var recordingTrigger = "automatic-2nd-participant"
  var isShared = false
  var webhookURL: String?
  var webhookSecret: String?
  var icsURL: String?
  /// In seconds.
  var icsFetchInterval = 300
  var icsEnabled = false
  var platform = VideoPlatform.daily
  var skipConsent = false
}

/// A room as the database holds it.
struct RoomRow: Sendable {
  var id: String
  var ownerID: UserID
  var createdAt: Instant
  var settings: RoomSettings
  var feed = FeedState()

  var name: String { settings.name }
}

/// Which room something is about, and whose that is: all that the status of many rooms needs of each.
struct RoomReference: Sendable {
  var id: String
  var name: String
  var ownerID: UserID
}
