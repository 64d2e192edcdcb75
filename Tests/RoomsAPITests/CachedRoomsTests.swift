import AccordRuntime
import AccordTesting
import RoomsAPI
import Testing

/// The generated queries, with a batching client that fills their cache and tells it of changes.
@Suite(.timeLimit(.minutes(5)))
struct CachedRoomsTests {
  let clock = TestClock()
  let server = RoomsDouble()
  let cache: QueryCache
  let rooms: RoomsBatchingClient

  init() throws {
    cache = QueryCache(
      policy: QueryPolicy(staleTime: .seconds(60), retry: .never), clock: clock,
      date: { Timestamp(secondsSince1970: 0) })
    rooms = try server.client().batching(BatchingOptions(clock: clock, cache: cache))
  }

  func active(_ name: String) -> Query<[Meeting]> {
    RoomsQueries.activeMeetings(of: rooms, roomName: name)
  }

  func ask(_ name: String) -> Caller {
    Caller { [cache, query = active(name)] in
      try await cache.value(of: query).map(\.id).joined(separator: " ")
    }
  }

  /// Ends the window of what is asked for, once that many callers wait.
  func send(_ callers: Int) async throws {
    try await settle { rooms.bulkMeetingStatusBatcher.waitingCallers == callers }
    clock.advance(by: .milliseconds(10))
  }

  /// Asks both questions about the rooms, as a page does.
  func fill(_ names: [String]) async throws {
    let callers = names.map(ask)
    try await send(names.count)
    for caller in callers { _ = try await caller.value }
  }

  func isStale<Value>(_ query: Query<Value>) -> Bool { cache.state(of: query.key).isStale }

  // MARK: - Priming

  @Test func aBulkAnswerAnswersTheOtherQuestionsToo() async throws {
    try await fill(["a", "b"])
    #expect(server.requests == [.bulk(["a", "b"])] || server.requests == [.bulk(["b", "a"])])
    let upcoming = RoomsQueries.upcomingMeetings(of: rooms, roomName: "b")
    #expect(try await cache.value(of: upcoming).map(\.id) == ["event of b"])
    #expect(server.requests.count == 1)
    // Another window of time is another question.
    let longer = RoomsQueries.upcomingMeetings(of: rooms, roomName: "b", minutesAhead: 30)
    #expect(cache.state(of: longer.key).value == nil)
  }

  @Test func whatHasBecomeStaleMeanwhileIsNotTakenFromABulkAnswer() async throws {
    server.hold()
    let direct = Caller { [rooms] in
      try await rooms.activeMeetings(roomName: "a").map(\.id).joined()
    }
    try await send(1)
    try await settle { server.heldCount == 1 }
    server.addMeeting(in: "a")
    cache.invalidate([QueryFilter(active("a").key.operation)])
    server.release()
    #expect(try await direct.value == "")
    #expect(cache.state(of: active("a").key).value == nil)
    // The calendar has nothing to do with that change.
    let upcoming = RoomsQueries.upcomingMeetings(of: rooms, roomName: "a")
    #expect(cache.state(of: upcoming.key).value?.map(\.id) == ["event of a"])
  }

  @Test func aNewerAnswerIsNotReplacedByAnOlderOne() async throws {
    server.hold()
    let direct = Caller { [rooms] in
      try await rooms.upcomingMeetings(roomName: "a").map(\.id).joined()
    }
    try await send(1)
    try await settle { server.heldCount == 1 }
    cache.set([], for: RoomsQueries.upcomingMeetings(roomName: "a").asked(of: rooms))
    server.release()
    #expect(try await direct.value == "event of a")
    #expect(
      cache.state(of: RoomsQueries.upcomingMeetings(of: rooms, roomName: "a").key).value == [])
  }

  @Test func anAnswerToARequestFromBeforeAChangeIsNotJoined() async throws {
    server.hold()
    // Somebody waits for the other question about the same room, so that the request goes on.
    let other = Caller { [rooms] in
      try await rooms.upcomingMeetings(roomName: "a").map(\.id).joined()
    }
    try await send(1)
    try await settle { server.heldCount == 1 }
    server.addMeeting(in: "a")
    // Something else than this client says that there was a change, such as a message from the server.
    cache.invalidate([QueryFilter(active("a").key.operation)])
    let caller = ask("a")
    try await settle { rooms.bulkMeetingStatusBatcher.waitingCallers == 2 }
    clock.advance(by: .milliseconds(10))
    try await settle { server.heldCount == 2 }
    server.release()
    #expect(try await caller.value == "m1")
    #expect(try await other.value == "event of a")
  }

  // MARK: - Principals

  @Test func principalsShareNoValueAndNoRequest() async throws {
    let other = try server.client(token: "other").batching(
      BatchingOptions(clock: clock, cache: cache))
    try await fill(["a"])
    let query = RoomsQueries.activeMeetings(of: other, roomName: "a")
    #expect(query.key != active("a").key)
    #expect(cache.state(of: query.key).value == nil)
    let caller = Caller { [cache] in try await cache.value(of: query).map(\.id).joined() }
    try await settle { other.bulkMeetingStatusBatcher.waitingCallers == 1 }
    clock.advance(by: .milliseconds(10))
    _ = try await caller.value
    #expect(server.authorizations == ["Bearer token", "Bearer other"])
    // A change by one of them is one for both.
    _ = try await rooms.createMeeting(roomName: "a", body: CreateRoomMeeting())
    #expect(isStale(query) && isStale(active("a")))
    // Two clients of one principal are the same to the cache.
    let again = try server.client().batching(BatchingOptions(clock: clock, cache: cache))
    #expect(RoomsQueries.activeMeetings(of: again, roomName: "a").key == active("a").key)
  }

  // MARK: - Invalidation

  @Test func aChangeMakesExactlyTheRightEntriesStale() async throws {
    try await fill(["a", "b"])
    let meeting = try await rooms.createMeeting(roomName: "a", body: CreateRoomMeeting())
    #expect(isStale(active("a")) && !isStale(active("b")))
    #expect(!isStale(RoomsQueries.upcomingMeetings(of: rooms, roomName: "a")))
    let caller = ask("a")
    try await send(1)
    #expect(try await caller.value == "m1")
    // The request names the meeting only; the answer says which room it is.
    _ = try await rooms.meetingDeactivate(meetingID: meeting.id)
    #expect(isStale(active("a")) && !isStale(active("b")))
    #expect(
      server.requests.suffix(3) == [
        .other("POST /v1/rooms/a/meeting"), .bulk(["a"]),
        .other("PATCH /v1/meetings/m1/deactivate"),
      ])
  }

  @Test func whatIsWatchedIsFetchedAgainInOneRequest() async throws {
    try await fill(["a", "b", "c", "d"])
    let watchers = ["a", "b", "c"].map { cache.states(of: active($0)) }
    for name in ["a", "b", "c", "d"] { server.addMeeting(in: name) }
    // It may be a new name: everything that is known by name is out of date.
    _ = try await rooms.update(roomID: "id", body: UpdateRoom())
    try await send(3)
    try await settle { ["a", "b", "c"].allSatisfy { !isStale(active($0)) } }
    #expect(isStale(active("d")))
    guard case .bulk(let names) = server.requests.last else {
      Issue.record("\(server.requests)")
      return
    }
    #expect(names.sorted() == ["a", "b", "c"])
    #expect(server.requests.count == 3)
    withExtendedLifetime(watchers) {}
  }

  @Test(arguments: [
    (500, true), (503, true), (404, false), (422, false), (403, false),
  ])
  func aChangeThatMayHaveBeenMadeMakesStaleWhatItCouldChange(status: Int, stale: Bool)
    async throws
  {
    let server = RoomsDouble { request in
      if case .bulk = request { nil } else { (status, nil) }
    }
    let rooms = try server.client().batching(
      BatchingOptions(window: .immediate, clock: clock, cache: cache))
    let query = RoomsQueries.activeMeetings(of: rooms, roomName: "a")
    _ = try await cache.value(of: query)
    await #expect(throws: CallError<MeetingDeactivateRefusal>.self) {
      try await rooms.meetingDeactivate(meetingID: "m1")
    }
    #expect(isStale(query) == stale)
  }
}
