public import HTTPTypes

/// A request as a server's generated code sees it.
public struct ServerRequest: Sendable {
  public var head: HTTPRequest
  public var body: ByteStream
  /// By name, percent-encoded as they came.
  var rawPathParameters: [String: Substring] = [:]
  let queryPairs: [ParameterDecoder.Pair]
  /// The router's.
  var multipartLimits = MultipartLimits()
  /// The path without the query, percent-encoded as it came.
  public let rawPath: Substring

  public init(head: HTTPRequest, body: [UInt8]) {
    self.init(head: head, body: ByteStream(body))
  }

  public init(head: HTTPRequest, body: ByteStream) {
    self.head = head
    self.body = body
    // By bytes: a combining mark behind a separator makes another character of it.
    let target = Substring(head.path ?? "/")
    let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
    rawPath = target[..<(mark ?? target.endIndex)]
    queryPairs = mark.map { QueryText.pairs(of: target[$0...].utf8.dropFirst()) } ?? []
  }

  /// By name, percent-decoded.
  public var pathParameters: [String: String] {
    rawPathParameters.mapValues { String($0).percentDecoded ?? String($0) }
  }

  /// In the order of the query, percent-decoded; `+` is a space, as forms have it.
  public var query: [(name: String, value: String)] {
    queryPairs.map { ($0.name, QueryText.decode($0.raw)) }
  }
}

/// An answer of a server.
public struct ServerResponse: Sendable {
  public var head: AnswerHead
  public var body: EncodedBody?

  public init(head: AnswerHead, body: EncodedBody? = nil) {
    self.head = head
    self.body = body
  }

  public init(status: Int, headerFields: HTTPFields = [:], body: EncodedBody? = nil) {
    self.init(head: AnswerHead(status: status, headerFields: headerFields), body: body)
  }

  /// The head as it goes over the wire: with the content type of the body, and with its length if that is known.
  public var message: HTTPResponse {
    var fields = head.headerFields
    if let body {
      fields[.contentType] = body.contentType
      if let length = body.content.length { fields[.contentLength] = String(length) }
    }
    return HTTPResponse(status: .init(code: head.status), headerFields: fields)
  }
}

/// Why a request never reached the operation, or why no answer could be made of what the operation gave.
/// How that looks on the wire is the server's to say: see ``ErrorRendering``.
public enum RequestProblem: Error, Sendable {
  case notFound
  /// With the methods that the path has.
  case methodNotAllowed([HTTPRequest.Method])
  /// A body of another content type than the operation takes.
  case unsupportedMediaType(expected: [String])
  /// A body that is not JSON at all.
  case malformedBody(JSONError)
  /// Parameters or a body that break the document's constraints.
  case invalid([ConstraintViolation])
  /// A body with more bytes than the router takes.
  case bodyTooLarge(limit: Int)
  /// A required body is missing.
  case missingBody
  /// The request does not show who makes it, or not truly: 401. The challenge is put into the answer.
  case unauthenticated(AuthenticationChallenge)
  /// Whoever makes the request may not: 403.
  case forbidden(AuthenticationChallenge)
  /// The operation failed in a way that the document does not know. Nothing of it belongs into the answer.
  case internalError(any Error)
}

/// Says how problems look on the wire.
public typealias ErrorRendering = @Sendable (RequestProblem) -> ServerResponse
