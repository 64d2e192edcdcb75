import AccordRuntime

extension SQLRoomsStore {
  // MARK: - Meetings

  func activeMeetings(
    in key: RoomKey, at now: Instant, admission: @escaping Admission
  ) async throws -> (room: RoomRow, meetings: [MeetingRow]) {
    try await database.read { connection in
      let room = try connection.room(key, admission)
      return (
        room, try connection.rows(RoomsStatements.activeMeetings(inRooms: [room.id], at: now))
      )
    }
  }

  func meeting(
    _ id: String, in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, meeting: MeetingRow) {
    try await database.read { connection in
      let room = try connection.room(key, admission)
      let meetings: [MeetingRow] = try connection.rows(RoomsStatements.meeting(id))
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
    // Whoever comes second waits for the room, and finds the meeting of whoever came first: also when they
    // are two servers.
    try await database.write { connection in
      let room = try connection.room(key, forUpdate: true, admission)
      let meeting = make(room)
      if reusesActive {
        let active: [MeetingRow] = try connection.rows(
          RoomsStatements.activeMeetings(inRooms: [room.id], at: now))
        if let match = active.first(where: meeting.hasSameSettings) { return (room, match) }
      }
      try connection.execute(try meeting.insertion)
      return (room, meeting)
    }
  }

  func deactivateMeeting(
    _ id: String, at now: Instant, admission: @escaping Admission
  ) async throws -> RoomRow {
    try await database.write { connection in
      let meetings: [MeetingRow] = try connection.rows(RoomsStatements.meeting(id))
      guard let meeting = meetings.first else { throw RoomDenial.unknownMeeting }
      let room = try connection.room(.id(meeting.roomID), forUpdate: true, admission)
      if !meeting.isOver(at: now) {
        try connection.execute(
          SQLStatement("UPDATE meeting SET is_active = 0 WHERE id = ?", [.text(id)]))
      }
      return room
    }
  }

  func insert(_ meeting: MeetingRow) async throws {
    try await database.write { _ = try $0.execute(try meeting.insertion) }
  }

  // MARK: - Status of many rooms

  func statuses(
    ofRoomsNamed names: [String], visibleTo viewer: UserID?, at now: Instant, until end: Instant
  ) async throws -> [RoomStatusRow] {
    try await database.read { connection in
      let rooms = try connection.rows(
        RoomsStatements.rooms(named: names, visibleTo: viewer)
      ) { try RoomReference($0) }
      let ids = rooms.map(\.id)
      let meetings: [MeetingRow] = try connection.rows(
        RoomsStatements.activeMeetings(inRooms: ids, at: now))
      let events: [CalendarEventRow] = try connection.rows(
        RoomsStatements.upcomingEvents(inRooms: ids, at: now, until: end))
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
