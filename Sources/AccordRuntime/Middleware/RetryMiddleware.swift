public import HTTPTypes

/// Sends again what failed and may be sent twice: calls of methods that are idempotent (RFC 9110, section 9.2.2), and
/// others that carry an `Idempotency-Key`, if their body is in memory.
///
/// It waits between attempts, longer each time and by chance; and as long as the server asks for in `Retry-After`.
public struct RetryMiddleware: ClientMiddleware {
  private let policy: RetryPolicy
  private let patience: Duration
  private let budget: RetryBudget
  private let sleep: @Sendable (Duration) async throws -> Void
  private let random: @Sendable () -> Double

  /// - Parameters:
  ///   - patience: the longest wait that a server can ask for. Whoever asks for more has its answer handed on.
  ///   - budget: shared by all calls: when much fails, retries must not make it worse.
  ///   - clock: what waits are measured by.
  ///   - random: for the jitter, from 0 up to, and without, 1.
  public init(
    policy: RetryPolicy = RetryPolicy(
      maximumRetries: 2, firstDelay: .milliseconds(250), maximumDelay: .seconds(10)),
    patience: Duration = .seconds(30), budget: RetryBudget = RetryBudget(),
    clock: some Clock<Duration> = ContinuousClock(),
    random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
  ) {
    self.policy = policy
    self.patience = patience
    self.budget = budget
    self.random = random
    sleep = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
  }

  public func send(
    _ request: HTTPRequest, body: ByteStream?, next: any ClientTransport
  ) async throws -> (HTTPResponse, ByteStream) {
    guard Self.mayBeRepeated(request, body) else { return try await next.send(request, body: body) }
    budget.deposit()
    var retry = 0
    while true {
      let delay: Duration
      do {
        let answer = try await next.send(request, body: body)
        guard let wait = self.delay(after: answer.0, retry), budget.withdraw() else {
          return answer
        }
        // The body of an answer that nobody reads is dropped here, and its exchange ends with it.
        delay = wait
      } catch {
        guard retry < policy.maximumRetries, Self.isTransient(error), budget.withdraw() else {
          throw error
        }
        delay = policy.delay(beforeRetry: retry, random: random())
      }
      try await sleep(delay)
      retry += 1
    }
  }

  private static func mayBeRepeated(_ request: HTTPRequest, _ body: ByteStream?) -> Bool {
    guard body?.isRepeatable ?? true else { return false }
    switch request.method {
    case .get, .head, .put, .delete, .options, .trace: return true
    default: return HTTPField.Name("Idempotency-Key").flatMap { request.headerFields[$0] } != nil
    }
  }

  /// `nil`: the answer stands.
  private func delay(after response: HTTPResponse, _ retry: Int) -> Duration? {
    guard retry < policy.maximumRetries,
      [408, 429, 500, 502, 503, 504].contains(response.status.code)
    else { return nil }
    let delay = policy.delay(beforeRetry: retry, random: random())
    guard let asked = RetryAfter.delay(in: response.headerFields) else { return delay }
    return asked <= patience ? max(asked, delay) : nil
  }

  private static func isTransient(_ error: any Error) -> Bool {
    !(error is CancellationError || error is BodyTooLarge || error is StreamConsumed)
  }
}
