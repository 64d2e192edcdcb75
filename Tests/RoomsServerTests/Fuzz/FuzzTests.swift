import AccordRuntime
import HTTPTypes
import AccordTesting
import Testing

@testable import RoomsServer

@Suite struct FuzzTests {
  private static let segments = [
    "v1", "rooms", "meetings", "bulk-status", "name", "standup", "meeting", "active", "upcoming",
    "ics", "sync", "status", "webhook", "test", "join", "deactivate", "%00", "%2F", "%", "%C3%28",
    "..", "", "{room_id}", "\u{E9}", "id%20of%20standup",
  ]

  private static let operations: [(HTTPRequest.Method, String)] = [
    (.get, "/v1/rooms"), (.post, "/v1/rooms"), (.post, "/v1/rooms"),
    (.post, "/v1/rooms/meetings/bulk-status"), (.patch, "/v1/rooms/id%20of%20standup"),
    (.post, "/v1/rooms/standup/meeting"), (.get, "/v1/rooms/standup/meetings/upcoming"),
    (.post, "/v1/rooms/a%00b/ics/sync"), (.post, "/v1/rooms/id%20of%20standup/webhook/test"),
    (.patch, "/v1/meetings/%00/deactivate"),
  ]

  private static let values: [JSONValue] = [
    nil, true, 0, -1, 1, .number(JSONNumber(literal: "1e400") ?? 0),
    .number(JSONNumber(literal: "99999999999999999999999") ?? 0),
    .number(JSONNumber(literal: "1.0") ?? 0), "", "x", "\0", "a\0b", "caf\u{E9}", "cafe\u{301}",
    "\u{202E}\u{10FFFF}", .string(String(repeating: "\u{1F680}", count: 200)), [], [[]], [:],
    ["a"], "whereby", "daily", 300, 9_223_372_036_854_775_807, -9_223_372_036_854_775_808,
  ]

  private static let keys = [
    "name", "zulip_auto_post", "zulip_stream", "zulip_topic", "is_locked", "room_mode",
    "recording_type", "recording_trigger", "is_shared", "webhook_url", "webhook_secret", "ics_url",
    "ics_fetch_interval", "ics_enabled", "platform", "skip_consent", "room_names",
    "allow_duplicated", "x", "",
  ]

  /// The members that let a new room through, so that odd values reach the database.
  private static let plainRoom: JSONDictionary<JSONValue> = [
    "name": "n", "zulip_auto_post": false, "zulip_stream": "", "zulip_topic": "",
    "is_locked": false, "room_mode": "normal", "recording_type": "none",
    "recording_trigger": "none", "is_shared": true, "webhook_url": "", "webhook_secret": "",
    "platform": "daily",
  ]

  private static func target(
    using generator: inout SeededGenerator
  ) -> (HTTPRequest.Method, String) {
    var (method, path) = operations.randomElement(using: &generator) ?? (.get, "/")
    if Int.random(in: 0..<8, using: &generator) == 0 { method = .patch }
    if Int.random(in: 0..<8, using: &generator) == 0 {
      path = (0..<Int.random(in: 1...6, using: &generator))
        .map { _ in "/" + (segments.randomElement(using: &generator) ?? "") }.joined()
    }
    if Bool.random(using: &generator) {
      let name =
        ["page", "size", "minutes_ahead", "%00", ""].randomElement(using: &generator) ?? ""
      let value = ["", "1", "x", "-1", "9223372036854775808", "1e9", "%", "%00", "1%20"]
        .randomElement(using: &generator)
      path += "?\(name)=\(value ?? "")"
    }
    return (method, path)
  }

  private static func body(using generator: inout SeededGenerator) -> [UInt8] {
    var members = Bool.random(using: &generator) ? plainRoom : [:]
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      guard let key = keys.randomElement(using: &generator) else { continue }
      members[key] = values.randomElement(using: &generator)
    }
    var bytes = Array(JSONValue.object(members).serialized().utf8)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: bytes = []
    case 1: bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
    case 2:
      bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
        in: 0...255, using: &generator)
    default: break
    }
    return bytes
  }

  /// Whatever is asked, the server has an answer that it knows.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func noRequestMakesTheServerFail(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    try await server.addMeeting("m", in: room)
    let authorization = "Bearer \(try await server.token(of: "alice"))"
    var statuses: [Int: Int] = [:]
    for _ in 0..<400 {
      let (method, path) = Self.target(using: &generator)
      let bytes = method == .get ? [] : Self.body(using: &generator)
      let answer = await server.send(
        method, path,
        headerFields: [.authorization: authorization, .contentType: "application/json"],
        bytes: bytes)
      statuses[answer.status, default: 0] += 1
      #expect(
        [200, 400, 404, 405, 409, 422].contains(answer.status),
        "seed \(seed): \(method) \(path) \(String(decoding: bytes, as: UTF8.self))")
      #expect(answer.json != .null)
    }
    // The requests are not all refused at the door.
    for status in [200, 400, 404, 409, 422] { #expect(statuses[status] != nil, "\(statuses)") }
    let rooms = try await server.send(.get, "/v1/rooms?size=100")
    #expect(rooms.status == 200)
  }
}
