import AccordRuntime
import AccordTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct QueryCacheTests {
  let clock = TestClock()
  let server = HeldFetches()
  let cache: QueryCache

  init() {
    cache = QueryCache(
      policy: QueryPolicy(
        staleTime: .seconds(10), unusedTime: .seconds(60),
        retry: RetryPolicy(maximumRetries: 2, firstDelay: .seconds(1))),
      clock: clock, date: { Timestamp(secondsSince1970: 0) }, random: { 0.5 })
  }

  func key(_ room: String) -> QueryKey<String> {
    QueryKey("active", ["room": room])
  }

  func query(_ room: String, policy: QueryPolicy? = nil) -> Query<String> {
    Query(key(room), policy: policy) { [server] in
      let name = ExactString(room)
      return try await server.fetch([name])[name] ?? "nothing"
    }
  }

  func ask(_ room: String) -> Caller {
    Caller { [cache, query = query(room)] in try await cache.value(of: query) }
  }

  /// Asks, and waits until the request is at the server.
  func askAndHold(_ room: String) async throws -> Caller {
    let before = server.requests.count
    let caller = ask(room)
    try await settle { server.requests.count == before + 1 && server.held.last == before }
    return caller
  }

  /// Has a value for the room in the cache.
  func fill(_ room: String) async throws {
    let caller = try await askAndHold(room)
    server.answer(server.requests.count - 1)
    _ = try await caller.value
  }

  // MARK: - Reading

  @Test func thoseWhoAskAtTheSameTimeShareOneRequest() async throws {
    let first = try await askAndHold("a")
    let others = [ask("a"), ask("a")]
    await settle()
    #expect(server.requests.count == 1)
    server.answer(0)
    for caller in [first] + others { #expect(try await caller.value == "value of a") }
  }

  @Test func aFreshValueIsGivenWithoutARequestAndAStaleOneIsNot() async throws {
    try await fill("a")
    clock.advance(by: .seconds(9))
    #expect(try await cache.value(of: query("a")) == "value of a")
    #expect(server.requests.count == 1)
    #expect(!cache.state(of: key("a")).isStale)
    clock.advance(by: .seconds(1))
    #expect(cache.state(of: key("a")).isStale)
    let caller = try await askAndHold("a")
    server.answer(1)
    #expect(try await caller.value == "value of a")
  }

  @Test func keysThatDifferOnlyInNormalFormAreTwo() async throws {
    try await fill("caf\u{E9}")
    try await fill("cafe\u{301}")
    #expect(server.requests.count == 2)
    #expect(cache.count == 2)
  }

  @Test func aCancelledCallerIsFreeAndTheRequestGoesOnForTheOthers() async throws {
    let leaving = try await askAndHold("a")
    let staying = ask("a")
    await settle()
    leaving.cancel()
    await #expect(throws: CancellationError.self) { try await leaving.value }
    #expect(!server.requests[0].isCancelled)
    server.answer(0)
    #expect(try await staying.value == "value of a")
  }

  @Test func whenTheLastCallerIsGoneTheRequestIsCancelled() async throws {
    let caller = try await askAndHold("a")
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    try await settle { server.requests[0].isCancelled }
    // Whoever comes next gets a request of their own.
    let next = try await askAndHold("a")
    server.answer(1)
    #expect(try await next.value == "value of a")
  }

  // MARK: - Failing

  struct Trouble: TransientError {
    var isTransient = true
    var retryDelay: Duration?
  }

  @Test func transientFailuresAreRetriedWithBackoff() async throws {
    let caller = try await askAndHold("a")
    server.fail(0, Trouble())
    try await settle { clock.sleeperCount == 1 }
    clock.advance(by: .milliseconds(499))
    await settle()
    #expect(server.requests.count == 1)
    clock.advance(by: .milliseconds(1))
    try await settle { server.held == [1] }
    // The server's word counts if it asks for more patience.
    server.fail(1, Trouble(retryDelay: .seconds(7)))
    try await settle { clock.sleeperCount == 1 }
    clock.advance(by: .seconds(6))
    await settle()
    #expect(server.requests.count == 2)
    clock.advance(by: .seconds(1))
    try await settle { server.held == [2] }
    server.fail(2, Trouble())
    await #expect(throws: Trouble.self) { try await caller.value }
    #expect(server.requests.count == 3)
    #expect(cache.state(of: key("a")).error is Trouble)
  }

  @Test func whatTheRequestIsToBlameForIsNotRetried() async throws {
    let caller = try await askAndHold("a")
    server.fail(0, Trouble(isTransient: false))
    await #expect(throws: Trouble.self) { try await caller.value }
    let other = try await askAndHold("b")
    server.fail(1, FetchFailure(number: 1))
    await #expect(throws: FetchFailure.self) { try await other.value }
    await settle()
    #expect(server.requests.count == 2)
  }

  @Test func aFailureLeavesTheOldValueThere() async throws {
    try await fill("a")
    cache.invalidate([key("a").filter])
    let caller = try await askAndHold("a")
    server.fail(1, FetchFailure(number: 1))
    await #expect(throws: FetchFailure.self) { try await caller.value }
    let state = cache.state(of: key("a"))
    #expect(state.value == "value of a")
    #expect(state.error is FetchFailure)
  }

  @Test(arguments: [
    (0, 0.5, Duration.milliseconds(500)), (1, 0.5, .seconds(1)), (2, 1.0, .seconds(4)),
    (10, 1.0, .seconds(30)), (1_000_000, 1.0, .seconds(30)), (3, 0.0, .zero),
  ])
  func delaysDoubleUpToTheMaximum(retry: Int, random: Double, delay: Duration) {
    #expect(RetryPolicy().delay(beforeRetry: retry, random: random) == delay)
  }

  // MARK: - Keeping

  @Test func anUnusedValueIsForgottenInTime() async throws {
    try await fill("a")
    try await settle { clock.sleeperCount == 1 }
    clock.advance(by: .seconds(59))
    await settle()
    #expect(cache.count == 1)
    clock.advance(by: .seconds(1))
    try await settle { cache.count == 0 }
  }

  @Test func useStartsTheTimeAgainAndWatchingStopsIt() async throws {
    try await fill("a")
    try await settle { clock.sleeperCount == 1 }
    clock.advance(by: .seconds(30))
    cache.set("other", for: key("a"))
    let states = cache.states(of: key("a"))
    try await settle { clock.sleeperCount == 0 }
    clock.advance(by: .seconds(1000))
    await settle()
    #expect(cache.count == 1)
    withExtendedLifetime(states) {}
  }

  @Test func removingEndsWhoeverWaitsOrWatches() async throws {
    let caller = try await askAndHold("a")
    var states = cache.states(of: key("a")).makeAsyncIterator()
    _ = await states.next()
    cache.remove([QueryFilter("active")])
    await #expect(throws: CancellationError.self) { try await caller.value }
    #expect(await states.next() == nil)
    try await settle { server.requests[0].isCancelled }
    #expect(cache.count == 0)
  }

  // MARK: - Invalidation

  @Test func aChangeMakesExactlyWhatMatchesStale() async throws {
    for room in ["a", "b", "c"] { try await fill(room) }
    cache.invalidate([QueryFilter("active", ["room": "b"]), QueryFilter("other")])
    #expect(!cache.state(of: key("a")).isStale)
    #expect(cache.state(of: key("b")).isStale)
    #expect(!cache.state(of: key("c")).isStale)
    await settle()
    #expect(server.requests.count == 3)
  }

  @Test func whatIsWatchedIsFetchedAgain() async throws {
    for room in ["a", "b"] { try await fill(room) }
    var states = cache.states(of: query("a")).makeAsyncIterator()
    #expect(await states.next()?.value == "value of a")
    cache.invalidate([QueryFilter("active")])
    try await settle { server.held == [2] }
    #expect(server.keys.last == ["a"])
    server.answer(2)
    var last: QueryState<String>?
    repeat { last = await states.next() } while last?.isFetching == true
    #expect(last?.value == "value of a")
    #expect(last?.isStale == false)
    #expect(server.requests.count == 3)
  }

  @Test func anAnswerFromBeforeTheChangeIsNotUsed() async throws {
    let caller = try await askAndHold("a")
    cache.invalidate([QueryFilter("active")])
    try await settle { server.requests[0].isCancelled && server.held == [1] }
    server.answer(1)
    #expect(try await caller.value == "value of a")
    #expect(!cache.state(of: key("a")).isStale)
  }

  // MARK: - Values from elsewhere

  @Test func aValueFromABulkAnswerServesThoseWhoWait() async throws {
    let caller = try await askAndHold("a")
    cache.set("from bulk", for: key("a"))
    #expect(try await caller.value == "from bulk")
    try await settle { server.requests[0].isCancelled }
    #expect(try await cache.value(of: query("a")) == "from bulk")
    #expect(server.requests.count == 1)
  }

  // MARK: - Optimistic changes

  func edit(_ suffix: String) -> QueryEdit { QueryEdit(key("a")) { $0 += suffix } }

  @Test func aChangeIsShownAtOnceAndKept() async throws {
    try await fill("a")
    let done = await cache.change(
      showing: [edit("!")], invalidating: { (_: Int) in [QueryFilter("active")] }
    ) { [cache, key = key("a")] in
      #expect(cache.state(of: key).value == "value of a!")
      return 1
    }
    #expect(done == 1)
    let state = cache.state(of: key("a"))
    #expect(state.value == "value of a!")
    #expect(state.isStale)
  }

  @Test func aRefusedChangeIsTakenBack() async throws {
    try await fill("a")
    await #expect(throws: FetchFailure.self) {
      try await cache.change(
        showing: [edit("!")], invalidating: { (_: Int) in [QueryFilter("active")] }
      ) { () throws(FetchFailure) in throw FetchFailure(number: 0) }
    }
    #expect(cache.state(of: key("a")).value == "value of a")
    #expect(!cache.state(of: key("a")).isStale)
  }

  @Test func oneOfTwoChangesIsTakenBackAndTheOtherStays() async throws {
    try await fill("a")
    let failing = HeldFetches()
    let first = Caller { [cache, edit = edit("1")] in
      try await cache.change(showing: [edit], invalidating: { _ in [] }) {
        try await failing.fetch(["x"])["x"] ?? ""
      }
    }
    try await settle { failing.held == [0] }
    let second = Caller { [cache, edit = edit("2")] in
      try await cache.change(showing: [edit], invalidating: { _ in [] }) {
        try await failing.fetch(["y"])["y"] ?? ""
      }
    }
    try await settle { failing.held == [0, 1] }
    #expect(cache.state(of: key("a")).value == "value of a12")
    failing.fail(0, FetchFailure(number: 0))
    _ = try? await first.value
    #expect(cache.state(of: key("a")).value == "value of a2")
    failing.answer(1)
    _ = try await second.value
    #expect(cache.state(of: key("a")).value == "value of a2")
  }

  @Test func nothingIsFetchedWhileAChangeIsUnderWay() async throws {
    try await fill("a")
    let gate = HeldFetches()
    let change = Caller { [cache, edit = edit("!")] in
      try await cache.change(showing: [edit], invalidating: { _ in [QueryFilter("active")] }) {
        try await gate.fetch(["x"])["x"] ?? ""
      }
    }
    try await settle { gate.held == [0] }
    clock.advance(by: .seconds(10))
    let caller = ask("a")
    await settle()
    // Its answer could hold the change or not: nobody could tell.
    #expect(server.requests.count == 1)
    gate.answer(0)
    _ = try await change.value
    try await settle { server.held.last == server.requests.count - 1 && server.requests.count > 1 }
    server.answer(server.requests.count - 1)
    #expect(try await caller.value == "value of a")
  }

  // MARK: - Watching

  @Test func aWatcherSeesLoadingThenTheValue() async throws {
    var states = cache.states(of: query("a")).makeAsyncIterator()
    let loading = await states.next()
    #expect(loading?.isLoading == true)
    try await settle { server.held == [0] }
    server.answer(0)
    let loaded = await states.next()
    #expect(loaded?.value == "value of a")
    #expect(loaded?.isLoading == false)
    #expect(loaded?.updatedAt == Timestamp(secondsSince1970: 0))
  }

  @Test func whenTheLastWatcherIsGoneTheRequestIsCancelled() async throws {
    let watching = Task { [cache, query = query("a")] in
      for await _ in cache.states(of: query) {}
    }
    try await settle { server.held == [0] }
    watching.cancel()
    try await settle { server.requests[0].isCancelled }
  }

  @Test func watchingAKeyFetchesNothing() async throws {
    var states = cache.states(of: key("a")).makeAsyncIterator()
    let first = await states.next()
    #expect(first?.value == nil && first?.isFetching == false)
    cache.set("given", for: key("a"))
    #expect(await states.next()?.value == "given")
    #expect(server.requests.isEmpty)
  }
}
