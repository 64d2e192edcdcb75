import Synchronization

/// Keeps a token until it ends, and then has a new one made: once, for all who wait.
///
/// There is never more than one refresh at a time. A caller that is cancelled stops waiting at once. The refresh
/// goes on even if nobody waits any more: a server may have spent the old token already, and the new one would be
/// lost.
public final class RefreshingTokenProvider: TokenProvider {
  /// Makes a token. It must not send its request with the credentials that it makes the token for: it would wait
  /// for itself.
  public typealias Refresh = @Sendable () async throws -> AccessToken

  private typealias Waiter = CheckedContinuation<AccessToken, any Error>

  private struct Kept {
    let token: AccessToken
    /// By `elapsed`; `nil`: it does not end.
    let end: Duration?
  }

  private struct State {
    var kept: Kept?
    var isRefreshing = false
    var lastWaiter = 0
    var waiters: [Int: Waiter] = [:]
  }

  private let state: Mutex<State>
  private let leeway: Duration
  private let elapsed: @Sendable () -> Duration
  private let refresh: Refresh

  /// - Parameters:
  ///   - initial: a token that was had before; `nil`: none.
  ///   - leeway: how long before its end a token is taken for ended, so that it does not end on its way. At most
  ///     half of its lifetime.
  ///   - clock: what lifetimes are measured by.
  public convenience init(
    initial: AccessToken? = nil, leeway: Duration = .seconds(30),
    clock: any Clock<Duration> = ContinuousClock(), refresh: @escaping Refresh
  ) {
    self.init(
      initial: initial, leeway: leeway, elapsed: Self.stopwatch(clock), refresh: refresh)
  }

  private init(
    initial: AccessToken?, leeway: Duration, elapsed: @escaping @Sendable () -> Duration,
    refresh: @escaping Refresh
  ) {
    self.leeway = leeway
    self.elapsed = elapsed
    self.refresh = refresh
    let kept = initial.map { Kept(token: $0, end: Self.end(of: $0, from: elapsed(), leeway)) }
    state = Mutex(State(kept: kept))
  }

  private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }

  private static func end(
    of token: AccessToken, from start: Duration, _ leeway: Duration
  ) -> Duration? {
    token.lifetime.map { start + $0 - min(leeway, $0 / 2) }
  }

  public func token() async throws -> AccessToken {
    if let token = state.withLock({ usable($0, otherThan: nil) }) { return token }
    return try await wait(refused: nil)
  }

  public func token(replacing refused: AccessToken) async throws -> AccessToken? {
    try await wait(refused: refused)
  }

  /// How many callers wait for a refresh.
  public var waitingCallers: Int { state.withLock { $0.waiters.count } }

  private func usable(_ state: State, otherThan refused: AccessToken?) -> AccessToken? {
    guard !state.isRefreshing, let kept = state.kept, kept.token.secret != refused?.secret else {
      return nil
    }
    if let end = kept.end, end <= elapsed() { return nil }
    return kept.token
  }

  private func wait(refused: AccessToken?) async throws -> AccessToken {
    let id = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter in
        add(waiter, id, refused: refused)
      }
    } onCancel: {
      let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
      waiter?.resume(throwing: CancellationError())
    }
  }

  private func add(_ waiter: Waiter, _ id: Int, refused: AccessToken?) {
    var answer: Result<AccessToken, any Error>?
    var starts = false
    state.withLock { state in
      // Cancellation is either seen here, or its handler finds the waiter: both take the lock.
      if Task.isCancelled {
        answer = .failure(CancellationError())
      } else if let token = usable(state, otherThan: refused) {
        answer = .success(token)
      } else {
        state.kept = nil
        state.waiters[id] = waiter
        starts = !state.isRefreshing
        state.isRefreshing = true
      }
    }
    if let answer { waiter.resume(with: answer) }
    if starts { start() }
  }

  /// In nobody's task: it serves them all, and none may cancel it.
  private func start() {
    Task.detached(priority: Task.currentPriority) { [self] in
      let start = elapsed()
      do {
        let token = try await refresh()
        finish(.success(token), Kept(token: token, end: Self.end(of: token, from: start, leeway)))
      } catch {
        finish(.failure(error), nil)
      }
    }
  }

  private func finish(_ result: Result<AccessToken, any Error>, _ kept: Kept?) {
    let waiters = state.withLock { state in
      state.kept = kept
      state.isRefreshing = false
      defer { state.waiters = [:] }
      return state.waiters
    }
    for (_, waiter) in waiters { waiter.resume(with: result) }
  }
}
