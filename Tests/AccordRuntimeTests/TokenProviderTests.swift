import AccordRuntime
import AccordTesting
import HTTPTypes
import Synchronization
import Testing

/// Gives tokens `t1`, `t2`, ... when the test lets it.
private final class Issuer: Sendable {
  private struct State {
    var issued = 0
    var held: [CheckedContinuation<Void, any Error>] = []
    var isOpen: Bool
  }

  private let state: Mutex<State>
  let lifetime: Duration?

  init(isOpen: Bool = true, lifetime: Duration? = nil) {
    state = Mutex(State(isOpen: isOpen))
    self.lifetime = lifetime
  }

  var issued: Int { state.withLock { $0.issued } }
  var held: Int { state.withLock { $0.held.count } }

  func issue() async throws -> AccessToken {
    let (number, isOpen) = state.withLock { state in
      state.issued += 1
      return (state.issued, state.isOpen)
    }
    if !isOpen {
      try await withCheckedThrowingContinuation { continuation in
        state.withLock { $0.held.append(continuation) }
      }
    }
    return AccessToken("t\(number)", lifetime: lifetime)
  }

  func release(_ result: Result<Void, any Error> = .success(())) {
    let held = state.withLock { state in
      defer { state.held = [] }
      return state.held
    }
    for continuation in held { continuation.resume(with: result) }
  }
}

@Suite(.timeLimit(.minutes(5))) struct TokenProviderTests {
  private struct Down: Error {}

  private static func provider(
    _ issuer: Issuer, initial: AccessToken? = nil, clock: any Clock<Duration> = TestClock()
  ) -> RefreshingTokenProvider {
    RefreshingTokenProvider(initial: initial, leeway: .seconds(30), clock: clock) {
      try await issuer.issue()
    }
  }

  @Test func allWhoWaitShareOneRefresh() async throws {
    let issuer = Issuer(isOpen: false)
    let provider = Self.provider(issuer)
    let callers = (0..<50).map { _ in Task { try await provider.token().secret.text } }
    try await settle { provider.waitingCallers == 50 && issuer.held == 1 }
    issuer.release()
    for caller in callers { #expect(try await caller.value == "t1") }
    #expect(try await provider.token().secret.text == "t1")
    #expect(issuer.issued == 1)
  }

  @Test func aTokenIsReplacedBeforeItEnds() async throws {
    let clock = TestClock()
    let issuer = Issuer(lifetime: .seconds(100))
    let provider = Self.provider(issuer, clock: clock)
    #expect(try await provider.token().secret.text == "t1")
    clock.advance(by: .seconds(69))
    #expect(try await provider.token().secret.text == "t1")
    clock.advance(by: .seconds(1))
    #expect(try await provider.token().secret.text == "t2")
  }

  @Test func aTokenOfShortLifeIsUsedAllTheSame() async throws {
    let clock = TestClock()
    let issuer = Issuer(lifetime: .seconds(10))
    let provider = Self.provider(issuer, clock: clock)
    _ = try await provider.token()
    clock.advance(by: .seconds(4))
    #expect(try await provider.token().secret.text == "t1")
    clock.advance(by: .seconds(1))
    #expect(try await provider.token().secret.text == "t2")
  }

  /// The time that the answer takes counts.
  @Test func lifetimesBeginWhenTheTokenIsAskedFor() async throws {
    let clock = TestClock()
    let issuer = Issuer(isOpen: false, lifetime: .seconds(100))
    let provider = Self.provider(issuer, clock: clock)
    let caller = Task { try await provider.token() }
    try await settle { issuer.held == 1 }
    clock.advance(by: .seconds(70))
    issuer.release()
    _ = try await caller.value
    let next = Task { try await provider.token().secret.text }
    try await settle { issuer.held == 1 }
    issuer.release()
    #expect(try await next.value == "t2")
  }

  @Test func aCancelledCallerTakesNothingFromTheOthers() async throws {
    let issuer = Issuer(isOpen: false)
    let provider = Self.provider(issuer)
    let one = Task { try await provider.token().secret.text }
    let two = Task { try await provider.token().secret.text }
    try await settle { provider.waitingCallers == 2 && issuer.held == 1 }
    one.cancel()
    await #expect(throws: CancellationError.self) { try await one.value }
    issuer.release()
    #expect(try await two.value == "t1")
  }

  @Test func aRefreshThatNobodyWaitsForIsNotLost() async throws {
    let issuer = Issuer(isOpen: false)
    let provider = Self.provider(issuer)
    let caller = Task { try await provider.token() }
    try await settle { issuer.held == 1 }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    // Whoever comes now joins it.
    let next = Task { try await provider.token().secret.text }
    try await settle { provider.waitingCallers == 1 }
    issuer.release()
    #expect(try await next.value == "t1")
    #expect(issuer.issued == 1)
  }

  @Test func aFailureIsEverybodysAndTheNextTriesAgain() async throws {
    let issuer = Issuer(isOpen: false)
    let provider = Self.provider(issuer)
    let callers = (0..<3).map { _ in Task { try await provider.token().secret.text } }
    try await settle { provider.waitingCallers == 3 && issuer.held == 1 }
    issuer.release(.failure(Down()))
    for caller in callers { await #expect(throws: Down.self) { try await caller.value } }
    let next = Task { try await provider.token().secret.text }
    try await settle { issuer.held == 1 }
    issuer.release()
    #expect(try await next.value == "t2")
  }

  @Test func aTokenThatWasReplacedMeanwhileIsNotReplacedAgain() async throws {
    let issuer = Issuer()
    let provider = Self.provider(issuer, initial: AccessToken("t0"))
    let old = try await provider.token()
    #expect(old.secret.text == "t0")
    #expect(try await provider.token(replacing: old)?.secret.text == "t1")
    #expect(try await provider.token(replacing: old)?.secret.text == "t1")
    #expect(issuer.issued == 1)
  }

  // MARK: - In calls

  /// A server that accepts one token only.
  private static func client(
    accepting token: String, _ provider: any TokenProvider, body: String = "{}"
  ) throws -> (APIClient, RecordingTransport) {
    let transport = RecordingTransport { request in
      let isGood = request.head.headerFields[.authorization] == "Bearer \(token)"
      return (HTTPResponse(status: isGood ? .ok : .unauthorized), Array(body.utf8))
    }
    var credentials = Credentials.none
    credentials.add(CredentialsTests.bearer, BearerToken(from: provider))
    let server = try #require(ServerURL("https://example.org"))
    return (APIClient(server: server, transport: transport, credentials: credentials), transport)
  }

  private static var call: Call<Card, CardRefusal> {
    var call = Call<Card, CardRefusal>.card("a")
    call.operation.description.security = [.init(CredentialsTests.bearer)]
    return call
  }

  @Test func aRefusedTokenIsReplacedOnceAndTheCallRepeated() async throws {
    let issuer = Issuer()
    let provider = Self.provider(issuer, initial: AccessToken("t0"))
    let (client, transport) = try Self.client(
      accepting: "t1", provider, body: #"{"id":"a","count":1}"#)
    #expect(try await client.send(Self.call).body.id == "a")
    #expect(
      transport.requests.map { $0.head.headerFields[.authorization] } == ["Bearer t0", "Bearer t1"])
    _ = try await client.send(Self.call)
    #expect(transport.requests.count == 3 && issuer.issued == 1)
  }

  @Test func aSecondRefusalStands() async throws {
    let issuer = Issuer()
    let provider = Self.provider(issuer)
    let (client, transport) = try Self.client(accepting: "none", provider)
    let error = await #expect(throws: CallError<CardRefusal>.self) {
      try await client.send(Self.call)
    }
    #expect(error?.status == 401)
    #expect(transport.requests.count == 2 && issuer.issued == 2)
  }

  @Test func manyRefusedCallsShareOneRefresh() async throws {
    let issuer = Issuer(isOpen: false)
    let provider = Self.provider(issuer, initial: AccessToken("t0"))
    let (client, transport) = try Self.client(
      accepting: "t1", provider, body: #"{"id":"a","count":1}"#)
    let calls = (0..<20).map { _ in Task { try await client.send(Self.call).body.id } }
    try await settle { provider.waitingCallers == 20 && issuer.held == 1 }
    issuer.release()
    for call in calls { #expect(try await call.value == "a") }
    // Those that came while the new token was made were sent with it at once.
    #expect(issuer.issued == 1 && (21...40).contains(transport.requests.count))
  }

  @Test func aProviderThatFailsIsToldApart() async throws {
    let issuer = Issuer(isOpen: false)
    let (client, transport) = try Self.client(accepting: "t1", Self.provider(issuer))
    let call = Task { try await client.send(Self.call) }
    try await settle { issuer.held == 1 }
    issuer.release(.failure(Down()))
    let error = await #expect(throws: CallError<CardRefusal>.self) { try await call.value }
    guard case .credentials(let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause is Down)
    #expect(transport.requests.isEmpty)
  }

  @Test func aTokenThatIsFixedIsNotTriedTwice() async throws {
    final class Fixed: TokenProvider {
      func token() async throws -> AccessToken { AccessToken("t0") }
    }
    let (client, transport) = try Self.client(accepting: "t1", Fixed())
    await #expect(throws: CallError<CardRefusal>.self) { try await client.send(Self.call) }
    #expect(transport.requests.count == 1)
  }
}
