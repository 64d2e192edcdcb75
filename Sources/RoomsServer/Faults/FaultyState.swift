import AccordRuntime
import HTTPTypes
import Synchronization

/// Forgets, or remembers for too long, what a sound endpoint was told.
final class FaultyState: RequestAnswering {
  private let sound: any RequestAnswering
  private let originals: Originals
  private let fault: StateFault
  private let memory = Mutex(Memory())

  private struct Memory {
    /// The last answer that a room was read with, by its path.
    var rooms: [String: ServerResponse] = [:]
    var list: [String: ServerResponse] = [:]
    var created: Set<String> = []
    var ended: Set<String> = []
    var isStale = false
  }

  init(sound: any RequestAnswering, originals: Originals, fault: StateFault) {
    self.sound = sound
    self.originals = originals
    self.fault = fault
  }

  private struct Kind {
    let isRoom: Bool
    let isList: Bool
    let isCreation: Bool

    init(_ request: ServerRequest) {
      let segments = request.rawPath.split(separator: "/")
      isRoom = segments.count == 3 && segments[1] == "rooms"
      isList = segments.count == 2 && request.head.method == .get
      isCreation = segments.count == 2 && request.head.method == .post
    }
  }

  func answer(_ request: ServerRequest) async -> ServerResponse {
    let kind = Kind(request)
    let isRead = request.head.method == .get
    let path = String(request.rawPath)
    if fault == .changeLost, kind.isRoom, request.head.method == .patch {
      return await lostChange(request)
    }
    if fault == .changeLosesTopic || fault == .changeResetsOthers, kind.isRoom,
      request.head.method == .patch
    {
      return await changedTopic(request)
    }
    var answer = await sound.answer(request)
    let isSuccess = answer.head.status == 200
    if kind.isCreation, isSuccess, let id = answer.object?["id"]?.string {
      memory.withLock { _ = $0.created.insert(id) }
    }
    switch fault {
    case .deletedStillFound:
      guard kind.isRoom, isRead else { break }
      if isSuccess { memory.withLock { $0.rooms[path] = answer } }
      if answer.head.status == 404, let known = memory.withLock({ $0.rooms[path] }) { return known }
      if answer.head.status == 404, let id = path.split(separator: "/").last,
        memory.withLock({ $0.created.contains(String(id)) })
      {
        answer.head.status = 200
      }
    case .deletedStillListed:
      if kind.isRoom, request.head.method == .delete, isSuccess {
        memory.withLock { $0.isStale = true }
      }
      guard kind.isList, isSuccess else { break }
      return rememberingList(answer, request)
    case .createdNotFound:
      if kind.isRoom, isRead, isSuccess, wasCreated(path) {
        return await sound.answer(request.asking("/v1/rooms/no-such-room"))
      }
    case .createdNotListed:
      guard kind.isList, isSuccess else { break }
      if wasAnyCreated { memory.withLock { $0.isStale = true } }
      return rememberingList(answer, request)
    case .createdDiffers:
      if kind.isRoom, isRead, isSuccess, wasCreated(path) {
        await answer.rewriteObjects { object, _ in
          object["room_mode"] = .string("\(object["room_mode"]?.string ?? "")-x")
        }
      }
    case .changeLost, .changeLosesTopic, .changeResetsOthers: break
    case .meetingNotActive:
      if request.rawPath.hasSuffix("/meeting"), isSuccess, let id = answer.object?["id"]?.string {
        memory.withLock { _ = $0.ended.insert(id) }
      }
      if request.rawPath.hasSuffix("/active"), isSuccess { removeEnded(from: &answer) }
    case .deactivatedStillActive:
      guard request.rawPath.hasSuffix("/deactivate"), isSuccess,
        let id = answer.object?["meeting_id"]?.string
      else {
        await reviveEnded(in: &answer)
        break
      }
      memory.withLock { _ = $0.ended.insert(id) }
    case .readingLocks:
      if request.rawPath.hasSuffix("/ics/status"), isSuccess, let name = request.roomName {
        _ = try? await originals.store.updateRoom(
          .name(name), at: originals.clock.now(), admission: { _ in }
        ) { $0.isLocked.toggle() }
      }
    }
    return answer
  }

  private var wasAnyCreated: Bool { memory.withLock { !$0.created.isEmpty } }

  private func wasCreated(_ path: String) -> Bool {
    memory.withLock { $0.created.contains(String(path.split(separator: "/").last ?? "")) }
  }

  /// The list as it was read before, once it is stale.
  private func rememberingList(
    _ answer: ServerResponse, _ request: ServerRequest
  ) -> ServerResponse {
    let key = "\(request.head.path ?? "") \(request.head.headerFields)"
    return memory.withLock { memory in
      if memory.isStale, let known = memory.list[key] { return known }
      if !memory.isStale { memory.list[key] = answer }
      return answer
    }
  }

  private func lostChange(_ request: ServerRequest) async -> ServerResponse {
    let id = String(request.rawPath.split(separator: "/").last ?? "")
    let before = try? await originals.store.room(.id(id)) { _ in }
    let answer = await sound.answer(request)
    if let before {
      _ = try? await originals.store.updateRoom(
        .id(id), at: originals.clock.now(), admission: { _ in }
      ) { $0 = before.settings }
    }
    return answer
  }

  /// With the topic as it was, although another was sent, or without any, although none was sent.
  private func changedTopic(_ request: ServerRequest) async -> ServerResponse {
    let id = String(request.rawPath.split(separator: "/").last ?? "")
    let body = request.body.bytes.flatMap { try? JSONValue(parsing: $0) }
    let sendsTopic = body?["zulip_topic"] != nil
    let before = try? await originals.store.room(.id(id)) { _ in }
    let answer = await sound.answer(request)
    guard let before, answer.head.status == 200, sendsTopic == (fault == .changeLosesTopic) else {
      return answer
    }
    _ = try? await originals.store.updateRoom(
      .id(id), at: originals.clock.now(), admission: { _ in }
    ) { $0.zulipTopic = sendsTopic ? before.settings.zulipTopic : "" }
    return answer
  }

  private func removeEnded(from answer: inout ServerResponse) {
    guard case .array(let items) = answer.json else { return }
    let ended = memory.withLock(\.ended)
    answer.replaceBody(.array(items.filter { !ended.contains($0["id"]?.string ?? "") }))
  }

  private func reviveEnded(in answer: inout ServerResponse) async {
    let ended = memory.withLock(\.ended)
    guard !ended.isEmpty else { return }
    await answer.rewriteObjects { object, _ in
      if ended.contains(object["id"]?.string ?? ""), object["is_active"] != nil {
        object["is_active"] = true
      }
    }
  }
}

extension ServerRequest {
  fileprivate func asking(_ path: String) -> ServerRequest {
    var head = head
    head.path = path
    return ServerRequest(head: head, body: body)
  }
}
