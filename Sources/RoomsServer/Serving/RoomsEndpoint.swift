import AccordRuntime
import RoomsAPI

/// The rooms API over requests: finds the operation, then who asks, and then what is asked for.
struct RoomsEndpoint<API: RoomsAPI>: RequestAnswering {
  private let router: Router<API>
  private let rendering: ProblemRendering
  private let authenticator: any Authenticating
  private let clock: WallClock
  private let limiter: RateLimiter?
  private let metrics: RequestMetrics
  private let makeAPI: @Sendable (Principal) -> API

  /// - Parameter makeAPI: gives what answers one request of somebody.
  init(
    rendering: ProblemRendering, authenticator: any Authenticating, clock: WallClock,
    limiter: RateLimiter?, metrics: RequestMetrics,
    makeAPI: @escaping @Sendable (Principal) -> API
  ) {
    router = Router(RoomsRoutes.all()) { rendering.render($0) }
    self.rendering = rendering
    self.authenticator = authenticator
    self.clock = clock
    self.limiter = limiter
    self.metrics = metrics
    self.makeAPI = makeAPI
  }

  func answer(_ request: ServerRequest) async -> ServerResponse {
    await router.answer(request) { operation in
      RequestTrace.current?.note(operation: operation.id)
      let now = clock.now()
      do {
        let principal = try await authenticator.principal(
          presenting: PresentedCredentials(request.head.headerFields),
          for: OperationAccess(of: operation), at: now)
        RequestTrace.current?.note(principal)
        try admit(principal, at: now)
        return makeAPI(principal)
      } catch let failure as AuthenticationFailure {
        // Whoever guesses, guesses slowly.
        try admit(.anonymous, at: now)
        throw ServerRefusal(rendering.unauthenticated(failure))
      }
    }
  }

  private func admit(_ principal: Principal, at now: Instant) throws {
    guard let limiter else { return }
    let key: RateLimiter.Key =
      switch principal {
      case .user(let user): .user(user)
      case .anonymous: .address(RequestTrace.current?.address ?? "")
      }
    guard let seconds = limiter.take(key, at: now) else { return }
    metrics.count(.rate)
    throw ServerRefusal(rendering.tooManyRequests(retryAfter: seconds))
  }
}
