/// Bounds how long something takes.
package enum TimeLimit {
  /// - Parameter limit: `nil`: none.
  /// - Throws: ``RequestTimeout`` when the time is over, and what `work` throws. The work is cancelled then.
  package static func run<Value: Sendable>(
    _ limit: Duration?, _ clock: any Clock<Duration>,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard let limit else { return try await work() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      defer { group.cancelAll() }
      group.addTask { .some(try await work()) }
      group.addTask {
        try await clock.sleep(for: limit)
        return nil
      }
      guard let value = try await group.next() ?? nil else { throw RequestTimeout() }
      return value
    }
  }
}
