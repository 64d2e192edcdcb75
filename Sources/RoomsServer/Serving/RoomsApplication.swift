import AccordRuntime
import Hummingbird
import Logging
import RoomsAPI

/// The server's parts, put together.
struct RoomsApplication: Sendable {
  let store: any RoomsStore
  let tokens: AccessTokens
  let clock: WallClock
  let logger: Logger
  /// What is wrong with this server on purpose.
  var fault: Fault?
  /// Whether each answer says how many statements it took.
  var countsStatements = false

  /// What answers requests, without any network.
  var endpoint: any RequestAnswering {
    switch fault {
    case nil: return soundEndpoint
    case .answer(let fault): return FaultyAnswers(sound: soundEndpoint, fault: fault)
    case .request(let fault): return FaultyRequests(sound: soundEndpoint, fault: fault)
    case .authentication(.missingCredentialsAcceptedForDeletion):
      return FaultyAdmission(sound: soundEndpoint, originals: originals) {
        RoomsEndpoint(
          rendering: rendering, authenticator: FixedAuthenticator(principal: .user($0)),
          clock: clock, makeAPI: soundService)
      }
    case .authentication(let fault):
      return RoomsEndpoint(
        rendering: rendering,
        authenticator: FaultyAuthenticator(
          sound: authenticator, tokens: tokens, store: store, fault: fault),
        clock: clock, makeAPI: soundService)
    case .service(let fault):
      return RoomsEndpoint(rendering: rendering, authenticator: authenticator, clock: clock) {
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

  private var originals: Originals {
    Originals(store: store, authenticator: authenticator, clock: clock)
  }

  private var soundEndpoint: RoomsEndpoint<RoomsService> {
    RoomsEndpoint(
      rendering: rendering, authenticator: authenticator, clock: clock, makeAPI: soundService)
  }

  private var rendering: ProblemRendering { ProblemRendering(logger: logger) }
  private var authenticator: Authenticator { Authenticator(tokens: tokens, store: store) }

  private func soundService(_ principal: Principal) -> RoomsService {
    RoomsService(principal: principal, store: store, clock: clock)
  }

  /// The server on a port.
  ///
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - onListening: is told the port once connections are accepted.
  func server(
    host: String, port: Int, onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) -> Application<RoomsResponder> {
    Application(
      responder: RoomsResponder(
        endpoint: countsStatements ? CountedAnswers(sound: endpoint) : endpoint,
        rendering: rendering),
      // Whoever sends half a request and no more does not keep a connection for ever.
      server: .http1(configuration: .init(idleTimeout: .seconds(60))),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      logger: logger)
  }
}
