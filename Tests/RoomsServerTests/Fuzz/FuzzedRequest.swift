import AccordRuntime
import AccordTesting
import HTTPTypes

@testable import RoomsServer

/// A request as text and bytes that can be changed, whether or not it is one afterwards.
struct FuzzedRequest: Sendable {
  var method: String
  var target: [UInt8]
  var fields: [(name: String, value: [UInt8])]
  var body: [UInt8]

  /// Header fields that a parser of HTTP lets through.
  var headerFields: HTTPFields {
    var all = HTTPFields()
    for (name, value) in fields {
      guard let name = HTTPField.Name(name) else { continue }
      all.append(HTTPField(name: name, value: String(decoding: value, as: UTF8.self)))
    }
    return all
  }

  /// The request as it is sent by HTTP/1.1.
  func wire(isChunked: Bool) -> [UInt8] {
    var bytes = Array("\(method) ".utf8) + target + Array(" HTTP/1.1\r\nHost: localhost\r\n".utf8)
    for (name, value) in fields { bytes += Array("\(name): ".utf8) + value + Array("\r\n".utf8) }
    if isChunked {
      let (first, rest) = (body.prefix(body.count / 2), body.dropFirst(body.count / 2))
      bytes += Array("Transfer-Encoding: chunked\r\n\r\n".utf8)
      for part in [first, rest] where !part.isEmpty {
        bytes += Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
      }
      return bytes + Array("0\r\n\r\n".utf8)
    }
    if !body.isEmpty { bytes += Array("Content-Length: \(body.count)\r\n".utf8) }
    return bytes + Array("\r\n".utf8) + body
  }

  /// Good requests for every operation, by three kinds of callers.
  static func samples(token: String, key: String) -> [FuzzedRequest] {
    let bearer = (name: "Authorization", value: Array("Bearer \(token)".utf8))
    let apiKey = (name: "X-API-Key", value: Array(key.utf8))
    let json = (name: "Content-Type", value: Array("application/json".utf8))
    let requests: [(String, String, String)] = [
      ("GET", "/v1/rooms?page=1&size=50", ""),
      ("POST", "/v1/rooms", RoomTests.room(named: "fuzz").serialized()),
      (
        "POST", "/v1/rooms/meetings/bulk-status",
        #"{"room_names": ["standup", "caf\u00e9", "a/b"]}"#
      ),
      ("GET", "/v1/rooms/id%20of%20standup", ""), ("GET", "/v1/rooms/name/standup", ""),
      (
        "PATCH", "/v1/rooms/id%20of%20standup",
        #"{"zulip_topic": "x", "ics_url": null, "ics_fetch_interval": 60}"#
      ),
      (
        "PATCH", "/v1/rooms/id%20of%20standup",
        #"{"name": "standup", "is_shared": true, "platform": "daily", "ics_enabled": false, "webhook_secret": null}"#
      ),
      (
        "POST", "/v1/rooms/meetings/bulk-status",
        #"{"room_names": [\#((0..<90).map { "\"room \($0)\"" }.joined(separator: ","))]}"#
      ),
      ("DELETE", "/v1/rooms/id%20of%20gone", ""),
      ("POST", "/v1/rooms/standup/meeting", #"{"allow_duplicated": false}"#),
      ("GET", "/v1/rooms/standup/meetings/upcoming?minutes_ahead=120", ""),
      ("GET", "/v1/rooms/standup/meetings/active", ""), ("GET", "/v1/rooms/standup/meetings", ""),
      ("GET", "/v1/rooms/standup/meetings/m", ""),
      ("POST", "/v1/rooms/standup/meetings/m/join", ""),
      ("PATCH", "/v1/meetings/m/deactivate", ""), ("POST", "/v1/rooms/standup/ics/sync", ""),
      ("GET", "/v1/rooms/standup/ics/status", ""),
      ("POST", "/v1/rooms/id%20of%20standup/webhook/test", ""),
    ]
    return requests.flatMap { method, target, body -> [FuzzedRequest] in
      [[bearer], [apiKey], []].map { credentials in
        FuzzedRequest(
          method: method, target: Array(target.utf8),
          fields: credentials + (body.isEmpty ? [] : [json]), body: Array(body.utf8))
      }
    }
  }
}
