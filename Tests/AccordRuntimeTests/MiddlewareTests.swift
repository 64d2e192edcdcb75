import AccordTesting
import HTTPTypes
import Synchronization
import Testing

@testable import AccordRuntime

@Suite(.timeLimit(.minutes(5)))
struct MiddlewareTests {
  let clock = TestClock()

  /// Answers one thing after the other, and the last one for ever.
  final class Script: Sendable {
    enum Step: Sendable {
      case status(Int, HTTPFields = [:])
      case failure(any Error)
    }

    private let steps: Mutex<[Step]>

    init(_ steps: Step...) { self.steps = Mutex(steps) }

    func next() throws -> HTTPResponse {
      let step = steps.withLock { steps in steps.count > 1 ? steps.removeFirst() : steps[0] }
      switch step {
      case .status(let code, let fields):
        return HTTPResponse(status: .init(code: code), headerFields: fields)
      case .failure(let error): throw error
      }
    }
  }

  struct Broken: Error {}

  func transport(_ script: Script) -> RecordingTransport {
    RecordingTransport { _ in (try script.next(), []) }
  }

  func retrying(
    _ base: RecordingTransport, budget: RetryBudget = RetryBudget(), retries: Int = 2
  ) -> any ClientTransport {
    base.with(
      RetryMiddleware(
        policy: RetryPolicy(maximumRetries: retries, firstDelay: .seconds(1)), budget: budget,
        clock: clock, random: { 0.5 }))
  }

  func request(_ method: HTTPRequest.Method, _ fields: HTTPFields = [:]) -> HTTPRequest {
    HTTPRequest(
      method: method, scheme: "http", authority: "x", path: "/", headerFields: fields)
  }

  /// The status in the end.
  func call(
    _ transport: any ClientTransport, _ request: HTTPRequest, _ body: ByteStream? = nil
  ) -> Caller {
    Caller { "\(try await transport.send(request, body: body).0.status.code)" }
  }

  @Test func anIdempotentCallIsSentAgainAfterAWaitThatGrows() async throws {
    let base = transport(Script(.status(503), .failure(Broken()), .status(200)))
    let caller = call(retrying(base), request(.get))
    for (wait, count) in [(Duration.milliseconds(500), 1), (.seconds(1), 2)] {
      try await settle { clock.sleeperCount == 1 }
      #expect(base.requests.count == count)
      clock.advance(by: wait - .nanoseconds(1))
      await settle()
      #expect(base.requests.count == count)
      clock.advance(by: .nanoseconds(1))
      try await settle { base.requests.count == count + 1 }
    }
    #expect(try await caller.value == "200")
  }

  @Test func theLastAnswerIsHandedOn() async throws {
    let base = transport(Script(.status(503)))
    let caller = call(retrying(base), request(.delete))
    for _ in 0..<2 {
      try await settle { clock.sleeperCount == 1 }
      clock.advance(by: .seconds(10))
    }
    #expect(try await caller.value == "503")
    #expect(base.requests.count == 3)
  }

  @Test func whatMayNotBeSentTwiceIsNot() async throws {
    let key = try #require(HTTPField.Name("Idempotency-Key"))
    for (request, body, count) in [
      (request(.post), ByteStream("{}"), 1), (request(.patch), ByteStream("{}"), 1),
      (request(.put), ByteStream(AsyncStream<[UInt8]> { $0.finish() }), 1),
      (request(.post, [key: "\"1\""]), ByteStream("{}"), 2),
    ] {
      let base = transport(Script(.status(503), .status(200)))
      let caller = call(retrying(base), request, body)
      try await settle { caller.isAnswered || clock.sleeperCount == 1 }
      clock.advance(by: .seconds(1))
      #expect(try await caller.value == (count == 1 ? "503" : "200"))
      #expect(base.requests.count == count)
    }
  }

  @Test(arguments: [400, 401, 404, 409, 501])
  func whatWouldBeRefusedAgainIsNotSentAgain(status: Int) async throws {
    let base = transport(Script(.status(status), .status(200)))
    #expect(try await call(retrying(base), request(.get)).value == "\(status)")
  }

  @Test func cancellingEndsTheWait() async throws {
    let base = transport(Script(.status(503)))
    let caller = call(retrying(base), request(.get))
    try await settle { clock.sleeperCount == 1 }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    #expect(base.requests.count == 1)
  }

  @Test(arguments: [
    ("7", 7), ("0", 0), ("Sun, 06 Nov 1994 08:49:47 GMT", 10),
    ("Sunday, 06-Nov-94 08:49:47 GMT", 10), ("Sun Nov  6 08:49:47 1994", 10),
    ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("soon", nil), ("-1", nil), ("1.5", nil), ("", nil),
    ("Sun, 99 Nov 1994 08:49:47 GMT", nil), ("99999999999999999999", nil),
  ])
  func theServersWordIsUnderstood(text: String, seconds: Int64?) {
    let fields: HTTPFields = [.retryAfter: text, .date: "Sun, 06 Nov 1994 08:49:37 GMT"]
    #expect(RetryAfter.delay(in: fields) == seconds.map { .seconds($0) })
  }

  @Test func theServersWordIsHeededWithinPatience() async throws {
    let base = transport(Script(.status(429, [.retryAfter: "7"]), .status(200)))
    let caller = call(retrying(base), request(.get))
    try await settle { clock.sleeperCount == 1 }
    clock.advance(by: .milliseconds(6999))
    await settle()
    #expect(base.requests.count == 1)
    clock.advance(by: .milliseconds(1))
    #expect(try await caller.value == "200")
    let impatient = transport(Script(.status(429, [.retryAfter: "31"]), .status(200)))
    #expect(try await call(retrying(impatient), request(.get)).value == "429")
  }

  @Test func theBudgetEndsRetriesForAll() async throws {
    let budget = RetryBudget(ratio: 0.5, reserve: 1)
    let base = transport(Script(.status(503)))
    let transport = retrying(base, budget: budget, retries: 1)
    var sent: [Int] = []
    for _ in 0..<5 {
      let before = base.requests.count
      let caller = call(transport, request(.get))
      try await settle { caller.isAnswered || clock.sleeperCount == 1 }
      clock.advance(by: .seconds(60))
      #expect(try await caller.value == "503")
      sent.append(base.requests.count - before)
    }
    #expect(sent == [2, 1, 2, 1, 2])
  }

  @Test func aRetriedCallKeepsItsIdempotencyKey() async throws {
    let name = try #require(HTTPField.Name("Idempotency-Key"))
    let base = transport(Script(.failure(Broken()), .status(200)))
    let keys = Mutex(0)
    let transport = base.with(
      IdempotencyKeyMiddleware {
        keys.withLock {
          $0 += 1; return "key-\($0)"
        }
      },
      RetryMiddleware(clock: clock))
    let caller = call(transport, request(.post), ByteStream("{}"))
    try await settle { clock.sleeperCount == 1 }
    clock.advance(by: .seconds(1))
    #expect(try await caller.value == "200")
    #expect(base.requests.map { $0.head.headerFields[name] } == ["\"key-1\"", "\"key-1\""])
    _ = try await call(transport, request(.get)).value
    _ = try await call(transport, request(.patch, [name: "mine"])).value
    #expect(base.requests.suffix(2).map { $0.head.headerFields[name] } == [nil, "mine"])
  }

  // MARK: - Time

  @Test(arguments: [true, false])
  func aWholeCallIsBounded(isHeadThere: Bool) async throws {
    let gate = AsyncStream<[UInt8]> { _ in }
    let transport = RecordingTransport.streaming { _ in
      if !isHeadThere { for await _ in gate {} }
      return (
        HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]),
        ByteStream(gate)
      )
    }
    let client = APIClient(
      server: try #require(ServerURL("http://x")), transport: transport, timeout: .seconds(5),
      clock: clock)
    let operation = APIOperation<String, NoRefusal>("read", .get, "/", .json(200))
    let caller = Caller { try await client.send(Call(operation, "/")).body }
    try await settle { clock.sleeperCount == 1 && transport.requests.count == 1 }
    clock.advance(by: .milliseconds(4999))
    await settle()
    #expect(!caller.isAnswered)
    clock.advance(by: .milliseconds(1))
    await #expect {
      try await caller.value
    } throws: { error in
      guard case .transport(let cause)? = error as? CallError<NoRefusal> else { return false }
      return cause is RequestTimeout
    }
    try await settle { clock.sleeperCount == 0 }
  }

  @Test func transportsKnowTheOperation() async throws {
    let seen = Mutex<[String?]>([])
    let transport = RecordingTransport { _ in
      seen.withLock { $0.append(OperationDescription.current?.id) }
      return (
        HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]),
        Array("\"a\"".utf8)
      )
    }
    let client = APIClient(server: try #require(ServerURL("http://x")), transport: transport)
    let operation = APIOperation<String, NoRefusal>("read", .get, "/", .json(200))
    _ = try await client.send(Call(operation, "/"))
    #expect(seen.withLock { $0 } == ["read"])
    #expect(OperationDescription.current == nil)
  }
}
