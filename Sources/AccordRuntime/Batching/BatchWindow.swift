/// How long a request for many keys waits for more of them. A request that is full goes at once, whatever
/// the window.
public enum BatchWindow: Sendable, Hashable {
  /// That long from the first key on.
  case fixed(Duration)
  /// Until nothing has been asked for that long, but never longer than `cap` from the first key on.
  case debounced(Duration, cap: Duration)
  /// Until it is full, or ``Batcher/flush()`` is called.
  case untilFull
  /// Not at all. Keys that come while as many requests are under way as may be go together in the next.
  case immediate
}

/// What happens when a request for many keys fails as a whole.
public struct BatchRecovery: Sendable {
  public enum Step: Sendable, Hashable {
    /// All callers get the error.
    case fail
    /// The keys are asked for again in two halves, not before that time is over. A bad key ends up alone, and
    /// only its callers get the error.
    case halve(after: Duration)
  }

  /// How many requests may be sent on account of one that failed.
  public var maximumRequests: Int
  public var step: @Sendable (any Error) -> Step

  public init(maximumRequests: Int, step: @escaping @Sendable (any Error) -> Step) {
    self.maximumRequests = maximumRequests
    self.step = step
  }

  /// All callers get the error.
  public static let none = BatchRecovery(maximumRequests: 0) { _ in .fail }

  /// Halves where the size or one of the keys may be to blame: 413, 422, 429 and time-outs of the request. What
  /// the server says in `Retry-After` is heeded, up to `patience`.
  public static func halving(
    maximumRequests: Int = 16, patience: Duration = .seconds(10)
  ) -> BatchRecovery {
    BatchRecovery(maximumRequests: maximumRequests) { error in
      guard let failure = error as? any SizeSensitiveError, failure.mayDependOnSize else {
        return .fail
      }
      let delay = (error as? any TransientError)?.retryDelay ?? .zero
      return delay <= patience ? .halve(after: delay) : .fail
    }
  }
}

/// An error that knows whether a smaller request could have succeeded.
public protocol SizeSensitiveError: Error {
  var mayDependOnSize: Bool { get }
}

/// A request had no answer in time. Transports throw it.
public struct RequestTimeout: Error, Sendable, Hashable {
  public init() {}
}

extension CallError: SizeSensitiveError {
  public var mayDependOnSize: Bool {
    switch self {
    case .transport(let error): error is RequestTimeout
    case .refused, .undocumented, .malformed:
      status.map { [408, 413, 422, 429, 504].contains($0) } ?? false
    case .invalid, .credentials: false
    }
  }
}

/// What a ``Batcher`` does, for tests and tools.
public enum BatchEvent: Sendable {
  /// Somebody asked for a key that was not asked for yet.
  case queued
  /// Somebody asked for a key that is on its way already.
  case joined
  /// A request went out. `waited` is the time since its first key.
  case sent(batch: Int, size: Int, waited: Duration)
  case answered(batch: Int, size: Int, took: Duration)
  case failed(batch: Int, size: Int, took: Duration, any Error)
  /// A request failed and its keys are asked for again in two.
  case halved(batch: Int, into: [Int])
  /// Nobody waited for it any more.
  case cancelled(batch: Int)
}
