import AccordRuntime
import HTTPTypes
import RoomsAPI
import Testing

@testable import RoomsPage

/// What the pages answer, without a browser.
@Suite(.timeLimit(.minutes(20)))
struct PageTests {
  @Test(arguments: [
    ("<b>&\"'</b>", "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;"), ("e\u{301}", "e\u{301}"), ("", ""),
    ("a\"\u{301}b", "a&quot;\u{301}b"),
  ])
  func textIsEscaped(text: String, escaped: String) {
    let html: HTML = "<p title=\"\(text)\">\(text)</p>"
    #expect(html.text.isExactly("<p title=\"\(escaped)\">\(escaped)</p>"))
  }

  /// Whatever a server says ends up as text: markup in every place where a server can put text.
  @Test func nothingOfTheServerBecomesMarkup() async throws {
    let evil = "<script>alert(1)</script>\"'&"
    let transport = RecordingTransport { request in
      let path = request.head.path ?? ""
      let time = Timestamp(secondsSince1970: 1000)
      let body: [UInt8]
      if path.contains("/name/") {
        body = Array(Self.room(evil).utf8)
      } else if path.contains("bulk-status") {
        let meeting = Meeting(
          id: evil, roomName: evil, roomURL: "javascript:alert(1)//\(evil)",
          hostRoomURL: "https://example.com/\(evil)", startDate: time, endDate: time,
          platform: .unknown(evil))
        let event = CalendarEventResponse(
          id: evil, roomID: evil, icsUid: evil, title: evil, description: evil, startTime: time,
          endTime: time, attendees: [["name": .string(evil)]], lastSynced: time, createdAt: time,
          updatedAt: time)
        body = try JSONDictionary([
          (evil, RoomMeetingStatus(activeMeetings: [meeting], upcomingEvents: [event]))
        ]).json()
      } else {
        body = Array(
          #"{"items": [\#(Self.room(evil))], "total": 1, "page": 1, "size": 100, "pages": 1}"#.utf8)
      }
      return (HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]), body)
    }
    let server = PageServer(
      viewers: [
        PageViewer(name: evil) {
          RoomsClient(server: .init(scheme: "http", authority: "x", basePath: ""), transport: $0)
        },
        PageViewer(name: "b") {
          RoomsClient(server: .init(scheme: "http", authority: "x", basePath: ""), transport: $0)
        },
      ], transport: transport, now: { Timestamp(secondsSince1970: 0) })
    var target = RequestTarget("/room")
    target.addQuery("name", evil)
    for path in ["/rooms", target.text] {
      let head = HTTPRequest(method: .get, scheme: "http", authority: "x", path: path)
      let answer = await server.answer(ServerRequest(head: head, body: []))
      let text = String(decoding: answer.body?.bytes ?? [], as: UTF8.self)
      #expect(answer.head.status == 200)
      #expect(!text.contains("<script") && !text.contains("javascript:"), "\(text)")
      #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
    }
  }

  private static func room(_ name: String) -> String {
    let text = JSONValue.string(name).serialized()
    return """
      {"id": \(text), "name": \(text), "user_id": \(text), "created_at": "2026-03-02T10:00:00Z", \
      "zulip_auto_post": false, "zulip_stream": \(text), "zulip_topic": \(text), "is_locked": true, \
      "room_mode": \(text), "recording_type": \(text), "recording_trigger": \(text), "is_shared": false, \
      "platform": \(text), "webhook_url": \(text), "webhook_secret": null}
      """
  }

  @Test func addressesThatAreNotThereAndRoomsThatMayNotBeSeen() async throws {
    try await PageTestServer.run { server in
      for (path, viewer, status) in [
        ("/", "", 303), ("/rooms", "", 200), ("/nothing", "", 404), ("/room", "", 404),
        ("/room?name=unknown", "", 404), ("/room?name=retro", "", 200),
        ("/room?name=retro", "Nobody", 403), ("/room?name=bob's%20desk", "", 403),
        ("/rooms?page=0", "", 200), ("/rooms?page=99999999999999999999", "", 200),
        ("/rooms?page=500", "", 200), ("/rooms?viewer=who", "", 200), ("/style.css", "", 200),
      ] {
        let viewer = viewer.isEmpty ? "" : (path.contains("?") ? "&" : "?") + "viewer=\(viewer)"
        let (answer, text) = await server.get(path + viewer)
        #expect(answer.head.status == status, "\(path)")
        if status != 303, path != "/style.css" {
          #expect(text.hasPrefix("<!DOCTYPE html>") && text.hasSuffix("</html>\n"))
          let policy = answer.head.headerFields[try #require(.init("Content-Security-Policy"))]
          #expect(policy?.contains("default-src 'none'") == true)
          #expect(answer.head.headerFields[.cacheControl] == "no-store")
        }
      }
      for (method, path) in [
        (HTTPRequest.Method.post, "/rooms"), (.get, "/room/start?name=empty"),
        (.delete, "/room?name=a"),
      ] {
        let (answer, _) = await server.send(method, path)
        #expect(answer.head.status == 405 && answer.head.headerFields[.allow] != nil)
      }
    }
  }

  @Test(arguments: [
    ("Sec-Fetch-Site", "cross-site", 403), ("Sec-Fetch-Site", "same-site", 403),
    ("Sec-Fetch-Site", "same-origin", 303), ("Origin", "https://evil.example", 403),
    ("Origin", "null", 403), ("Origin", "http://127.0.0.1", 303),
  ])
  func formsOfOtherSitesChangeNothing(field: String, value: String, status: Int) async throws {
    try await PageTestServer.run { server in
      let fields: HTTPFields = [try #require(.init(field)): value]
      let (answer, _) = await server.send(.post, "/room/start?name=empty", fields: fields)
      #expect(answer.head.status == status)
      let meetings = try await server.client("Alice").activeMeetings(roomName: "empty")
      #expect(meetings.count == (status == 303 ? 1 : 0))
    }
  }

  @Test func whoMayNotChangeARoomIsToldSo() async throws {
    try await PageTestServer.run { server in
      let (answer, text) = await server.send(.post, "/room/start?name=empty&viewer=Nobody")
      #expect(answer.head.status == 403 && text.contains("Nobody may not do that here."))
    }
  }

  /// What only the owner sees: the text of an invitation.
  @Test func whatIsHiddenFromAViewerIsNotOnTheirPage() async throws {
    try await PageTestServer.run { server in
      let (_, owner) = await server.get("/room?name=standup")
      let (_, other) = await server.get("/room?name=standup&viewer=Bob")
      for text in ["agenda, and what is nobody else", "Join as host", "The host"] {
        #expect(owner.contains(text), "\(text)")
        #expect(!other.contains(text), "\(text)")
      }
      #expect(other.contains("Planning") && other.contains("Join"))
    }
  }

  @Test func aServerThatIsNotThereIsSaidSoAndAskedAgain() async throws {
    let transport = RecordingTransport { _ in throw RequestTimeout() }
    let server = PageServer(
      viewers: [
        PageViewer(name: "a") {
          RoomsClient(server: .init(scheme: "http", authority: "x", basePath: ""), transport: $0)
        }
      ], transport: transport, now: { .now })
    let head = HTTPRequest(method: .get, scheme: "http", authority: "x", path: "/rooms")
    let answer = await server.answer(ServerRequest(head: head, body: []))
    let text = String(decoding: answer.body?.bytes ?? [], as: UTF8.self)
    #expect(answer.head.status == 502 && text.contains("http-equiv=\"refresh\""))
  }

  @Test func moreThanAHundredRoomsHaveFurtherPages() async throws {
    try await PageTestServer.run(rooms: 130) { server in
      let (_, first) = await server.get("/rooms?batching=off")
      #expect(first.contains("1 of 2") && first.contains("Next") && !first.contains("Previous"))
      let (_, second) = await server.get("/rooms?page=2")
      #expect(
        second.contains("2 of 2") && second.contains("Previous") && !second.contains("Next</a>"))
      #expect(second.components(separatedBy: "class=\"card\"").count == 31)
    }
  }

  @Test(arguments: [
    (0, "00:00", "now"), (60, "00:01", "in 1 min"), (3600, "01:00", "in 1 h"),
    (5460, "01:31", "in 1 h 31 min"), (86_400, "tomorrow 00:00", "in 24 h"),
    (-1, "23:59", "now"), (-70_000, "yesterday 04:33", "now"),
    (30 * 86_400, "1970-01-31 00:00", "in 720 h"),
  ])
  func timesAreShownAsPeopleReadThem(seconds: Int64, clock: String, distance: String) {
    let moments = Moments(now: Timestamp(secondsSince1970: 0))
    let time = Timestamp(secondsSince1970: seconds)
    #expect(moments.clock(time) == clock)
    #expect(moments.distance(to: time) == distance)
  }
}
