public import AccordRuntime
public import CoreMetrics
public import HTTPTypes

/// Measures requests: `http.client.request.duration`, with method, path template and status (or the type of the error) as
/// dimensions, as OpenTelemetry's conventions have it.
public struct MetricsMiddleware: ClientMiddleware {
  private let factory: @Sendable () -> any MetricsFactory
  private let stopwatch: Stopwatch

  /// - Parameters:
  ///   - metrics: `nil`: what the process was set up with.
  ///   - clock: what the time that requests take is measured by.
  public init(
    metrics: (any MetricsFactory)? = nil, clock: some Clock<Duration> = ContinuousClock()
  ) {
    factory = { metrics ?? MetricsSystem.factory }
    stopwatch = Stopwatch(clock)
  }

  public func send(
    _ request: HTTPRequest, body: ByteStream?, next: any ClientTransport
  ) async throws -> (HTTPResponse, ByteStream) {
    let start = stopwatch.now
    var dimensions = [("http.request.method", request.method.rawValue)]
    if let operation = OperationDescription.current {
      dimensions.append(("url.template", operation.path))
    }
    do {
      let answer = try await next.send(request, body: body)
      record(start, dimensions + [("http.response.status_code", "\(answer.0.status.code)")])
      return answer
    } catch {
      record(start, dimensions + [("error.type", "\(type(of: error))")])
      throw error
    }
  }

  private func record(_ start: Duration, _ dimensions: [(String, String)]) {
    CoreMetrics.Timer(
      label: "http.client.request.duration", dimensions: dimensions, factory: factory()
    ).recordNanoseconds((stopwatch.now - start).nanoseconds)
  }
}
