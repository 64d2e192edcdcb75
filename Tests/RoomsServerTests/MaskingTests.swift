import AccordRuntime
import Testing

@testable import RoomsServer

@Suite struct MaskingTests {
  /// What each viewer sees of a shared room of alice's.
  @Test(arguments: Viewer.allCases, VideoPlatform.allCases)
  func onlyTheOwnerSeesWhatIsTheirs(viewer: Viewer, platform: VideoPlatform) async throws {
    let server = try await TestServer()
    let room = try await server.addRoom("standup", platform: platform)
    try await server.addMeeting("m", in: room)
    try await server.addEvent("e", in: room, from: 60, until: 120)
    let isOwner = viewer == .alice
    let hostURL: JSONValue =
      isOwner || platform == .daily ? "https://hosts.example/" : ""
    let description: JSONValue = isOwner ? "private" : .null
    let attendees: JSONValue = isOwner ? [["email": "ada@example.com"]] : .null

    let path = "/v1/rooms/standup/meetings"
    let status = try await server.bulk(["standup"], as: viewer)["standup"]
    var meetings = [try await server.send(.get, "\(path)/m", as: viewer).json]
    meetings += try await server.send(.get, "\(path)/active", as: viewer).json.array ?? []
    meetings += status?["active_meetings"]?.array ?? []
    if viewer != .anonymous {
      meetings.append(try await server.send(.post, "\(path)/m/join", as: viewer).json)
    }
    #expect(meetings.count == (viewer == .anonymous ? 3 : 4))
    for meeting in meetings { #expect(meeting["host_room_url"] == hostURL) }

    var events = try await server.send(.get, path, as: viewer).json.array ?? []
    events += try await server.send(.get, "\(path)/upcoming", as: viewer).json.array ?? []
    events += status?["upcoming_events"]?.array ?? []
    #expect(events.count == 3)
    for event in events {
      #expect(event["description"] == description && event["attendees"] == attendees)
      #expect(event["title"] == "e")
    }

    let id = segment(room.id)
    var rooms = [try await server.send(.get, "/v1/rooms/\(id)", as: viewer).json]
    rooms.append(try await server.send(.get, "/v1/rooms/name/standup", as: viewer).json)
    rooms += try await server.send(.get, "/v1/rooms", as: viewer)["items"]?.array ?? []
    #expect(rooms.count == 3)
    for room in rooms {
      #expect(room["webhook_url"] == (isOwner ? "https://hooks.example.com/" : .null))
      #expect(room["webhook_secret"] == (isOwner ? "hook-secret" : .null))
      #expect(room["ics_url"] == (isOwner ? "https://calendar.example.com/feed.ics" : .null))
    }
  }

  @Test func everyItemOfAListIsMaskedByItsOwnRoom() async throws {
    let server = try await TestServer()
    for (name, owner) in [("alices", "alice"), ("bobs", "bob")] {
      let room = try await server.addRoom(name, owner: owner)
      try await server.addMeeting("in \(name)", in: room)
    }
    for (viewer, own, other) in [(Viewer.alice, "alices", "bobs"), (.bob, "bobs", "alices")] {
      let bulk = try await server.bulk(["bobs", "alices"], as: viewer)
      let hostURLs = [own, other].map {
        bulk[$0]?["active_meetings"]?.array?.first?["host_room_url"]
      }
      #expect(hostURLs == ["https://hosts.example/", ""])
      let items = try await server.send(.get, "/v1/rooms", as: viewer)["items"]?.array ?? []
      #expect(items.count == 2)
      for item in items {
        #expect((item["webhook_secret"] == .null) == (item["name"]?.string == other))
      }
    }
  }
}
