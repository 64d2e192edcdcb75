import AccordRuntime
import AccordTesting
import Testing

@Suite(.timeLimit(.minutes(15)))
struct BatcherCancellationTests {
  let clock = TestClock()

  func batcher(
    _ server: HeldFetches, limit: Int? = nil, concurrent: Int = 4
  ) -> Batcher<ExactString, String> {
    Batcher(
      window: .milliseconds(10), limit: limit, maximumConcurrentBatches: concurrent, clock: clock
    ) { try await server.fetch($0) }
  }

  func ask(
    _ key: String, _ batcher: Batcher<ExactString, String>
  ) async throws -> Caller {
    let before = batcher.waitingCallers
    let caller = Caller { try await batcher.value(for: ExactString(key)) }
    try await settle { batcher.waitingCallers == before + 1 }
    return caller
  }

  func expectCancelled(_ caller: Caller) async {
    await #expect(throws: CancellationError.self) { try await caller.value }
  }

  @Test func aCancelledCallerIsFreeAtOnceAndTheOthersGoOn() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let callers = try await [ask("a", batcher), ask("b", batcher)]
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0] }
    callers[0].cancel()
    // The request is still held: only the batcher can have set the caller free.
    await expectCancelled(callers[0])
    #expect(!server.requests[0].isCancelled)
    server.answer(0)
    #expect(try await callers[1].value == "value of b")
  }

  @Test func aCallerThatIsCancelledAlreadyAsksForNothing() async {
    let server = HeldFetches()
    let batcher = batcher(server, limit: 1)
    let caller = Caller {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await batcher.value(for: "a")
    }
    await expectCancelled(caller)
    await settle()
    #expect(server.requests.isEmpty)
    #expect(clock.sleeperCount == 0)
  }

  @Test func aKeyThatNobodyWantsAnyMoreIsNotAskedFor() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let callers = try await [ask("a", batcher), ask("b", batcher), ask("b", batcher)]
    callers[0].cancel()
    callers[1].cancel()
    await expectCancelled(callers[0])
    await expectCancelled(callers[1])
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0] }
    #expect(server.keys == [["b"]])
    server.answer(0)
    #expect(try await callers[2].value == "value of b")
  }

  @Test func aKeyThatLeavesAndComesBackInOneWindowIsAskedForOnce() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let leaving = try await ask("a", batcher)
    let staying = try await ask("b", batcher)
    leaving.cancel()
    await expectCancelled(leaving)
    let returning = try await ask("a", batcher)
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0] }
    #expect(server.keys == [["b", "a"]])
    server.answer(0)
    #expect(try await staying.value == "value of b")
    #expect(try await returning.value == "value of a")
  }

  @Test func cancelledKeysDoNotCountForTheLimit() async throws {
    let server = HeldFetches()
    let batcher = batcher(server, limit: 2)
    let leaving = try await ask("a", batcher)
    let staying = try await ask("b", batcher, after: leaving)
    await settle()
    #expect(server.requests.isEmpty)
    let third = try await ask("c", batcher)
    try await settle { server.held == [0] }
    #expect(server.keys == [["b", "c"]])
    server.answer(0)
    #expect(try await staying.value == "value of b")
    #expect(try await third.value == "value of c")
  }

  /// Asks for another key first in the open window, then cancels the one before it.
  private func ask(
    _ key: String, _ batcher: Batcher<ExactString, String>,
    after leaving: Caller
  ) async throws -> Caller {
    leaving.cancel()
    await expectCancelled(leaving)
    return try await ask(key, batcher)
  }

  @Test func noEmptyRequestIsSent() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let callers = try await [ask("a", batcher), ask("b", batcher)]
    try await settle { clock.sleeperCount == 1 }
    for caller in callers { caller.cancel() }
    for caller in callers { await expectCancelled(caller) }
    try await settle { clock.sleeperCount == 0 }
    clock.advance(by: .seconds(1))
    await settle()
    #expect(server.requests.isEmpty)
  }

  @Test func aRequestThatWaitsForItsTurnIsNotSentForNobody() async throws {
    let server = HeldFetches()
    let batcher = batcher(server, limit: 1, concurrent: 1)
    let first = try await ask("a", batcher)
    let second = try await ask("b", batcher)
    let third = try await ask("c", batcher)
    try await settle { server.held == [0] }
    second.cancel()
    await expectCancelled(second)
    server.answer(0)
    try await settle { server.held == [1] }
    #expect(server.keys == [["a"], ["c"]])
    server.answer(1)
    #expect(try await first.value == "value of a")
    #expect(try await third.value == "value of c")
  }

  @Test func theLastCallerTakesTheRequestAlong() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let callers = try await [ask("a", batcher), ask("b", batcher), ask("a", batcher)]
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0] }
    callers[0].cancel()
    callers[1].cancel()
    await expectCancelled(callers[0])
    await expectCancelled(callers[1])
    #expect(!server.requests[0].isCancelled)
    callers[2].cancel()
    await expectCancelled(callers[2])
    try await settle { server.requests[0].hasReturned }
    #expect(server.requests[0].isCancelled)
  }

  @Test func aKeyUnderWayCanFindANewCaller() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let leaving = try await ask("a", batcher)
    let staying = try await ask("b", batcher)
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0] }
    leaving.cancel()
    await expectCancelled(leaving)
    let joining = try await ask("a", batcher)
    staying.cancel()
    await expectCancelled(staying)
    #expect(!server.requests[0].isCancelled)
    server.answer(0)
    #expect(try await joining.value == "value of a")
    #expect(server.requests.count == 1)
  }

  @Test func nobodyJoinsARequestThatWasGivenUp() async throws {
    let server = HeldFetches(heedsCancellation: false)
    let batcher = batcher(server)
    let first = try await ask("a", batcher)
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0] }
    first.cancel()
    await expectCancelled(first)
    try await settle { server.requests[0].isCancelled }

    let second = try await ask("a", batcher)
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0, 1] }
    // The late answer of the first request is nobody's.
    server.fail(0, FetchFailure(number: 0))
    try await settle { server.requests[0].hasReturned }
    await settle()
    #expect(batcher.waitingCallers == 1)
    server.answer(1)
    #expect(try await second.value == "value of a")
  }

  @Test func aRequestThatWasGivenUpCountsUntilItReturns() async throws {
    let server = HeldFetches(heedsCancellation: false)
    let batcher = batcher(server, limit: 1, concurrent: 1)
    let first = try await ask("a", batcher)
    try await settle { server.held == [0] }
    first.cancel()
    await expectCancelled(first)
    let second = try await ask("b", batcher)
    await settle()
    #expect(server.requests.count == 1)
    server.answer(0)
    try await settle { server.held == [1] }
    server.answer(1)
    #expect(try await second.value == "value of b")
  }
}
