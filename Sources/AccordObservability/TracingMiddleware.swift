public import AccordRuntime
public import HTTPTypes
public import Tracing

/// Makes a span of each request, and tells the server which trace it belongs to. Names and attributes are those of
/// OpenTelemetry's conventions for HTTP clients; values of paths and queries are not among them.
public struct TracingMiddleware: ClientMiddleware {
  private let tracer: @Sendable () -> any Tracer

  /// - Parameter tracer: `nil`: the one that the process was set up with.
  public init(tracer: (any Tracer)? = nil) {
    self.tracer = { tracer ?? InstrumentationSystem.tracer }
  }

  public func send(
    _ request: HTTPRequest, body: ByteStream?, next: any ClientTransport
  ) async throws -> (HTTPResponse, ByteStream) {
    let tracer = tracer()
    let operation = OperationDescription.current
    let method = request.method.rawValue
    let name = operation.map { "\(method) \($0.path)" } ?? method
    return try await tracer.span(name, ofKind: .client) { span in
      span.attributes["http.request.method"] = method
      if let operation {
        span.attributes["url.template"] = operation.path
        span.attributes["openapi.operation_id"] = operation.id
      }
      if let authority = request.authority { span.attributes["server.address"] = authority }
      var carrying = request
      tracer.inject(span.context, into: &carrying.headerFields, using: HeaderFieldInjector())
      let answer = try await next.send(carrying, body: body)
      let status = answer.0.status.code
      span.attributes["http.response.status_code"] = status
      if status >= 400 { span.setStatus(SpanStatus(code: .error)) }
      return answer
    }
  }
}

private struct HeaderFieldInjector: Injector {
  func inject(_ value: String, forKey key: String, into carrier: inout HTTPFields) {
    if let name = HTTPField.Name(key), HTTPField.isValidValue(value) { carrier[name] = value }
  }
}
