import AccordRuntime
import AccordTesting
import HTTPTypes
import RoomsAPI
import Synchronization
import Testing

/// The generated batching client, against a server that counts.
@Suite(.timeLimit(.minutes(5)))
struct BatchingClientTests {
  let clock = TestClock()

  /// Both questions about each room, asked by components that know nothing of each other.
  func askAll(_ names: [String], _ rooms: any RoomsAPI) async throws -> [[String]] {
    try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
      for (index, name) in names.enumerated() {
        group.addTask {
          async let active = rooms.activeMeetings(roomName: name)
          async let upcoming = rooms.upcomingMeetings(roomName: name)
          return (index, try await active.map(\.id) + upcoming.map(\.id))
        }
      }
      var answers = [[String]](repeating: [], count: names.count)
      for try await (index, answer) in group { answers[index] = answer }
      return answers
    }
  }

  @Test(arguments: [
    (1, [1]), (100, [100]), (101, [1, 100]), (1000, [Int](repeating: 100, count: 10)),
  ])
  func aPageOfRoomsIsOneRequestForEachHundred(count: Int, sizes: [Int]) async throws {
    let server = RoomsDouble()
    let names = (0..<count).map { "room-\($0)" }
    let ids = names.map { server.addMeeting(in: $0) }
    let rooms = try server.client().batching(BatchingOptions(clock: clock))
    let answers = Task { try await askAll(names, rooms) }
    // What is not full waits for its window.
    try await settle {
      rooms.bulkMeetingStatusBatcher.waitingCallers == (count % 100) * 2
        && server.requests.count == count / 100
    }
    clock.advance(by: .milliseconds(10))
    #expect(try await answers.value == zip(names, ids).map { [$1, "event of \($0)"] })
    #expect(server.requests.count == sizes.count)
    #expect(server.bulkSizes.sorted() == sizes)
  }

  @Test func withoutTheBatcherTheSameAnswersTakeTwoRequestsForEachRoom() async throws {
    let server = RoomsDouble()
    let names = (0..<100).map { "room-\($0)" }
    let ids = names.map { server.addMeeting(in: $0) }
    let answers = try await askAll(names, server.client())
    #expect(answers == zip(names, ids).map { [$1, "event of \($0)"] })
    #expect(server.requests.count == 200 && server.bulkSizes.isEmpty)
  }

  @Test func whatTheBulkOperationDoesNotAnswerGoesAlone() async throws {
    let server = RoomsDouble()
    let rooms = try server.client().batching(BatchingOptions(clock: clock))
    _ = try await rooms.upcomingMeetings(roomName: "a", minutesAhead: 30)
    #expect(
      server.requests == [.other("GET /v1/rooms/a/meetings/upcoming?minutes_ahead=30")])
  }

  @Test func oneBadNameSpoilsNobodyElsesCall() async throws {
    let server = RoomsDouble { request in
      guard case .bulk(let names) = request, names.contains("bad") else { return nil }
      return (422, nil)
    }
    let rooms = try server.client().batching(BatchingOptions(window: .untilFull, clock: clock))
    let names = (0..<99).map { "room-\($0)" } + ["bad"]
    await withTaskGroup(of: (String, Int?).self) { group in
      for name in names {
        group.addTask {
          do throws(CallError<ActiveMeetingsRefusal>) {
            _ = try await rooms.activeMeetings(roomName: name)
            return (name, nil)
          } catch {
            return (name, error.status)
          }
        }
      }
      for await (name, status) in group {
        #expect(status == (name == "bad" ? 422 : nil), "\(name)")
      }
    }
    #expect(server.requests.count <= 17)
  }

  @Test func whatTheServerHasNoTimeForIsAskedAgainInHalves() async throws {
    let attempts = Mutex(0)
    let server = RoomsDouble { request in
      let attempt = attempts.withLock { count in
        count += 1
        return count
      }
      switch attempt {
      case 1: throw RequestTimeout()
      case 2: return (429, "2")
      default: return nil
      }
    }
    let rooms = try server.client().batching(
      BatchingOptions(window: .untilFull, maximumConcurrentBatches: 1, clock: clock))
    let callers = ["a", "b", "c", "d"].map { name in
      Caller { try await rooms.activeMeetings(roomName: name).first?.id ?? "none" }
    }
    try await settle { rooms.bulkMeetingStatusBatcher.waitingCallers == 4 }
    rooms.bulkMeetingStatusBatcher.flush()
    try await settle { clock.sleeperCount == 2 && server.requests.count == 3 }
    clock.advance(by: .seconds(2))
    for caller in callers { #expect(try await caller.value == "none") }
    #expect(server.bulkSizes == [4, 2, 2, 1, 1])
  }

  // MARK: - Changes

  @Test func whoeverAsksAfterAChangeDoesNotGetAnAnswerFromBefore() async throws {
    let server = RoomsDouble()
    server.hold()
    let rooms = try server.client().batching(BatchingOptions(window: .immediate, clock: clock))
    let before = Caller { try await rooms.activeMeetings(roomName: "a").first?.id ?? "none" }
    try await settle { server.heldCount == 1 }
    // The change is answered while the bulk request is still under way.
    let change = Caller {
      try await rooms.createMeeting(roomName: "a", body: CreateRoomMeeting()).id
    }
    try await settle { server.heldCount == 2 }
    server.release()
    #expect(try await change.value == "m1")
    #expect(try await before.value == "none")
    server.hold()
    let waiting = Caller { try await rooms.activeMeetings(roomName: "b").first?.id ?? "none" }
    try await settle { server.heldCount == 1 }
    server.addMeeting(in: "b")
    rooms.bulkMeetingStatusBatcher.renew { $0 == "b" }
    let after = Caller { try await rooms.activeMeetings(roomName: "b").first?.id ?? "none" }
    try await settle { server.heldCount == 2 }
    server.release()
    #expect(try await waiting.value == "none")
    #expect(try await after.value == "m2")
  }
}
