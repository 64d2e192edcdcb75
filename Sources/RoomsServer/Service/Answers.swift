import AccordRuntime
import RoomsAPI

// What the database holds, as the API's models tell it.

extension Timestamp {
  init(_ instant: Instant) {
    // Rounded down, also before 1970: the nanoseconds are never negative.
    var (seconds, rest) = instant.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    if rest < 0 { (seconds, rest) = (seconds - 1, rest + 1_000_000) }
    self.init(secondsSince1970: seconds, nanoseconds: Int32(rest) * 1_000)
  }
}

extension CreateRoom.Platform {
  fileprivate init(_ platform: VideoPlatform) {
    self =
      switch platform {
      case .whereby: .whereby
      case .daily: .daily
      }
  }
}

extension Meeting.RoomMode {
  fileprivate init(_ mode: MeetingRow.Mode) {
    self =
      switch mode {
      case .normal: .normal
      case .group: .group
      }
  }
}

extension Meeting.RecordingType {
  fileprivate init(_ recording: MeetingRow.Recording) {
    self =
      switch recording {
      case .none: .none
      case .local: .local
      case .cloud: .cloud
      }
  }
}

extension Meeting.RecordingTrigger {
  fileprivate init(_ trigger: MeetingRow.RecordingTrigger) {
    self =
      switch trigger {
      case .none: .none
      case .prompt: .prompt
      case .automatic: .automatic
      case .automaticSecondParticipant: .automatic2ndParticipant
      }
  }
}

extension RoomRow {
  /// What the creation of a room answers.
  var summary: Unmasked<Room> {
    Unmasked(
      Room(
        id: id, name: settings.name, userID: ownerID.value, createdAt: Timestamp(createdAt),
        zulipAutoPost: settings.zulipAutoPost, zulipStream: settings.zulipStream,
        zulipTopic: settings.zulipTopic, isLocked: settings.isLocked, roomMode: settings.roomMode,
        recordingType: settings.recordingType, recordingTrigger: settings.recordingTrigger,
        isShared: settings.isShared, icsURL: settings.icsURL,
        icsFetchInterval: settings.icsFetchInterval, icsEnabled: settings.icsEnabled,
        icsLastSync: feed.lastSync.map(Timestamp.init), icsLastEtag: feed.lastETag,
        platform: Room.Platform(settings.platform),
        skipConsent: settings.skipConsent),
      owner: ownerID)
  }

  var details: Unmasked<RoomDetails> {
    Unmasked(
      RoomDetails(
        id: id, name: settings.name, userID: ownerID.value, createdAt: Timestamp(createdAt),
        zulipAutoPost: settings.zulipAutoPost, zulipStream: settings.zulipStream,
        zulipTopic: settings.zulipTopic, isLocked: settings.isLocked, roomMode: settings.roomMode,
        recordingType: settings.recordingType, recordingTrigger: settings.recordingTrigger,
        isShared: settings.isShared, icsURL: settings.icsURL,
        icsFetchInterval: settings.icsFetchInterval, icsEnabled: settings.icsEnabled,
        icsLastSync: feed.lastSync.map(Timestamp.init), icsLastEtag: feed.lastETag,
        platform: RoomDetails.Platform(settings.platform),
        skipConsent: settings.skipConsent, webhookURL: settings.webhookURL,
        webhookSecret: settings.webhookSecret),
      owner: ownerID)
  }
}

extension MeetingRow {
  func answer(in room: RoomRow) -> Unmasked<Meeting> {
    Unmasked(model(inRoomNamed: room.name), owner: room.ownerID)
  }

  fileprivate func model(inRoomNamed roomName: String) -> Meeting {
    Meeting(
      id: id, roomName: roomName, roomURL: roomURL, hostRoomURL: hostRoomURL,
      startDate: Timestamp(startDate), endDate: Timestamp(endDate), userID: userID?.value,
      roomID: roomID, isLocked: isLocked, roomMode: Meeting.RoomMode(mode),
      recordingType: Meeting.RecordingType(recording),
      recordingTrigger: Meeting.RecordingTrigger(recordingTrigger),
      numClients: clientCount, isActive: isActive, calendarEventID: calendarEvent?.eventID,
      calendarMetadata: calendarEvent.map { event in
        ["title": event.title.map(JSONValue.string) ?? .null]
      },
      platform: Meeting.Platform(platform),
      dailyComposedVideoS3Key: dailyComposedVideoS3Key,
      dailyComposedVideoDuration: dailyComposedVideoDuration)
  }
}

extension CalendarEventRow {
  func answer(in room: RoomRow) -> Unmasked<CalendarEventResponse> {
    Unmasked(model, owner: room.ownerID)
  }

  fileprivate var model: CalendarEventResponse {
    CalendarEventResponse(
      id: id, roomID: roomID, icsUid: icsUID, title: title, description: description,
      startTime: Timestamp(startTime), endTime: Timestamp(endTime), attendees: attendees,
      location: location, lastSynced: Timestamp(lastSynced), createdAt: Timestamp(createdAt),
      updatedAt: Timestamp(updatedAt))
  }
}

extension RoomStatusRow {
  var answer: Unmasked<RoomMeetingStatus> {
    Unmasked(
      RoomMeetingStatus(
        activeMeetings: activeMeetings.map { $0.model(inRoomNamed: room.name) },
        upcomingEvents: upcomingEvents.map(\.model)),
      owner: room.ownerID)
  }
}
