import AccordContract
import HTTPTypes
import Synchronization
import Testing

/// Servers that are not there, go away, or take too long.
@Suite struct RunEndingTests {
  /// Answers so many requests, then fails in one way for ever.
  final class Vanishing: ContractTransport {
    private let server = NotesServer()
    private let left: Mutex<Int>
    private let failure: TransportFailure
    let failures = Mutex(0)

    init(after count: Int, _ failure: TransportFailure) {
      left = Mutex(count)
      self.failure = failure
    }

    func send(
      _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
    ) async throws(TransportFailure) -> TransportAnswer {
      let isThere = left.withLock { left in
        left -= 1
        return left >= 0
      }
      guard isThere else {
        failures.withLock { $0 += 1 }
        throw failure
      }
      return try await server.send(request, body: body, timeout: timeout, bodyLimit: bodyLimit)
    }
  }

  private func run(_ transport: some ContractTransport) async throws -> Summary {
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: ContractVerifierTests.configuration(),
      transport: transport)
    return await verifier.run()
  }

  @Test(arguments: [
    TransportFailure.unreachable("connection refused"), .timedOut, .reset("closed"),
    .malformed("?"),
    .headersTooLarge,
  ])
  func `no server at all`(failure: TransportFailure) async throws {
    let transport = Vanishing(after: 0, failure)
    let summary = try await run(transport)
    switch failure {
    case .unreachable: #expect(summary.exitCode == 3)
    default:
      #expect(summary.exitCode == 1)
      #expect(summary.failures.map(\.check) == ["answers"])
    }
    #expect(transport.failures.withLock { $0 } <= 2, "a hanging server costs a timeout each time")
    #expect(ConsoleReport().text(of: summary).contains(failure.description))
  }

  @Test(arguments: [
    TransportFailure.unreachable("connection refused"), .timedOut, .reset("closed"),
  ])
  func `a server that goes away in the middle`(failure: TransportFailure) async throws {
    let transport = Vanishing(after: 120, failure)
    let summary = try await run(transport)
    #expect(summary.exitCode == 1)
    guard case .serverGone = summary.ending else {
      Issue.record("the run ended as \(summary.ending)")
      return
    }
    #expect(summary.failures.contains { $0.check == "answers" })
    #expect(transport.failures.withLock { $0 } < 40)
  }

  @Test func `the time limit ends a run`() async throws {
    let time = Mutex(Duration.zero)
    let clock = RunClock {
      time.withLock {
        $0 += .milliseconds(50)
        return $0
      }
    }
    var configuration = ContractVerifierTests.configuration()
    configuration.timeLimit = .seconds(3)
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: configuration, transport: NotesServer(),
      clock: clock)
    let summary = await verifier.run()
    #expect(summary.ending == .timeLimit)
    #expect(summary.exitCode == 0)
  }

  /// A server that tells somebody else when it is asked for the so manieth time.
  private final class Counting: ContractTransport {
    private let server = NotesServer()
    private let left: Mutex<Int>
    private let reached: @Sendable () -> Void

    init(_ count: Int, reached: @escaping @Sendable () -> Void) {
      left = Mutex(count)
      self.reached = reached
    }

    func send(
      _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
    ) async throws(TransportFailure) -> TransportAnswer {
      let isLast = left.withLock { left in
        left -= 1
        return left == 0
      }
      if isLast { reached() }
      guard !Task.isCancelled else { throw .cancelled }
      return try await server.send(request, body: body, timeout: timeout, bodyLimit: bodyLimit)
    }
  }

  @Test(arguments: [1, 20, 150]) func `a run that is stopped tells what it has done`(
    count: Int
  ) async throws {
    let run = Mutex<Task<Summary, Never>?>(nil)
    let transport = Counting(count) { run.withLock { $0?.cancel() } }
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: ContractVerifierTests.configuration(),
      transport: transport)
    let task = run.withLock { run in
      let task = Task { await verifier.run() }
      run = task
      return task
    }
    let summary = await task.value
    #expect(summary.ending == .interrupted)
    #expect(summary.exitCode == 1)
    #expect(summary.failures.isEmpty)
    #expect(summary.requests <= count + 20)
    #expect(ConsoleReport().text(of: summary).contains("stopped: not all cases were tried"))
    #expect(!ConsoleReport().text(of: summary).contains("the contract holds"))
  }
}
