import AccordRuntime
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What is known of a request beside itself.
struct RoomsContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The connection.
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

/// Hands every request of Hummingbird to the endpoint, and its answer back: within limits, counted and logged.
struct RoomsResponder: HTTPResponder {
  typealias Context = RoomsContext

  let endpoint: any RequestAnswering
  let rendering: ProblemRendering
  let probes: OperationProbes
  let crossOrigin: CrossOriginPolicy
  let limits: ServerLimits
  let gate: RequestGate
  let deadlines: RequestDeadlines
  let metrics: RequestMetrics
  let logger: Logger

  func respond(to request: Request, context: RoomsContext) async throws -> Response {
    if let fields = crossOrigin.preflightFields(for: request.head) {
      return Response(status: .noContent, headers: fields)
    }
    let target = Self.originForm(request.head.path ?? "/")
    if let answer = await probes.answer(request.head.method, target) {
      return response(answer, to: request)
    }
    guard gate.enter() else {
      metrics.count(.overload)
      return response(rendering.overloaded, to: request)
    }
    defer { gate.leave() }
    let deadline = deadlines.begin(context.channel)
    let start = ContinuousClock.now
    let trace = RequestTrace(address: context.channel.remoteAddress?.ipAddress ?? "")
    let answer = await RequestTrace.$current.withValue(trace) {
      await self.answer(request, target: target)
    }
    note(trace, status: answer.message.status.code, time: ContinuousClock.now - start)
    return response(answer, to: request, until: deadline)
  }

  private func answer(_ request: Request, target: String) async -> ServerResponse {
    var body: [UInt8] = []
    do {
      for try await buffer in request.body {
        guard body.count + buffer.readableBytes <= limits.bodySize else {
          return rendering.render(.bodyTooLarge(limit: limits.bodySize))
        }
        body.append(contentsOf: buffer.readableBytesView)
      }
    } catch {
      // Whoever sent half a body is gone, or does not speak HTTP.
      return rendering.brokenBody
    }
    var head = request.head
    head.path = target
    return await endpoint.answer(ServerRequest(head: head, body: body))
  }

  private func note(_ trace: RequestTrace, status: Int, time: Duration) {
    let (seconds, attoseconds) = time.components
    let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    metrics.count(operation: trace.operation, status: status, nanoseconds: nanoseconds)
    // Never the path or a header field: names of rooms and credentials stand in them.
    logger.info(
      "A request was answered.",
      metadata: [
        "operation": "\(trace.operation ?? "none")", "status": "\(status)",
        "microseconds": "\(nanoseconds / 1_000)", "user": "\(trace.user?.value ?? "")",
        "address": "\(trace.address)",
      ])
  }

  /// - Parameter deadline: ends when the last byte of the answer was taken.
  private func response(
    _ answer: ServerResponse, to request: Request, until deadline: RequestDeadlines.Ticket? = nil
  ) -> Response {
    var message = answer.message
    // Answers depend on who asks; no cache in between may keep one for somebody else.
    message.headerFields[.cacheControl] = "no-store"
    for field in crossOrigin.fields(for: request.head) {
      message.headerFields[field.name] = field.value
    }
    let content = answer.body?.content
    if content == nil { message.headerFields[.contentLength] = "0" }
    // An answer to HEAD says how long the body would be, and has none (RFC 9110, section 9.3.2).
    guard request.method != .head, let content else {
      deadlines.end(deadline)
      return Response(status: message.status, headers: message.headerFields)
    }
    let body = ResponseBody(contentLength: content.length) { [deadlines] writer in
      defer { deadlines.end(deadline) }
      if let bytes = content.bytes {
        try await writer.write(ByteBuffer(bytes: bytes))
      } else {
        for try await part in content { try await writer.write(ByteBuffer(bytes: part)) }
      }
      try await writer.finish(nil)
    }
    return Response(status: message.status, headers: message.headerFields, body: body)
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
