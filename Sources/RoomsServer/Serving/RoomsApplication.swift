import AccordRuntime
import Hummingbird
import HummingbirdCore
import Logging
import RoomsAPI

/// The server's parts, put together.
struct RoomsApplication: Sendable {
  let store: any RoomsStore
  let tokens: AccessTokens
  let clock: WallClock
  let logger: Logger
  /// What calls others for the server's users.
  var outbound = OutboundClient(policy: .off)
  /// What is wrong with this server on purpose.
  var fault: Fault?
  /// Whether each answer says how many statements it took.
  var countsStatements = false

  /// Whether shared rooms are shown without credentials.
  var isPublic = true
  var limits = ServerLimits()
  var crossOrigin = CrossOriginPolicy()
  var showsMetrics = true
  let metrics = RequestMetrics(registry: MetricsRegistry())

  /// What answers requests, without any network. Each has limits of its own.
  var endpoint: any RequestAnswering {
    switch fault {
    case nil: return soundEndpoint
    case .answer(let fault): return FaultyAnswers(sound: soundEndpoint, fault: fault)
    case .request(let fault): return FaultyRequests(sound: soundEndpoint, fault: fault)
    case .authentication(.missingCredentialsAcceptedForDeletion):
      return FaultyAdmission(sound: soundEndpoint, originals: originals) {
        endpoint(
          authenticator: FixedAuthenticator(principal: .user($0)), makeAPI: soundService)
      }
    case .authentication(.expiredTokenAcceptedForEvents):
      return PartlyFaulty(
        sound: soundEndpoint, faulty: endpoint(mistaking: .expiredTokenAccepted),
        isConcerned: { $0.rawPath.hasSuffix("/meetings") })
    case .authentication(let fault): return endpoint(mistaking: fault)
    case .service(let fault):
      return endpoint(authenticator: authenticator) {
        FaultyService(sound: soundService($0), fault: fault)
      }
    case .disclosure(let fault):
      return FaultyDisclosure(sound: soundEndpoint, originals: originals, fault: fault)
    case .bulk(let fault):
      return FaultyBulk(sound: soundEndpoint, originals: originals, fault: fault)
    case .occasional(let fault):
      return FaultyOccasions(sound: soundEndpoint, originals: originals, fault: fault)
    case .state(let fault):
      return FaultyState(sound: soundEndpoint, originals: originals, fault: fault)
    }
  }

  private func endpoint(mistaking fault: AuthenticationFault) -> RoomsEndpoint<RoomsService> {
    endpoint(
      authenticator: FaultyAuthenticator(
        sound: authenticator, tokens: tokens, store: store, fault: fault),
      makeAPI: soundService)
  }

  private var originals: Originals {
    Originals(store: store, authenticator: authenticator, clock: clock)
  }

  private var soundEndpoint: RoomsEndpoint<RoomsService> {
    endpoint(authenticator: authenticator, makeAPI: soundService)
  }

  private func endpoint<API: RoomsAPI>(
    authenticator: any Authenticating, makeAPI: @escaping @Sendable (Principal) -> API
  ) -> RoomsEndpoint<API> {
    RoomsEndpoint(
      rendering: rendering, authenticator: authenticator, clock: clock,
      limiter: limits.requestsPerMinute.map(RateLimiter.init(requestsPerMinute:)),
      metrics: metrics, makeAPI: makeAPI)
  }

  private var rendering: ProblemRendering { ProblemRendering(logger: logger) }
  private var authenticator: Authenticator {
    Authenticator(tokens: tokens, store: store, isPublic: isPublic)
  }

  private func soundService(_ principal: Principal) -> RoomsService {
    RoomsService(principal: principal, store: store, clock: clock, outbound: outboundCalls)
  }

  var outboundCalls: OutboundCalls {
    OutboundCalls(client: outbound, store: store, clock: clock, logger: logger)
  }

  /// The server on a port.
  ///
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - onListening: is told the port once connections are accepted.
  func server(
    host: String, port: Int, onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) -> Application<RoomsResponder> {
    let gate = RequestGate(limit: limits.requests)
    let deadlines = RequestDeadlines(limit: .seconds(limits.seconds))
    let responder = RoomsResponder(
      endpoint: countsStatements ? CountedAnswers(sound: endpoint) : endpoint,
      rendering: rendering,
      probes: OperationProbes(
        store: store, metrics: metrics, gate: gate, showsMetrics: showsMetrics),
      crossOrigin: crossOrigin, limits: limits, gate: gate, deadlines: deadlines,
      metrics: metrics, logger: logger)
    var application = Application(
      responder: responder,
      // Whoever sends half a request and no more does not keep a connection for ever.
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(limits.seconds),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: limits.headerSize, maxHeaderListSize: limits.headerSize,
            maxHeaderFieldCount: limits.headerCount))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), backlog: 1_024,
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      logger: logger)
    application.addServices(deadlines)
    if !outbound.isOff { application.addServices(outboundCalls.feeds) }
    return application
  }
}
