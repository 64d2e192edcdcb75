public import AccordRuntime

/// A way to a server by a transport of generated clients, such as `RouterTransport`, which hands requests to a server
/// in the same process.
public struct ClientContractTransport: ContractTransport {
  private let transport: any ClientTransport

  public init(_ transport: any ClientTransport) {
    self.transport = transport
  }

  public func send(
    _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
  ) async throws(TransportFailure) -> TransportAnswer {
    try await TransportAnswer.within(timeout) { await exchange(request, body, bodyLimit) }
  }

  private func exchange(
    _ request: HTTPRequest, _ body: [UInt8], _ bodyLimit: Int
  ) async -> Result<TransportAnswer, TransportFailure> {
    do {
      let (response, bytes) = try await transport.send(
        request, body: body.isEmpty ? nil : body, maximumBodySize: bodyLimit)
      return .success(TransportAnswer(response: response, body: bytes))
    } catch is BodyTooLarge {
      return .failure(.bodyTooLarge(limit: bodyLimit))
    } catch is CancellationError {
      return .failure(.cancelled)
    } catch {
      return .failure(.reset("\(error)"))
    }
  }
}
