import AccordRuntime
import Foundation
import HTTPTypes
import Testing

@testable import RoomsServer

@Suite struct RequestProblemTests {
  private static let json: HTTPFields = [.contentType: "application/json"]
  private static let bulk = "/v1/rooms/meetings/bulk-status"

  @Test(
    arguments: [
      ("/v1/rooms?size=0", ["query", "size"], "minimum"),
      ("/v1/rooms?size=101", ["query", "size"], "maximum"),
      ("/v1/rooms?size=x", ["query", "size"], "type"),
      ("/v1/rooms?size=", ["query", "size"], "type"),
      ("/v1/rooms?size=1.5", ["query", "size"], "type"),
      ("/v1/rooms?page=99999999999999999999999999", ["query", "page"], "type"),
      ("/v1/rooms?page=1000001", ["query", "page"], "maximum"),
      ("/v1/rooms?page=-9223372036854775808", ["query", "page"], "minimum"),
      ("/v1/rooms/x/meetings/upcoming?minutes_ahead=0", ["query", "minutes_ahead"], "minimum"),
      ("/v1/rooms/x/meetings/upcoming?minutes_ahead=10081", ["query", "minutes_ahead"], "maximum"),
    ] as [(String, JSONValue, String)])
  func badParameters(path: String, location: JSONValue, keyword: String) async throws {
    let server = try await TestServer()
    let answer = try await server.send(.get, path, as: .anonymous)
    #expect(answer.status == 422)
    let fault = answer["detail"]?.array?.first
    #expect(answer["detail"]?.array?.count == 1)
    #expect(fault?["loc"] == location && fault?["type"] == .string(keyword))
    #expect(fault?["msg"]?.string?.isEmpty == false)
  }

  @Test func namesAreMeasuredInScalars() async throws {
    let server = try await TestServer()
    // 200 scalars, and 201: each is four bytes, and all are one grapheme with the one before.
    for (count, status) in [(200, 404), (201, 422)] {
      let name = String(repeating: "\u{1F3FD}", count: count)
      let answer = try await server.send(.get, "/v1/rooms/name/\(segment(name))")
      #expect(answer.status == status)
      if status == 422 {
        #expect(answer["detail"]?.array?.first?["loc"] == ["path", "room_name"])
      }
    }
  }

  @Test(
    arguments: [
      (#"{"room_names": ["a", "b", "c", 4]}"#, 422, ["body", "room_names", 3]),
      (#"{"room_names": [null]}"#, 422, ["body", "room_names", 0]),
      (#"{"room_names": "a"}"#, 422, ["body", "room_names"]),
      (#"{"room_names": null}"#, 422, ["body", "room_names"]),
      (#"{}"#, 422, ["body", "room_names"]),
      (#"[]"#, 422, ["body"]),
      (#"null"#, 422, ["body"]),
      (#"{"room_names": [}"#, 400, nil),
      (#"{"room_names": []"#, 400, nil),
      (#"{"room_names": []} x"#, 400, nil),
      ("", 400, nil),
      ("\u{FEFF}{}", 400, nil),
    ] as [(String, Int, JSONValue?)])
  func badBodies(body: String, status: Int, location: JSONValue?) async throws {
    let server = try await TestServer()
    let answer = await server.send(
      .post, Self.bulk, headerFields: Self.json, bytes: Array(body.utf8))
    #expect(answer.status == status)
    if let location {
      #expect(answer["detail"]?.array?.first?["loc"] == location)
    } else {
      #expect(answer["detail"]?.string?.isEmpty == false)
    }
  }

  @Test func aHundredNamesAreTheLimit() async throws {
    let server = try await TestServer()
    let names = (0...100).map { "room \($0)" }
    #expect(try await server.bulk(Array(names.dropLast())).status == 200)
    let answer = try await server.bulk(names)
    #expect(answer.status == 422)
    #expect(answer["detail"]?.array?.first?["loc"] == ["body", "room_names"])
    #expect(answer["detail"]?.array?.first?["type"] == "maxItems")
    let long = try await server.bulk(["ok", String(repeating: "x", count: 201)])
    #expect(long["detail"]?.array?.first?["loc"] == ["body", "room_names", 1])
  }

  @Test(
    arguments: [
      (nil, "{}", 415), ("text/plain", "{}", 415), ("application/xml", "<a/>", 415),
      ("application/json; charset=utf-8", "{}", 422), (nil, "", 400),
    ] as [(String?, String, Int)])
  func contentTypes(contentType: String?, body: String, status: Int) async throws {
    let server = try await TestServer()
    var fields = HTTPFields()
    fields[.contentType] = contentType
    let answer = await server.send(
      .post, Self.bulk, headerFields: fields, bytes: Array(body.utf8))
    #expect(answer.status == status)
  }

  @Test(
    arguments: [
      ("GET", "/v1/rooms/meetings/bulk-status/", 404, nil),
      ("GET", "/", 404, nil), ("GET", "", 404, nil), ("GET", "/v1", 404, nil),
      ("GET", "/v1/rooms/", 404, nil), ("GET", "//v1/rooms", 404, nil),
      ("DELETE", "/v1/rooms", 405, "GET, POST"), ("PUT", "/v1/rooms/x", 405, "DELETE, GET, PATCH"),
      ("HEAD", "/v1/rooms", 405, "GET, POST"), ("BREW", "/v1/rooms", 405, "GET, POST"),
      ("GET", "/v1/rooms/meetings/bulk-status", 405, "POST"),
      ("GET", "/v1/rooms/x%zz/meetings", 404, nil), ("GET", "/v1/rooms/%ff/meetings", 404, nil),
    ] as [(String, String, Int, String?)])
  func pathsAndMethods(method: String, path: String, status: Int, allow: String?) async throws {
    let server = try await TestServer()
    let method = try #require(HTTPRequest.Method(rawValue: method))
    let answer = try await server.send(method, path)
    #expect(answer.status == status)
    #expect(answer.headerFields[.allow] == allow)
    #expect(answer["detail"]?.string?.isEmpty == false)
  }

  /// Whatever a name is made of, no operation fails over it.
  @Test(arguments: [
    "%00", "a%00b", "%2F", "%2F%2F", "..", "%2E%2E", ".", "%2E", "a%2Fb", "%25", "%2525", "%20",
    "%F0%9F%9A%80", "caf%C3%A9", "cafe%CC%81", "%E2%80%AE%D8%BA", "%27%20OR%201=1%20--", "%22",
    "%5C", "*", ";", "%EF%BF%BF", "%F4%8F%BF%BF", "%01%7F", "meetings", "bulk-status",
    "1", "-1", "99999999999999999999", "null", "NaN", "%7B%7D", "%C2%85", "%E2%80%A8",
  ])
  func noNameMakesTheServerFail(name: String) async throws {
    let server = try await TestServer()
    let requests: [(HTTPRequest.Method, String)] = [
      (.get, "/v1/rooms/\(name)"), (.get, "/v1/rooms/name/\(name)"),
      (.get, "/v1/rooms/\(name)/meetings"), (.get, "/v1/rooms/\(name)/meetings/active"),
      (.get, "/v1/rooms/\(name)/meetings/upcoming"), (.get, "/v1/rooms/\(name)/ics/status"),
      (.get, "/v1/rooms/\(name)/meetings/\(name)"), (.post, "/v1/rooms/\(name)/ics/sync"),
      (.patch, "/v1/meetings/\(name)/deactivate"), (.delete, "/v1/rooms/\(name)"),
      (.post, "/v1/rooms/\(name)/webhook/test"),
      (.post, "/v1/rooms/\(name)/meetings/\(name)/join"),
    ]
    for (method, path) in requests {
      let answer = try await server.send(method, path)
      #expect([404, 405].contains(answer.status), "\(path): \(answer.status)")
    }
    // The same for a room that has the name.
    let text = try #require(name.removingPercentEncoding)
    try await server.addRoom(text)
    for (method, path) in requests[1...5] {
      let answer = try await server.send(method, path)
      #expect(answer.status == 200, "\(path): \(answer.status)")
    }
    let bulk = try await server.bulk([text, text + "\0"])
    #expect(bulk.status == 200 && bulk.json.object?.count == 2)
  }

  @Test func literalSegmentsWin() async throws {
    let server = try await TestServer()
    for name in ["name", "meetings"] { try await server.addRoom(name) }
    let byName = try await server.send(.get, "/v1/rooms/name/meetings")
    #expect(byName["name"] == "meetings")
    #expect(try await server.send(.get, "/v1/rooms/meetings/meetings").json == [])
    #expect(try await server.send(.get, "/v1/rooms/name/meetings/active").json == [])
    #expect(try await server.send(.post, "/v1/rooms/meetings/meeting", body: [:]).status == 200)
  }

  @Test func failuresTellNothing() async throws {
    let server = try await TestServer()
    try await server.addRoom("standup")
    try await server.store.database.write { try $0.execute(script: "DROP TABLE meeting") }
    let answer = try await server.send(.get, "/v1/rooms/standup/meetings/active")
    #expect(answer.status == 500)
    #expect(answer.json == ["detail": "The server failed."])
  }

  @Test(arguments: [
    ("/v1/rooms?x=1", "/v1/rooms?x=1"), ("http://a.example/v1/rooms", "/v1/rooms"),
    ("http://a.example", "/"), ("http://a.example?x=/", "/?x=/"), ("*", "*"), ("", ""),
    ("/x?u=http://a/b", "/x?u=http://a/b"),
  ])
  func targetsMayBeWholeURLs(target: String, path: String) {
    #expect(RoomsResponder.originForm(target) == path)
  }
}
