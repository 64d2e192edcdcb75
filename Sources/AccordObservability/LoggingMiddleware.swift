public import AccordRuntime
public import HTTPTypes
public import Logging

/// Says in a log which operations were called and how that went. What could hold a secret is never in it: no header
/// fields, no bodies, no values of paths and queries, and of errors only their type.
public struct LoggingMiddleware: ClientMiddleware {
  private let logger: Logger
  private let stopwatch: Stopwatch

  /// - Parameter clock: what the time that calls take is measured by.
  public init(logger: Logger, clock: some Clock<Duration> = ContinuousClock()) {
    self.logger = logger
    stopwatch = Stopwatch(clock)
  }

  public func send(
    _ request: HTTPRequest, body: ByteStream?, next: any ClientTransport
  ) async throws -> (HTTPResponse, ByteStream) {
    let start = stopwatch.now
    var metadata: Logger.Metadata = [
      "method": "\(request.method.rawValue)", "server": "\(request.authority ?? "")",
    ]
    if let operation = OperationDescription.current {
      metadata["operation"] = "\(operation.id)"
      metadata["path"] = "\(operation.path)"
    }
    do {
      let answer = try await next.send(request, body: body)
      let status = answer.0.status.code
      metadata["status"] = "\(status)"
      metadata["ms"] = "\((stopwatch.now - start).milliseconds)"
      logger.log(
        level: status < 400 ? .debug : status < 500 ? .notice : .warning, "An answer came.",
        metadata: metadata)
      return answer
    } catch {
      metadata["ms"] = "\((stopwatch.now - start).milliseconds)"
      metadata["error"] = "\(type(of: error))"
      logger.log(
        level: error is CancellationError ? .debug : .warning, "No answer came.",
        metadata: metadata)
      throw error
    }
  }
}

extension Duration {
  var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
  var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
