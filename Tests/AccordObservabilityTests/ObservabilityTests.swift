import AccordObservability
import AccordRuntime
import AccordTesting
import CoreMetrics
import HTTPTypes
import InMemoryTracing
import Logging
import MetricsTestKit
import Synchronization
import Testing
import Tracing

@Suite(.timeLimit(.minutes(5)))
struct ObservabilityTests {
  private static let operation = APIOperation<String, NoRefusal>(
    "read_room", .get, "/rooms/{name}", .json(200))

  struct Failure: Error, CustomStringConvertible {
    var description: String { "hunter2" }
  }

  private static func call(
    _ middleware: any ClientMiddleware, status: Int? = 200
  ) async throws -> RecordingTransport {
    let transport = RecordingTransport { _ in
      guard let status else { throw Failure() }
      return (
        HTTPResponse(status: .init(code: status), headerFields: [.contentType: "application/json"]),
        Array("\"hunter2\"".utf8)
      )
    }
    let client = APIClient(
      server: try #require(ServerURL("http://rooms.example")),
      transport: transport.with(middleware),
      credentials: .bearer("hunter2"))
    var target = RequestTarget("/rooms/hunter2")
    target.addQuery("key", "hunter2")
    _ = try? await client.send(Call(Self.operation, target))
    #expect(transport.requests.count == 1)
    return transport
  }

  /// Keeps all that is logged, as text.
  private final class Log: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger {
      var logger = Logger(label: "test") { _ in Handler(log: self) }
      logger.logLevel = .trace
      return logger
    }

    struct Handler: LogHandler {
      let log: Log
      var metadata: Logger.Metadata = [:]
      var logLevel = Logger.Level.trace
      subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
      }
      func log(
        level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?, source: String,
        file: String, function: String, line: UInt
      ) {
        let pairs = (metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
        log.kept.withLock { $0.append("\(level) \(message) \(pairs.joined(separator: " "))") }
      }
    }
  }

  @Test(arguments: [
    (200, "debug", "status=200"), (404, "notice", "status=404"), (503, "warning", "status=503"),
    (nil, "warning", "error=Failure"),
  ])
  func aLogSaysWhatWasCalledAndHoldsNoSecret(status: Int?, level: String, outcome: String)
    async throws
  {
    let log = Log()
    _ = try await Self.call(
      LoggingMiddleware(logger: log.logger, clock: TestClock()), status: status)
    let line = try #require(log.lines.first)
    #expect(log.lines.count == 1)
    for part in [
      level, outcome, "operation=read_room", "path=/rooms/{name}", "method=GET",
      "server=rooms.example", "ms=0",
    ] {
      #expect(line.contains(part), "\(line)")
    }
    #expect(!line.contains("hunter2"))
  }

  @Test(arguments: [200, 500, nil])
  func aSpanIsMadeAndTheServerKnowsIt(status: Int?) async throws {
    let tracer = InMemoryTracer()
    let transport = try await Self.call(TracingMiddleware(tracer: tracer), status: status)
    let span = try #require(tracer.finishedSpans.first)
    #expect(tracer.finishedSpans.count == 1 && tracer.activeSpans.isEmpty)
    #expect(span.operationName == "GET /rooms/{name}")
    #expect(span.kind == .client)
    #expect(span.attributes.get("http.request.method") == .string("GET"))
    #expect(span.attributes.get("openapi.operation_id") == .string("read_room"))
    #expect((span.status?.code == .error) == (status != 200))
    if let status {
      #expect(span.attributes.get("http.response.status_code") == .int64(Int64(status)))
    } else {
      #expect(span.attributes.get("error.type") == .string("Failure"))
    }
    #expect(!"\(span)".contains("hunter2"))
    let fields = transport.requests[0].head.headerFields
    #expect(fields[try #require(HTTPField.Name(InMemoryTracer.spanIDKey))] == span.spanID)
  }

  @Test func requestsAreMeasured() async throws {
    let metrics = TestMetrics()
    _ = try await Self.call(MetricsMiddleware(metrics: metrics, clock: TestClock()))
    _ = try await Self.call(MetricsMiddleware(metrics: metrics, clock: TestClock()), status: nil)
    for last in [("http.response.status_code", "200"), ("error.type", "Failure")] {
      let timer = try metrics.expectTimer(
        "http.client.request.duration",
        [("http.request.method", "GET"), ("url.template", "/rooms/{name}"), last])
      #expect(timer.values.count == 1)
    }
  }

  @Test func batchesAreCountedAndLinkedToTheirCallers() async throws {
    let (metrics, tracer, clock) = (TestMetrics(), InMemoryTracer(), TestClock())
    let batcher = Batcher<ExactString, String>(
      window: .fixed(.milliseconds(10)), limit: 3, clock: clock, name: "bulk",
      instrument: BatchObserver(metrics: metrics, tracer: tracer)
    ) { keys in
      if keys.contains("bad") { throw Failure() }
      return Dictionary(uniqueKeysWithValues: keys.map { ($0, .success($0.value)) })
    }
    var callers: [Caller] = []
    for key in ["a", "b", "a"] {
      callers.append(
        Caller {
          try await tracer.withSpan("card") { _ in try await batcher.value(for: ExactString(key)) }
        })
      let count = callers.count
      try await settle { batcher.waitingCallers == count }
    }
    clock.advance(by: .milliseconds(10))
    for caller in callers { _ = try await caller.value }
    let failing = Caller { try await batcher.value(for: "bad") }
    try await settle { batcher.waitingCallers == 1 }
    clock.advance(by: .milliseconds(10))
    await #expect(throws: Failure.self) { try await failing.value }

    let dimensions = [("operation", "bulk")]
    for (name, total) in [("queued", 3), ("joined", 1), ("answered", 1), ("failed", 1)] {
      #expect(
        try metrics.expectCounter("accord.batch.\(name)", dimensions).totalValue == total, "\(name)"
      )
    }
    #expect(try metrics.expectRecorder("accord.batch.size", dimensions).values == [2, 1])
    #expect(
      try metrics.expectTimer("accord.batch.waited", dimensions).values == [10_000_000, 10_000_000])
    let spans = tracer.finishedSpans
    let batches = spans.filter { $0.operationName == "batch bulk" }
    #expect(batches.count == 2)
    let cards = spans.filter { $0.operationName == "card" }.map(\.spanID).sorted()
    #expect(batches[0].links.compactMap(\.context.inMemorySpanContext?.spanID).sorted() == cards)
    #expect(batches[1].links.isEmpty)
    #expect(batches[1].status?.code == .error && !"\(batches[1])".contains("hunter2"))
  }
}
