/// How long an answer is good for, and what happens when a request fails.
public struct QueryPolicy: Sendable, Hashable {
  /// How long after it came an answer counts as fresh. A fresh one is given without asking again; an older one
  /// is shown while a new one is fetched.
  public var staleTime: Duration
  /// How long an answer is kept after the last one who used it has gone.
  public var unusedTime: Duration
  public var retry: RetryPolicy

  public init(
    staleTime: Duration = .zero, unusedTime: Duration = .seconds(300),
    retry: RetryPolicy = RetryPolicy()
  ) {
    self.staleTime = staleTime
    self.unusedTime = unusedTime
    self.retry = retry
  }
}

/// When a request that failed is sent again: exponential backoff with full jitter, so that many clients that
/// failed together do not come back together.
public struct RetryPolicy: Sendable, Hashable {
  /// Besides the first attempt. Zero: never again.
  public var maximumRetries: Int
  /// The longest wait before the first retry. It doubles with each one.
  public var firstDelay: Duration
  public var maximumDelay: Duration

  public init(
    maximumRetries: Int = 3, firstDelay: Duration = .seconds(1),
    maximumDelay: Duration = .seconds(30)
  ) {
    self.maximumRetries = maximumRetries
    self.firstDelay = firstDelay
    self.maximumDelay = maximumDelay
  }

  public static let never = RetryPolicy(maximumRetries: 0)

  /// - Parameters:
  ///   - retry: which one, from 0.
  ///   - random: from 0 up to, and without, 1.
  public func delay(beforeRetry retry: Int, random: Double) -> Duration {
    let ceiling = min(maximumDelay, firstDelay * (1 << min(max(retry, 0), 20)))
    return ceiling * random
  }
}

/// An error that knows whether trying again may help.
public protocol TransientError: Error {
  var isTransient: Bool { get }
  /// What the server asked for (RFC 9110, section 10.2.3).
  var retryDelay: Duration? { get }
}

extension CallError: TransientError {
  /// No answer at all, too many requests, or a server that is in trouble. Whatever the request itself is to
  /// blame for will be refused again.
  public var isTransient: Bool {
    switch self {
    case .transport(let error): !(error is CancellationError) && !(error is BodyTooLarge)
    case .refused, .undocumented, .malformed:
      status.map { [408, 429, 500, 502, 503, 504].contains($0) } ?? false
    case .credentials(let error): (error as? any TransientError)?.isTransient ?? false
    case .invalid: false
    }
  }

  public var retryDelay: Duration? {
    let head: AnswerHead? =
      switch self {
      case .refused(_, let head): head
      case .undocumented(let answer), .malformed(_, let answer): answer.head
      case .invalid, .credentials, .transport: nil
      }
    return head.flatMap { RetryAfter.delay(in: $0.headerFields) }
  }
}
