import Synchronization

/// Keeps answers for those who show them: one request for all who ask at the same time, a value for as long as
/// it is fresh, a new one when something has made it out of date, and nothing for longer than it is used.
///
/// What one user may see is not shown to another: values are kept by who asked, see ``QueryKey/principal``. Keys that do
/// not say who asks are the same for all: a cache that is used with such keys belongs to one principal.
public final class QueryCache: Sendable {
  private let store: Mutex<QueryStore>
  private let policy: QueryPolicy
  private let date: @Sendable () -> Timestamp
  private let random: @Sendable () -> Double
  private let elapsed: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) async throws -> Void

  /// - Parameters:
  ///   - policy: for queries that have none of their own.
  ///   - clock: what all times are measured by.
  ///   - date: what users are told about when a value came.
  ///   - random: for the jitter of retries, from 0 up to, and without, 1.
  public init(
    policy: QueryPolicy = QueryPolicy(), clock: some Clock<Duration> = ContinuousClock(),
    date: @escaping @Sendable () -> Timestamp = { .now },
    random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
  ) {
    self.policy = policy
    store = Mutex(QueryStore(policy: policy))
    self.date = date
    self.random = random
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
  }

  // MARK: - Reading

  /// A fresh value from the cache, or else a new one. Whoever asks meanwhile waits for the same request.
  ///
  /// - Throws: what the request failed with after its retries; `CancellationError` as soon as the calling task is
  ///   cancelled. The request itself is cancelled when nobody waits for it any more.
  public func value<Value>(of query: Query<Value>) async throws -> Value {
    let policy = query.policy ?? policy
    let fresh = store.withLock { $0.freshValue(query.key.filter, policy, at: elapsed()) }
    if let value = fresh as? Value { return value }
    return try await newValue(of: query)
  }

  /// A new value, whatever is in the cache. A request that is under way already is not sent again.
  ///
  /// - Throws: as ``value(of:)``.
  public func newValue<Value>(of query: Query<Value>) async throws -> Value {
    let key = query.key.filter
    let id = store.withLock { $0.makeID() }
    let value = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        update { store, around in
          if Task.isCancelled {
            store.effects.append(.resume(continuation, .failure(CancellationError())))
          } else {
            store.add(id, continuation, for: key, source(of: query), around)
          }
        }
      }
    } onCancel: {
      update { $0.removeCaller(id, of: key, $1) }
    }
    guard let typed = value as? Value else { throw CancellationError() }
    return typed
  }

  /// What is known now. Nothing is fetched.
  public func state<Value>(of key: QueryKey<Value>) -> QueryState<Value> {
    QueryState(store.withLock { $0.snapshot(key.filter, at: elapsed()) })
  }

  /// The state now and all that follow, for as long as somebody iterates. What is stale, or becomes so by a
  /// change, is fetched.
  public func states<Value>(of query: Query<Value>) -> QueryStates<Value> {
    watch(query.key.filter, source(of: query))
  }

  /// The same without ever fetching anything.
  public func states<Value>(of key: QueryKey<Value>) -> QueryStates<Value> {
    watch(key.filter, nil)
  }

  private func watch<Value>(_ key: QueryFilter, _ source: QueryStore.Source?) -> QueryStates<Value>
  {
    let (stream, watcher) = AsyncStream.makeStream(
      of: QuerySnapshot.self, bufferingPolicy: .bufferingNewest(1))
    let id = store.withLock { $0.makeID() }
    watcher.onTermination = { [weak self] _ in
      self?.update { $0.removeWatcher(id, of: key, $1) }
    }
    update { $0.watch(id, watcher, key, source, $1) }
    return QueryStates(snapshots: stream)
  }

  // MARK: - Changing

  /// Puts a value there that came from elsewhere: from a bulk answer, or from the answer to a change.
  public func set<Value>(_ value: Value, for key: QueryKey<Value>) {
    update { $0.set(key.filter, value, $1) }
  }

  /// Sends a request of which the answer also answers other questions, as a bulk operation's does, and keeps those
  /// answers. What has become stale since it was sent is left as it is, and so is what is being fetched or changed.
  ///
  /// - Throws: what `request` throws.
  public func priming<Answer>(
    with answers: (Answer) -> [QueryAnswer], _ request: () async throws -> Answer
  ) async rethrows -> Answer {
    let id = store.withLock { $0.beginPriming() }
    do {
      let answer = try await request()
      let answers = answers(answer)
      update { $0.endPriming(id, answers, $1) }
      return answer
    } catch {
      update { $0.endPriming(id, [], $1) }
      throw error
    }
  }

  /// Makes everything out of date that one of the filters matches. What somebody watches is fetched again, all
  /// at once, so that a batching client makes one request of it.
  public func invalidate(_ filters: [QueryFilter]) {
    update { $0.invalidate(filters, $1) }
  }

  /// Forgets what one of the filters matches.
  public func remove(_ filters: [QueryFilter]) {
    update { store, _ in store.remove(filters) }
  }

  /// Forgets everything.
  public func removeAll() {
    update { store, _ in store.remove(nil) }
  }

  /// Shows what a change will do while it is under way. If it fails, everything is again as it was; if it
  /// succeeds, what it is declared to make stale is fetched again where somebody watches it.
  ///
  /// - Throws: what `change` throws.
  public func change<Success: Sendable, Failure: Error>(
    showing edits: [QueryEdit] = [],
    invalidating filters: @Sendable (Success) -> [QueryFilter],
    _ change: @Sendable () async throws(Failure) -> Success
  ) async throws(Failure) -> Success {
    let id = store.withLock { $0.makeID() }
    update { $0.begin(edits, id, $1) }
    do throws(Failure) {
      let success = try await change()
      let filters = filters(success)
      update { store, around in
        store.end(edits, id, isKept: true, around)
        store.invalidate(filters, around)
      }
      return success
    } catch {
      update { $0.end(edits, id, isKept: false, $1) }
      throw error
    }
  }

  /// How many answers are kept, or waited for.
  public var count: Int { store.withLock { $0.count } }

  // MARK: - Work

  private func source<Value>(of query: Query<Value>) -> QueryStore.Source {
    QueryStore.Source(policy: query.policy ?? policy, fetch: query.fetch)
  }

  private func startFetch(
    _ key: QueryFilter, _ id: Int, _ source: QueryStore.Source
  ) -> Task<Void, Never> {
    Task.detached(priority: Task.currentPriority) { [self] in
      let result: Result<any Sendable, any Error>
      do {
        let value = try await ChangeNumber.$required.withValue(source.change) {
          try await fetch(source)
        }
        result = .success(value)
      } catch {
        result = .failure(error)
      }
      update { $0.finish(key, id, result, $1) }
    }
  }

  private func fetch(_ source: QueryStore.Source) async throws -> any Sendable {
    var retry = 0
    while true {
      do {
        return try await source.fetch()
      } catch let error as any TransientError
        where error.isTransient && retry < source.policy.retry.maximumRetries
      {
        let delay = source.policy.retry.delay(beforeRetry: retry, random: random())
        try await sleep(max(delay, error.retryDelay ?? .zero))
        retry += 1
      }
    }
  }

  private func startCollection(
    _ key: QueryFilter, _ id: Int, _ time: Duration
  ) -> Task<Void, Never> {
    Task.detached(priority: .background) { [weak self, sleep] in
      do {
        try await sleep(time)
      } catch {
        return
      }
      self?.update { store, _ in store.collect(key, id) }
    }
  }

  /// Changes the state, and then does what follows from it: resuming, showing and cancelling run others' code,
  /// which must not find the lock taken.
  private func update(_ change: (inout QueryStore, QueryStore.Surroundings) -> Void) {
    let around = QueryStore.Surroundings(
      now: elapsed(), date: date(), startFetch: startFetch, startCollection: startCollection)
    let effects = store.withLock { store in
      change(&store, around)
      return store.takeEffects()
    }
    for effect in effects {
      switch effect {
      case .resume(let continuation, let result): continuation.resume(with: result)
      case .show(let watcher, let snapshot): watcher.yield(snapshot)
      case .finish(let watcher): watcher.finish()
      case .cancel(let task): task.cancel()
      }
    }
  }
}
