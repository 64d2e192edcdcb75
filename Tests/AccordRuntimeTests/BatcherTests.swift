import AccordRuntime
import AccordTesting
import Testing

@Suite(.timeLimit(.minutes(15)))
struct BatcherTests {
  let clock = TestClock()
  let server = HeldFetches()

  func batcher(limit: Int? = nil, concurrent: Int = 4) -> Batcher<ExactString, String> {
    Batcher(
      window: .milliseconds(10), limit: limit, maximumConcurrentBatches: concurrent, clock: clock
    ) { [server] in try await server.fetch($0) }
  }

  /// Asks, and returns when the batcher knows of it.
  func ask(
    _ key: String, _ batcher: Batcher<ExactString, String>
  ) async throws -> Caller {
    let before = batcher.waitingCallers
    let caller = Caller { try await batcher.value(for: ExactString(key)) }
    try await settle { batcher.waitingCallers == before + 1 }
    return caller
  }

  func endWindow() {
    clock.advance(by: .milliseconds(10))
  }

  func requestArrives(_ count: Int) async throws {
    try await settle { server.held.count == count }
  }

  @Test func keysOfOneWindowAreOneRequest() async throws {
    let batcher = batcher()
    let callers = try await [ask("a", batcher), ask("b", batcher), ask("c", batcher)]
    endWindow()
    try await requestArrives(1)
    #expect(server.keys == [["a", "b", "c"]])
    server.answer(0)
    var values: [String?] = []
    for caller in callers { values.append(try await caller.value) }
    #expect(values == ["value of a", "value of b", "value of c"])
  }

  @Test func theWindowBeginsWithTheFirstKey() async throws {
    let batcher = batcher()
    let first = try await ask("a", batcher)
    clock.advance(by: .milliseconds(9))
    let second = try await ask("b", batcher)
    await settle()
    #expect(server.requests.isEmpty)
    clock.advance(by: .milliseconds(1))
    try await requestArrives(1)
    #expect(server.keys == [["a", "b"]])
    server.answer(0)
    #expect(try await first.value == "value of a")
    #expect(try await second.value == "value of b")
  }

  @Test func aWindowThatEndsBeforeItsTimerRunsEndsAllTheSame() async throws {
    let batcher = batcher()
    let caller = try await ask("a", batcher)
    // The timer may or may not have gone to sleep by now; its deadline is fixed.
    endWindow()
    try await requestArrives(1)
    server.answer(0)
    #expect(try await caller.value == "value of a")
  }

  @Test func theLimitSendsAtOnce() async throws {
    let batcher = batcher(limit: 2)
    let callers = try await [ask("a", batcher), ask("b", batcher), ask("c", batcher)]
    try await requestArrives(1)
    await settle()
    #expect(server.keys == [["a", "b"]])
    endWindow()
    try await requestArrives(2)
    #expect(server.keys == [["a", "b"], ["c"]])
    server.answer(1)
    server.answer(0)
    var values: [String?] = []
    for caller in callers { values.append(try await caller.value) }
    #expect(values == ["value of a", "value of b", "value of c"])
    #expect(clock.sleeperCount == 0)
  }

  @Test(arguments: [(0, 1), (1, 1), (100, 1), (101, 2), (250, 3)])
  func moreKeysThanTheLimitAreSeveralRequests(keys: Int, requests: Int) async throws {
    let batcher = batcher(limit: 100, concurrent: 8)
    let count = max(keys, 1)
    let callers = (0..<count).map { index in
      Caller { try await batcher.value(for: ExactString("room \(index)")) }
    }
    try await settle { batcher.waitingCallers == count }
    endWindow()
    try await requestArrives(requests)
    for number in 0..<requests { server.answer(number) }
    for (index, caller) in callers.enumerated() {
      #expect(try await caller.value == "value of room \(index)")
    }
    #expect(server.requests.allSatisfy { 1...100 ~= $0.keys.count })
    #expect(Set(server.requests.flatMap(\.keys)).count == count)
    #expect(server.requests.count == requests)
  }

  @Test func limitsBelowOneCountAsOne() async throws {
    let batcher = batcher(limit: 0, concurrent: 0)
    let caller = try await ask("a", batcher)
    try await requestArrives(1)
    server.answer(0)
    #expect(try await caller.value == "value of a")
  }

  @Test func noMoreRequestsAreUnderWayThanAllowed() async throws {
    let batcher = batcher(limit: 1, concurrent: 2)
    var callers: [Caller] = []
    for key in ["a", "b", "c", "d"] { callers.append(try await ask(key, batcher)) }
    try await requestArrives(2)
    await settle()
    // Which of the two gets to run first is up to the system.
    #expect(Set(server.keys) == [["a"], ["b"]])
    server.answer(1)
    try await settle { server.requests.count == 3 }
    #expect(server.keys[2] == ["c"])
    server.answer(0)
    try await settle { server.requests.count == 4 }
    #expect(server.keys[3] == ["d"])
    server.answer(3)
    server.answer(2)
    var values: [String?] = []
    for caller in callers { values.append(try await caller.value) }
    #expect(values == ["value of a", "value of b", "value of c", "value of d"])
  }

  @Test func aKeyTakesOneSlotInAWindow() async throws {
    let batcher = batcher(limit: 2)
    let callers = try await [ask("a", batcher), ask("a", batcher), ask("a", batcher)]
    await settle()
    #expect(server.requests.isEmpty)
    endWindow()
    try await requestArrives(1)
    #expect(server.keys == [["a"]])
    server.answer(0)
    for caller in callers { #expect(try await caller.value == "value of a") }
  }

  @Test func aKeyUnderWayIsNotAskedForAgainAndForgottenOnceAnswered() async throws {
    let batcher = batcher()
    let first = try await ask("a", batcher)
    endWindow()
    try await requestArrives(1)
    let second = try await ask("a", batcher)
    #expect(clock.sleeperCount == 0)
    server.answer(0)
    #expect(try await first.value == "value of a")
    #expect(try await second.value == "value of a")

    let third = try await ask("a", batcher)
    endWindow()
    try await requestArrives(1)
    server.answer(1)
    #expect(try await third.value == "value of a")
    #expect(server.keys == [["a"], ["a"]])
  }

  @Test func aKeyThatIsNotInTheAnswerHasNoValue() async throws {
    let batcher = batcher()
    let callers = try await [ask("a", batcher), ask("b", batcher)]
    endWindow()
    try await requestArrives(1)
    server.answer(0, without: ["b"])
    #expect(try await callers[0].value == "value of a")
    #expect(try await callers[1].value == nil)
  }

  @Test func aFailureIsEveryCallersAndNotTheNextRequests() async throws {
    let batcher = batcher()
    let callers = try await [ask("a", batcher), ask("b", batcher), ask("a", batcher)]
    endWindow()
    try await requestArrives(1)
    server.fail(0, FetchFailure(number: 7))
    for caller in callers {
      await #expect(throws: FetchFailure(number: 7)) { try await caller.value }
    }
    let next = try await ask("a", batcher)
    endWindow()
    try await requestArrives(1)
    server.answer(1)
    #expect(try await next.value == "value of a")
  }

  @Test func keysOfDifferentNormalFormsAreDifferentKeys() async throws {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    let batcher = batcher()
    let callers = try await [ask(composed, batcher), ask(decomposed, batcher)]
    endWindow()
    try await requestArrives(1)
    #expect(server.requests[0].keys.count == 2)
    server.answer(0)
    let values = [try await callers[0].value, try await callers[1].value]
    #expect(values[0]?.unicodeScalars.count == 13)
    #expect(values[1]?.unicodeScalars.count == 14)
  }

  @Test func sharedWorkSeesNoCallersTaskLocalValues() async throws {
    enum Principal { @TaskLocal static var name = "nobody" }
    let batcher = Batcher<ExactString, String>(
      window: .milliseconds(10), limit: 1, clock: clock
    ) { keys in [keys[0]: Principal.name] }
    let seen = try await Principal.$name.withValue("alice") {
      try await batcher.value(for: "a")
    }
    #expect(seen == "nobody")
  }
}
