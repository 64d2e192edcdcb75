import AccordRuntime
import HTTPTypes
import Hummingbird

/// Hands every request of Hummingbird to the endpoint, and its answer back.
struct RoomsResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let endpoint: any RequestAnswering
  let rendering: ProblemRendering

  /// In bytes. A hundred names of 200 characters need a tenth of it.
  static let maximumBodySize = 1 << 20

  func respond(to request: Request, context: Context) async throws -> Response {
    var body: [UInt8] = []
    for try await buffer in request.body {
      guard body.count + buffer.readableBytes <= Self.maximumBodySize else {
        return response(rendering.render(.bodyTooLarge(limit: Self.maximumBodySize)), to: request)
      }
      body.append(contentsOf: buffer.readableBytesView)
    }
    var head = request.head
    head.path = Self.originForm(head.path ?? "/")
    return response(await endpoint.answer(ServerRequest(head: head, body: body)), to: request)
  }

  private func response(_ answer: ServerResponse, to request: Request) -> Response {
    var message = answer.message
    // Answers depend on who asks; no cache in between may keep one for somebody else.
    message.headerFields[.cacheControl] = "no-store"
    let content = answer.body?.content
    if content == nil { message.headerFields[.contentLength] = "0" }
    // An answer to HEAD says how long the body would be, and has none (RFC 9110, section 9.3.2).
    guard request.method != .head, let content else {
      return Response(status: message.status, headers: message.headerFields)
    }
    return Response(
      status: message.status, headers: message.headerFields,
      body: content.bytes.map { ResponseBody(byteBuffer: ByteBuffer(bytes: $0)) }
        ?? ResponseBody(asyncSequence: content.map { ByteBuffer(bytes: $0) }))
  }

  /// Path and query of a target that may be a whole URL, as requests through a proxy have it (RFC 9112,
  /// section 3.2.2).
  static func originForm(_ target: String) -> String {
    guard !target.hasPrefix("/"), let separator = target.firstRange(of: "://") else {
      return target
    }
    let rest = target[separator.upperBound...]
    guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
    return rest[start] == "/" ? String(rest[start...]) : "/" + rest[start...]
  }
}
