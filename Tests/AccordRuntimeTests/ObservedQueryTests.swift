import AccordRuntime
import AccordTesting
import Observation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) @MainActor
struct ObservedQueryTests {
  let server = HeldFetches()
  let cache = QueryCache(
    policy: QueryPolicy(staleTime: .seconds(10)), clock: TestClock(),
    date: { Timestamp(secondsSince1970: 7) })
  let key = QueryKey<String>("active", ["room": "a"])

  var query: Query<String> {
    Query(key) { [server] in try await server.fetch(["a"])["a"] ?? "nothing" }
  }

  @Test func propertiesFollowTheAnswer() async throws {
    let observed = ObservedQuery(query, in: cache)
    try await settle { server.held == [0] && observed.isFetching }
    #expect(observed.isLoading)
    let changes = Mutex(0)
    withObservationTracking {
      _ = observed.value
    } onChange: {
      changes.withLock { $0 += 1 }
    }
    server.answer(0)
    try await settle { observed.value != nil }
    #expect(observed.value == "value of a")
    #expect(observed.updatedAt == Timestamp(secondsSince1970: 7))
    #expect(!observed.isLoading)
    #expect(changes.withLock { $0 } == 1)
  }

  @Test func anInvalidationFetchesAgainAndAFailureKeepsTheValue() async throws {
    let observed = ObservedQuery(query, in: cache)
    try await settle { server.held == [0] }
    server.answer(0)
    try await settle { observed.value != nil }
    cache.invalidate([key.filter])
    try await settle { server.held == [1] && observed.isFetching }
    #expect(observed.value == "value of a")
    #expect(!observed.isLoading)
    server.fail(1, FetchFailure(number: 1))
    try await settle { observed.error != nil }
    #expect(observed.error is FetchFailure)
    #expect(observed.value == "value of a")
  }

  @Test func refreshingAsksAgainWhateverTheAge() async throws {
    cache.set("given", for: key)
    let observed = ObservedQuery(query, in: cache)
    #expect(observed.value == "given")
    let refresh = Task { await observed.refresh() }
    try await settle { server.held == [0] }
    server.answer(0)
    await refresh.value
    try await settle { observed.value == "value of a" }
  }

  @Test func whatNobodyHoldsIsNotWatched() async throws {
    do {
      let observed = ObservedQuery(query, in: cache)
      try await settle { server.held == [0] }
      withExtendedLifetime(observed) {}
    }
    try await settle { server.requests[0].isCancelled }
  }
}
