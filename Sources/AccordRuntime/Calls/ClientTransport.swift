public import HTTPTypes

/// Sends a request and gives the answer. The one seam between generated clients and the network.
public protocol ClientTransport: Sendable {
  /// - Parameters:
  ///   - request: with scheme, authority and path set.
  ///   - body: `nil`: none.
  /// - Returns: the answer once its head is there; its body comes as it is read. Whoever stops reading, and drops
  ///   the body or is cancelled, ends the exchange.
  func send(
    _ request: HTTPRequest, body: ByteStream?
  ) async throws -> (HTTPResponse, ByteStream)
}

extension ClientTransport {
  /// Sends a request of which the bytes are in memory, and collects those of the answer.
  ///
  /// - Parameter maximumBodySize: in bytes; an answer with a larger body is ``BodyTooLarge``.
  public func send(
    _ request: HTTPRequest, body: [UInt8]?, maximumBodySize: Int
  ) async throws -> (HTTPResponse, [UInt8]) {
    let (response, stream) = try await send(request, body: body.map { ByteStream($0) })
    return (response, try await stream.collect(upTo: maximumBodySize))
  }
}
