import AccordRuntime
import RoomsAPI

/// Spoils what a sound service answers. What the viewer should not see comes from asking the sound service
/// once more, as the room's owner.
struct FaultyService: RoomsAPI {
  let sound: RoomsService
  let fault: ServiceFault

  /// The failure of ``ServiceFault/oddNameCrash``.
  struct Crash: Error {}

  /// The sound service as the owner of a room; `nil` for an unknown room, and for the viewer's own.
  private func ownersService(_ key: RoomKey) async -> RoomsService? {
    guard let room = try? await sound.store.room(key, admission: { _ in }),
      !sound.principal.owns(room)
    else { return nil }
    return RoomsService(principal: .user(room.ownerID), store: sound.store, clock: sound.clock)
  }

  /// The service that answers single operations about a room.
  private func service(forRoomNamed name: String) async -> RoomsService {
    guard fault == .privateRoomShown,
      let room = try? await sound.store.room(.name(name), admission: { _ in }),
      !sound.principal.maySee(room)
    else { return sound }
    return RoomsService(principal: .user(room.ownerID), store: sound.store, clock: sound.clock)
  }
}

// MARK: - Single rooms

extension FaultyService {
  func list(page: Int, size: Int) async throws(CallError<ListRefusal>) -> PageRoomDetails {
    var answer = try await sound.list(page: page, size: size)
    guard fault == .webhookSecretUnmaskedInList else { return answer }
    for index in answer.items.indices {
      let id = answer.items[index].id
      guard let unmasked = try? await ownersService(.id(id))?.get(roomID: id) else { continue }
      answer.items[index].webhookSecret = unmasked.webhookSecret
    }
    return answer
  }

  func getByName(roomName: String) async throws(CallError<GetByNameRefusal>) -> RoomDetails {
    try await service(forRoomNamed: roomName).getByName(roomName: roomName)
  }

  func activeMeetings(
    roomName: String
  ) async throws(CallError<ActiveMeetingsRefusal>) -> [Meeting] {
    if fault == .oddNameCrash, Self.isOdd(roomName) { throw .transport(Crash()) }
    let meetings: [Meeting]
    do throws(CallError<ActiveMeetingsRefusal>) {
      meetings = try await service(forRoomNamed: roomName).activeMeetings(roomName: roomName)
    } catch {
      if fault == .unknownRoomFound, error.status == 404 { return [] }
      throw error
    }
    return await spoiled(meetings, ofRoomNamed: roomName, isBulk: false)
  }

  func meeting(
    roomName: String, meetingID: String
  ) async throws(CallError<MeetingRefusal>) -> Meeting {
    let meeting = try await service(forRoomNamed: roomName)
      .meeting(roomName: roomName, meetingID: meetingID)
    return await spoiled([meeting], ofRoomNamed: roomName, isBulk: false).first ?? meeting
  }

  func meetings(
    roomName: String
  ) async throws(CallError<MeetingsRefusal>) -> [CalendarEventResponse] {
    await spoiled(
      try await service(forRoomNamed: roomName).meetings(roomName: roomName),
      ofRoomNamed: roomName)
  }

  func upcomingMeetings(
    roomName: String, minutesAhead: Int
  ) async throws(CallError<UpcomingMeetingsRefusal>) -> [CalendarEventResponse] {
    await spoiled(
      try await service(forRoomNamed: roomName)
        .upcomingMeetings(roomName: roomName, minutesAhead: minutesAhead),
      ofRoomNamed: roomName)
  }

  func icsStatus(roomName: String) async throws(CallError<ICSStatusRefusal>) -> ICSStatus {
    try await service(forRoomNamed: roomName).icsStatus(roomName: roomName)
  }

  // MARK: Sound

  func create(body: CreateRoom) async throws(CallError<CreateRefusal>) -> Room {
    try await sound.create(body: body)
  }

  func get(roomID: String) async throws(CallError<GetRefusal>) -> RoomDetails {
    try await sound.get(roomID: roomID)
  }

  func update(
    roomID: String, body: UpdateRoom
  ) async throws(CallError<UpdateRefusal>) -> RoomDetails {
    try await sound.update(roomID: roomID, body: body)
  }

  func delete(roomID: String) async throws(CallError<DeleteRefusal>) -> DeletionStatus {
    try await sound.delete(roomID: roomID)
  }

  func createMeeting(
    roomName: String, body: CreateRoomMeeting
  ) async throws(CallError<CreateMeetingRefusal>) -> Meeting {
    try await sound.createMeeting(roomName: roomName, body: body)
  }

  func testWebhook(
    roomID: String
  ) async throws(CallError<TestWebhookRefusal>) -> WebhookTestResult {
    try await sound.testWebhook(roomID: roomID)
  }

  func syncICS(roomName: String) async throws(CallError<SyncICSRefusal>) -> ICSSyncResult {
    try await sound.syncICS(roomName: roomName)
  }

  func joinMeeting(
    roomName: String, meetingID: String
  ) async throws(CallError<JoinMeetingRefusal>) -> Meeting {
    try await sound.joinMeeting(roomName: roomName, meetingID: meetingID)
  }

  func meetingDeactivate(
    meetingID: String
  ) async throws(CallError<MeetingDeactivateRefusal>) -> MeetingDeactivation {
    try await sound.meetingDeactivate(meetingID: meetingID)
  }
}

// MARK: - Masks

extension FaultyService {
  /// Meetings with the faults of masking.
  private func spoiled(
    _ meetings: [Meeting], ofRoomNamed name: String, isBulk: Bool
  ) async -> [Meeting] {
    let unmasks: Bool
    switch fault {
    case .maskedForOwner: return meetings.map { $0.masked(for: .member) }
    case .hostURLUnmaskedInBulk: unmasks = isBulk
    case .hostURLUnmaskedPerRoom: unmasks = !isBulk
    case .hostURLUnmaskedForAnonymous: unmasks = sound.principal == .anonymous
    case .unknownRoomFound, .oddNameCrash, .descriptionUnmaskedForMembers,
      .attendeesMaskedAsEmptyList, .webhookSecretUnmaskedInList, .privateRoomShown,
      .privateRoomInBulk, .roomMissingInBulk, .roomsSwappedInBulk, .bulkOrderDiffers,
      .bulkEmptyAboveTen, .bulkLosesOddNames, .bulkMergesNormalForms, .bulkWindowDiffers:
      return meetings
    }
    guard unmasks, let owner = await ownersService(.name(name)) else { return meetings }
    var spoiled = meetings
    for index in spoiled.indices {
      let unmasked = try? await owner.meeting(roomName: name, meetingID: spoiled[index].id)
      spoiled[index].hostRoomURL = unmasked?.hostRoomURL ?? ""
    }
    return spoiled
  }

  /// Calendar events with the faults of masking.
  private func spoiled(
    _ events: [CalendarEventResponse], ofRoomNamed name: String
  ) async -> [CalendarEventResponse] {
    guard fault == .descriptionUnmaskedForMembers || fault == .attendeesMaskedAsEmptyList,
      let owner = await ownersService(.name(name))
    else { return events }
    if fault == .attendeesMaskedAsEmptyList {
      return events.map { event in
        var event = event
        event.attendees = []
        return event
      }
    }
    guard sound.principal != .anonymous, let unmasked = try? await owner.meetings(roomName: name)
    else { return events }
    let descriptions = JSONDictionary(unmasked.map { ($0.id, $0.description) })
    return events.map { event in
      var event = event
      event.description = descriptions[event.id] ?? nil
      return event
    }
  }
}

// MARK: - Bulk

extension FaultyService {
  func bulkMeetingStatus(
    body: BulkStatusRequest
  ) async throws(CallError<BulkMeetingStatusRefusal>) -> JSONDictionary<RoomMeetingStatus> {
    var answer = try await sound.bulkMeetingStatus(body: body)
    for (name, status) in answer {
      answer[name] = RoomMeetingStatus(
        activeMeetings: await spoiled(status.activeMeetings, ofRoomNamed: name, isBulk: true),
        upcomingEvents: await spoiled(status.upcomingEvents, ofRoomNamed: name))
    }
    await spoil(&answer)
    return answer
  }

  /// The faults of the bulk status as a whole.
  private func spoil(_ answer: inout JSONDictionary<RoomMeetingStatus>) async {
    let empty = RoomMeetingStatus(activeMeetings: [], upcomingEvents: [])
    let names = answer.keys
    switch fault {
    case .privateRoomInBulk:
      for name in names {
        let bulk = try? await ownersService(.name(name))?
          .bulkMeetingStatus(body: BulkStatusRequest(roomNames: [name]))
        if let status = bulk?[name] { answer[name] = status.masked(for: .anonymous) }
      }
    case .roomMissingInBulk:
      if let last = names.last { answer[last] = nil as RoomMeetingStatus? }
    case .roomsSwappedInBulk: swapTwo(&answer)
    case .bulkOrderDiffers:
      answer = answer.mapValues { status in
        RoomMeetingStatus(
          activeMeetings: status.activeMeetings.reversed(),
          upcomingEvents: status.upcomingEvents.reversed())
      }
    case .bulkEmptyAboveTen: for name in names.dropFirst(10) { answer[name] = empty }
    case .bulkLosesOddNames: for name in names where Self.isOdd(name) { answer[name] = empty }
    case .bulkMergesNormalForms:
      // What a dictionary with strings as its keys makes of them.
      let merged = Dictionary(answer.map { ($0.key, $0.value) }) { first, _ in first }
      answer = JSONDictionary(merged.map { ($0.key, $0.value) })
    case .bulkWindowDiffers:
      for name in names {
        let events = try? await sound.upcomingMeetings(roomName: name, minutesAhead: 240)
        if let events { answer[name]?.upcomingEvents = events }
      }
    case .unknownRoomFound, .oddNameCrash, .hostURLUnmaskedInBulk, .hostURLUnmaskedPerRoom,
      .hostURLUnmaskedForAnonymous, .descriptionUnmaskedForMembers, .attendeesMaskedAsEmptyList,
      .maskedForOwner, .webhookSecretUnmaskedInList, .privateRoomShown:
      break
    }
  }

  /// Exchanges the status of the first room with that of the first one that differs from it.
  private func swapTwo(_ answer: inout JSONDictionary<RoomMeetingStatus>) {
    guard let first = answer.keys.first, let status = answer[first],
      let other = answer.first(where: { $0.value != status })
    else { return }
    answer[first] = other.value
    answer[other.key] = status
  }

  /// Whether a name needs escapes in a URL.
  private static func isOdd(_ name: String) -> Bool {
    !name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        true
      default: false
      }
    }
  }
}
