import AccordRuntime
import AccordTesting
import Observation
import RoomsAPI
import RoomsModels
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) @MainActor
struct RoomStatusTests {
  let clock = TestClock()
  let server = RoomsDouble()
  let cache: QueryCache
  let rooms: RoomsBatchingClient

  init() throws {
    cache = QueryCache(
      policy: QueryPolicy(staleTime: .seconds(60), retry: .never), clock: clock,
      date: { Timestamp(secondsSince1970: 7) })
    rooms = try server.client().batching(BatchingOptions(clock: clock, cache: cache))
  }

  func status(_ name: String) -> RoomStatus { RoomStatus(of: name, from: rooms, in: cache) }

  func send(_ callers: Int) async throws {
    try await settle { rooms.bulkMeetingStatusBatcher.waitingCallers == callers }
    clock.advance(by: .milliseconds(10))
  }

  @Test func aPageOfThemIsOneRequestAndEachKnowsItsOwnRoom() async throws {
    let names = (0..<20).map { "room \($0)" }
    let ids = names.map { server.addMeeting(in: $0) }
    let page = names.map(status)
    try await settle { page.allSatisfy(\.isLoading) }
    #expect(page.allSatisfy { $0.active.isEmpty && $0.updatedAt == nil })
    try await send(40)
    try await settle { page.allSatisfy { $0.updatedAt != nil } }
    for (status, id) in zip(page, ids) {
      #expect(status.active.map(\.id) == [id])
      #expect(status.upcoming.map(\.id) == ["event of \(status.roomName)"])
      #expect(!status.isLoading && status.error == nil)
      #expect(status.updatedAt == Timestamp(secondsSince1970: 7))
    }
    #expect(server.bulkSizes == [20] && server.requests.count == 1)
  }

  @Test func aChangeOfOneRoomIsSeenThereAndAskedForThereOnly() async throws {
    let page = ["a", "b"].map(status)
    try await send(4)
    try await settle { page.allSatisfy { $0.updatedAt != nil } }
    let changes = Mutex<[String]>([])
    for status in page {
      let name = status.roomName
      withObservationTracking {
        _ = status.active
      } onChange: {
        changes.withLock { $0.append(name) }
      }
    }
    let meeting = try await rooms.createMeeting(roomName: "b", body: CreateRoomMeeting())
    try await send(1)
    try await settle { !page[1].active.isEmpty }
    #expect(page[1].active.map(\.id) == [meeting.id])
    #expect(changes.withLock { $0 } == ["b"])
    _ = try await rooms.meetingDeactivate(meetingID: meeting.id)
    try await send(1)
    try await settle { page[1].active.isEmpty }
    #expect(
      server.requests.filter { if case .bulk = $0 { true } else { false } }.dropFirst()
        == [.bulk(["b"]), .bulk(["b"])])
  }

  @Test func refreshingAsksBothQuestionsInOneRequest() async throws {
    let status = status("a")
    try await send(2)
    try await settle { status.updatedAt != nil }
    let id = server.addMeeting(in: "a")
    let refresh = Task { await status.refresh() }
    try await send(2)
    await refresh.value
    try await settle { status.active.map(\.id) == [id] }
    #expect(server.bulkSizes == [1, 1])
  }

  @Test func aFailureIsShownBesideWhatWasThere() async throws {
    let attempts = Mutex(0)
    let failing = RoomsDouble { _ in
      attempts.withLock {
        $0 += 1; return $0
      } > 1 ? (500, nil) : nil
    }
    let id = failing.addMeeting(in: "a")
    let rooms = try failing.client().batching(BatchingOptions(clock: clock, cache: cache))
    let status = RoomStatus(of: "a", from: rooms, in: cache)
    try await settle { rooms.bulkMeetingStatusBatcher.waitingCallers == 2 }
    clock.advance(by: .milliseconds(10))
    try await settle { status.updatedAt != nil }
    let refresh = Task { await status.refresh() }
    try await settle { rooms.bulkMeetingStatusBatcher.waitingCallers == 2 }
    clock.advance(by: .milliseconds(10))
    await refresh.value
    try await settle { status.error != nil }
    #expect((status.error as? CallError<ActiveMeetingsRefusal>)?.status == 500)
    #expect(status.active.map(\.id) == [id])
  }
}
