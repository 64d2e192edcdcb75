import Synchronization

/// Gathers single look-ups into requests for many keys.
///
/// The first key opens a window; what is asked for until it ends goes out as one request, or at once
/// when the limit is reached. A key that is already on its way is not asked for again. Nothing is kept
/// beyond the answer: this is no cache.
///
/// A caller that is cancelled stops waiting at once. When nobody waits for a request any more, it is
/// cancelled too, or not sent at all.
public final class Batcher<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// Asks for many keys in one request. Keys that are missing in the answer have no value.
  public typealias Fetch = @Sendable ([Key]) async throws -> [Key: Value]

  private let state: Mutex<BatchingState<Key, Value>>
  private let fetch: Fetch
  private let startWindow: @Sendable () -> @Sendable () async -> Void

  /// - Parameters:
  ///   - window: how long a request waits for more keys, from its first key on.
  ///   - limit: the most keys in one request, at least 1; `nil`: no limit.
  ///   - maximumConcurrentBatches: how many requests may be under way at a time, at least 1. The others wait,
  ///     first come, first served.
  ///   - clock: what the window is measured by.
  ///   - fetch: called with at least one key, no key twice, in the order in which they were asked for.
  ///     It runs in no caller's task: it serves them all, so none of their task-local values are seen in it.
  public init(
    window: Duration, limit: Int?, maximumConcurrentBatches: Int = 4,
    clock: any Clock<Duration> = ContinuousClock(), fetch: @escaping Fetch
  ) {
    state = Mutex(
      BatchingState(
        limit: limit.map { max($0, 1) },
        maximumConcurrentBatches: max(maximumConcurrentBatches, 1)))
    self.fetch = fetch
    startWindow = Self.windows(of: window, on: clock)
  }

  /// The deadline is taken when the window is opened, not when its timer gets to run.
  private static func windows<C: Clock<Duration>>(
    of window: Duration, on clock: C
  ) -> @Sendable () -> @Sendable () async -> Void {
    {
      let deadline = clock.now.advanced(by: window)
      // A timer that is cancelled belongs to a batch that is no longer collecting: nothing is closed too early.
      return { try? await clock.sleep(until: deadline, tolerance: nil) }
    }
  }

  /// The key's value; `nil` if it is not in the answer.
  ///
  /// - Throws: `CancellationError` as soon as the calling task is cancelled; otherwise what the request failed
  ///   with, which is the same for all of its callers.
  public func value(for key: Key) async throws -> Value? {
    let waiter = state.withLock { $0.makeWaiter() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        update { state in
          // Cancellation is either seen here, or its handler finds the waiter: both take the lock.
          if Task.isCancelled {
            state.effects.append(.resume(continuation, .failure(CancellationError())))
          } else {
            state.add(waiter, continuation, for: key, opening: openBatch, sending: send)
          }
        }
      }
    } onCancel: {
      update { $0.remove(waiter, of: key) }
    }
  }

  /// How many callers wait for a value.
  public var waitingCallers: Int { state.withLock { $0.waitingCallers } }

  private func openBatch(_ id: Int) -> Task<Void, Never> {
    let end = startWindow()
    return Task.detached(priority: Task.currentPriority) { [self] in
      await end()
      update { $0.close(id, sending: send) }
    }
  }

  private func send(_ id: Int, _ keys: [Key]) -> Task<Void, Never> {
    Task.detached(priority: Task.currentPriority) { [self] in
      do {
        let answer = try await fetch(keys)
        update { $0.finish(id, .success(answer), sending: send) }
      } catch {
        update { $0.finish(id, .failure(error), sending: send) }
      }
    }
  }

  /// Changes the state, and then does what follows from it: resuming a caller and cancelling a task both run
  /// others' code, which must not find the lock taken.
  private func update(_ change: (inout BatchingState<Key, Value>) -> Void) {
    let effects = state.withLock { state in
      change(&state)
      return state.takeEffects()
    }
    for effect in effects {
      switch effect {
      case .resume(let continuation, let result): continuation.resume(with: result)
      case .cancel(let task): task.cancel()
      }
    }
  }
}

extension Batcher {
  /// One caller's part of a key's value, for generated batching clients.
  ///
  /// - Throws: any failure of the shared request, told as if the single operation had failed so.
  public func slice<Slice: Sendable, Refusal: DocumentedRefusal>(
    of key: Key, as refusal: Refusal.Type = Refusal.self, _ pick: @Sendable (Value?) -> Slice
  ) async throws(CallError<Refusal>) -> Slice {
    do {
      return pick(try await value(for: key))
    } catch {
      throw CallError(error)
    }
  }

  /// The same where the document does not say what a key that is missing from the answer means.
  ///
  /// - Throws: also ``MissingKey``, as a failure of the transport.
  public func slice<Slice: Sendable, Refusal: DocumentedRefusal>(
    ofPresent key: Key, as refusal: Refusal.Type = Refusal.self,
    _ pick: @Sendable (Value) -> Slice
  ) async throws(CallError<Refusal>) -> Slice {
    let picked: Slice? = try await slice(of: key, as: refusal) { $0.map(pick) }
    guard let picked else { throw .transport(MissingKey()) }
    return picked
  }
}

/// A bulk answer left a key out that was asked for.
public struct MissingKey: Error, Sendable, Hashable {}
