import AccordRuntime
import HTTPTypes

/// Repairs bad requests, so that a sound endpoint accepts what it should refuse.
struct FaultyRequests: RequestAnswering {
  let sound: any RequestAnswering
  let fault: RequestFault

  private static let bulkStatusPath = "/v1/rooms/meetings/bulk-status"

  func answer(_ request: ServerRequest) async -> ServerResponse {
    await sound.answer(repaired(request))
  }

  private func repaired(_ request: ServerRequest) -> ServerRequest {
    switch fault {
    case .pageSizeNotEnforced:
      return withQuery(of: request) { name, value in
        guard name == "size", let size = Int(value), size > 100 else { return value }
        return "100"
      }
    case .badNumberAccepted:
      return withQuery(of: request) { _, value in Int(value) == nil ? nil : value }
    case .bulkLimitNotEnforced:
      return withBulkNames(of: request) { Array($0.prefix(100)) }
    case .nameLengthNotEnforced:
      return withBulkNames(of: request) { names in
        names.filter { ($0.string?.unicodeScalars.count ?? 0) <= 200 }
      }
    case .missingPropertyAccepted:
      guard isBulk(request), case .object(var members) = json(of: request),
        members["room_names"] == nil
      else { return request }
      members["room_names"] = []
      return request.replacing(body: .object(members))
    case .brokenJSONAccepted:
      guard isBulk(request), request.body.length != 0, json(of: request) == nil else {
        return request
      }
      return request.replacing(body: ["room_names": []])
    case .wrongMediaTypeAccepted:
      guard isBulk(request), request.body.length != 0 else { return request }
      var head = request.head
      head.headerFields[.contentType] = "application/json"
      return ServerRequest(head: head, body: request.body)
    case .windowOfZeroAccepted, .pageZeroAccepted:
      let parameter = fault == .pageZeroAccepted ? "page" : "minutes_ahead"
      return withQuery(of: request) { $0 == parameter && $1 == "0" ? "1" : $1 }
    case .windowOfOneRefused:
      return withQuery(of: request) { $0 == "minutes_ahead" && $1 == "1" ? "0" : $1 }
    case .missingBodyAccepted:
      guard isBulk(request), request.body.length == 0 else { return request }
      return request.replacing(body: ["room_names": []])
    case .numbersAsNamesAccepted:
      return withBulkNames(of: request) { names in
        names.map { name in name.number.map { .string("\($0)") } ?? name }
      }
    case .laterNamesNotChecked:
      return withBulkNames(of: request) { names in
        names.prefix(1) + names.dropFirst().map { $0.string == nil ? "other" : $0 }
      }
    case .commaTooManyAccepted:
      guard isBulk(request), let bytes = request.body.bytes else { return request }
      var text = String(decoding: bytes, as: UTF8.self)
      text.replace(/,\s*([}\]])/) { "\($0.1)" }
      return ServerRequest(head: request.head, body: Array(text.utf8))
    case .nullNamesAccepted:
      guard isBulk(request), json(of: request)?["room_names"] == JSONValue.null else {
        return request
      }
      return request.replacing(body: ["room_names": []])
    case .intervalNotEnforced, .platformNotEnforced, .emptyNameAccepted, .missingSharingAccepted:
      return repairedRoom(request)
    }
  }

  /// The settings of a room, made valid.
  private func repairedRoom(_ request: ServerRequest) -> ServerRequest {
    let segments = request.rawPath.split(separator: "/").count
    let isCreation = segments == 2 && request.head.method == .post
    guard isCreation || (segments == 3 && request.head.method == .patch),
      case .object(var members) = json(of: request)
    else { return request }
    switch fault {
    case .intervalNotEnforced:
      if let interval = members["ics_fetch_interval"]?.number?.integer(as: Int.self),
        interval > 86_400
      {
        members["ics_fetch_interval"] = 86_400
      }
    case .platformNotEnforced where !isCreation:
      if let platform = members["platform"]?.string, !["whereby", "daily"].contains(platform) {
        members["platform"] = "daily"
      }
    case .emptyNameAccepted where isCreation:
      if members["name"]?.string == "" { members["name"] = "unnamed" }
    case .missingSharingAccepted where isCreation:
      if members["name"] != nil, members["is_shared"] == nil { members["is_shared"] = false }
    default: return request
    }
    return request.replacing(body: .object(members))
  }

  // MARK: - Parts of a request

  private func isBulk(_ request: ServerRequest) -> Bool { request.rawPath == Self.bulkStatusPath }

  private func json(of request: ServerRequest) -> JSONValue? {
    try? JSONValue(parsing: request.body.bytes ?? [])
  }

  private func withBulkNames(
    of request: ServerRequest, _ change: ([JSONValue]) -> [JSONValue]
  ) -> ServerRequest {
    guard isBulk(request), case .object(var members) = json(of: request),
      let names = members["room_names"]?.array
    else { return request }
    members["room_names"] = .array(change(names))
    return request.replacing(body: .object(members))
  }

  /// `change` gives the new text of a value as it stands in the query, or `nil` to leave the parameter out.
  private func withQuery(
    of request: ServerRequest, _ change: (_ name: Substring, _ value: String) -> String?
  ) -> ServerRequest {
    let target = request.head.path ?? "/"
    guard let mark = target.firstIndex(of: "?") else { return request }
    let items = target[target.index(after: mark)...].split(separator: "&").compactMap { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return change(parts[0], parts.count > 1 ? String(parts[1]) : "").map { "\(parts[0])=\($0)" }
    }
    var head = request.head
    head.path = target[..<mark] + "?" + items.joined(separator: "&")
    return ServerRequest(head: head, body: request.body)
  }
}

extension ServerRequest {
  fileprivate func replacing(body: JSONValue) -> ServerRequest {
    ServerRequest(head: head, body: Array(body.serialized().utf8))
  }
}
