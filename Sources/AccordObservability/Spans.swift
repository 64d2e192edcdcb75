import Tracing

extension Tracer {
  /// A span around some work. Of an error only its type is told: descriptions may hold what was sent or answered.
  func span<Result>(
    _ name: String, ofKind kind: SpanKind, _ work: (any Tracing.Span) async throws -> Result
  ) async throws -> Result {
    let span: any Tracing.Span = startAnySpan(name, ofKind: kind)
    defer { span.end() }
    return try await ServiceContext.withValue(span.context) {
      do {
        return try await work(span)
      } catch {
        span.attributes["error.type"] = "\(type(of: error))"
        span.setStatus(SpanStatus(code: .error))
        throw error
      }
    }
  }
}
