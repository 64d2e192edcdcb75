import HTTPTypes

/// Says who makes a request, once it is known which operation is asked for and that the request shows what the
/// document has it show.
public struct Authentication<Principal: Sendable>: Sendable {
  /// Says who it is.
  ///
  /// Called for every operation; for one that requires something, only if the request shows one of its
  /// alternatives whole. Throws ``AuthenticationRefusal`` if what it shows is not good.
  public typealias Identify =
    @Sendable (PresentedCredentials, OperationDescription) async throws -> Principal

  let realm: String
  let identify: Identify

  /// - Parameter realm: what the credentials are for, as people are shown it.
  public init(realm: String = "API", _ identify: @escaping Identify) {
    self.realm = realm
    self.identify = identify
  }
}

/// Why somebody may not call an operation.
public enum AuthenticationRefusal: Error, Sendable, Hashable, CaseIterable {
  /// The credentials are not good: 401. Why not is not told to whoever tries.
  case invalid
  /// The credentials are good, and not enough: 403.
  case insufficient
}

extension Router {
  /// Answers a request of somebody.
  ///
  /// A request that lacks what its operation requires is refused with 401 before anybody is asked who it is, and so
  /// is one for an operation whose requirement the document does not describe.
  ///
  /// - Parameter api: makes what answers one request of somebody.
  public func answer<Principal>(
    _ request: ServerRequest, authenticating authentication: Authentication<Principal>,
    by api: @Sendable (Principal) async throws -> API
  ) async -> ServerResponse {
    await answer(request) { operation in
      let presented = PresentedCredentials(request)
      let security = operation.security
      func challenge(_ problem: AuthenticationChallenge.Problem?) -> AuthenticationChallenge {
        AuthenticationChallenge(
          security: security, realm: authentication.realm, problem: problem)
      }
      if !security.isEmpty, presented.met(of: security).isEmpty {
        let isTried = security.flatMap(\.items).contains {
          $0.scheme.kind != .mutualTLS && presented.tries($0.scheme)
        }
        throw RequestProblem.unauthenticated(challenge(isTried ? .invalidToken : nil))
      }
      let principal: Principal
      do {
        principal = try await authentication.identify(presented, operation)
      } catch AuthenticationRefusal.invalid {
        throw RequestProblem.unauthenticated(challenge(.invalidToken))
      } catch AuthenticationRefusal.insufficient {
        throw RequestProblem.forbidden(challenge(.insufficientScope))
      }
      return try await api(principal)
    }
  }
}

extension ServerResponse {
  /// The answer with the challenges of a refusal, unless it has some already.
  func challenging(_ challenge: AuthenticationChallenge) -> ServerResponse {
    guard head.headerFields[.wwwAuthenticate] == nil else { return self }
    var response = self
    for value in challenge.fieldValues {
      response.head.headerFields.append(HTTPField(name: .wwwAuthenticate, value: value))
    }
    return response
  }
}
