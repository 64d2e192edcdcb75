import AccordRuntime
import GRDB

extension SQLiteRoomsStore {
  // MARK: - Meetings

  func activeMeetings(
    in key: RoomKey, at now: Instant, admission: @escaping Admission
  ) async throws -> (room: RoomRow, meetings: [MeetingRow]) {
    try await read { database in
      let room = try database.room(key, admission)
      return (
        room, try database.fetch(SQLiteStatements.activeMeetings(inRooms: [room.id], at: now))
      )
    }
  }

  func meeting(
    _ id: String, in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, meeting: MeetingRow) {
    try await read { database in
      let room = try database.room(key, admission)
      let meetings: [MeetingRow] = try database.fetch(SQLiteStatements.meeting(id))
      guard let meeting = meetings.first, meeting.roomID.isExactly(room.id) else {
        throw RoomDenial.meetingElsewhere
      }
      return (room, meeting)
    }
  }

  func startMeeting(
    in key: RoomKey, at now: Instant, reusesActive: Bool, admission: @escaping Admission,
    _ make: @escaping @Sendable (RoomRow) -> MeetingRow
  ) async throws -> (room: RoomRow, meeting: MeetingRow) {
    // One writer at a time: whoever comes second finds the meeting of whoever came first.
    try await write { database in
      let room = try database.room(key, admission)
      if reusesActive {
        let active: [MeetingRow] = try database.fetch(
          SQLiteStatements.activeMeetings(inRooms: [room.id], at: now))
        if let meeting = active.first { return (room, meeting) }
      }
      let meeting = make(room)
      try meeting.insert(database)
      return (room, meeting)
    }
  }

  func deactivateMeeting(
    _ id: String, at now: Instant, admission: @escaping Admission
  ) async throws -> RoomRow {
    try await write { database in
      let meetings: [MeetingRow] = try database.fetch(SQLiteStatements.meeting(id))
      guard let meeting = meetings.first else { throw RoomDenial.unknownMeeting }
      let room = try database.room(.id(meeting.roomID), admission)
      if !meeting.isOver(at: now) {
        try database.execute(
          sql: "UPDATE meeting SET is_active = 0 WHERE id = ?", arguments: [StoredText(id)])
      }
      return room
    }
  }

  func insert(_ meeting: MeetingRow) async throws {
    try await write { try meeting.insert($0) }
  }

  // MARK: - Calendar events

  func events(
    in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, events: [CalendarEventRow]) {
    try await read { database in
      let room = try database.room(key, admission)
      return (room, try database.fetch(SQLiteStatements.events(inRooms: [room.id])))
    }
  }

  func upcomingEvents(
    in key: RoomKey, at now: Instant, until end: Instant, admission: @escaping Admission
  ) async throws -> (room: RoomRow, events: [CalendarEventRow]) {
    try await read { database in
      let room = try database.room(key, admission)
      let statement = SQLiteStatements.upcomingEvents(inRooms: [room.id], at: now, until: end)
      return (room, try database.fetch(statement))
    }
  }

  func eventCount(
    in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, count: Int) {
    try await read { database in
      let room = try database.room(key, admission)
      return (room, try database.count(SQLiteStatements.eventCount(inRoom: room.id)))
    }
  }

  func insert(_ event: CalendarEventRow) async throws {
    try await write { try event.insert($0) }
  }

  // MARK: - Status of many rooms

  func statuses(
    ofRoomsNamed names: [String], visibleTo viewer: UserID?, at now: Instant, until end: Instant
  ) async throws -> [RoomStatusRow] {
    try await read { database in
      let rooms: [RoomRow] = try database.fetch(
        SQLiteStatements.rooms(named: names, visibleTo: viewer))
      let ids = rooms.map(\.id)
      let meetings: [MeetingRow] = try database.fetch(
        SQLiteStatements.activeMeetings(inRooms: ids, at: now))
      let events: [CalendarEventRow] = try database.fetch(
        SQLiteStatements.upcomingEvents(inRooms: ids, at: now, until: end))
      // Grouping keeps the order of the statement within each room.
      let meetingsByRoom = Dictionary(grouping: meetings) { ExactString($0.roomID) }
      let eventsByRoom = Dictionary(grouping: events) { ExactString($0.roomID) }
      return rooms.map { room in
        RoomStatusRow(
          room: room, activeMeetings: meetingsByRoom[ExactString(room.id)] ?? [],
          upcomingEvents: eventsByRoom[ExactString(room.id)] ?? [])
      }
    }
  }
}
