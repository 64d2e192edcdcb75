import AccordRuntime
import AccordTesting
import Foundation
import HTTPTypes
import Logging
import Metrics
import NIOCore
import NIOEmbedded
import RoomsAPI
import Testing

@testable import RoomsServer

@Suite struct RateLimiterTests {
  @Test func bucketsFillSteadily() {
    let limiter = RateLimiter(requestsPerMinute: 60)
    let start = TestServer.start
    let key = RateLimiter.Key.user(UserID("alice"))
    for _ in 0..<60 { #expect(limiter.take(key, at: start) == nil) }
    #expect(limiter.take(key, at: start) == 1)
    // Somebody else has a bucket of their own.
    #expect(limiter.take(.address("10.0.0.1"), at: start) == nil)
    #expect(limiter.take(key, at: start.adding(seconds: 1)) == nil)
    #expect(limiter.take(key, at: start.adding(seconds: 1)) == 1)
    // It never holds more than a minute's worth, and a clock that goes back fills nothing.
    let later = start.adding(minutes: 60)
    for _ in 0..<60 { #expect(limiter.take(key, at: later) == nil) }
    #expect(limiter.take(key, at: later) != nil)
    #expect(limiter.take(key, at: start) != nil)
    let slow = RateLimiter(requestsPerMinute: 1)
    #expect(slow.take(key, at: start) == nil)
    #expect(slow.take(key, at: start) == 60)
  }

  @Test func itForgets() {
    let limiter = RateLimiter(requestsPerMinute: 60)
    for number in 0..<100_000 {
      _ = limiter.take(.address("\(number)"), at: TestServer.start)
    }
    #expect(limiter.count == 100_000)
    _ = limiter.take(.address("one more"), at: TestServer.start.adding(minutes: 2))
    #expect(limiter.count == 1)
  }
}

@Suite struct MetricsTests {
  @Test func theTextIsThatOfPrometheus() {
    let registry = MetricsRegistry()
    let metrics = RequestMetrics(registry: registry)
    metrics.count(operation: "v1_rooms_list", status: 200, nanoseconds: 700_000)
    metrics.count(operation: "v1_rooms_list", status: 200, nanoseconds: 3_000_000)
    metrics.count(operation: nil, status: 404, nanoseconds: 100)
    metrics.count(.overload)
    Counter(label: "odd-name", dimensions: [("k", "a\"b\\c\nd")], factory: registry).increment(
      by: 3)
    let text = metrics.text(inFlight: 2)
    for line in [
      "# TYPE rooms_http_requests_total counter",
      #"rooms_http_requests_total{operation="v1_rooms_list",status="200"} 2"#,
      #"rooms_http_requests_total{operation="none",status="404"} 1"#,
      #"rooms_http_refused_total{reason="overload"} 1"#,
      #"odd_name{k="a\"b\\c\nd"} 3"#,
      "# TYPE rooms_http_request_duration_seconds histogram",
      #"rooms_http_request_duration_seconds_bucket{operation="v1_rooms_list",le="0.001"} 1"#,
      #"rooms_http_request_duration_seconds_bucket{operation="v1_rooms_list",le="0.005"} 2"#,
      #"rooms_http_request_duration_seconds_bucket{operation="v1_rooms_list",le="+Inf"} 2"#,
      #"rooms_http_request_duration_seconds_count{operation="v1_rooms_list"} 2"#,
      "rooms_http_requests_in_flight 2.0",
    ] {
      #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)\n\(text)")
    }
    // One TYPE for a name, however many series it has.
    #expect(text.components(separatedBy: "# TYPE rooms_http_requests_total").count == 2)
    #expect(metrics.text(inFlight: 2).hasPrefix("# TYPE"))
  }
}

@Suite struct CrossOriginTests {
  @Test(arguments: [
    ("", nil, nil), ("*", "https://a.example", "*"),
    ("https://a.example", "https://a.example", "https://a.example"),
    ("https://a.example, http://localhost:3000", "http://localhost:3000", "http://localhost:3000"),
    ("https://a.example", "https://b.example", nil), ("https://a.example", "null", nil),
    ("https://a.example", nil, nil), ("https://a.example", "https://a.example.evil.example", nil),
  ])
  func origins(text: String, origin: String?, allowed: String?) throws {
    let policy = try #require(CrossOriginPolicy(text))
    var request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/v1/rooms")
    request.headerFields[.origin] = origin
    let name = try #require(HTTPField.Name("Access-Control-Allow-Origin"))
    let fields = policy.fields(for: request)
    #expect(fields[name] == allowed)
    #expect((fields[.vary] != nil) == text.hasPrefix("http"))
    #expect(policy.preflightFields(for: request) == nil)
    request.method = .options
    request.headerFields[try #require(HTTPField.Name("Access-Control-Request-Method"))] = "PATCH"
    let preflight = policy.preflightFields(for: request)
    #expect((preflight == nil) == (text.isEmpty || origin == nil))
    let methods = try #require(HTTPField.Name("Access-Control-Allow-Methods"))
    #expect(
      preflight?[methods]?.contains("PATCH")
        == (allowed == nil ? (preflight == nil ? nil : nil) : true))
    #expect(preflight?[try #require(HTTPField.Name("Access-Control-Allow-Credentials"))] == nil)
  }

  @Test(arguments: [
    "a.example", "ftp://a.example", "https://", "https://a.example/", "*, https://a.example",
    "https://*.example",
  ])
  func badOrigins(text: String) { #expect(CrossOriginPolicy(text) == nil) }
}

@Suite struct SettingsTests {
  @Test func flagsWinOverTheEnvironment() throws {
    let settings = try ServerSettings(
      flags: ["port": "0", "public": "false"],
      environment: [
        "ROOMS_PORT": "99", "ROOMS_RATE_LIMIT": "120", "ROOMS_LOG_LEVEL": "debug",
        "ROOMS_DATABASE": "/tmp/x.sqlite", "ROOMS_JWT_ISSUER": "https://id.example/",
        "ROOMS_CORS_ORIGINS": "https://a.example", "ROOMS_OUTBOUND": "off", "OTHER": "x",
      ])
    #expect(settings.port == 0 && !settings.isPublic && settings.limits.requestsPerMinute == 120)
    #expect(settings.logLevel == .debug && settings.database == .file(path: "/tmp/x.sqlite"))
    #expect(settings.tokenPolicy.issuer == "https://id.example/" && settings.outbound == .off)
    #expect(settings.crossOrigin.origins == .listed(["https://a.example"]))
    let standard = try ServerSettings(flags: [:], environment: [:])
    #expect(standard.port == 8_080 && standard.isPublic && standard.database == .memory)
    #expect(standard.outbound == .public && standard.limits == ServerLimits())
  }

  @Test(arguments: [
    ("postgres://h/x", true), ("postgresql:///x", true), ("host=h dbname=x", true),
    (" dbname = x", true), ("password='a b'", true), ("rooms.sqlite", false), ("a=b.sqlite", false),
    ("./host=x", false), ("/tmp/dbname=x", false), ("host", false),
  ])
  func whatLeadsToPostgres(text: String, isPostgres: Bool) {
    let location: DatabaseLocation? =
      if !isPostgres { .file(path: text) } else {
        DatabaseLocation.includesPostgres ? .postgres(text) : nil
      }
    let settings = try? ServerSettings(flags: ["database": text], environment: [:])
    #expect(settings?.database == location)
  }

  /// All that is wrong is said at once, with where it came from, and without what it was.
  @Test func everythingThatIsWrongIsSaid() {
    let values = [
      "ROOMS_PORT": "secret1", "ROOMS_RATE_LIMIT": "-1", "ROOMS_LOG_LEVEL": "secret2",
      "ROOMS_PUBLIC": "maybe", "ROOMS_OUTBOUND": "", "ROOMS_CORS_ORIGINS": "secret3",
      "ROOMS_MAX_REQUESTS": "0", "ROOMS_CLOCK_SKEW": "99999999999999999999",
    ]
    #expect {
      try ServerSettings(flags: ["max-connections": "many"], environment: values)
    } throws: { error in
      let text = "\(error)"
      return values.keys.allSatisfy(text.contains) && text.contains("--max-connections")
        && !text.contains("secret") && text.split(separator: "\n").count == 9
    }
  }
}

@Suite struct LiveOperationTests {
  private static func application(
    _ change: (inout RoomsApplication) -> Void = { _ in }
  ) async throws -> (TestServer, RoomsApplication) {
    let server = try await TestServer()
    var application = server.application
    change(&application)
    return (server, application)
  }

  @Test func probes() async throws {
    let (server, application) = try await Self.application()
    try await LiveServer.run(application) { client in
      #expect(try await client.execute(uri: "/health", method: .get).status == .ok)
      #expect(try await client.execute(uri: "/ready", method: .get).status == .ok)
      _ = try await client.execute(uri: "/v1/rooms", method: .get)
      let metrics = try await client.execute(uri: "/metrics", method: .get)
      let text = String(buffer: metrics.body)
      #expect(
        text.contains(#"rooms_http_requests_total{operation="v1_rooms_list",status="200"} 1"#))
      #expect(metrics.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
      // Alive without a database, but of no use.
      await server.store.close()
      #expect(try await client.execute(uri: "/health", method: .get).status == .ok)
      #expect(try await client.execute(uri: "/ready", method: .get).status == .serviceUnavailable)
      let rooms = try await client.execute(uri: "/v1/rooms", method: .get)
      #expect([.serviceUnavailable, .internalServerError].contains(rooms.status))
    }
  }

  @Test func rateLimitsAreForEachPrincipal() async throws {
    let (server, application) = try await Self.application { $0.limits.requestsPerMinute = 3 }
    let alice: HTTPFields = [.authorization: "Bearer \(try await server.token(of: "alice"))"]
    let bob: HTTPFields = [.authorization: "Bearer \(try await server.token(of: "bob"))"]
    try await LiveServer.run(application) { client in
      for fields in [alice, bob, [:]] {
        for number in 1...5 {
          let answer = try await client.execute(uri: "/v1/rooms", method: .get, headers: fields)
          #expect(answer.status == (number <= 3 ? .ok : .tooManyRequests))
          if number > 3 { #expect(answer.headers[.retryAfter] == "20") }
        }
      }
      // Whoever guesses credentials shares the bucket of their address, which is empty.
      let guess = try await client.execute(
        uri: "/v1/rooms", method: .get, headers: [.authorization: "Bearer x"])
      #expect(guess.status == .tooManyRequests)
      #expect(try await client.execute(uri: "/health", method: .get).status == .ok)
      server.clock.advance(seconds: 20)
      #expect(
        try await client.execute(uri: "/v1/rooms", method: .get, headers: alice).status == .ok)
    }
  }

  /// What no operation decides is in the document all the same, and clients read it.
  @Test func refusalsOfTheServerAreDocumented() async throws {
    let rendering = ProblemRendering(
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    func refusal(_ answer: ServerResponse) async throws -> BulkMeetingStatusRefusal {
      let body = try await answer.body?.content.collect(upTo: 1_000) ?? []
      let client = RoomsClient(
        server: try #require(ServerURL("http://127.0.0.1")),
        transport: RecordingTransport { _ in (answer.message, body) })
      do throws(CallError<BulkMeetingStatusRefusal>) {
        _ = try await client.bulkMeetingStatus(body: BulkStatusRequest(roomNames: []))
      } catch {
        return try #require(error.refusal, "\(error)")
      }
      throw CancellationError()
    }
    guard case .contentTooLarge = try await refusal(rendering.render(.bodyTooLarge(limit: 5))),
      case .tooManyRequests(_, let limited) = try await refusal(
        rendering.tooManyRequests(retryAfter: 20)),
      case .serviceUnavailable(_, let overloaded) = try await refusal(rendering.overloaded),
      case .serviceUnavailable(_, let gone) = try await refusal(
        rendering.render(.internalError(StoreError.unavailable("")))),
      case .serviceUnavailable(_, let uncertain) = try await refusal(
        rendering.render(.internalError(StoreError.uncertain)))
    else {
      Issue.record("not the refusals that the document has")
      return
    }
    #expect(
      [limited, overloaded, gone, uncertain].map(\.retryAfter) == [20, 1, 5, nil])
  }

  @Test func whatIsTooMuchIsRefused() async throws {
    let (_, application) = try await Self.application { $0.limits.requests = 0 }
    try await LiveServer.run(application) { client in
      let answer = try await client.execute(uri: "/v1/rooms", method: .get)
      #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "1")
      let metrics = try await client.execute(uri: "/metrics", method: .get)
      #expect(
        String(buffer: metrics.body).contains(#"rooms_http_refused_total{reason="overload"} 1"#))
    }
  }

  @Test func withoutPublicModeEverythingNeedsCredentials() async throws {
    let (server, application) = try await Self.application { $0.isPublic = false }
    let alice: HTTPFields = [.authorization: "Bearer \(try await server.token(of: "alice"))"]
    try await LiveServer.run(application) { client in
      let anonymous = try await client.execute(uri: "/v1/rooms", method: .get)
      #expect(anonymous.status == .unauthorized && anonymous.headers[.wwwAuthenticate] != nil)
      let answer = try await client.execute(uri: "/v1/rooms", method: .get, headers: alice)
      #expect(answer.status == .ok)
    }
  }

  /// Whoever has asked before the end is answered, and nobody is afterwards. What is under way is a feed whose server is
  /// silent for a while.
  @Test func theEndWaitsForWhatIsUnderWay() async throws {
    try await RawServer.answering("", then: .hold) { feed in
      let plain = try await TestServer()
      let server = try await TestServer(
        store: plain.store, tokens: plain.tokens,
        outbound: OutboundClient(policy: .any, limits: OutboundLimits(time: .seconds(2))))
      let room = try await server.addRoom("standup")
      let change = try await server.send(
        .patch, "/v1/rooms/\(segment(room.id))",
        body: ["ics_url": .string("http://127.0.0.1:\(feed.port)/"), "ics_enabled": true])
      #expect(change.status == 200)
      // The server itself does not read it as well.
      #expect(try await server.store.takeDueFeeds(at: TestServer.start, limit: 8).count == 1)
      let token = try await server.token(of: "alice")
      let (caller, answer) = try await LocalServer.run {
        server.application.server(host: "127.0.0.1", port: 0, onListening: $0)
      } _: { port in
        let caller = RoomsCaller(url: "http://127.0.0.1:\(port)", token: token)
        let answer = Task { try await caller.answer(.POST, "/v1/rooms/standup/ics/sync") }
        _ = await feed.requests.first { _ in true }
        return (caller, answer)
      }
      let (status, json) = try await answer.value
      #expect(status == 200 && json["status"] == "error")
      await #expect(throws: (any Error).self) { try await caller.status(.GET, "/health") }
    }
  }

  @Test func browsersMayAsk() async throws {
    let (_, application) = try await Self.application {
      $0.crossOrigin = CrossOriginPolicy("https://app.example") ?? CrossOriginPolicy()
    }
    let origin = try #require(HTTPField.Name("Access-Control-Allow-Origin"))
    let method = try #require(HTTPField.Name("Access-Control-Request-Method"))
    try await LiveServer.run(application) { client in
      let preflight = try await client.execute(
        uri: "/v1/rooms/x", method: .options,
        headers: [.origin: "https://app.example", method: "PATCH"])
      #expect(preflight.status == .noContent && preflight.headers[origin] == "https://app.example")
      for path in ["/v1/rooms", "/v1/rooms?size=0", "/nowhere"] {
        let answer = try await client.execute(
          uri: path, method: .get, headers: [.origin: "https://app.example"])
        #expect(
          answer.headers[origin] == "https://app.example" && answer.headers[.vary] == "Origin")
      }
    }
  }

  @Test func headersHaveLimits() async throws {
    let (_, application) = try await Self.application()
    let name = try #require(HTTPField.Name("X-Long"))
    for (size, isFine) in [(1_000, true), (100_000, false)] {
      try await LiveServer.run(application) { client in
        let answer = try? await client.execute(
          uri: "/v1/rooms", method: .get, headers: [name: String(repeating: "x", count: size)])
        // The connection is closed, or the answer says why; never a failure of the server.
        #expect((answer?.status == .ok) == isFine)
        #expect((answer?.status.code ?? 0) < 500)
      }
    }
  }

  /// Depth is bounded before it can exhaust the stack.
  @Test(arguments: ["[", "{\"room_names\":", "{\"a\":["])
  func bodiesHaveADepth(opening: String) async throws {
    let server = try await TestServer()
    let body = String(repeating: opening, count: 60_000)
    let answer = await server.send(
      .post, "/v1/rooms/meetings/bulk-status", headerFields: [.contentType: "application/json"],
      bytes: Array(body.utf8))
    #expect([400, 422].contains(answer.status))
  }

  @Test func lateConnectionsAreClosed() async throws {
    let deadlines = RequestDeadlines(limit: .seconds(10))
    let (early, late) = (EmbeddedChannel(), EmbeddedChannel())
    let now = ContinuousClock.now
    _ = deadlines.begin(late, at: now)
    let ticket = deadlines.begin(early, at: now)
    deadlines.closeLate(at: now + .seconds(9))
    #expect(deadlines.count == 2)
    deadlines.end(ticket)
    deadlines.closeLate(at: now + .seconds(10))
    #expect(deadlines.count == 0)
    late.embeddedEventLoop.run()
    early.embeddedEventLoop.run()
    #expect(!late.isActive && (try? late.closeFuture.wait()) != nil)
  }

  /// What is logged about requests: never names, credentials or bodies.
  @Test func logsHoldNoSecrets() async throws {
    let log = RecordedLog()
    let server = try await TestServer()
    try await server.addRoom("hidden-name", isShared: false)
    var logger = Logger(label: "test") { _ in log }
    logger.logLevel = .trace
    let token = try await server.token(of: "alice")
    let application = RoomsApplication(
      store: server.store, tokens: server.tokens, clock: server.clock.wallClock, logger: logger)
    try await LiveServer.run(application) { client in
      _ = try await client.execute(
        uri: "/v1/rooms/name/hidden-name?token=query-secret", method: .get,
        headers: [.authorization: "Bearer \(token)"])
      _ = try await client.execute(
        uri: "/v1/rooms", method: .get, headers: [.authorization: "Bearer wrong-secret"])
      try await server.store.database.write { try $0.execute(script: "DROP TABLE meeting") }
      _ = try await client.execute(
        uri: "/v1/rooms/hidden-name/meetings/active", method: .get,
        headers: [.authorization: "Bearer \(token)"])
    }
    let text = log.text
    #expect(text.contains("v1_rooms_get_by_name") && text.contains("An operation failed."))
    for secret in [token, "hidden-name", "query-secret", "wrong-secret", "hook-secret"] {
      #expect(!text.contains(secret), "\(secret)")
    }
  }
}
