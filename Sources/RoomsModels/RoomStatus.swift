public import AccordRuntime
public import Observation
public import RoomsAPI

/// What goes on in a room, for a user interface: it asks for its own room alone, and knows nothing of others. Made with a
/// batching client and its cache, those of a page become one request, and a change of one room asks again for
/// that room only.
@MainActor @Observable
public final class RoomStatus {
  public let roomName: String
  /// The meetings that are on, the one that ends last first. Empty until they are known.
  public var active: [Meeting] { activeMeetings.value ?? [] }
  /// What the calendar has in the next two hours, the earliest first. Empty until it is known.
  public var upcoming: [CalendarEventResponse] { upcomingMeetings.value ?? [] }
  /// Whether one of the two is still to come for the first time.
  public var isLoading: Bool { activeMeetings.isLoading || upcomingMeetings.isLoading }
  /// Why the last attempt failed, if it did. What was there before stays.
  public var error: (any Error)? { activeMeetings.error ?? upcomingMeetings.error }
  /// From when on all of it was true: when the older of the two answers came. `nil` until both are there.
  public var updatedAt: Timestamp? {
    guard let active = activeMeetings.updatedAt, let upcoming = upcomingMeetings.updatedAt else {
      return nil
    }
    return min(active, upcoming)
  }

  @ObservationIgnored private let activeMeetings: ObservedQuery<[Meeting]>
  @ObservationIgnored private let upcomingMeetings: ObservedQuery<[CalendarEventResponse]>

  /// - Parameters:
  ///   - rooms: whom to ask.
  ///   - cache: the one that `rooms` was made with, if it is a batching client.
  ///   - policy: `nil`: the cache's own.
  public init(
    of roomName: String, from rooms: any RoomsAPI, in cache: QueryCache,
    policy: QueryPolicy? = nil
  ) {
    self.roomName = roomName
    activeMeetings = ObservedQuery(
      RoomsQueries.activeMeetings(of: rooms, roomName: roomName, policy: policy), in: cache)
    upcomingMeetings = ObservedQuery(
      RoomsQueries.upcomingMeetings(of: rooms, roomName: roomName, policy: policy), in: cache)
  }

  /// Asks again, however fresh the answers are. What comes of it is seen in the properties.
  public func refresh() async {
    async let active: Void = activeMeetings.refresh()
    async let upcoming: Void = upcomingMeetings.refresh()
    _ = await (active, upcoming)
  }
}
