import AccordRuntime
import Foundation

/// What a batcher costs by itself: callers, windows and batches, with a server that takes no time.
enum BatchBenchmark {
  private static let wave = 1000

  static func run() async throws {
    try await cost(calls: 100_000)
    try await memory(calls: 10_000_000)
  }

  /// The same tasks with a batcher and without one. A caller of a batcher has to wait, and waiting once costs about as
  /// much as all the rest: it is measured by itself.
  private static func cost(calls: Int) async throws {
    let keys = (0..<wave).map { ExactString("room \($0)") }
    let batcher = Batcher<ExactString, Int>(window: .untilFull, limit: 100) { keys in answer(keys) }
    var table = Table(["", "calls", "CPU µs per call"])
    var costs: [Double] = []
    for (name, ask) in [
      ("tasks that need not wait", Self.answerAtOnce),
      ("tasks that wait once", Self.wait),
      ("the same through a batcher", { @Sendable in try await batcher.value(for: $0) ?? 0 }),
    ] as [(String, @Sendable (ExactString) async throws -> Int)] {
      var runs: [Double] = []
      for _ in 0..<5 {
        let start = Measurement.processorSeconds
        for _ in 0..<(calls / wave) { try await askAll(keys, ask) }
        runs.append((Measurement.processorSeconds - start) / Double(calls) * 1_000_000)
      }
      costs.append(runs.sorted()[runs.count / 2])
      table.add([name, "\(calls)", costs[costs.count - 1].rounded(to: 2)])
    }
    table.add(["the batcher's own", "\(calls)", (costs[2] - costs[1]).rounded(to: 2)])
    table.add(["the same and the wait", "\(calls)", (costs[2] - costs[0]).rounded(to: 2)])
    table.show()
  }

  private static func answer(_ keys: [ExactString]) -> [ExactString: Result<Int, any Error>] {
    Dictionary(uniqueKeysWithValues: keys.map { ($0, .success($0.value.utf8.count)) })
  }

  private static func answerAtOnce(_ key: ExactString) async throws -> Int {
    try await withCheckedThrowingContinuation { $0.resume(returning: key.value.utf8.count) }
  }

  /// Another task has to run before this one goes on.
  private static func wait(_ key: ExactString) async throws -> Int {
    await Task.yield()
    return key.value.utf8.count
  }

  private static func askAll(
    _ keys: [ExactString], _ ask: @escaping @Sendable (ExactString) async throws -> Int
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for key in keys { group.addTask { _ = try await ask(key) } }
      try await group.waitForAll()
    }
  }

  private static func memory(calls: Int) async throws {
    let batcher = Batcher<ExactString, Int>(window: .untilFull, limit: 100) { keys in answer(keys) }
    var table = Table(["calls so far", "memory MB"])
    let steps = 10
    for step in 1...steps {
      for round in 0..<(calls / steps / wave) {
        // Other keys each time: what is kept of any of them would show.
        let keys = (0..<wave).map { ExactString("room \(step) \(round) \($0)") }
        try await askAll(keys) { try await batcher.value(for: $0) ?? 0 }
      }
      table.add([
        "\(step * calls / steps)", (Double(Measurement.memory) / 1_000_000).rounded(to: 1),
      ])
    }
    table.show()
  }
}
