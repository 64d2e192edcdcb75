import AccordRuntime
import HTTPTypes
import Synchronization

/// Spoils some answers of a sound endpoint, depending on what was asked before.
final class FaultyOccasions: RequestAnswering {
  private let sound: any RequestAnswering
  private let originals: Originals
  private let fault: OccasionalFault
  private let memory = Mutex(Memory())

  private struct Memory {
    var count = 0
    var hasWritten = false
    /// The last answer for a path, and to whom.
    var cached: [String: (viewer: Principal, answer: ServerResponse)] = [:]
  }

  init(sound: any RequestAnswering, originals: Originals, fault: OccasionalFault) {
    self.sound = sound
    self.originals = originals
    self.fault = fault
  }

  /// Whether this is one of every `number` occasions.
  private func isOccasion(_ number: Int) -> Bool {
    memory.withLock { memory in
      memory.count += 1
      return memory.count.isMultiple(of: number)
    }
  }

  func answer(_ request: ServerRequest) async -> ServerResponse {
    var answer = await sound.answer(request)
    let isSuccess = answer.head.status == 200
    switch fault {
    case .seventhFails: if isOccasion(7) { answer.head.status = 500 }
    case .seventhUnmasked:
      if isSuccess, answer.body?.bytes?.isEmpty == false, request.mayHaveMeetings, isOccasion(7) {
        await unmaskMeetings(&answer)
      }
    case .eleventhLosesRoom:
      if request.rawPath.hasSuffix("/bulk-status"), isSuccess, var slices = answer.object,
        let last = slices.keys.last, isOccasion(11)
      {
        slices[last] = nil as JSONValue?
        answer.replaceBody(.object(slices))
      }
    case .ninthBadCredentialAccepted:
      if answer.head.status == 401, !request.head.headerFields.isEmpty, isOccasion(9) {
        var anonymous = request.head
        anonymous.headerFields[.authorization] = nil
        if let key = PresentedCredentials.apiKeyField { anonymous.headerFields[key] = nil }
        answer = await sound.answer(ServerRequest(head: anonymous, body: request.body))
      }
    case .eleventhSwapsRooms:
      if request.rawPath.hasSuffix("/bulk-status"), isSuccess, var slices = answer.object,
        isOccasion(11)
      {
        FaultyBulk.swapLast(&slices)
        answer.replaceBody(.object(slices))
      }
    case .ninthMasksForOwner:
      if isSuccess, request.mayHaveMeetings, isOccasion(9) {
        await answer.rewriteObjects { object, _ in
          if object["platform"] == "whereby", object["host_room_url"] != nil {
            object["host_room_url"] = ""
          }
        }
      }
    case .fortiethIsText:
      if answer.body?.bytes?.isEmpty == false, isOccasion(40) {
        answer.body?.contentType = "text/plain"
      }
    case .combinationFails:
      if (request.number("page") ?? 1) == 2, (request.number("size") ?? 50) < 5 {
        answer.head.status = 500
      }
    case .cachedForNextViewer:
      if isSuccess, request.head.method == .get, request.roomName != nil {
        answer = await cached(answer, for: request)
      }
    case .unmaskedAfterWrite:
      if isSuccess, request.head.method == .post, request.rawPath.hasSuffix("/meeting") {
        memory.withLock { $0.hasWritten = true }
      }
      if isSuccess, memory.withLock(\.hasWritten) { await unmaskMeetings(&answer) }
    case .thirteenthLosesField:
      if isSuccess, request.rawPath.hasPrefix("/v1/rooms/name/"), isOccasion(13) {
        await answer.rewriteObjects { object, _ in object["platform"] = nil as JSONValue? }
      }
    }
    return answer
  }

  private func unmaskMeetings(_ answer: inout ServerResponse) async {
    await answer.rewriteObjects { object, _ in
      guard object["host_room_url"] != nil, let whole = await originals.members(of: object) else {
        return
      }
      object["host_room_url"] = whole["host_room_url"]
    }
  }

  private func cached(_ answer: ServerResponse, for request: ServerRequest) async -> ServerResponse
  {
    guard let viewer = await originals.principal(of: request) else { return answer }
    let target = request.head.path ?? ""
    return memory.withLock { memory in
      if let known = memory.cached[target], known.viewer != viewer {
        memory.cached[target] = nil
        return known.answer
      }
      memory.cached[target] = (viewer, answer)
      return answer
    }
  }
}

extension ServerRequest {
  fileprivate var mayHaveMeetings: Bool {
    rawPath.hasSuffix("/active") || rawPath.hasSuffix("/bulk-status")
  }
}
