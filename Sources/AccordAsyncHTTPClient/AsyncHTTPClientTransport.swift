public import AccordRuntime
public import AsyncHTTPClient
public import HTTPTypes
import NIOCore
import NIOHTTP1

/// Sends requests over the network with AsyncHTTPClient.
///
/// Redirects are answers like any other: a generated client knows what its operations answer, and credentials
/// must not travel to a place that it was not made for.
public struct AsyncHTTPClientTransport: ClientTransport {
  private let client: HTTPClient
  private let timeout: Duration

  /// - Parameters:
  ///   - client: follows redirects if it was configured to, and is shut down by whoever made it. Unless one
  ///     is given, all transports share one that does neither.
  ///   - timeout: how long a server may be silent: before the head of its answer, and before each part of the
  ///     body that is asked for. What bounds a call as a whole is `APIClient`'s.
  public init(client: HTTPClient? = nil, timeout: Duration = .seconds(60)) {
    self.client = client ?? Self.sharedClient
    self.timeout = timeout
  }

  /// `HTTPClient.shared` would follow redirects. This one lives as long as the process, as that one does.
  private static let sharedClient = HTTPClient(configuration: configuration)

  /// For clients of one's own: no redirects, no second attempts to connect, and answers refused whose status is none.
  public static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    // A server that is not there is an error at once, not after ten seconds of trying.
    configuration.connectionPool.retryConnectionEstablishment = false
    // It bounds the wait for a connection that others use, too: thousands of calls at once are no server that is gone.
    configuration.timeout.connect = .seconds(60)
    configuration.http1_1ConnectionDebugInitializer = { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(StatusCheck(), position: .after(decoder))
      }
    }
    return configuration
  }

  /// - Throws: `HTTPClientError` if no answer came, `RequestTimeout` after the time-out, and
  ///   `CancellationError` if the calling task was cancelled. Reading the body throws the same.
  public func send(
    _ request: HTTPRequest, body: ByteStream?
  ) async throws -> (HTTPResponse, ByteStream) {
    let translated = try Self.translate(request, body)
    let response = try await Self.limited(to: timeout) {
      try await client.execute(translated, deadline: .distantFuture)
    }
    // The answer to HEAD has no body, whatever its length says.
    let length =
      request.method == .head
      ? 0 : response.headers.first(name: "content-length").flatMap { Int($0) }
    let reader = BodyReader(response.body)
    let stream = ByteStream(length: length) { [timeout] in
      try await Self.limited(to: timeout) { try await reader.next() }
    }
    return (Self.translate(response), stream)
  }

  /// The client's own deadline ends with the answer's head.
  private static func limited<Value: Sendable>(
    to timeout: Duration, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    do {
      return try await TimeLimit.run(timeout, ContinuousClock(), work)
    } catch {
      // The client has an error of its own for this.
      try Task.checkCancellation()
      throw error
    }
  }

  // MARK: - Translation

  private static func translate(
    _ request: HTTPRequest, _ body: ByteStream?
  ) throws -> HTTPClientRequest {
    guard let scheme = request.scheme, let authority = request.authority, let path = request.path
    else { throw HTTPClientError.invalidURL }
    var translated = HTTPClientRequest(url: "\(scheme)://\(authority)\(path)")
    translated.method = .init(rawValue: request.method.rawValue)
    for field in request.headerFields where field.name != .cookie {
      translated.headers.add(name: field.name.rawName, value: field.value)
    }
    // One field with all cookies, as HTTP/1.1 asks (RFC 6265, section 5.4); here they may be several.
    if let cookies = request.headerFields[.cookie] {
      translated.headers.add(name: "Cookie", value: cookies)
    }
    if let bytes = body?.bytes {
      translated.body = .bytes(ByteBuffer(bytes: bytes))
    } else if let body {
      translated.body = .stream(
        body.map { ByteBuffer(bytes: $0) },
        length: body.length.map { .known(Int64($0)) } ?? .unknown)
    }
    return translated
  }

  private static func translate(_ response: HTTPClientResponse) -> HTTPResponse {
    var fields = HTTPFields()
    for (name, value) in response.headers {
      // The parser lets no other names through.
      if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
    }
    return HTTPResponse(
      status: .init(code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase),
      headerFields: fields)
  }
}

/// Lets no status through that HTTP does not have: the client would stop the process at `099`.
private final class StatusCheck: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data), !(100...999 ~= head.status.code) {
      context.fireErrorCaught(HTTPParserError.invalidStatus)
      context.close(promise: nil)
      return
    }
    context.fireChannelRead(data)
  }
}

/// Reads the body of an answer part by part. Nobody reads it from two tasks at once.
private actor BodyReader {
  private var iterator: HTTPClientResponse.Body.AsyncIterator

  init(_ body: HTTPClientResponse.Body) {
    iterator = body.makeAsyncIterator()
  }

  func next() async throws -> [UInt8]? {
    var reading = iterator
    let part = try await reading.next(isolation: self)
    iterator = reading
    // A body that ends because nobody reads on any more is not a whole one.
    if part == nil { try Task.checkCancellation() }
    return part.map { Array($0.readableBytesView) }
  }
}
