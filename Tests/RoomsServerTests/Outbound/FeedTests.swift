import AccordRuntime
import AccordTesting
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import RoomsServer

/// A server whose answers change from request to request, as a feed's do.
final class ScriptedServer: Sendable {
  struct Answer: Sendable {
    var status = 200
    var body = ""
    var tag: String?
  }

  private let answers: Mutex<[Answer]>
  private let seen = Mutex<[String]>([])

  init(_ answers: [Answer]) { self.answers = Mutex(answers) }

  func setNext(_ answer: Answer) { answers.withLock { $0 = [answer] } }
  var requests: [String] { seen.withLock { $0 } }

  func run(_ body: (Int) async throws -> Void) async throws {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let port = try #require(listener.channel.localAddress?.port)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await listener.executeThenClose { clients in
          for try await client in clients { try? await self.serve(client) }
        }
      }
      try await body(port)
      group.cancelAll()
    }
  }

  private func serve(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async throws {
    try await client.executeThenClose { inbound, outbound in
      var request = ""
      for try await buffer in inbound {
        request += String(buffer: buffer)
        guard let end = request.range(of: "\r\n\r\n") else { continue }
        let length =
          request.lowercased().split(separator: "\r\n")
          .first { $0.hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) } ?? 0
        if request[end.upperBound...].utf8.count >= length { break }
      }
      seen.withLock { $0.append(request) }
      let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? Answer() }
      var text = "HTTP/1.1 \(answer.status) Status\r\nConnection: close\r\n"
      if let tag = answer.tag { text += "ETag: \(tag)\r\n" }
      text += "Content-Length: \(answer.body.utf8.count)\r\n\r\n\(answer.body)"
      try await outbound.write(ByteBuffer(string: text))
    }
  }
}

@Suite struct FeedTests {
  private static func calendar(_ events: String...) -> String {
    "BEGIN:VCALENDAR\n" + events.joined(separator: "\n") + "\nEND:VCALENDAR\n"
  }

  private static func event(_ uid: String, _ title: String, _ start: String) -> String {
    "BEGIN:VEVENT\nUID:\(uid)\nSUMMARY:\(title)\nDESCRIPTION:private\nDTSTART:\(start)\nDURATION:PT1H\nEND:VEVENT"
  }

  private static func server(_ policy: OutboundPolicy = .any) async throws -> TestServer {
    let server = try await TestServer()
    return try await TestServer(
      store: server.store, tokens: server.tokens,
      outbound: OutboundClient(policy: policy, limits: .patient))
  }

  private static func follow(_ port: Int, _ server: TestServer) async throws -> RoomRow {
    let room = try await server.addRoom("standup")
    let change = try await server.send(
      .patch, "/v1/rooms/\(segment(room.id))",
      body: ["ics_url": .string("http://127.0.0.1:\(port)/a.ics"), "ics_enabled": true])
    #expect(change.status == 200)
    return room
  }

  private static let path = "/v1/rooms/standup/ics/sync"

  @Test func aFeedsEventsAreTheRooms() async throws {
    let feed = ScriptedServer([
      .init(
        body: Self.calendar(
          Self.event("a", "One", "20260302T103000Z"), Self.event("b", "Two", "20260302T113000Z"),
          Self.event("old", "Old", "20200302T113000Z")), tag: "\"1\"")
    ])
    try await feed.run { port in
      let server = try await Self.server()
      _ = try await Self.follow(port, server)
      let first = try await server.send(.post, Self.path)
      #expect(first["status"] == "success" && first["events_created"] == 2)
      #expect(first["events_found"] == 2 && first["total_events"] == 3)
      let upcoming = try await server.send(.get, "/v1/rooms/standup/meetings/upcoming", as: .bob)
      #expect(upcoming.each("title") == ["One", "Two"])
      #expect(upcoming.each("description") == [.null, .null])
      let bulk = try await server.bulk(["standup"], as: .bob)
      #expect(bulk["standup"]?["upcoming_events"] == upcoming.json)
      let ids = upcoming.each("id")
      let status = try await server.send(.get, "/v1/rooms/standup/ics/status", as: .anonymous)
      #expect(status["last_etag"] == "\"1\"" && status["events_count"] == 2)
      #expect(status["last_sync"] == "2026-03-02T10:00:00Z")
      #expect(status["next_sync"] == "2026-03-02T10:05:00Z")

      // One is changed and keeps its id, one is gone, one is new.
      server.clock.advance(seconds: 60)
      feed.setNext(
        .init(
          body: Self.calendar(
            Self.event("a", "One!", "20260302T104500Z"), Self.event("c", "3", "20260302T105000Z"))))
      let second = try await server.send(.post, Self.path)
      #expect(second["events_created"] == 1 && second["events_updated"] == 1)
      #expect(second["events_deleted"] == 1)
      #expect(feed.requests.last?.contains("If-None-Match: \"1\"\r\n") == true)
      let later = try await server.send(.get, "/v1/rooms/standup/meetings")
      #expect(later.each("title") == ["One!", "3"] && later.each("id").first == ids.first)
      #expect(later.each("updated_at").first == "2026-03-02T10:01:00Z")
      #expect(later.each("created_at").first == "2026-03-02T10:00:00Z")

      // The same once more, without a tag; then what was gone comes back.
      let third = try await server.send(.post, Self.path)
      #expect(third["status"] == "unchanged")
      feed.setNext(.init(body: Self.calendar(Self.event("b", "Two", "20260302T113000Z"))))
      let fourth = try await server.send(.post, Self.path)
      #expect(fourth["events_created"] == 1 && fourth["events_deleted"] == 2)
      let back = try await server.send(.get, "/v1/rooms/standup/meetings")
      #expect(back.each("id") == [ids.last ?? nil])
    }
  }

  /// An unchanged feed is spread over its window anew after a while: its events recur for ever.
  @Test func timeGoesOn() async throws {
    let daily = "BEGIN:VEVENT\nUID:d\nDTSTART:20260101T120000Z\nRRULE:FREQ=DAILY\nEND:VEVENT"
    let feed = ScriptedServer([.init(body: Self.calendar(daily), tag: "\"1\"")])
    try await feed.run { port in
      let server = try await Self.server()
      let room = try await Self.follow(port, server)
      let first = try await server.send(.post, Self.path)
      #expect(first["events_found"] == 397)
      server.clock.advance(seconds: 11 * 3_600)
      #expect(try await server.send(.post, Self.path)["status"] == "unchanged")
      server.clock.advance(seconds: 3 * 86_400)
      let later = try await server.send(.post, Self.path)
      #expect(later["events_created"] == 4 && later["events_deleted"] == 4)
      // What is long over and gone from the window is not kept for ever.
      let rows = try await server.store.database.read {
        try $0.number(
          SQLStatement("SELECT COUNT(*) FROM calendar_event WHERE room_id = ?", [.text(room.id)]))
      }
      #expect(rows == 397)
    }
  }

  @Test(arguments: [
    (ScriptedServer.Answer(status: 500, body: "x"), "The feed's server answered with status 500."),
    (.init(status: 304), "The feed's server answered with status 304."),
    (.init(body: "<html>"), "The feed is not an iCalendar file."),
    (.init(body: "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"), "The feed ends in the middle."),
  ])
  func aBrokenFeedChangesNothing(answer: ScriptedServer.Answer, error: String) async throws {
    let feed = ScriptedServer([answer])
    try await feed.run { port in
      let server = try await Self.server()
      let room = try await Self.follow(port, server)
      try await server.addEvent("kept", in: room, from: 60, until: 120)
      let answer = try await server.send(.post, Self.path)
      #expect(answer["status"] == "error" && answer["error"] == .string(error))
      let events = try await server.send(.get, "/v1/rooms/standup/meetings")
      #expect(events.each("id") == ["kept"])
    }
  }

  @Test func feedsAreReadWhenTheirTimeHasCome() async throws {
    let feed = ScriptedServer([.init(body: Self.calendar(Self.event("a", "A", "20260302T103000Z")))]
    )
    try await feed.run { port in
      let server = try await Self.server()
      let room = try await Self.follow(port, server)
      let follower = server.application.outboundCalls.feeds
      // At once after it was set, and then when its interval is over.
      #expect(try await follower.followDueFeeds() == 1)
      #expect(try await server.send(.get, "/v1/rooms/standup/meetings").each("title") == ["A"])
      #expect(try await follower.followDueFeeds() == 0)
      server.clock.advance(seconds: 299)
      #expect(try await follower.followDueFeeds() == 0)
      server.clock.advance(seconds: 1)
      #expect(try await follower.followDueFeeds() == 1)
      // Of two servers, one takes it.
      server.clock.advance(seconds: 300)
      async let one = follower.followDueFeeds()
      async let other = follower.followDueFeeds()
      #expect(try await one + other == 1)
      let path = "/v1/rooms/\(segment(room.id))"
      _ = try await server.send(.patch, path, body: ["ics_enabled": false])
      server.clock.advance(seconds: 3_000)
      #expect(try await follower.followDueFeeds() == 0)
      // Another feed, or none, takes the events of the former one along.
      _ = try await server.send(.patch, path, body: ["ics_url": nil])
      #expect(try await server.send(.get, "/v1/rooms/standup/meetings").json == [])
      let status = try await server.send(.get, "/v1/rooms/standup/ics/status")
      #expect(status["last_sync"] == .null && status["next_sync"] == .null)
    }
  }

  @Test func aFeedThatWasChangedMeanwhileIsNotApplied() async throws {
    let server = try await Self.server()
    let room = try await server.addRoom("standup")
    let snapshot = FeedSnapshot(occurrences: [], eventCount: 0, hash: "x")
    let outcome = try await server.store.apply(
      .changed(snapshot), to: room.id, url: "https://elsewhere.example/", at: TestServer.start)
    #expect(outcome == nil)
  }

  @Test func feedsOfThisNetworkAreNotRead() async throws {
    let feed = ScriptedServer([.init(body: Self.calendar())])
    try await feed.run { port in
      let server = try await Self.server(.public)
      _ = try await Self.follow(port, server)
      let answer = try await server.send(.post, Self.path)
      #expect(answer["error"] == "The host has an address that this server may not call.")
      #expect(feed.requests.isEmpty)
    }
  }

  // MARK: - Webhooks

  @Test(arguments: [
    (200, true, "", "The webhook answered with status 200."),
    (204, true, "", "The webhook answered with status 204."),
    (302, false, "The webhook answered with status 302.", ""),
    (500, false, "The webhook answered with status 500.", ""),
  ])
  func webhooksAreTested(status: Int, success: Bool, error: String, message: String) async throws {
    let hook = ScriptedServer([
      .init(status: status, body: status == 204 ? "" : String(repeating: "a", count: 999))
    ])
    try await hook.run { port in
      let server = try await Self.server()
      let room = try await server.addRoom("standup")
      let path = "/v1/rooms/\(segment(room.id))"
      _ = try await server.send(
        .patch, path, body: ["webhook_url": .string("http://127.0.0.1:\(port)/hook")])
      let answer = try await server.send(.post, "\(path)/webhook/test")
      #expect(answer["success"] == .bool(success) && answer["error"] == .string(error))
      #expect(answer["message"] == .string(message))
      #expect(answer["status_code"] == .number(JSONNumber(status)))
      #expect(answer["response_preview"]?.string?.count == (status == 204 ? 0 : 200))
      let request = try #require(hook.requests.first)
      let body = try #require(request.components(separatedBy: "\r\n\r\n").last)
      #expect(request.hasPrefix("POST /hook ") && !request.contains("hook-secret"))
      #expect(try JSONValue(parsing: body)["room"]?["name"] == "standup")
      let signature = WebhookCaller.signature(
        of: Array(body.utf8), at: TestServer.start, secret: "hook-secret")
      #expect(request.contains("X-Webhook-Signature: \(signature)\r\n"))
    }
  }

  /// The vector was made with `openssl dgst -sha256 -hmac`.
  @Test func signaturesAreHMAC() {
    let signature = WebhookCaller.signature(
      of: Array("{}".utf8), at: Instant(secondsSince1970: 1), secret: "key")
    #expect(signature == "t=1,v1=1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224")
  }
}
