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
  ) async -> Caller {
    let before = batcher.waitingCallers
    let caller = Caller { try await batcher.value(for: ExactString(key)) }
    await settle { batcher.waitingCallers == before + 1 }
    return caller
  }

  func expectCancelled(_ caller: Caller) async {
    await #expect(throws: CancellationError.self) { try await caller.value }
  }

  @Test func aCancelledCallerIsFreeAtOnceAndTheOthersGoOn() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let callers = [await ask("a", batcher), await ask("b", batcher)]
    clock.advance(by: .milliseconds(10))
    await settle { server.held == [0] }
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
    let callers = [await ask("a", batcher), await ask("b", batcher), await ask("b", batcher)]
    callers[0].cancel()
    callers[1].cancel()
    await expectCancelled(callers[0])
    await expectCancelled(callers[1])
    clock.advance(by: .milliseconds(10))
    await settle { server.held == [0] }
    #expect(server.keys == [["b"]])
    server.answer(0)
    #expect(try await callers[2].value == "value of b")
  }

  @Test func aKeyThatLeavesAndComesBackInOneWindowIsAskedForOnce() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let leaving = await ask("a", batcher)
    let staying = await ask("b", batcher)
    leaving.cancel()
    await expectCancelled(leaving)
    let returning = await ask("a", batcher)
    clock.advance(by: .milliseconds(10))
    await settle { server.held == [0] }
    #expect(server.keys == [["b", "a"]])
    server.answer(0)
    #expect(try await staying.value == "value of b")
    #expect(try await returning.value == "value of a")
  }

  @Test func cancelledKeysDoNotCountForTheLimit() async throws {
    let server = HeldFetches()
    let batcher = batcher(server, limit: 2)
    let leaving = await ask("a", batcher)
    let staying = await ask("b", batcher, after: leaving)
    await settle()
    #expect(server.requests.isEmpty)
    let third = await ask("c", batcher)
    await settle { server.held == [0] }
    #expect(server.keys == [["b", "c"]])
    server.answer(0)
    #expect(try await staying.value == "value of b")
    #expect(try await third.value == "value of c")
  }

  /// Asks for another key first in the open window, then cancels the one before it.
  private func ask(
    _ key: String, _ batcher: Batcher<ExactString, String>,
    after leaving: Caller
  ) async -> Caller {
    leaving.cancel()
    await expectCancelled(leaving)
    return await ask(key, batcher)
  }

  @Test func noEmptyRequestIsSent() async {
    let server = HeldFetches()
    let batcher = batcher(server)
    let callers = [await ask("a", batcher), await ask("b", batcher)]
    await settle { clock.sleeperCount == 1 }
    for caller in callers { caller.cancel() }
    for caller in callers { await expectCancelled(caller) }
    await settle { clock.sleeperCount == 0 }
    clock.advance(by: .seconds(1))
    await settle()
    #expect(server.requests.isEmpty)
  }

  @Test func aRequestThatWaitsForItsTurnIsNotSentForNobody() async throws {
    let server = HeldFetches()
    let batcher = batcher(server, limit: 1, concurrent: 1)
    let first = await ask("a", batcher)
    let second = await ask("b", batcher)
    let third = await ask("c", batcher)
    await settle { server.held == [0] }
    second.cancel()
    await expectCancelled(second)
    server.answer(0)
    await settle { server.held == [1] }
    #expect(server.keys == [["a"], ["c"]])
    server.answer(1)
    #expect(try await first.value == "value of a")
    #expect(try await third.value == "value of c")
  }

  @Test func theLastCallerTakesTheRequestAlong() async {
    let server = HeldFetches()
    let batcher = batcher(server)
    let callers = [await ask("a", batcher), await ask("b", batcher), await ask("a", batcher)]
    clock.advance(by: .milliseconds(10))
    await settle { server.held == [0] }
    callers[0].cancel()
    callers[1].cancel()
    await expectCancelled(callers[0])
    await expectCancelled(callers[1])
    #expect(!server.requests[0].isCancelled)
    callers[2].cancel()
    await expectCancelled(callers[2])
    await settle { server.requests[0].hasReturned }
    #expect(server.requests[0].isCancelled)
  }

  @Test func aKeyUnderWayCanFindANewCaller() async throws {
    let server = HeldFetches()
    let batcher = batcher(server)
    let leaving = await ask("a", batcher)
    let staying = await ask("b", batcher)
    clock.advance(by: .milliseconds(10))
    await settle { server.held == [0] }
    leaving.cancel()
    await expectCancelled(leaving)
    let joining = await ask("a", batcher)
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
    let first = await ask("a", batcher)
    clock.advance(by: .milliseconds(10))
    await settle { server.held == [0] }
    first.cancel()
    await expectCancelled(first)
    await settle { server.requests[0].isCancelled }

    let second = await ask("a", batcher)
    clock.advance(by: .milliseconds(10))
    await settle { server.held == [0, 1] }
    // The late answer of the first request is nobody's.
    server.fail(0, FetchFailure(number: 0))
    await settle { server.requests[0].hasReturned }
    await settle()
    #expect(batcher.waitingCallers == 1)
    server.answer(1)
    #expect(try await second.value == "value of a")
  }

  @Test func aRequestThatWasGivenUpCountsUntilItReturns() async throws {
    let server = HeldFetches(heedsCancellation: false)
    let batcher = batcher(server, limit: 1, concurrent: 1)
    let first = await ask("a", batcher)
    await settle { server.held == [0] }
    first.cancel()
    await expectCancelled(first)
    let second = await ask("b", batcher)
    await settle()
    #expect(server.requests.count == 1)
    server.answer(0)
    await settle { server.held == [1] }
    server.answer(1)
    #expect(try await second.value == "value of b")
  }
}
