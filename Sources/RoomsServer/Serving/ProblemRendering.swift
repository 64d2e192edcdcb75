import AccordRuntime
import HTTPTypes
import Logging
import RoomsAPI

/// How problems look on the wire: the bodies that the document gives them.
struct ProblemRendering: Sendable {
  let logger: Logger

  func render(_ problem: RequestProblem) -> ServerResponse {
    switch problem {
    case .notFound: return response(404, "There is no such resource.")
    case .methodNotAllowed(let methods):
      let names = methods.map(\.rawValue).joined(separator: ", ")
      return response(405, "The resource has the methods \(names).", headerFields: [.allow: names])
    case .unsupportedMediaType(let expected):
      return response(415, "The body has to be \(expected.joined(separator: " or ")).")
    case .malformedBody(let error):
      return response(400, "The body is not JSON: \(error.reason) at byte \(error.offset).")
    case .missingBody: return response(400, "The body is missing.")
    case .unauthenticated: return response(401, "Credentials are needed.")
    case .forbidden: return response(403, "You may not do that.")
    case .bodyTooLarge(let limit): return response(413, "The body may have \(limit) bytes at most.")
    case .invalid(let violations): return invalid(violations)
    case .internalError(let error): return failure(error)
    }
  }

  /// RFC 6750, section 3: why a credential was refused is not told beyond that it was.
  func unauthenticated(_ failure: AuthenticationFailure) -> ServerResponse {
    switch failure {
    case .missing:
      response(
        401, "Credentials are needed.", headerFields: [.wwwAuthenticate: #"Bearer realm="rooms""#])
    case .invalid:
      response(
        401, "The credential is not valid.",
        headerFields: [.wwwAuthenticate: #"Bearer realm="rooms", error="invalid_token""#])
    }
  }

  /// RFC 6585, section 4.
  func tooManyRequests(retryAfter seconds: Int) -> ServerResponse {
    response(
      429, "You have made too many requests. Try again in \(seconds) seconds.",
      headerFields: [.retryAfter: "\(seconds)"])
  }

  var overloaded: ServerResponse {
    response(
      503, "The server has too much to do. Try again later.", headerFields: [.retryAfter: "1"])
  }

  var brokenBody: ServerResponse { response(400, "The body broke off.") }

  // MARK: - Bodies

  private func response(
    _ status: Int, _ detail: String, headerFields: HTTPFields = [:]
  ) -> ServerResponse {
    encoded(status, ErrorDetail(detail: detail), headerFields)
  }

  private func invalid(_ violations: [ConstraintViolation]) -> ServerResponse {
    let detail = violations.map { violation in
      ValidationError(
        loc: Self.location(of: violation), msg: violation.message,
        type: violation.keyword)
    }
    return encoded(422, HTTPValidationError(detail: detail), [:])
  }

  private func encoded(
    _ status: Int, _ body: some JSONWritable, _ headerFields: HTTPFields
  ) -> ServerResponse {
    do {
      return ServerResponse(
        status: status, headerFields: headerFields, body: try .json(body))
    } catch {
      log(error)
      return ServerResponse(status: 500)
    }
  }

  /// The part of the request, then the way into it.
  private static func location(of violation: ConstraintViolation) -> [ValidationError.LocItem] {
    let start: [ValidationError.LocItem] =
      switch violation.part {
      case .path(let name): [.string("path"), .string(name)]
      case .query(let name): [.string("query"), .string(name)]
      case .header(let name): [.string("header"), .string(name)]
      case .cookie(let name): [.string("cookie"), .string(name)]
      case .body: [.string("body")]
      }
    return start
      + violation.pointer.tokens.map { token in
        // A property of digits cannot be told from an index here. No schema of the document has one.
        Int(token).map(ValidationError.LocItem.integer) ?? .string(token)
      }
  }

  // MARK: - Failures

  /// A database that is gone for a while is not a mistake in the server: the same request may succeed later
  /// (RFC 9110, section 15.6.4).
  private func failure(_ error: any Error) -> ServerResponse {
    let cause = Self.cause(of: error)
    log(cause)
    switch cause {
    case StoreError.unavailable:
      return response(
        503, "The database is not available. Try again later.",
        headerFields: [.retryAfter: "5"])
    case StoreError.uncertain:
      // Nobody is asked to try again: the change may have been made.
      return response(
        503, "The database was lost while the change was made. Look whether it was made.")
    default: return response(500, "The server failed.")
    }
  }

  /// Only the kind of an error, and of the database's what the database says: other descriptions may hold values
  /// of rows, and some of those are secrets.
  private func log(_ cause: any Error) {
    var metadata: Logger.Metadata = ["type": "\(type(of: cause))"]
    if let error = cause as? StoreError { metadata["reason"] = "\(error)" }
    logger.error("An operation failed.", metadata: metadata)
  }

  /// The service hands failures on as a `CallError` of whichever operation it was.
  private static func cause(of error: any Error) -> any Error {
    (error as? any FailedCall)?.cause ?? error
  }
}

/// ``CallError`` of any operation.
private protocol FailedCall {
  var cause: (any Error)? { get }
}

extension CallError: FailedCall {
  fileprivate var cause: (any Error)? {
    switch self {
    case .transport(let error): error
    case .refused, .undocumented, .malformed, .invalid, .credentials: nil
    }
  }
}
