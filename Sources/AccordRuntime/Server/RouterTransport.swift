public import HTTPTypes

/// Hands the calls of a client to a router in the same process: for tests, and for parts of one program that may be
/// two some day.
public struct RouterTransport<API: Sendable>: ClientTransport {
  private let router: Router<API>
  private let makeAPI: @Sendable (OperationDescription) async throws -> API

  /// - Parameter api: what answers, see ``Router/answer(_:by:)``.
  public init(
    _ router: Router<API>, by api: @escaping @Sendable (OperationDescription) async throws -> API
  ) {
    self.router = router
    makeAPI = api
  }

  public func send(
    _ request: HTTPRequest, body: ByteStream?
  ) async throws -> (HTTPResponse, ByteStream) {
    let answer = await router.answer(
      ServerRequest(head: request, body: body ?? ByteStream([])), by: makeAPI)
    // The answer to HEAD says how long the body would be, and has none (RFC 9110, section 9.3.2).
    let body = request.method == .head ? nil : answer.body?.content
    return (answer.message, body ?? ByteStream([]))
  }
}
