public import HTTPTypes
import Synchronization

/// A transport for tests: it reaches no network, answers by a closure, and remembers what was asked.
public final class RecordingTransport: ClientTransport {
  public struct Request: Sendable, Hashable {
    public var head: HTTPRequest
    /// All of it. `nil`: none.
    public var body: [UInt8]?
  }

  public typealias Responder = @Sendable (Request) async throws -> (HTTPResponse, [UInt8])
  public typealias StreamingResponder =
    @Sendable (Request) async throws -> (
      HTTPResponse, ByteStream
    )

  private let recorded = Mutex<[Request]>([])
  private let respond: StreamingResponder

  public convenience init(_ respond: @escaping Responder) {
    self.init(isStreaming: ()) { request in
      let (response, bytes) = try await respond(request)
      return (response, ByteStream(bytes))
    }
  }

  private init(isStreaming: Void, _ respond: @escaping StreamingResponder) {
    self.respond = respond
  }

  /// One that answers with bodies that come in parts.
  public static func streaming(_ respond: @escaping StreamingResponder) -> RecordingTransport {
    RecordingTransport(isStreaming: (), respond)
  }

  /// What was sent, in the order in which it was.
  public var requests: [Request] { recorded.withLock { $0 } }

  /// - Throws: what the closure and the body throw.
  public func send(
    _ request: HTTPRequest, body: ByteStream?
  ) async throws -> (HTTPResponse, ByteStream) {
    let request = Request(head: request, body: try await body?.collect(upTo: .max))
    recorded.withLock { $0.append(request) }
    return try await respond(request)
  }
}
