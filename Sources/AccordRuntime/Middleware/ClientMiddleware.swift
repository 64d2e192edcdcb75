public import HTTPTypes

/// Stands between a client and its transport, and sees every request on its way out and every answer on its way back:
/// also those that credentials made necessary, with all that proves the caller in them.
public protocol ClientMiddleware: Sendable {
  /// - Parameters:
  ///   - body: can be sent twice only if it says so.
  ///   - next: the next middleware, or the transport.
  func send(
    _ request: HTTPRequest, body: ByteStream?, next: any ClientTransport
  ) async throws -> (HTTPResponse, ByteStream)
}

extension ClientTransport {
  /// The transport behind middleware. The first one sees a request first and its answer last.
  public func with(_ middleware: any ClientMiddleware...) -> any ClientTransport {
    middleware.reversed().reduce(self) { MiddlewareTransport(middleware: $1, next: $0) }
  }
}

private struct MiddlewareTransport: ClientTransport {
  let middleware: any ClientMiddleware
  let next: any ClientTransport

  func send(
    _ request: HTTPRequest, body: ByteStream?
  ) async throws -> (HTTPResponse, ByteStream) {
    try await middleware.send(request, body: body, next: next)
  }
}
