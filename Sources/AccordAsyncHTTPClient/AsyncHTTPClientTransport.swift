public import AccordRuntime
public import AsyncHTTPClient
public import HTTPTypes
import NIOCore

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
  ///   - timeout: for the whole exchange, from connecting to the last byte of the answer.
  public init(client: HTTPClient? = nil, timeout: Duration = .seconds(60)) {
    self.client = client ?? Self.sharedClient
    self.timeout = timeout
  }

  /// `HTTPClient.shared` would follow redirects. This one lives as long as the process, as that one does.
  private static let sharedClient: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    // A server that is not there is an error at once, not after ten seconds of trying.
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(configuration: configuration)
  }()

  /// - Throws: `HTTPClientError` if no answer came, `.deadlineExceeded` after the time-out, `BodyTooLarge`,
  ///   and `CancellationError` if the calling task was cancelled.
  public func send(
    _ request: HTTPRequest, body: [UInt8]?, maximumBodySize: Int
  ) async throws -> (HTTPResponse, [UInt8]) {
    let translated = try Self.translate(request, body)
    do {
      return try await withThrowingTaskGroup(of: (HTTPResponse, [UInt8])?.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await exchange(translated, maximumBodySize) }
        // The client's own deadline ends with the answer's head.
        group.addTask {
          try await Task.sleep(for: timeout)
          return nil
        }
        guard let answer = try await group.next() ?? nil else {
          throw HTTPClientError.deadlineExceeded
        }
        return answer
      }
    } catch {
      // The client has an error of its own for this.
      try Task.checkCancellation()
      throw error
    }
  }

  private func exchange(
    _ request: HTTPClientRequest, _ maximumBodySize: Int
  ) async throws -> (HTTPResponse, [UInt8]) {
    let response = try await client.execute(request, deadline: .distantFuture)
    if request.method != .HEAD,
      let length = response.headers.first(name: "content-length").flatMap({ Int($0) }),
      length > maximumBodySize
    {
      throw BodyTooLarge(limit: maximumBodySize)
    }
    var bytes: [UInt8] = []
    for try await part in response.body {
      guard part.readableBytes <= maximumBodySize - bytes.count else {
        throw BodyTooLarge(limit: maximumBodySize)
      }
      bytes.append(contentsOf: part.readableBytesView)
    }
    // A body that ends because nobody reads on any more is not a whole one.
    try Task.checkCancellation()
    return (Self.translate(response), bytes)
  }

  // MARK: - Translation

  private static func translate(
    _ request: HTTPRequest, _ body: [UInt8]?
  ) throws -> HTTPClientRequest {
    guard let scheme = request.scheme, let authority = request.authority, let path = request.path
    else { throw HTTPClientError.invalidURL }
    var translated = HTTPClientRequest(url: "\(scheme)://\(authority)\(path)")
    translated.method = .init(rawValue: request.method.rawValue)
    for field in request.headerFields {
      translated.headers.add(name: field.name.rawName, value: field.value)
    }
    if let body { translated.body = .bytes(ByteBuffer(bytes: body)) }
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
