import AccordRuntime
import AccordTesting
import Testing

/// A change while requests are under way: nobody who asks afterwards gets what was true before.
@Suite(.timeLimit(.minutes(5)))
struct BatchRenewalTests {
  let clock = TestClock()
  let server = HeldFetches()

  func batcher(_ recovery: BatchRecovery = .none) -> Batcher<ExactString, String> {
    Batcher(window: .immediate, limit: 2, recovery: recovery, clock: clock) { [server] keys in
      try await server.fetch(keys).mapValues { .success($0) }
    }
  }

  func ask(_ key: String, _ batcher: Batcher<ExactString, String>) -> Caller {
    Caller { try await batcher.value(for: ExactString(key)) }
  }

  func askAndHold(_ key: String, _ batcher: Batcher<ExactString, String>) async throws -> Caller {
    let caller = ask(key, batcher)
    let number = server.requests.count
    try await settle { server.held.contains(number) }
    return caller
  }

  @Test func thoseBeforeGetTheOldAnswerAndThoseAfterANewOne() async throws {
    let batcher = batcher()
    let before = try await askAndHold("a", batcher)
    batcher.renew { $0 == "a" }
    let after = try await askAndHold("a", batcher)
    #expect(batcher.waitingCallers == 2)
    server.answer(1)
    #expect(try await after.value == "value of a")
    #expect(!before.isAnswered)
    server.answer(0, without: ["a"])
    #expect(try await before.value == nil)
    #expect(server.keys == [["a"], ["a"]])
  }

  @Test func otherKeysAreStillJoined() async throws {
    let batcher = batcher()
    let first = try await askAndHold("b", batcher)
    batcher.renew { $0 == "a" }
    let second = ask("b", batcher)
    try await settle { batcher.waitingCallers == 2 }
    server.answer(0)
    for caller in [first, second] { #expect(try await caller.value == "value of b") }
    #expect(server.requests.count == 1)
  }

  @Test func whoeverIsCancelledAfterAChangeIsFreeAndTheLastOneEndsTheRequest() async throws {
    let batcher = batcher()
    let before = try await askAndHold("a", batcher)
    batcher.renew { _ in true }
    let after = try await askAndHold("a", batcher)
    before.cancel()
    await #expect(throws: CancellationError.self) { try await before.value }
    try await settle { server.request(0).isCancelled }
    #expect(!server.request(1).isCancelled)
    server.answer(1)
    #expect(try await after.value == "value of a")
    #expect(batcher.waitingCallers == 0)
  }

  @Test func aKeyThatNobodyWaitsForAnyMoreIsAskedForAnew() async throws {
    let batcher = Batcher<ExactString, String>(
      window: .untilFull, limit: 2, clock: clock
    ) { [server] in try await server.fetch($0).mapValues { .success($0) } }
    let leaving = ask("a", batcher)
    try await settle { batcher.waitingCallers == 1 }
    let staying = ask("b", batcher)
    try await settle { server.held == [0] }
    leaving.cancel()
    try await settle { batcher.waitingCallers == 1 }
    batcher.renew { $0 == "a" }
    let again = ask("a", batcher)
    try await settle { batcher.waitingCallers == 2 }
    batcher.flush()
    try await settle { server.held == [0, 1] }
    server.answer(0)
    server.answer(1)
    #expect(try await staying.value == "value of b")
    #expect(try await again.value == "value of a")
  }

  /// What is sent again after a failure is newer than the change: those from before can share it.
  @Test(arguments: [true, false])
  func halvingBringsThoseFromBeforeAndAfterTogether(isAskedAgain: Bool) async throws {
    let batcher = Batcher<ExactString, String>(
      window: .untilFull, limit: 2,
      recovery: BatchRecovery(maximumRequests: 6) { _ in .halve(after: .zero) }, clock: clock
    ) { [server] in try await server.fetch($0).mapValues { .success($0) } }
    let first = ask("a", batcher)
    try await settle { batcher.waitingCallers == 1 }
    let second = ask("b", batcher)
    try await settle { server.held == [0] }
    batcher.renew { _ in true }
    var callers = [first, second]
    if isAskedAgain {
      callers += [ask("a", batcher)]
      try await settle { batcher.waitingCallers == 3 }
      callers += [ask("b", batcher)]
      try await settle { server.held == [0, 1] }
    }
    server.fail(0, FetchFailure(number: 0))
    try await settle { isAskedAgain ? server.held == [1] : server.held == [1, 2] }
    server.answer(1)
    if !isAskedAgain { server.answer(2) }
    for caller in callers { #expect(try await caller.value?.hasPrefix("value of") == true) }
    #expect(batcher.waitingCallers == 0)
  }
}
