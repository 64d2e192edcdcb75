import AccordRuntime
import AccordTesting
import HTTPTypes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct BatchRecoveryTests {
  let clock = TestClock()

  /// Refuses a request that holds a bad key, or too many.
  final class PickyServer: Sendable {
    let sizes = Mutex<[Int]>([])
    let bad: Set<ExactString>
    let most: Int

    init(bad: Set<ExactString> = [], most: Int = .max) {
      self.bad = bad
      self.most = most
    }

    func fetch(_ keys: [ExactString]) throws -> [ExactString: String] {
      sizes.withLock { $0.append(keys.count) }
      if keys.count > most { throw Self.refusal(413) }
      if keys.contains(where: bad.contains) { throw Self.refusal(422) }
      return Dictionary(uniqueKeysWithValues: keys.map { ($0, $0.value) })
    }

    static func refusal(_ status: Int, _ fields: HTTPFields = [:]) -> CallError<NoRefusal> {
      .undocumented(RawAnswer(head: AnswerHead(status: status, headerFields: fields), body: []))
    }
  }

  func results(
    of count: Int, from server: PickyServer, _ recovery: BatchRecovery = .halving()
  ) async -> [Result<String?, any Error>] {
    let batcher = Batcher<ExactString, String>(
      window: .untilFull, limit: count, recovery: recovery, clock: clock
    ) { keys in try server.fetch(keys).mapValues { .success($0) } }
    return await withTaskGroup(of: (Int, Result<String?, any Error>).self) { group in
      for index in 0..<count {
        group.addTask {
          do {
            return (index, .success(try await batcher.value(for: ExactString("key \(index)"))))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var results: [Result<String?, any Error>] = Array(repeating: .success(nil), count: count)
      for await (index, result) in group { results[index] = result }
      return results
    }
  }

  @Test func oneBadKeySpoilsOnlyItsOwnCall() async throws {
    let server = PickyServer(bad: ["key 37"])
    for (index, result) in await results(of: 100, from: server).enumerated() {
      switch result {
      case .success(let value): #expect(value == "key \(index)")
      case .failure(let error):
        #expect(index == 37)
        #expect((error as? CallError<NoRefusal>)?.status == 422)
      }
      #expect((try? result.get()) == nil ? index == 37 : true)
    }
    let sizes = server.sizes.withLock { $0 }
    #expect(sizes.count <= 17, "\(sizes)")
  }

  @Test func aRequestThatIsTooLargeBecomesSmallerOnes() async throws {
    let server = PickyServer(most: 25)
    let results = await results(of: 100, from: server)
    #expect(results.allSatisfy { (try? $0.get()) != nil })
    #expect(server.sizes.withLock { $0.sorted() } == [25, 25, 25, 25, 50, 50, 100])
  }

  @Test func recoveryIsBounded() async throws {
    let server = PickyServer(most: 0)
    let results = await results(of: 100, from: server, .halving(maximumRequests: 6))
    #expect(results.allSatisfy { (try? $0.get()) == nil })
    #expect(server.sizes.withLock { $0.count } == 7)
  }

  @Test func otherFailuresFailAllAtOnce() async throws {
    let sizes = Mutex(0)
    let batcher = Batcher<ExactString, String>(
      window: .untilFull, limit: 2, recovery: .halving(), clock: clock
    ) { _ in
      sizes.withLock { $0 += 1 }
      throw PickyServer.refusal(500)
    }
    let callers = ["a", "b"].map { key in
      Caller { try await batcher.value(for: ExactString(key)) }
    }
    for caller in callers {
      await #expect(throws: CallError<NoRefusal>.self) { try await caller.value }
    }
    #expect(sizes.withLock { $0 } == 1)
  }

  @Test func whatTheServerAsksForIsWaitedFor() async throws {
    let server = HeldFetches()
    let batcher = Batcher<ExactString, String>(
      window: .fixed(.milliseconds(10)), limit: 2, recovery: .halving(), clock: clock
    ) { try await server.fetch($0).mapValues { .success($0) } }
    let callers = ["a", "b"].map { key in
      Caller { try await batcher.value(for: ExactString(key)) }
    }
    try await settle { server.held == [0] }
    server.fail(0, PickyServer.refusal(429, [.retryAfter: "3"]))
    try await settle { clock.sleeperCount == 2 }
    clock.advance(by: .milliseconds(2999))
    await settle()
    #expect(server.requests.count == 1)
    clock.advance(by: .milliseconds(1))
    try await settle { server.held == [1, 2] }
    server.answer(1)
    server.answer(2)
    for caller in callers { #expect(try await caller.value?.hasPrefix("value of ") == true) }
  }

  @Test func whoeverLeavesDuringTheWaitIsNotAskedFor() async throws {
    let server = HeldFetches()
    let batcher = Batcher<ExactString, String>(
      window: .fixed(.milliseconds(10)), limit: 2, recovery: .halving(), clock: clock
    ) { try await server.fetch($0).mapValues { .success($0) } }
    let first = Caller { try await batcher.value(for: "a") }
    try await settle { batcher.waitingCallers == 1 }
    let second = Caller { try await batcher.value(for: "b") }
    try await settle { server.held == [0] }
    server.fail(0, PickyServer.refusal(429, [.retryAfter: "3"]))
    try await settle { clock.sleeperCount == 2 }
    first.cancel()
    try await settle { clock.sleeperCount == 1 }
    clock.advance(by: .seconds(3))
    try await settle { server.held == [1] }
    #expect(server.keys.last == ["b"])
    server.answer(1)
    #expect(try await second.value == "value of b")
  }

  @Test func patienceHasAnEnd() {
    let error = PickyServer.refusal(429, [.retryAfter: "60"])
    #expect(BatchRecovery.halving().step(error) == .fail)
    #expect(
      BatchRecovery.halving(patience: .seconds(60)).step(error) == .halve(after: .seconds(60)))
    #expect(
      BatchRecovery.halving().step(CallError<NoRefusal>.transport(RequestTimeout()))
        == .halve(after: .zero))
    #expect(BatchRecovery.halving().step(FetchFailure(number: 1)) == .fail)
  }
}
