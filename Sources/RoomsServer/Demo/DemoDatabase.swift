import AccordRuntime
import Foundation

/// Fills a database with the rooms of the demo.
struct DemoDatabase: Sendable {
  let store: any RoomsStore
  /// The moment that all times of the demo are relative to.
  let start: Instant
  private(set) var rooms: [RoomRow] = []
  private(set) var meetings: [MeetingRow] = []

  init(store: any RoomsStore, start: Instant) {
    self.store = store
    self.start = start
  }

  mutating func fill(with demoRooms: [DemoRoom] = DemoRoom.all) async throws {
    for (index, demoRoom) in demoRooms.enumerated() {
      let room = room(of: demoRoom, at: index)
      try await store.insert(room)
      rooms.append(room)
      let events = events(of: demoRoom.calendar, in: room)
      for event in events { try await store.insert(event) }
      for meeting in meetings(of: demoRoom.meetings, in: room, announcedBy: events.first) {
        try await store.insert(meeting)
        meetings.append(meeting)
      }
    }
  }

  private static func makeID() -> String { UUID().uuidString.lowercased() }

  private func room(of demoRoom: DemoRoom, at index: Int) -> RoomRow {
    var settings = RoomSettings(
      name: demoRoom.name, isShared: demoRoom.isShared, platform: demoRoom.platform)
    settings.zulipStream = "rooms"
    settings.zulipTopic = demoRoom.name
    settings.isLocked = index.isMultiple(of: 3)
    settings.roomMode = index.isMultiple(of: 2) ? "normal" : "group"
    var room = RoomRow(
      id: Self.makeID(), ownerID: demoRoom.owner.id,
      // Pairs of rooms that are as old as each other: the order is then that of their ids.
      createdAt: start.adding(minutes: Int64(-60 * (1 + index / 2))), settings: settings)
    if demoRoom.hasIntegrations {
      room.settings.webhookURL = "https://hooks.example.com/\(room.id)"
      room.settings.webhookSecret = "demo-secret-\(room.id)"
      room.settings.icsURL = "https://calendar.example.com/\(room.id).ics"
      room.settings.icsEnabled = !index.isMultiple(of: 5)
      room.feed.lastSync = start.adding(minutes: -5)
      room.feed.lastETag = "\"\(index)-demo\""
    }
    return room
  }
}

// MARK: - Meetings

extension DemoDatabase {
  private func meetings(
    of kind: DemoRoom.Meetings, in room: RoomRow, announcedBy event: CalendarEventRow?
  ) -> [MeetingRow] {
    var active = meeting(in: room, from: -30, until: 8 * 60)
    active.clientCount = 3
    active.calendarEvent = event.map {
      MeetingRow.CalendarReference(eventID: $0.id, title: $0.title)
    }
    var deactivated = meeting(in: room, from: -3 * 60, until: 5 * 60)
    deactivated.isActive = false
    var ended = meeting(in: room, from: -10 * 60, until: -2 * 60)
    if room.settings.platform == .daily {
      ended.dailyComposedVideoS3Key = "recordings/\(ended.id).mp4"
      ended.dailyComposedVideoDuration = 2_700
    }
    switch kind {
    case .none: return []
    case .one: return [active]
    case .over: return [deactivated, ended]
    case .many:
      return [
        active, meeting(in: room, from: -20, until: 6 * 60), deactivated,
        meeting(in: room, from: -15, until: 6 * 60), ended,
        // It has not begun, and yet it is active: nothing asks for the beginning.
        meeting(in: room, from: 3 * 60, until: 12 * 60),
      ]
    }
  }

  private func meeting(in room: RoomRow, from start: Int64, until end: Int64) -> MeetingRow {
    let id = Self.makeID()
    var generator = SystemRandomNumberGenerator()
    let links = MeetingLinks(
      platform: room.settings.platform, meetingID: id, using: &generator)
    return MeetingRow(
      id: id, in: room, startedBy: room.ownerID, from: self.start.adding(minutes: start),
      until: self.start.adding(minutes: end), roomURL: links.room, hostRoomURL: links.host)
  }
}

// MARK: - Calendar events

extension DemoDatabase {
  private func events(of kind: DemoRoom.Calendar, in room: RoomRow) -> [CalendarEventRow] {
    let soon = event("Planning", in: room, from: 60, until: 90)
    let past = event("Kick-off", in: room, from: -26 * 60, until: -25 * 60)
    let later = event("Review", in: room, from: 180, until: 210)
    let nextWeek = event("Offsite", in: room, from: 7 * 24 * 60 - 600, until: 7 * 24 * 60)
    switch kind {
    case .none: return []
    case .one: return [soon]
    case .quiet: return [past, later, nextWeek]
    case .full:
      var deleted = event("Cancelled", in: room, from: 45, until: 75)
      deleted.isDeleted = true
      var bare = event("", in: room, from: 60, until: 120)
      (bare.title, bare.description, bare.attendees, bare.location) = (nil, nil, nil, nil)
      var unattended = event("Focus time", in: room, from: 80, until: 100)
      (unattended.description, unattended.attendees) = ("", [])
      let running = event("Stand-up", in: room, from: -30, until: 4 * 60)
      return [running, soon, past, later, nextWeek, deleted, bare, unattended]
    }
  }

  private func event(
    _ title: String, in room: RoomRow, from start: Int64, until end: Int64
  ) -> CalendarEventRow {
    let id = Self.makeID()
    return CalendarEventRow(
      id: id, roomID: room.id, icsUID: "\(id)@calendar.example.com", title: title,
      description: "\(title): agenda, and what is nobody else's business.",
      startTime: self.start.adding(minutes: start), endTime: self.start.adding(minutes: end),
      attendees: [
        [
          "email": .string("\(room.ownerID.value)@example.com"), "name": "The host",
          "status": "ACCEPTED", "role": "CHAIR",
        ],
        ["email": "grace@example.com", "status": "TENTATIVE"],
      ],
      location: "https://rooms.example.com/\(room.id)",
      lastSynced: self.start.adding(minutes: -5), createdAt: self.start.adding(minutes: -9_000),
      updatedAt: self.start.adding(minutes: -4_000))
  }
}
