/// Why a request for a room or a meeting is not answered.
enum RoomDenial: Error, Hashable, Sendable, CaseIterable {
  case unknownRoom
  /// Private, and somebody else's.
  case privateRoom
  /// Somebody else's, and only the owner may.
  case ownerOnly
  /// There is no such meeting at all.
  case unknownMeeting
  /// The room has no such meeting.
  case meetingElsewhere
}

/// Another room has the name.
struct NameTaken: Error {}

/// The meeting that somebody wants to join has ended.
struct MeetingOver: Error {}

/// What names one room.
enum RoomKey: Sendable {
  case id(String)
  case name(String)
}

/// Whether a room that was found may be used, before anything else of it is read or changed. It is asked
/// inside of the transaction.
typealias Admission = @Sendable (RoomRow) throws(RoomDenial) -> Void

/// One page of the rooms that a viewer sees.
struct RoomPage: Sendable {
  var rooms: [RoomRow]
  /// How many rooms all pages have together.
  var total: Int
}

/// What goes on in a room now, and what comes up.
struct RoomStatusRow: Sendable {
  var room: RoomReference
  var activeMeetings: [MeetingRow]
  var upcomingEvents: [CalendarEventRow]
}

/// Where rooms, meetings, calendar events and API keys are kept.
///
/// Every method is one transaction. Those that take an ``Admission`` throw what it throws, and
/// ``RoomDenial/unknownRoom`` if there is no such room. A viewer of `nil` is anonymous and sees shared rooms.
protocol RoomsStore: Sendable {
  // MARK: Rooms

  /// The newest first, then by id. Pages are counted from 1.
  func rooms(visibleTo viewer: UserID?, page: Int, size: Int) async throws -> RoomPage
  func room(_ key: RoomKey, admission: @escaping Admission) async throws -> RoomRow
  /// - Throws: ``NameTaken``.
  func insert(_ room: RoomRow) async throws
  /// A change of the feed takes the events of the former one along.
  ///
  /// - Throws: ``NameTaken``.
  func updateRoom(
    _ key: RoomKey, at now: Instant, admission: @escaping Admission,
    _ change: @escaping @Sendable (inout RoomSettings) -> Void
  ) async throws -> RoomRow
  /// With its meetings and events.
  func deleteRoom(_ key: RoomKey, admission: @escaping Admission) async throws

  // MARK: Meetings

  /// The latest end first, then by id.
  func activeMeetings(
    in key: RoomKey, at now: Instant, admission: @escaping Admission
  ) async throws -> (room: RoomRow, meetings: [MeetingRow])
  /// - Throws: ``RoomDenial/meetingElsewhere`` if the room has no such meeting.
  func meeting(
    _ id: String, in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, meeting: MeetingRow)
  /// Inserts the new meeting, unless the room has an active one with the same settings and `reusesActive` is
  /// true: then that is the answer. However many ask at once, of however many servers, one meeting is made.
  func startMeeting(
    in key: RoomKey, at now: Instant, reusesActive: Bool, admission: @escaping Admission,
    _ make: @escaping @Sendable (RoomRow) -> MeetingRow
  ) async throws -> (room: RoomRow, meeting: MeetingRow)
  /// Ends a meeting. One that is over stays as it is.
  ///
  /// - Returns: the meeting's room.
  /// - Throws: ``RoomDenial/unknownMeeting``.
  func deactivateMeeting(
    _ id: String, at now: Instant, admission: @escaping Admission
  ) async throws -> RoomRow
  func insert(_ meeting: MeetingRow) async throws

  // MARK: Calendar events

  /// All that are not deleted, the earliest start first, then by id.
  func events(
    in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, events: [CalendarEventRow])
  /// Those that start up to `end` and are not past, the earliest start first, then by id.
  func upcomingEvents(
    in key: RoomKey, at now: Instant, until end: Instant, admission: @escaping Admission
  ) async throws -> (room: RoomRow, events: [CalendarEventRow])
  func eventCount(
    in key: RoomKey, admission: @escaping Admission
  ) async throws -> (room: RoomRow, count: Int)
  func insert(_ event: CalendarEventRow) async throws

  // MARK: Feeds

  /// Rooms whose feed should be read by now, those that have waited longest first. Whoever is given a room has
  /// it to itself until its interval is over.
  func takeDueFeeds(at now: Instant, limit: Int) async throws -> [RoomRow]
  /// The feed could not be read, and is tried again after its interval. The room's events stay.
  func noteFeedFailure(of roomID: String, url: String, at now: Instant) async throws
  /// Makes the events of a room those of its feed.
  ///
  /// - Parameter url: where it was read.
  /// - Returns: `nil` if the room is gone or follows another feed by now, and nothing was done.
  func apply(
    _ reading: FeedReading, to roomID: String, url: String, at now: Instant
  ) async throws -> FeedChanges?

  // MARK: Status of many rooms

  /// The status of those of the rooms that the viewer sees, in no particular order: three statements,
  /// however many rooms.
  func statuses(
    ofRoomsNamed names: [String], visibleTo viewer: UserID?, at now: Instant, until end: Instant
  ) async throws -> [RoomStatusRow]

  // MARK: API keys

  func apiKey(_ id: String) async throws -> APIKeyRow?
  func insert(_ key: APIKeyRow) async throws

  // MARK: The database

  /// Whether there is no room at all.
  func isEmpty() async throws -> Bool
  /// - Throws: ``StoreError`` while the database does not answer.
  func checkAvailable() async throws
  func close() async
}
