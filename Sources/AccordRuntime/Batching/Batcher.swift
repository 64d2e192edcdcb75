// What callers run for every key is inlined into their modules, where key and value are known: through tables of
// witnesses it takes several times as long.

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
  /// Asks for many keys in one request. Keys that are missing in the answer have no value; a key may have an
  /// error of its own.
  public typealias Fetch = @Sendable ([Key]) async throws -> [Key: Result<Value, any Error>]

  @usableFromInline let state: Mutex<BatchingState<Key, Value>>
  @usableFromInline let lastWaiter = Atomic<Int>(0)
  @usableFromInline let fetch: Fetch
  @usableFromInline let name: String
  @usableFromInline let instrument: (any BatchInstrument)?
  @usableFromInline let elapsed: @Sendable () -> Duration
  /// Until a time since the batcher was made.
  @usableFromInline let sleep: @Sendable (Duration) async throws -> Void

  /// - Parameters:
  ///   - window: how long a request waits for more keys.
  ///   - limit: the most keys in one request, at least 1; `nil`: no limit.
  ///   - maximumConcurrentBatches: how many requests may be under way at a time, at least 1. The others wait,
  ///     first come, first served.
  ///   - recovery: what happens when a request fails as a whole.
  ///   - clock: what the window is measured by.
  ///   - name: what the instrument is told: the operation's id.
  ///   - instrument: follows what is done.
  ///   - fetch: called with at least one key, no key twice, in the order in which they were asked for.
  ///     It runs in no caller's task: it serves them all, so none of their task-local values are seen in it.
  public init(
    window: BatchWindow, limit: Int?, maximumConcurrentBatches: Int = 4,
    recovery: BatchRecovery = .none, clock: any Clock<Duration> = ContinuousClock(),
    name: String = "", instrument: (any BatchInstrument)? = nil,
    fetchingEach fetch: @escaping Fetch
  ) {
    state = Mutex(
      BatchingState(
        window: window, limit: limit.map { max($0, 1) },
        maximumConcurrentBatches: max(maximumConcurrentBatches, 1), recovery: recovery,
        isInstrumented: instrument != nil))
    self.fetch = fetch
    self.name = name
    self.instrument = instrument
    (elapsed, sleep) = Self.timing(by: clock)
  }

  /// The same for requests that succeed or fail as a whole, with a window of that length from the first key on.
  public convenience init(
    window: Duration, limit: Int?, maximumConcurrentBatches: Int = 4,
    recovery: BatchRecovery = .none, clock: any Clock<Duration> = ContinuousClock(),
    fetch: @escaping @Sendable ([Key]) async throws -> [Key: Value]
  ) {
    self.init(
      window: .fixed(window), limit: limit, maximumConcurrentBatches: maximumConcurrentBatches,
      recovery: recovery, clock: clock
    ) { keys in try await fetch(keys).mapValues { .success($0) } }
  }

  private static func timing<C: Clock<Duration>>(
    by clock: C
  ) -> (@Sendable () -> Duration, @Sendable (Duration) async throws -> Void) {
    let start = clock.now
    return (
      { start.duration(to: clock.now) },
      { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    )
  }

  /// The key's value; `nil` if it is not in the answer.
  ///
  /// - Throws: `CancellationError` as soon as the calling task is cancelled; the key's own error; otherwise what
  ///   the request failed with, which is the same for all of its callers.
  @inlinable
  public func value(for key: Key) async throws -> Value? {
    let waiter = makeWaiter()
    let change = ChangeNumber.required
    let context = instrument?.callerContext()
    return try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        update { state in
          // Cancellation is either seen here, or its handler finds the waiter: both take the lock.
          if Task.isCancelled {
            state.effects.append(.resume(continuation, .failure(CancellationError())))
          } else {
            state.add(waiter, continuation, for: key, after: change, context, self)
          }
        }
      }
    } onCancel: {
      update { $0.remove(waiter, of: key) }
    }
  }

  @inlinable
  func makeWaiter() -> Int {
    lastWaiter.add(1, ordering: .relaxed).newValue
  }

  /// Sends what has been asked for so far, without waiting for the window to end.
  public func flush() {
    update { $0.flush(self) }
  }

  /// Says that the values of these keys have changed. A request that is under way may be answered as it was
  /// before: whoever asks from now on gets another one.
  public func renew(where isMeant: (Key) -> Bool) {
    update { $0.renew(isMeant) }
  }

  /// What happens from now on. Who is slow loses the oldest of more than 1,024 events.
  public func events() -> AsyncStream<BatchEvent> {
    let (stream, listener) = AsyncStream.makeStream(
      of: BatchEvent.self, bufferingPolicy: .bufferingNewest(1024))
    let id = makeWaiter()
    state.withLock { $0.listeners[id] = listener }
    listener.onTermination = { [weak self] _ in
      self?.state.withLock { $0.listeners[id] = nil }
    }
    return stream
  }

  /// How many callers wait for a value.
  public var waitingCallers: Int { state.withLock { $0.waitingCallers } }

  // MARK: - What the state needs done

  /// Since the batcher was made.
  @inlinable
  var now: Duration { elapsed() }

  /// Calls ``BatchingState/close(_:_:)`` at that time; never, if there is none.
  @inlinable
  func closeBatch(_ id: Int, at end: Duration?) -> Task<Void, Never>? {
    guard let end else { return nil }
    return Task.detached(priority: Task.currentPriority) { [self] in
      // A timer that is cancelled belongs to a batch that is no longer collecting, or that has a new one.
      do {
        try await sleep(end)
      } catch {
        return
      }
      update { $0.close(id, self) }
    }
  }

  @inlinable
  func send(
    _ id: Int, _ keys: [Key], _ contexts: [any Sendable]
  ) -> Task<Void, Never> {
    Task.detached(priority: Task.currentPriority) { [self] in
      let answer: Result<[Key: Result<Value, any Error>], any Error>
      do {
        if let instrument {
          let batch = OutgoingBatch(name: name, size: keys.count, callerContexts: contexts)
          answer = .success(try await instrument.send(batch) { try await fetch(keys) })
        } else {
          answer = .success(try await fetch(keys))
        }
      } catch {
        answer = .failure(error)
      }
      update { $0.finish(id, answer, self) }
    }
  }

  /// Changes the state, and then does what follows from it: resuming a caller and cancelling a task both run
  /// others' code, which must not find the lock taken.
  @inlinable
  func update(
    _ change: (inout BatchingState<Key, Value>) -> Void
  ) {
    let (effects, listeners) = state.withLock { state in
      change(&state)
      return (state.takeEffects(), state.listeners)
    }
    for effect in effects {
      switch effect {
      case .resume(let continuation, let result): continuation.resume(with: result)
      case .cancel(let task): task.cancel()
      case .tell(let event):
        instrument?.record(event, of: name)
        for listener in listeners.values { listener.yield(event) }
      }
    }
  }
}
