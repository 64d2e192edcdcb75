#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
public import HTTPTypes

/// Gives calls that are not idempotent by their method a key of their own, so that a server that knows the field does
/// what they ask for once, however often they arrive (draft-ietf-httpapi-idempotency-key-header). It stands before
/// ``RetryMiddleware``: a call that is sent again keeps its key.
public struct IdempotencyKeyMiddleware: ClientMiddleware {
  private let makeKey: @Sendable () -> String

  /// - Parameter makeKey: gives another key each time; letters, digits and hyphens.
  public init(makeKey: @escaping @Sendable () -> String = { UUID().uuidString }) {
    self.makeKey = makeKey
  }

  public func send(
    _ request: HTTPRequest, body: ByteStream?, next: any ClientTransport
  ) async throws -> (HTTPResponse, ByteStream) {
    guard [.post, .patch].contains(request.method), let name = HTTPField.Name("Idempotency-Key"),
      request.headerFields[name] == nil
    else { return try await next.send(request, body: body) }
    var keyed = request
    keyed.headerFields[name] = "\"\(makeKey())\""
    return try await next.send(keyed, body: body)
  }
}
