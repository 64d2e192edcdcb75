public import AccordRuntime
public import CoreMetrics
import Synchronization
public import Tracing

/// Metrics and spans of what batchers do. Give it to `BatchingOptions`.
///
/// | metric | what it says |
/// |---|---|
/// | `accord.batch.queued`, `accord.batch.joined` | keys that were asked for, and callers who joined one that was |
/// | `accord.batch.size` | keys in each request |
/// | `accord.batch.waited`, `accord.batch.took` | from the first key to the request, and from there to its answer |
/// | `accord.batch.answered`, `.failed`, `.halved`, `.cancelled` | how requests ended |
///
/// The dimension `operation` has the id of the bulk operation. A span of a request has links to those of its callers.
public final class BatchObserver: BatchInstrument {
  private struct Meters: Sendable {
    let queued, joined, answered, failed, halved, cancelled: Counter
    let size: Recorder
    let waited, took: CoreMetrics.Timer

    init(_ operation: String, _ factory: any MetricsFactory) {
      let dimensions = [("operation", operation)]
      func counter(_ name: String) -> Counter {
        Counter(label: "accord.batch.\(name)", dimensions: dimensions, factory: factory)
      }
      func timer(_ name: String) -> CoreMetrics.Timer {
        CoreMetrics.Timer(label: "accord.batch.\(name)", dimensions: dimensions, factory: factory)
      }
      (queued, joined) = (counter("queued"), counter("joined"))
      (answered, failed) = (counter("answered"), counter("failed"))
      (halved, cancelled) = (counter("halved"), counter("cancelled"))
      size = Recorder(
        label: "accord.batch.size", dimensions: dimensions, aggregate: true, factory: factory)
      (waited, took) = (timer("waited"), timer("took"))
    }
  }

  private let meters = Mutex<[String: Meters]>([:])
  private let factory: @Sendable () -> any MetricsFactory
  private let tracer: @Sendable () -> any Tracer

  /// - Parameters:
  ///   - metrics: `nil`: what the process was set up with.
  ///   - tracer: likewise.
  public init(metrics: (any MetricsFactory)? = nil, tracer: (any Tracer)? = nil) {
    factory = { metrics ?? MetricsSystem.factory }
    self.tracer = { tracer ?? InstrumentationSystem.tracer }
  }

  public func callerContext() -> (any Sendable)? { ServiceContext.current }

  public func send<Answer: Sendable>(
    _ batch: OutgoingBatch, _ request: @Sendable () async throws -> Answer
  ) async throws -> Answer {
    try await tracer().span("batch \(batch.name)", ofKind: .internal) { span in
      span.attributes["openapi.operation_id"] = batch.name
      span.attributes["accord.batch.size"] = batch.size
      for case let context as ServiceContext in batch.callerContexts {
        span.addLink(SpanLink(context: context, attributes: [:]))
      }
      return try await request()
    }
  }

  public func record(_ event: BatchEvent, of name: String) {
    let meters = meters(of: name)
    switch event {
    case .queued: meters.queued.increment()
    case .joined: meters.joined.increment()
    case .sent(_, let size, let waited):
      meters.size.record(size)
      meters.waited.recordNanoseconds(waited.nanoseconds)
    case .answered(_, _, let took):
      meters.answered.increment()
      meters.took.recordNanoseconds(took.nanoseconds)
    case .failed(_, _, let took, _):
      meters.failed.increment()
      meters.took.recordNanoseconds(took.nanoseconds)
    case .halved: meters.halved.increment()
    case .cancelled: meters.cancelled.increment()
    }
  }

  private func meters(of name: String) -> Meters {
    meters.withLock { known in
      if let found = known[name] { return found }
      let made = Meters(name, factory())
      known[name] = made
      return made
    }
  }
}
