import AccordRuntime
import Foundation

extension SQLRoomsStore {
  func events(
    in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, events: [CalendarEventRow]) {
    try await database.read { connection in
      let room = try connection.room(key, admission)
      return (room, try connection.rows(RoomsStatements.events(inRooms: [room.id])))
    }
  }

  func upcomingEvents(
    in key: RoomKey, at now: Instant, until end: Instant, admission: @escaping Admission
  ) async throws -> (room: RoomRow, events: [CalendarEventRow]) {
    try await database.read { connection in
      let room = try connection.room(key, admission)
      let statement = RoomsStatements.upcomingEvents(inRooms: [room.id], at: now, until: end)
      return (room, try connection.rows(statement))
    }
  }

  func eventCount(
    in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, count: Int) {
    try await database.read { connection in
      let room = try connection.room(key, admission)
      return (room, try connection.number(RoomsStatements.eventCount(inRoom: room.id)))
    }
  }

  func insert(_ event: CalendarEventRow) async throws {
    try await database.write { _ = try $0.execute(try event.insertion) }
  }

  // MARK: - Feeds

  func takeDueFeeds(at now: Instant, limit: Int) async throws -> [RoomRow] {
    let statement = RoomsStatements.dueFeeds(at: now, limit: limit)
    // Most of the time nothing is due, and nobody needs to be kept from writing.
    let isIdle = try await database.read { connection in
      let due: [RoomRow] = try connection.rows(statement)
      return due.isEmpty
    }
    if isIdle { return [] }
    return try await database.write { connection in
      let lock = SQLStatement(connection.dialect.forUpdateOfFreeRows)
      let rooms: [RoomRow] = try connection.rows(statement + lock)
      for var room in rooms {
        room.feed.nextSync = room.feed.next(after: now, of: room.settings)
        try connection.execute(room.feedUpdate)
      }
      return rooms
    }
  }

  func noteFeedFailure(of roomID: String, url: String, at now: Instant) async throws {
    try await database.write { connection in
      guard var room = try connection.room(roomID, following: url) else { return }
      room.feed.nextSync = room.feed.next(after: now, of: room.settings)
      try connection.execute(room.feedUpdate)
    }
  }

  func apply(
    _ reading: FeedReading, to roomID: String, url: String, at now: Instant
  ) async throws -> FeedChanges? {
    try await database.write { connection in
      guard var room = try connection.room(roomID, following: url) else { return nil }
      var changes = FeedChanges()
      switch reading {
      case .unchanged:
        try connection.execute(
          SQLStatement(
            "UPDATE calendar_event SET last_synced = ? WHERE room_id = ? AND is_deleted = 0",
            [SQLValue(now), .text(roomID)]))
      case .changed(let snapshot):
        changes = try connection.apply(snapshot, to: roomID, at: now)
        room.feed.lastETag = snapshot.entityTag
        room.feed.lastHash = snapshot.hash
        room.feed.lastExpansion = now
      }
      room.feed.lastSync = now
      room.feed.nextSync = room.feed.next(after: now, of: room.settings)
      try connection.execute(room.feedUpdate)
      return changes
    }
  }
}

/// What tells one event of a room from the others.
private struct EventKey: Hashable {
  var uid: ExactString
  var recurrence: Instant?
}

extension SQLConnection {
  /// The room, if it is there and still follows that feed.
  fileprivate func room(_ id: String, following url: String) throws -> RoomRow? {
    let rooms: [RoomRow] = try rows(
      RoomsStatements.room(.id(id)) + SQLStatement(dialect.forUpdate))
    guard let room = rooms.first, room.settings.icsEnabled, let now = room.settings.feedURL,
      now.isExactly(url)
    else { return nil }
    return room
  }

  /// Makes the room's events those of the feed. An event keeps its id for as long as the feed has it, and when it
  /// comes back.
  fileprivate func apply(
    _ snapshot: FeedSnapshot, to roomID: String, at now: Instant
  ) throws -> FeedChanges {
    var changes = FeedChanges()
    var known: [EventKey: CalendarEventRow] = [:]
    for event: CalendarEventRow in try rows(RoomsStatements.allEvents(inRoom: roomID)) {
      known[EventKey(uid: ExactString(event.icsUID), recurrence: event.recurrence)] = event
    }
    for occurrence in snapshot.occurrences {
      let key = EventKey(uid: ExactString(occurrence.uid), recurrence: occurrence.recurrence)
      guard var event = known.removeValue(forKey: key) else {
        let event = CalendarEventRow(
          id: UUID().uuidString.lowercased(), of: occurrence, in: roomID, at: now)
        try execute(try event.insertion)
        changes.created += 1
        continue
      }
      let before = try event.values
      let wasDeleted = event.isDeleted
      event.take(occurrence)
      if try event.values != before {
        event.updatedAt = now
        if wasDeleted { changes.created += 1 } else { changes.updated += 1 }
      }
      event.lastSynced = now
      try execute(try event.update)
    }
    for (_, event) in known {
      if !event.isDeleted { changes.deleted += 1 }
      // What is over and was dropped long ago is of use to nobody.
      let isOld = event.endTime < CalendarWindow.around(now).start
      try execute(
        isOld
          ? SQLStatement("DELETE FROM calendar_event WHERE id = ?", [.text(event.id)])
          : SQLStatement("UPDATE calendar_event SET is_deleted = 1 WHERE id = ?", [.text(event.id)])
      )
    }
    return changes
  }
}

extension RoomRow {
  /// What is known of the feed, and nothing else.
  fileprivate var feedUpdate: SQLStatement {
    SQLStatement(
      """
      UPDATE room SET ics_last_sync = ?, ics_last_etag = ?, ics_last_hash = ?,
        ics_last_expansion = ?, ics_next_sync = ? WHERE id = ?
      """,
      [
        SQLValue(feed.lastSync), SQLValue(feed.lastETag), SQLValue(feed.lastHash),
        SQLValue(feed.lastExpansion), SQLValue(feed.nextSync), .text(id),
      ])
  }
}

extension CalendarEventRow {
  fileprivate init(
    id: String, of occurrence: CalendarOccurrence, in roomID: String, at now: Instant
  ) {
    self.init(
      id: id, roomID: roomID, icsUID: occurrence.uid, recurrence: occurrence.recurrence,
      title: occurrence.details.title, description: occurrence.details.description,
      startTime: occurrence.start, endTime: occurrence.end,
      attendees: occurrence.details.attendees, location: occurrence.details.location,
      lastSynced: now, createdAt: now, updatedAt: now)
  }

  fileprivate mutating func take(_ occurrence: CalendarOccurrence) {
    title = occurrence.details.title
    description = occurrence.details.description
    startTime = occurrence.start
    endTime = occurrence.end
    attendees = occurrence.details.attendees
    location = occurrence.details.location
    isDeleted = false
  }
}
