/// A meeting as the database holds it. The name of its room is the room's, and may change.
struct MeetingRow: Sendable {
  enum Mode: String, Sendable, CaseIterable {
    case normal, group
  }

  enum Recording: String, Sendable, CaseIterable {
    case none, local, cloud
  }

  enum RecordingTrigger: String, Sendable, CaseIterable {
    case none, prompt, automatic
    case automaticSecondParticipant = "automatic-2nd-participant"
  }

  var id: String
  var roomID: String
  var userID: UserID?
  var roomURL: String
  var hostRoomURL: String
  var startDate: Instant
  /// When it ends at the latest.
  var endDate: Instant
  var isLocked: Bool
  var mode: Mode
  var recording: Recording
  var recordingTrigger: RecordingTrigger
  var clientCount: Int
  /// False once it was deactivated.
  var isActive: Bool
  var platform: VideoPlatform
  var calendarEvent: CalendarReference?
  var dailyComposedVideoS3Key: String?
  /// In seconds.
  var dailyComposedVideoDuration: Int?

  /// Which calendar event a meeting belongs to, and its title when the meeting was started. The title is
  /// all that is kept: an event's text and guests are its room's owner's alone, and what is kept here is
  /// shown to everybody who sees the meeting.
  struct CalendarReference: Sendable {
    var eventID: String
    var title: String?
  }

  func isOver(at now: Instant) -> Bool { !isActive || endDate <= now }

  /// Whether it is held as the other one is: on the same platform, and recorded and entered in the same way.
  func hasSameSettings(as other: MeetingRow) -> Bool {
    platform == other.platform && isLocked == other.isLocked && mode == other.mode
      && recording == other.recording && recordingTrigger == other.recordingTrigger
  }
}

extension MeetingRow {
  /// A new meeting with the settings of its room. Of settings that meetings do not know, the document says
  /// which value stands in.
  init(
    id: String, in room: RoomRow, startedBy userID: UserID, from start: Instant, until end: Instant,
    roomURL: String, hostRoomURL: String
  ) {
    let settings = room.settings
    self.init(
      id: id, roomID: room.id, userID: userID, roomURL: roomURL, hostRoomURL: hostRoomURL,
      startDate: start, endDate: end, isLocked: settings.isLocked,
      mode: Mode(rawValue: settings.roomMode) ?? .normal,
      recording: Recording(rawValue: settings.recordingType) ?? .cloud,
      recordingTrigger: RecordingTrigger(rawValue: settings.recordingTrigger)
        ?? .automaticSecondParticipant,
      clientCount: 0, isActive: true, platform: settings.platform)
  }
}
