@_exported import AccordJSON
import AccordRuntime
@_exported import HTTPTypes

/// Sends one request and gives what came back. The one thing that a run needs from the outside.
///
/// A transport follows no redirects, stores no cookies, and gives every answer as it came.
public protocol ContractTransport: Sendable {
  /// - Parameters:
  ///   - timeout: for the whole exchange, from connecting to the last byte of the body.
  ///   - bodyLimit: how many bytes of the body are read at most.
  /// - Throws: ``TransportFailure``, within about `timeout`.
  func send(
    _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
  ) async throws(TransportFailure) -> TransportAnswer
}

/// What a server answered.
public struct TransportAnswer: Sendable {
  public var response: HTTPResponse
  public var body: [UInt8]

  public init(response: HTTPResponse, body: [UInt8]) {
    self.response = response
    self.body = body
  }

  /// What an exchange comes to, or that it takes too long. It is cancelled then.
  package static func within(
    _ timeout: Duration,
    _ exchange: @escaping @Sendable () async -> Result<TransportAnswer, TransportFailure>
  ) async throws(TransportFailure) -> TransportAnswer {
    let result: Result<TransportAnswer, TransportFailure>
    do {
      result = try await TimeLimit.run(timeout, ContinuousClock(), exchange)
    } catch is RequestTimeout {
      throw .timedOut
    } catch {
      throw .cancelled
    }
    return try result.get()
  }
}

/// Why there is no answer.
public enum TransportFailure: Error, Sendable, Hashable {
  /// Nobody listens there, or the way to the server is barred.
  case unreachable(String)
  /// The server took longer than it was given.
  case timedOut
  /// The connection ended before the answer was complete.
  case reset(String)
  /// What came back is no HTTP.
  case malformed(String)
  /// The body is longer than the limit, in bytes.
  case bodyTooLarge(limit: Int)
  /// The header fields are longer than the transport takes.
  case headersTooLarge
  /// The run was stopped while the request was under way.
  case cancelled
}

extension TransportFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreachable(let why): "no server there (\(why))"
    case .timedOut: "no complete answer in time"
    case .reset(let why): "the connection was closed before the answer was complete (\(why))"
    case .malformed(let why): "what came back is not HTTP (\(why))"
    case .bodyTooLarge(let limit): "a body of more than \(limit) bytes"
    case .headersTooLarge: "header fields without end"
    case .cancelled: "the run was stopped"
    }
  }

  var meansNoServer: Bool {
    switch self {
    case .unreachable: true
    case .timedOut, .reset, .malformed, .bodyTooLarge, .headersTooLarge, .cancelled: false
    }
  }

  /// A word that does not change from one time to the next.
  var kind: String {
    switch self {
    case .unreachable: "unreachable"
    case .timedOut: "timed-out"
    case .reset: "reset"
    case .malformed: "malformed"
    case .bodyTooLarge: "body-too-large"
    case .headersTooLarge: "headers-too-large"
    case .cancelled: "cancelled"
    }
  }
}
