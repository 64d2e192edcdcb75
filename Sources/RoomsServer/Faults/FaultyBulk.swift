import AccordRuntime

/// Spoils the bulk status of a sound endpoint.
struct FaultyBulk: RequestAnswering {
  let sound: any RequestAnswering
  let originals: Originals
  let fault: BulkFault

  private typealias Slices = JSONDictionary<JSONValue>

  private static let empty: JSONValue = ["active_meetings": [], "upcoming_events": []]
  private static let limit = 100

  func answer(_ request: ServerRequest) async -> ServerResponse {
    guard request.rawPath.hasSuffix("/bulk-status"),
      let body = request.body.bytes.flatMap({ try? JSONValue(parsing: $0) }),
      let names = body["room_names"]?.array?.compactMap(\.string)
    else { return await sound.answer(request) }
    var answer = await sound.answer(altered(request, names))
    guard let slices = answer.object, answer.head.status == 200 else { return answer }
    answer.replaceBody(.object(await spoiled(slices, names, request)))
    return answer
  }

  private func altered(_ request: ServerRequest, _ names: [String]) -> ServerRequest {
    func asking(_ names: [String]) -> ServerRequest {
      let body: JSONValue = ["room_names": .array(names.map { .string($0) })]
      return ServerRequest(head: request.head, body: Array(body.serialized().utf8))
    }
    switch fault {
    case .limitTooHigh where names.count == Self.limit + 1: return asking(names.dropLast())
    case .limitTooLow where names.count == Self.limit: return asking(names + ["", ""])
    case .refusesNone where names.isEmpty:
      return asking(Array(repeating: "", count: Self.limit + 1))
    case .countsDuplicates:
      let counts = names.reduce(into: [ExactString: Int]()) { $0[ExactString($1), default: 0] += 1 }
      return counts.values.contains { $0 > 2 }
        ? asking(Array(repeating: "", count: Self.limit + 1)) : request
    default: return request
    }
  }

  private func spoiled(
    _ slices: Slices, _ names: [String], _ request: ServerRequest
  ) async -> Slices {
    var result = slices
    func blank(where isMeant: (String) -> Bool) {
      for name in slices.keys where isMeant(name) { result[name] = Self.empty }
    }
    func occurrences(_ name: String) -> Int { names.count { $0.isExactly(name) } }
    switch fault {
    case .duplicatesTwice:
      for (name, value) in slices where occurrences(name) > 1 {
        let meetings = value["active_meetings"]?.array ?? []
        result[name] = value.replacing("active_meetings", by: .array(meetings + meetings))
      }
    case .duplicatesLost:
      for name in slices.keys where occurrences(name) > 1 { result[name] = nil as JSONValue? }
    case .unknownLeftOut:
      for name in slices.keys {
        if await isUnknown(name) { result[name] = nil as JSONValue? }
      }
    case .unknownHasEvents:
      let other = slices.first { $0.value != Self.empty }
      for name in slices.keys {
        if await isUnknown(name), let other { result[name] = other.value }
      }
    case .dependsOnOrder:
      if names != names.sorted(), let last = names.last, let value = slices[last] {
        result[last] = value.replacing("upcoming_events", by: [])
      }
    case .ignoresCase:
      for name in slices.keys {
        let twin = slices.keys.first { $0.lowercased().isExactly(name.lowercased()) }
        if let twin { result[name] = slices[twin] }
      }
    case .trimsNames: blank { $0.first == " " || $0.last == " " }
    case .oddNameSpoilsOthers:
      if names.contains(where: { $0.contains("/") }) { blank { _ in true } }
    case .unknownSpoilsOthers:
      var isSpoiled = false
      for name in slices.keys {
        if isSpoiled { result[name] = Self.empty }
        if await isUnknown(name) { isSpoiled = true }
      }
    case .firstMeetingOnly:
      for (name, value) in slices {
        let meetings = value["active_meetings"]?.array ?? []
        result[name] = value.replacing("active_meetings", by: .array(Array(meetings.prefix(1))))
      }
    case .showsOverMeetings: await addOverMeetings(to: &result)
    case .emptyAtLimit: if names.count >= Self.limit { blank { _ in true } }
    case .ownPrivateEmpty:
      for name in slices.keys {
        let room = try? await originals.store.room(.name(name)) { _ in }
        if room?.settings.isShared == false { result[name] = Self.empty }
      }
    case .swappedAboveTwenty: if names.count > 20 { Self.swapLast(&result) }
    case .longNamesEmpty: blank { $0.unicodeScalars.count >= 100 }
    case .memberSeesLess:
      guard case .user = await originals.principal(of: request),
        request.head.headerFields[.authorization] == nil
      else { break }
      for (name, value) in slices {
        let events = value["upcoming_events"]?.array ?? []
        result[name] = value.replacing("upcoming_events", by: .array(Array(events.prefix(1))))
      }
    case .swappedForTwo: if slices.count == 2 { Self.swapLast(&result) }
    case .hasOtherRoom:
      if !names.isEmpty, result["meetings"] == nil { result["meetings"] = Self.empty }
    case .limitTooLow, .limitTooHigh, .countsDuplicates, .refusesNone: break
    }
    return result
  }

  private func isUnknown(_ name: String) async -> Bool {
    (try? await originals.store.room(.name(name)) { _ in }) == nil
  }

  /// An active meeting once more, as one that is over.
  private func addOverMeetings(to slices: inout Slices) async {
    for (name, value) in slices {
      guard let meetings = value["active_meetings"]?.array, let meeting = meetings.first else {
        continue
      }
      let over = meeting.replacing("is_active", by: false)
      slices[name] = value.replacing("active_meetings", by: .array(meetings + [over]))
    }
  }

  static func swapLast(_ slices: inout JSONDictionary<JSONValue>) {
    let names = slices.keys
    for index in names.indices.dropLast().reversed()
    where slices[names[index]] != slices[names[index + 1]] {
      (slices[names[index]], slices[names[index + 1]]) =
        (slices[names[index + 1]], slices[names[index]])
      return
    }
  }
}

extension JSONValue {
  /// An object with another value at one of its members.
  func replacing(_ name: String, by value: JSONValue) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members[name] = value
    return .object(members)
  }
}
