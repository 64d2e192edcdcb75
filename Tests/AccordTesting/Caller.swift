import Synchronization

/// Somebody who waits for a value in a task of its own. A test that waits for an answer that never comes
/// fails when its time is over, instead of waiting on.
public final class Caller: Sendable {
  public struct NeverAnswered: Error {}

  private let result: Result
  private let task: Task<Void, Never>

  private final class Result: Sendable {
    let value = Mutex<Swift.Result<String?, any Error>?>(nil)
  }

  public init(_ body: @escaping @Sendable () async throws -> String?) {
    let result = Result()
    self.result = result
    task = Task {
      let outcome: Swift.Result<String?, any Error>
      do {
        outcome = .success(try await body())
      } catch {
        outcome = .failure(error)
      }
      result.value.withLock { $0 = outcome }
    }
  }

  public func cancel() {
    task.cancel()
  }

  public var isAnswered: Bool { result.value.withLock { $0 != nil } }

  public var value: String? {
    get async throws {
      try await settle { isAnswered }
      guard let outcome = result.value.withLock({ $0 }) else { throw NeverAnswered() }
      return try outcome.get()
    }
  }
}
