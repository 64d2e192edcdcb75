import AccordRuntime
import Foundation

/// What stands in the store, whoever asks: what masks hide, and who is asking.
struct Originals: Sendable {
  let store: any RoomsStore
  let authenticator: any Authenticating
  let clock: WallClock

  /// Who makes the request; `nil` if a credential is not valid.
  func principal(of request: ServerRequest) async -> Principal? {
    try? await authenticator.principal(
      presenting: PresentedCredentials(request.head.headerFields), for: .open, at: clock.now())
  }

  /// The members of an object of an answer that masks can hide, as they are; `nil` for other objects.
  func members(of object: JSONDictionary<JSONValue>) async -> JSONDictionary<JSONValue>? {
    guard let id = object["id"]?.string else { return nil }
    if object["host_room_url"] != nil, let name = object["room_name"]?.string {
      let found = try? await store.meeting(id, in: .name(name)) { _ in }
      return found.map { ["host_room_url": .string($0.meeting.hostRoomURL)] }
    }
    if object["ics_uid"] != nil, let room = object["room_id"]?.string {
      let found = try? await store.events(in: .id(room)) { _ in }
      guard let event = found?.events.first(where: { $0.id.isExactly(id) }) else { return nil }
      return [
        "description": event.description.map(JSONValue.string) ?? .null,
        "attendees": event.attendees.map { .array($0.map(JSONValue.object)) } ?? .null,
      ]
    }
    guard object["webhook_secret"] != nil,
      let settings = try? await store.room(.id(id), admission: { _ in }).settings
    else { return nil }
    return [
      "webhook_url": settings.webhookURL.map(JSONValue.string) ?? .null,
      "webhook_secret": settings.webhookSecret.map(JSONValue.string) ?? .null,
      "ics_url": settings.icsURL.map(JSONValue.string) ?? .null,
    ]
  }

  /// Whether the object belongs to a room of somebody else.
  func isOthers(_ object: JSONDictionary<JSONValue>, _ viewer: Principal?) async -> Bool {
    guard let id = object["room_id"]?.string,
      let room = try? await store.room(.id(id), admission: { _ in })
    else { return false }
    return viewer?.owns(room) != true
  }

  func hostURL(ofRoomNamed name: String) async -> String? {
    let found = try? await store.activeMeetings(in: .name(name), at: clock.now()) { _ in }
    return found?.meetings.first?.hostRoomURL
  }

  func feedURL(ofRoomNamed name: String) async -> String? {
    try? await store.room(.name(name), admission: { _ in }).settings.icsURL
  }
}

/// Where an object stands in an answer.
struct AnswerPlace: Sendable {
  /// Its position in the nearest array around it.
  var index: Int?
  /// The position of the member of the whole answer that it stands in.
  var ordinal: Int?
}

extension ServerResponse {
  var json: JSONValue? { body?.bytes.flatMap { try? JSONValue(parsing: $0) } }

  var object: JSONDictionary<JSONValue>? {
    guard case .object(let members) = json else { return nil }
    return members
  }

  /// Changes every object in the body, the outer ones first. A body that is not JSON stays.
  mutating func rewriteObjects(
    _ change: (inout JSONDictionary<JSONValue>, AnswerPlace) async -> Void
  ) async {
    guard let json else { return }
    replaceBody(await Self.rewritten(json, AnswerPlace(), isRoot: true, change))
  }

  mutating func replaceBody(_ value: JSONValue) {
    body?.content = ByteStream(value.serialized())
  }

  private static func rewritten(
    _ value: JSONValue, _ place: AnswerPlace, isRoot: Bool,
    _ change: (inout JSONDictionary<JSONValue>, AnswerPlace) async -> Void
  ) async -> JSONValue {
    switch value {
    case .null, .bool, .number, .string: return value
    case .array(var items):
      for index in items.indices {
        let place = AnswerPlace(index: index, ordinal: place.ordinal)
        items[index] = await rewritten(items[index], place, isRoot: false, change)
      }
      return .array(items)
    case .object(var members):
      await change(&members, place)
      for (ordinal, key) in members.keys.enumerated() {
        guard let member = members[key] else { continue }
        let place = AnswerPlace(
          index: place.index, ordinal: isRoot ? ordinal : place.ordinal)
        members[key] = await rewritten(member, place, isRoot: false, change)
      }
      return .object(members)
    }
  }
}

extension ServerRequest {
  func number(_ name: String) -> Int? {
    query.first { $0.name == name }.flatMap { Int($0.value) }
  }

  /// The name of the room in the path, decoded.
  var roomName: String? {
    let segments = rawPath.split(separator: "/", omittingEmptySubsequences: false)
    // /v1/rooms/NAME/...
    guard segments.count >= 5, segments[2] == "rooms" else { return nil }
    return String(segments[3] == "name" ? segments[4] : segments[3]).removingPercentEncoding
  }
}
