import AccordRuntime
import AccordTesting
import HTTPTypes
import RoomsAPI
import Synchronization
import Testing

/// Stands for the server: rooms with meetings, and what was asked of it. It answers at once, unless it is told to hold
/// its answers back.
final class RoomsDouble: Sendable {
  /// What a request was, as tests compare it.
  enum Request: Hashable, CustomStringConvertible {
    case bulk([String])
    case other(String)

    var description: String {
      switch self {
      case .bulk(let names): "bulk \(names)"
      case .other(let line): line
      }
    }
  }

  private struct State {
    var meetings: [String: [String]] = [:]
    var requests: [Request] = []
    var authorizations: [String?] = []
    var lastMeeting = 0
    var isHolding = false
    var held: [CheckedContinuation<Void, any Error>] = []
  }

  private let state = Mutex(State())
  /// Says which requests fail, and how.
  private let refusal: @Sendable (Request) throws -> (status: Int, retryAfter: String?)?

  init(
    refusing refusal: @escaping @Sendable (Request) throws -> (status: Int, retryAfter: String?)? =
      { _ in nil }
  ) {
    self.refusal = refusal
  }

  var transport: RecordingTransport { RecordingTransport { try await self.answer($0) } }

  func client(token: String = "token") throws -> RoomsClient {
    RoomsClient(
      server: try #require(ServerURL("http://rooms.example")), transport: transport,
      credentials: .bearer(token))
  }

  var requests: [Request] { state.withLock { $0.requests } }
  var bulkSizes: [Int] {
    requests.compactMap { if case .bulk(let names) = $0 { names.count } else { nil } }
  }
  var authorizations: [String?] { state.withLock { $0.authorizations } }

  /// From now on answers are decided upon when requests come, and sent when ``release()`` is called.
  func hold() { state.withLock { $0.isHolding = true } }
  var heldCount: Int { state.withLock { $0.held.count } }
  func release() {
    let held = state.withLock { state in
      state.isHolding = false
      defer { state.held = [] }
      return state.held
    }
    for one in held { one.resume() }
  }

  @discardableResult
  func addMeeting(in room: String) -> String {
    state.withLock { state in
      state.lastMeeting += 1
      let id = "m\(state.lastMeeting)"
      state.meetings[room, default: []].append(id)
      return id
    }
  }

  // MARK: - Answers

  private func answer(_ request: RecordingTransport.Request) async throws -> (HTTPResponse, [UInt8])
  {
    let path = request.head.path ?? ""
    let parts = path.split(separator: "?")[0].split(separator: "/").map(String.init)
    let asked: Request
    if path == "/v1/rooms/meetings/bulk-status" {
      asked = .bulk(try BulkStatusRequest(json: request.body ?? []).roomNames)
    } else {
      asked = .other("\(request.head.method.rawValue) \(path)")
    }
    state.withLock { state in
      state.requests.append(asked)
      state.authorizations.append(request.head.headerFields[.authorization])
    }
    if let (status, retryAfter) = try refusal(asked) {
      var fields = HTTPFields()
      fields[.retryAfter] = retryAfter
      return (HTTPResponse(status: .init(code: status), headerFields: fields), [])
    }
    let body = try body(of: asked, request.head.method, parts)
    try await waitIfHeld()
    return (
      HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"]), body
    )
  }

  private func waitIfHeld() async throws {
    guard state.withLock({ $0.isHolding }) else { return }
    try await withCheckedThrowingContinuation { continuation in
      let isLate = state.withLock { state in
        if state.isHolding { state.held.append(continuation) }
        return !state.isHolding
      }
      if isLate { continuation.resume() }
    }
  }

  private func body(
    of asked: Request, _ method: HTTPRequest.Method, _ parts: [String]
  ) throws -> [UInt8] {
    switch asked {
    case .bulk(let names):
      return try JSONDictionary(names.map { ($0, status(of: $0)) }).json()
    case .other:
      switch (method, parts.last) {
      case (.get, "active"): return try status(of: parts[2]).activeMeetings.json()
      case (.get, "upcoming"): return try status(of: parts[2]).upcomingEvents.json()
      case (.post, "meeting"): return try meeting(addMeeting(in: parts[2]), in: parts[2]).json()
      case (.patch, "deactivate"): return try deactivate(parts[2]).json()
      case (.patch, _): return Array(Self.room.utf8)
      default: return []
      }
    }
  }

  private func deactivate(_ id: String) -> MeetingDeactivation {
    let room = state.withLock { state in
      let room = state.meetings.first { $0.value.contains(id) }?.key ?? ""
      state.meetings[room]?.removeAll { $0 == id }
      return room
    }
    return MeetingDeactivation(status: .success, meetingID: id, roomName: room)
  }

  private func status(of room: String) -> RoomMeetingStatus {
    let ids = state.withLock { $0.meetings[room] ?? [] }
    let time = Timestamp(secondsSince1970: 0)
    return RoomMeetingStatus(
      activeMeetings: ids.map { meeting($0, in: room) },
      upcomingEvents: [
        CalendarEventResponse(
          id: "event of \(room)", roomID: "", icsUid: "", startTime: time, endTime: time,
          lastSynced: time, createdAt: time, updatedAt: time)
      ])
  }

  private func meeting(_ id: String, in room: String) -> Meeting {
    let time = Timestamp(secondsSince1970: 0)
    return Meeting(
      id: id, roomName: room, roomURL: "", hostRoomURL: "", startDate: time, endDate: time,
      platform: .whereby)
  }

  private static let room = """
    {"id": "id", "name": "a", "user_id": "u", "created_at": "2026-03-02T10:00:00Z", "zulip_auto_post": false, \
    "zulip_stream": "", "zulip_topic": "", "is_locked": false, "room_mode": "normal", "recording_type": "cloud", \
    "recording_trigger": "none", "is_shared": false, "platform": "whereby", "webhook_url": null, \
    "webhook_secret": null}
    """
}
