import AccordRuntime
import RoomsAPI

/// The rooms API over requests: finds the operation, then who asks, and then what is asked for.
struct RoomsEndpoint<API: RoomsAPI>: RequestAnswering {
  private let router: Router<API>
  private let rendering: ProblemRendering
  private let authenticator: any Authenticating
  private let clock: WallClock
  private let makeAPI: @Sendable (Principal) -> API

  /// - Parameter makeAPI: gives what answers one request of somebody.
  init(
    rendering: ProblemRendering, authenticator: any Authenticating, clock: WallClock,
    makeAPI: @escaping @Sendable (Principal) -> API
  ) {
    router = Router(RoomsRoutes.all()) { rendering.render($0) }
    self.rendering = rendering
    self.authenticator = authenticator
    self.clock = clock
    self.makeAPI = makeAPI
  }

  func answer(_ request: ServerRequest) async -> ServerResponse {
    await router.answer(request) { operation in
      do {
        let principal = try await authenticator.principal(
          presenting: PresentedCredentials(request.head.headerFields),
          for: OperationAccess(of: operation), at: clock.now())
        return makeAPI(principal)
      } catch let failure as AuthenticationFailure {
        throw ServerRefusal(rendering.unauthenticated(failure))
      }
    }
  }
}
