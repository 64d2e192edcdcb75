import AccordRuntime
import Foundation
import Testing

@testable import RoomsServer

@Suite struct MeetingTests {
  @Test func activeMeetingsAreThoseThatHaveNotEnded() async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    try await server.addMeeting("b", in: room, until: 600)
    try await server.addMeeting("a", in: room, until: 600)
    try await server.addMeeting("latest", in: room, until: 900)
    try await server.addMeeting("a second left", in: room, until: 1)
    try await server.addMeeting("ends now", in: room, until: 0)
    try await server.addMeeting("over", in: room, until: -1)
    try await server.addMeeting("deactivated", in: room, until: 900, isActive: false)
    let answer = try await server.send(.get, "/v1/rooms/standup/meetings/active")
    #expect(answer.each("id") == ["latest", "a", "b", "a second left"])
    server.clock.advance(seconds: 1)
    let later = try await server.send(.get, "/v1/rooms/standup/meetings/active")
    #expect(later.each("id") == ["latest", "a", "b"])
  }

  @Test func upcomingEventsAreThoseInTheWindow() async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    try await server.addEvent("at the edge", in: room, from: 7200, until: 9000)
    try await server.addEvent("beyond", in: room, from: 7201, until: 9000)
    try await server.addEvent("running", in: room, from: -600, until: 1)
    try await server.addEvent("past", in: room, from: -600, until: 0)
    try await server.addEvent("b", in: room, from: 60, until: 120)
    try await server.addEvent("a", in: room, from: 60, until: 90)
    try await server.addEvent("deleted", in: room, from: 60, until: 120, isDeleted: true)
    let path = "/v1/rooms/standup/meetings"
    let upcoming = try await server.send(.get, "\(path)/upcoming")
    #expect(upcoming.each("id") == ["running", "a", "b", "at the edge"])
    let wider = try await server.send(.get, "\(path)/upcoming?minutes_ahead=121")
    #expect(wider.each("id") == ["running", "a", "b", "at the edge", "beyond"])
    let narrow = try await server.send(.get, "\(path)/upcoming?minutes_ahead=1")
    #expect(narrow.each("id") == ["running", "a", "b"])
    let all = try await server.send(.get, path)
    #expect(all.each("id") == ["past", "running", "a", "b", "at the edge", "beyond"])
  }

  /// In memory there is one connection; to a file there are many.
  @Test(arguments: [false, true])
  func oneMeetingIsMadeHoweverManyAsk(isFile: Bool) async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).sqlite")
      .path
    defer {
      for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
    var generator = SystemRandomNumberGenerator()
    let server = try await TestServer(
      store: SQLRoomsStore(isFile ? .file(path: path) : .memory),
      tokens: AccessTokens(TokenKey(using: &generator)))
    try await server.addRoom("standup")
    let ids = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<40 {
        group.addTask {
          try await server.send(.post, "/v1/rooms/standup/meeting", body: [:])["id"]?.string
        }
      }
      return try await group.reduce(into: [String?]()) { $0.append($1) }
    }
    #expect(ids.count == 40 && !ids.contains(nil))
    #expect(Set(ids).count == 1)
    let active = try await server.send(.get, "/v1/rooms/standup/meetings/active")
    #expect(active.json.array?.count == 1)
  }

  @Test(
    arguments: [
      ([:], 1), (["allow_duplicated": false], 1), (["allow_duplicated": nil], 1),
      (["allow_duplicated": true], 2),
    ] as [(JSONValue, Int)])
  func anActiveMeetingIsUsedAgain(body: JSONValue, count: Int) async throws {
    let server = try await TestServer()
    try await server.addRoom("standup")
    for _ in 0..<2 {
      let answer = try await server.send(.post, "/v1/rooms/standup/meeting", body: body)
      #expect(answer.status == 200)
    }
    let active = try await server.send(.get, "/v1/rooms/standup/meetings/active")
    #expect(active.json.array?.count == count)
  }

  @Test func aNewMeetingHasTheRoomsSettings() async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    let id = segment(room.id)
    let change: JSONValue = [
      "room_mode": "gigantic", "recording_type": "vinyl", "recording_trigger": "prompt",
      "is_locked": true, "platform": "daily",
    ]
    let changed = try await server.send(.patch, "/v1/rooms/\(id)", body: change)
    #expect(changed["room_mode"] == "gigantic")
    let meeting = try await server.send(.post, "/v1/rooms/standup/meeting", body: [:])
    #expect(meeting["room_mode"] == "normal")
    #expect(meeting["recording_type"] == "cloud")
    #expect(meeting["recording_trigger"] == "prompt")
    #expect(meeting["is_locked"] == true)
    #expect(meeting["platform"] == "daily")
    #expect(meeting["start_date"] == "2026-03-02T10:00:00Z")
    #expect(meeting["user_id"] == "alice")
  }

  @Test func deactivationEndsAMeetingOnce() async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    try await server.addMeeting("running", in: room)
    try await server.addMeeting("over", in: room, until: -60)
    for _ in 0..<2 {
      let answer = try await server.send(.patch, "/v1/meetings/running/deactivate")
      #expect(answer.status == 200)
      #expect(
        answer.json
          == ["status": "success", "meeting_id": "running", "room_name": "standup"])
    }
    let active = try await server.send(.get, "/v1/rooms/standup/meetings/active")
    #expect(active.json == [])
    // A meeting that is over by its end stays as it is.
    #expect(try await server.send(.patch, "/v1/meetings/over/deactivate").status == 200)
    let over = try await server.send(.get, "/v1/rooms/standup/meetings/over")
    #expect(over["is_active"] == true)
  }

  @Test(arguments: [
    ("/v1/rooms/standup/meetings/running/join", Viewer.alice, 200),
    ("/v1/rooms/standup/meetings/running/join", .bob, 200),
    ("/v1/rooms/standup/meetings/running/join", .anonymous, 401),
    ("/v1/rooms/standup/meetings/over/join", .alice, 409),
    ("/v1/rooms/standup/meetings/deactivated/join", .bob, 409),
    ("/v1/rooms/standup/meetings/hidden/join", .bob, 404),
    ("/v1/rooms/secret/meetings/hidden/join", .bob, 403),
    ("/v1/rooms/secret/meetings/hidden/join", .alice, 200),
    ("/v1/rooms/nowhere/meetings/hidden/join", .alice, 404),
  ])
  func joining(path: String, viewer: Viewer, status: Int) async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    try await server.addMeeting("running", in: room)
    try await server.addMeeting("over", in: room, until: 0)
    try await server.addMeeting("deactivated", in: room, isActive: false)
    let secret = try await server.addRoom("secret", isShared: false)
    try await server.addMeeting("hidden", in: secret)
    #expect(try await server.send(.post, path, as: viewer).status == status)
  }

  @Test func calendarsWithoutANetworkSaySo() async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup")
    let path = "/v1/rooms/standup/ics/sync"
    let off = try await server.send(.post, path)
    #expect(off["status"] == "skipped")
    #expect(off["reason"] == "The room's ICS feed is switched off.")
    _ = try await server.send(.patch, "/v1/rooms/\(segment(room.id))", body: ["ics_enabled": true])
    #expect(try await server.send(.post, path)["status"] == "error")
    let status = try await server.send(.get, "/v1/rooms/standup/ics/status", as: .anonymous)
    #expect(status["status"] == "enabled")
    _ = try await server.send(.patch, "/v1/rooms/\(segment(room.id))", body: ["ics_url": nil])
    let none = try await server.send(.post, path)
    #expect(none["reason"] == "The room has no ICS feed.")
    let disabled = try await server.send(.get, "/v1/rooms/standup/ics/status")
    #expect(disabled["status"] == "disabled")
    let test = try await server.send(.post, "/v1/rooms/\(segment(room.id))/webhook/test")
    #expect(test["success"] == false)
    #expect(test["error"] == "This server is not configured to call others.")
  }
}
