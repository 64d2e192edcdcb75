public import HTTPTypes
import Synchronization

/// A transport for tests: it reaches no network, answers by a closure, and remembers what was asked.
public final class RecordingTransport: ClientTransport {
  public struct Request: Sendable, Hashable {
    public var head: HTTPRequest
    /// `nil`: none.
    public var body: [UInt8]?
  }

  public typealias Responder = @Sendable (Request) async throws -> (HTTPResponse, [UInt8])

  private let recorded = Mutex<[Request]>([])
  private let respond: Responder

  public init(_ respond: @escaping Responder) {
    self.respond = respond
  }

  /// What was sent, in the order in which it was.
  public var requests: [Request] { recorded.withLock { $0 } }

  /// - Throws: what the closure throws, and ``BodyTooLarge``, as any transport must.
  public func send(
    _ request: HTTPRequest, body: [UInt8]?, maximumBodySize: Int
  ) async throws -> (HTTPResponse, [UInt8]) {
    let request = Request(head: request, body: body)
    recorded.withLock { $0.append(request) }
    let (response, bytes) = try await respond(request)
    guard bytes.count <= maximumBodySize else { throw BodyTooLarge(limit: maximumBodySize) }
    return (response, bytes)
  }
}
