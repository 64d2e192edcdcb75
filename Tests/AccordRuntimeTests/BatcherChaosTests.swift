import AccordRuntime
import Synchronization
import AccordTesting
import Testing

/// Callers come and go, requests return late, out of order, in part, with errors, or ignore that they
/// were cancelled. Whatever happens, every caller gets its own value or its own error, once.
@Suite(.timeLimit(.minutes(15)))
struct BatcherChaosTests {
  struct Guest: Sendable {
    let key: ExactString
    let caller: Caller
    var wasCancelled = false
  }

  /// What the server did with each request, for checking who may have got what.
  final class Ledger: Sendable {
    let missing = Mutex<[Int: Set<ExactString>]>([:])
    let failed = Mutex<Set<Int>>([])
  }

  /// In each of the four runs.
  static let steps = 25_000
  static let limit = 7
  static let concurrent = 3

  /// Some failures are tried again in halves, some of those later.
  static let halving = BatchRecovery(maximumRequests: 6) { error in
    let number = (error as? FetchFailure)?.number ?? 0
    return number.isMultiple(of: 3)
      ? .fail : .halve(after: .milliseconds(number.isMultiple(of: 2) ? 0 : 5))
  }

  @Test(arguments: [1, 2, 3, UInt64.random(in: .min ... .max)])
  func nobodyHangsAndNobodyGetsAnothersValue(seed: UInt64) async throws {
    print("BatcherChaosTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let clock = TestClock()
    let server = HeldFetches(heedsCancellation: seed.isMultiple(of: 2))
    let ledger = Ledger()
    weak var released: Batcher<ExactString, String>?
    do {
      let batcher = Batcher<ExactString, String>(
        window: .milliseconds(10), limit: Self.limit, maximumConcurrentBatches: Self.concurrent,
        recovery: seed.isMultiple(of: 3) ? .none : Self.halving, clock: clock
      ) { try await server.fetch($0) }
      released = batcher
      var callers: [Guest] = []
      for _ in 0..<Self.steps {
        step(&callers, batcher, clock, server, ledger, &random)
        if random.next().isMultiple(of: 3) { await Task.yield() }
        check(server)
      }
      try await drain(callers, batcher, clock, server, ledger, &random)
      for caller in callers { await check(caller, ledger) }
      #expect(callers.count > Self.steps * 3 / 10)
      #expect(server.requests.count > Self.steps * 3 / 100)
    }
    try await settle { released == nil }
    #expect(released == nil, "a task or a continuation is left over")
  }

  private func step(
    _ callers: inout [Guest], _ batcher: Batcher<ExactString, String>, _ clock: TestClock,
    _ server: HeldFetches, _ ledger: Ledger, _ random: inout SeededGenerator
  ) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5:
      let key = ExactString("room \(Int.random(in: 0..<40, using: &random))")
      callers.append(Guest(key: key, caller: Caller { try await batcher.value(for: key) }))
    case 5, 6:
      // Mostly recent ones: the others have their answer.
      guard !callers.isEmpty else { return }
      let index = Int.random(in: max(0, callers.count - 30)..<callers.count, using: &random)
      callers[index].wasCancelled = true
      callers[index].caller.cancel()
    case 7:
      clock.advance(by: .milliseconds(Int.random(in: 0..<8, using: &random)))
      if Bool.random(using: &random) {
        let changed = ExactString("room \(Int.random(in: 0..<40, using: &random))")
        let isAll = Int.random(in: 0..<8, using: &random) == 0
        batcher.renew { isAll || $0 == changed }
      }
    default:
      answerOne(server, ledger, &random)
    }
  }

  private func answerOne(
    _ server: HeldFetches, _ ledger: Ledger, _ random: inout SeededGenerator
  ) {
    guard let number = server.held.randomElement(using: &random) else { return }
    let keys = server.request(number).keys
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      ledger.failed.withLock { _ = $0.insert(number) }
      server.fail(number, FetchFailure(number: number))
    case 1:
      let missing = Set(keys.filter { _ in Bool.random(using: &random) })
      ledger.missing.withLock { $0[number] = missing }
      server.answer(number, without: missing)
    default:
      server.answer(number)
    }
  }

  /// No more callers: windows end and requests return until nobody waits.
  private func drain(
    _ callers: [Guest], _ batcher: Batcher<ExactString, String>, _ clock: TestClock,
    _ server: HeldFetches, _ ledger: Ledger, _ random: inout SeededGenerator
  ) async throws {
    var waiting = callers.map(\.caller)
    while !waiting.isEmpty && !Task.isCancelled {
      clock.advance(by: .milliseconds(10))
      answerOne(server, ledger, &random)
      await Task.yield()
      waiting.removeAll(where: \.isAnswered)
    }
    #expect(waiting.isEmpty, "\(waiting.count) callers hang")
    while !server.held.isEmpty { answerOne(server, ledger, &random) }
    #expect(batcher.waitingCallers == 0)
    check(server)
  }

  private func check(_ server: HeldFetches) {
    let (underWay, last) = server.underWayAndLast
    #expect(underWay <= Self.concurrent)
    guard let last else { return }
    #expect(1...Self.limit ~= last.keys.count)
    #expect(Set(last.keys).count == last.keys.count)
  }

  private func check(_ guest: Guest, _ ledger: Ledger) async {
    do {
      if let value = try await guest.caller.value {
        #expect(value == HeldFetches.value(guest.key))
      } else {
        #expect(ledger.missing.withLock { $0.values.contains { $0.contains(guest.key) } })
      }
    } catch let failure as FetchFailure {
      #expect(ledger.failed.withLock { $0.contains(failure.number) })
    } catch is CancellationError {
      #expect(guest.wasCancelled, "cancelled for no reason: \(guest.key)")
    } catch {
      Issue.record("unexpected error: \(error)")
    }
  }
}
