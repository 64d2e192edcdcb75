import AccordRuntime
import AccordTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct BatchWindowTests {
  let clock = TestClock()
  let server = HeldFetches()

  func batcher(
    _ window: BatchWindow, limit: Int? = nil, concurrent: Int = 4
  ) -> Batcher<ExactString, String> {
    Batcher(
      window: window, limit: limit, maximumConcurrentBatches: concurrent, clock: clock
    ) { [server] keys in try await server.fetch(keys).mapValues { .success($0) } }
  }

  @discardableResult
  func ask(_ key: String, _ batcher: Batcher<ExactString, String>) async throws -> Caller {
    let before = batcher.waitingCallers
    let caller = Caller { try await batcher.value(for: ExactString(key)) }
    try await settle { batcher.waitingCallers == before + 1 }
    return caller
  }

  @Test func eachKeyPutsADebouncedWindowOffUpToItsCap() async throws {
    let batcher = batcher(.debounced(.milliseconds(10), cap: .milliseconds(25)))
    try await ask("a", batcher)
    for key in ["b", "c"] {
      clock.advance(by: .milliseconds(9))
      await settle()
      #expect(server.requests.isEmpty)
      try await ask(key, batcher)
    }
    // 18 ms have passed. The pause would end at 28, the cap ends it at 25.
    clock.advance(by: .milliseconds(6))
    await settle()
    #expect(server.requests.isEmpty)
    clock.advance(by: .milliseconds(1))
    try await settle { server.held == [0] }
    #expect(server.keys == [["a", "b", "c"]])
    server.answer(0)
  }

  @Test func aPauseEndsADebouncedWindow() async throws {
    let batcher = batcher(.debounced(.milliseconds(10), cap: .seconds(1)))
    let caller = try await ask("a", batcher)
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0] }
    server.answer(0)
    #expect(try await caller.value == "value of a")
    #expect(clock.sleeperCount == 0)
  }

  @Test func onlyFullRequestsGoUntilTheRestIsFlushed() async throws {
    let batcher = batcher(.untilFull, limit: 2)
    try await ask("a", batcher)
    clock.advance(by: .seconds(3600))
    await settle()
    #expect(server.requests.isEmpty)
    try await ask("b", batcher)
    try await ask("c", batcher)
    try await settle { server.held == [0] }
    #expect(server.keys == [["a", "b"]])
    batcher.flush()
    try await settle { server.held == [0, 1] }
    #expect(server.keys.last == ["c"])
    batcher.flush()
    await settle()
    #expect(server.requests.count == 2)
    server.answer(0)
    server.answer(1)
  }

  @Test func immediateRequestsGatherOnlyBehindOthers() async throws {
    let batcher = batcher(.immediate, concurrent: 1)
    try await ask("a", batcher)
    try await settle { server.held == [0] }
    try await ask("b", batcher)
    try await ask("c", batcher)
    await settle()
    #expect(server.keys == [["a"]])
    server.answer(0)
    try await settle { server.held == [1] }
    #expect(server.keys == [["a"], ["b", "c"]])
    server.answer(1)
    try await settle { batcher.waitingCallers == 0 }
    #expect(clock.sleeperCount == 0)
  }

  @Test func aKeyCanHaveAnErrorOfItsOwn() async throws {
    let batcher = Batcher<ExactString, String>(
      window: .immediate, limit: nil, clock: clock
    ) { _ in ["good": .success("value"), "bad": .failure(FetchFailure(number: 7))] }
    #expect(try await batcher.value(for: "good") == "value")
    #expect(try await batcher.value(for: "unknown") == nil)
    await #expect(throws: FetchFailure(number: 7)) { try await batcher.value(for: "bad") }
  }

  @Test func eventsTellWhatHappened() async throws {
    let batcher = batcher(.fixed(.milliseconds(10)), limit: 3)
    var events = batcher.events().makeAsyncIterator()
    for key in ["a", "b", "a"] { try await ask(key, batcher) }
    clock.advance(by: .milliseconds(10))
    try await settle { server.held == [0] }
    clock.advance(by: .milliseconds(40))
    server.answer(0)
    try await settle { batcher.waitingCallers == 0 }
    let leaving = try await ask("c", batcher)
    leaving.cancel()
    try await settle { batcher.waitingCallers == 0 }
    try await ask("d", batcher)
    batcher.flush()
    try await settle { server.held == [1] }
    server.fail(1, FetchFailure(number: 1))
    var told: [String] = []
    for _ in 0..<10 { if let event = await events.next() { told.append("\(event)") } }
    let failure = FetchFailure(number: 1)
    #expect(
      told == [
        "queued", "queued", "joined",
        "\(BatchEvent.sent(batch: 1, size: 2, waited: .milliseconds(10)))",
        "\(BatchEvent.answered(batch: 1, size: 2, took: .milliseconds(40)))",
        "queued", "\(BatchEvent.cancelled(batch: 2))",
        "queued", "\(BatchEvent.sent(batch: 3, size: 1, waited: .zero))",
        "\(BatchEvent.failed(batch: 3, size: 1, took: .zero, failure))",
      ])
  }
}
