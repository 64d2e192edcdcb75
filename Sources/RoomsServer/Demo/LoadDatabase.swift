import AccordRuntime
import Foundation

/// Fills a database with as many rooms as a load test wants, each with two active meetings and two upcoming events,
/// and three of each that nobody is shown.
struct LoadDatabase: Sendable {
  let store: SQLRoomsStore
  let start: Instant

  /// How many rooms one transaction makes: each waits for the disk.
  private static let portion = 500

  static func name(of number: Int) -> String { "load-\(number)" }

  /// Shared ones, all of them.
  func fill(rooms count: Int) async throws {
    for first in stride(from: 0, to: count, by: Self.portion) {
      try await store.database.write { connection in
        for number in first..<min(count, first + Self.portion) {
          for statement in try statements(number) { try connection.execute(statement) }
        }
      }
    }
  }

  /// They make a room and what goes on in it.
  private func statements(_ number: Int) throws -> [SQLStatement] {
    let room = RoomRow(
      id: "load-room-\(number)", ownerID: DemoUser.alice.id,
      createdAt: start.adding(seconds: -Int64(number)),
      settings: RoomSettings(
        name: Self.name(of: number), isShared: true,
        platform: number.isMultiple(of: 2) ? .whereby : .daily))
    var statements = [try room.insertion] + RoomTally.count(room, 1)
    for index in 0..<5 {
      var meeting = MeetingRow(
        id: "load-meeting-\(number)-\(index)", in: room, startedBy: room.ownerID, from: start,
        until: start.adding(minutes: Int64(24 * 60 + index)),
        roomURL: "https://rooms.example.com/\(number)/\(index)",
        hostRoomURL: "https://rooms.example.com/\(number)/\(index)?roomKey=secret")
      meeting.isActive = index < 2
      let begin = start.adding(minutes: index < 2 ? 30 + Int64(index) : 2_000)
      let event = CalendarEventRow(
        id: "load-event-\(number)-\(index)", roomID: room.id, icsUID: "\(number)-\(index)",
        title: "Planning \(index)", description: "What is nobody else's business.",
        startTime: begin, endTime: begin.adding(minutes: 24 * 60),
        attendees: [["email": "ada@example.com", "status": "ACCEPTED"]],
        location: "https://rooms.example.com/\(number)", lastSynced: start, createdAt: start,
        updatedAt: start)
      statements += [try meeting.insertion, try event.insertion]
    }
    return statements
  }
}

/// What the database alone takes for the three statements of the bulk status: nothing is made of the rows.
struct DatabaseMeasurement: Sendable {
  let store: SQLRoomsStore
  let rooms: Int

  /// Asks for the status of a hundred rooms again and again.
  ///
  /// - Parameter tasks: how many ask at once.
  /// - Returns: a line with how often, and how much processor time of this process each took.
  func run(seconds: Int, tasks: Int, at now: Instant) async throws -> String {
    let start = ContinuousClock.now
    let end = start + .seconds(seconds)
    let processorTime = Self.processorTime
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<tasks {
        group.addTask {
          var count = 0
          while ContinuousClock.now < end {
            try await askOnce(at: now)
            count += 1
          }
          return count
        }
      }
      return try await group.reduce(0, +)
    }
    let wall = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1_000
    let each = (Self.processorTime - processorTime) / Double(max(1, count)) * 1_000_000
    return "\(Int(Double(count) / wall)) \(Int(each))"
  }

  private func askOnce(at now: Instant) async throws {
    let names = (0..<100).map { _ in LoadDatabase.name(of: Int.random(in: 0..<max(1, rooms))) }
    try await store.database.read { connection in
      let ids = try connection.rows(RoomsStatements.rooms(named: names, visibleTo: nil)) {
        try $0.text(0)
      }
      _ = try connection.rows(RoomsStatements.activeMeetings(inRooms: ids, at: now)) { _ in }
      _ = try connection.rows(
        RoomsStatements.upcomingEvents(
          inRooms: ids, at: now, until: now.adding(minutes: RoomsService.bulkWindow))
      ) { _ in }
    }
  }

  /// Of this process, in seconds; POSIX counts it in millionths.
  private static var processorTime: Double { Double(clock()) / 1_000_000 }
}
