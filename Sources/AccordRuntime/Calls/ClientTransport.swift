public import HTTPTypes

/// Sends a request and gives the answer. The one seam between generated clients and the network.
public protocol ClientTransport: Sendable {
  /// - Parameters:
  ///   - request: with scheme, authority and path set.
  ///   - body: `nil`: none.
  ///   - maximumBodySize: in bytes; an answer with a larger body is an error.
  func send(
    _ request: HTTPRequest, body: [UInt8]?, maximumBodySize: Int
  ) async throws -> (HTTPResponse, [UInt8])
}
