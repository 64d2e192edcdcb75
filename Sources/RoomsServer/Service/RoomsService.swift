import AccordRuntime
import Foundation
import RoomsAPI

/// The rooms API for one request.
struct RoomsService: RoomsAPI {
  let principal: Principal
  let store: any RoomsStore
  let clock: WallClock
  private let outbound: OutboundCalls

  /// - Parameter outbound: by default, nobody is called.
  init(
    principal: Principal, store: any RoomsStore, clock: WallClock,
    outbound: OutboundCalls? = nil
  ) {
    self.principal = principal
    self.store = store
    self.clock = clock
    self.outbound = outbound ?? .off(store: store, clock: clock)
  }

  /// How far the bulk status looks ahead, in minutes: the default of `minutes_ahead` in the document.
  static let bulkWindow: Int64 = 120

  private func show<Answer>(_ answer: Unmasked<Answer>) -> Answer { answer.shown(to: principal) }

  private static func makeID() -> String { UUID().uuidString.lowercased() }
}

// MARK: - Rooms

extension RoomsService {
  func list(page: Int, size: Int) async throws(CallError<ListRefusal>) -> PageRoomDetails {
    do {
      let found = try await store.rooms(visibleTo: principal.userID, page: page, size: size)
      return PageRoomDetails(
        items: found.rooms.map { show($0.details) }, total: found.total, page: page, size: size,
        pages: (found.total + size - 1) / size)
    } catch {
      throw .transport(error)
    }
  }

  func create(body: CreateRoom) async throws(CallError<CreateRefusal>) -> Room {
    do {
      // Whoever is not signed in was refused before.
      guard let owner = principal.userID else { throw RoomDenial.ownerOnly }
      let now = clock.now()
      var room = RoomRow(
        id: Self.makeID(), ownerID: owner, createdAt: now, settings: RoomSettings(body))
      room.feed.nextSync = room.settings.isFollowingFeed ? now : nil
      try await store.insert(room)
      return show(room.summary)
    } catch is NameTaken {
      throw .refused(.conflict(.nameTaken))
    } catch {
      throw .transport(error)
    }
  }

  func get(roomID: String) async throws(CallError<GetRefusal>) -> RoomDetails {
    do {
      return show(try await store.room(.id(roomID), admission: principal.seeing).details)
    } catch {
      throw CallError(denying: error)
    }
  }

  func getByName(roomName: String) async throws(CallError<GetByNameRefusal>) -> RoomDetails {
    do {
      return show(try await store.room(.name(roomName), admission: principal.seeing).details)
    } catch {
      throw CallError(denying: error)
    }
  }

  func update(
    roomID: String, body: UpdateRoom
  ) async throws(CallError<UpdateRefusal>) -> RoomDetails {
    do {
      let room = try await store.updateRoom(
        .id(roomID), at: clock.now(), admission: principal.owning
      ) { $0.apply(body) }
      return show(room.details)
    } catch is NameTaken {
      throw .refused(.conflict(.nameTaken))
    } catch {
      throw CallError(denying: error)
    }
  }

  func delete(roomID: String) async throws(CallError<DeleteRefusal>) -> DeletionStatus {
    do {
      try await store.deleteRoom(.id(roomID), admission: principal.owning)
      return DeletionStatus(status: "ok")
    } catch {
      throw CallError(denying: error)
    }
  }

  func testWebhook(
    roomID: String
  ) async throws(CallError<TestWebhookRefusal>) -> WebhookTestResult {
    do {
      let room = try await store.room(.id(roomID), admission: principal.owning)
      return try await outbound.webhooks.test(room)
    } catch {
      throw CallError(denying: error)
    }
  }
}

// MARK: - Meetings

extension RoomsService {
  /// How long a meeting lasts at most, in seconds.
  private static let meetingLength: Int64 = 8 * 60 * 60

  func createMeeting(
    roomName: String, body: CreateRoomMeeting
  ) async throws(CallError<CreateMeetingRefusal>) -> Meeting {
    do {
      let now = clock.now()
      let (room, meeting) = try await store.startMeeting(
        in: .name(roomName), at: now, reusesActive: body.allowDuplicated != true,
        admission: principal.owning
      ) { room in
        let id = Self.makeID()
        var generator = SystemRandomNumberGenerator()
        let links = MeetingLinks(
          platform: room.settings.platform, meetingID: id, using: &generator)
        return MeetingRow(
          id: id, in: room, startedBy: room.ownerID, from: now,
          until: now.adding(seconds: Self.meetingLength), roomURL: links.room,
          hostRoomURL: links.host)
      }
      return show(meeting.answer(in: room))
    } catch {
      throw CallError(denying: error)
    }
  }

  func activeMeetings(
    roomName: String
  ) async throws(CallError<ActiveMeetingsRefusal>) -> [Meeting] {
    do {
      let (room, meetings) = try await store.activeMeetings(
        in: .name(roomName), at: clock.now(), admission: principal.seeing)
      return meetings.map { show($0.answer(in: room)) }
    } catch {
      throw CallError(denying: error)
    }
  }

  func meeting(
    roomName: String, meetingID: String
  ) async throws(CallError<MeetingRefusal>) -> Meeting {
    do {
      let (room, meeting) = try await store.meeting(
        meetingID, in: .name(roomName), admission: principal.seeing)
      return show(meeting.answer(in: room))
    } catch {
      throw CallError(denying: error)
    }
  }

  func joinMeeting(
    roomName: String, meetingID: String
  ) async throws(CallError<JoinMeetingRefusal>) -> Meeting {
    do {
      let (room, meeting) = try await store.meeting(
        meetingID, in: .name(roomName), admission: principal.seeing)
      if meeting.isOver(at: clock.now()) { throw MeetingOver() }
      return show(meeting.answer(in: room))
    } catch is MeetingOver {
      throw .refused(.conflict(.meetingOver))
    } catch {
      throw CallError(denying: error)
    }
  }

  func meetingDeactivate(
    meetingID: String
  ) async throws(CallError<MeetingDeactivateRefusal>) -> MeetingDeactivation {
    do {
      let room = try await store.deactivateMeeting(
        meetingID, at: clock.now(), admission: principal.owning)
      return MeetingDeactivation(status: .success, meetingID: meetingID, roomName: room.name)
    } catch {
      throw CallError(denying: error)
    }
  }

  func bulkMeetingStatus(
    body: BulkStatusRequest
  ) async throws(CallError<BulkMeetingStatusRefusal>) -> JSONDictionary<RoomMeetingStatus> {
    // Every name once, in the order in which it was asked for first. Unless something is found for it, it
    // has two empty lists, so that nobody learns why.
    var answer = JSONDictionary<RoomMeetingStatus>(minimumCapacity: body.roomNames.count)
    for name in body.roomNames {
      answer[name] = RoomMeetingStatus(activeMeetings: [], upcomingEvents: [])
    }
    do {
      let now = clock.now()
      let statuses = try await store.statuses(
        ofRoomsNamed: answer.keys, visibleTo: principal.userID, at: now,
        until: now.adding(minutes: Self.bulkWindow))
      for status in statuses { answer[status.room.name] = show(status.answer) }
      return answer
    } catch {
      throw .transport(error)
    }
  }
}

// MARK: - Calendar

extension RoomsService {
  func meetings(
    roomName: String
  ) async throws(CallError<MeetingsRefusal>) -> [CalendarEventResponse] {
    do {
      let (room, events) = try await store.events(
        in: .name(roomName), admission: principal.seeing)
      return events.map { show($0.answer(in: room)) }
    } catch {
      throw CallError(denying: error)
    }
  }

  func upcomingMeetings(
    roomName: String, minutesAhead: Int
  ) async throws(CallError<UpcomingMeetingsRefusal>) -> [CalendarEventResponse] {
    do {
      let now = clock.now()
      let (room, events) = try await store.upcomingEvents(
        in: .name(roomName), at: now, until: now.adding(minutes: Int64(minutesAhead)),
        admission: principal.seeing)
      return events.map { show($0.answer(in: room)) }
    } catch {
      throw CallError(denying: error)
    }
  }

  func syncICS(roomName: String) async throws(CallError<SyncICSRefusal>) -> ICSSyncResult {
    do {
      let room = try await store.room(.name(roomName), admission: principal.owning)
      return try await outbound.feeds.synchronise(room)
    } catch {
      throw CallError(denying: error)
    }
  }

  func icsStatus(roomName: String) async throws(CallError<ICSStatusRefusal>) -> ICSStatus {
    do {
      let (room, count) = try await store.eventCount(
        in: .name(roomName), admission: principal.seeing)
      return ICSStatus(
        status: room.settings.isFollowingFeed ? .enabled : .disabled,
        lastSync: room.feed.lastSync.map(Timestamp.init),
        nextSync: outbound.isOff ? nil : room.feed.nextSync.map(Timestamp.init),
        lastEtag: room.feed.lastETag, eventsCount: count)
    } catch {
      throw CallError(denying: error)
    }
  }
}
