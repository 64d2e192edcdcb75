import AccordRuntime
import RoomsAPI

/// One room on the page of all. It asks for its own room's meetings and events, and knows of no other.
struct RoomCard: Sendable {
  let room: RoomDetails
  let context: PageContext

  /// How many meetings have a badge of their own.
  private static let badgeLimit = 2

  func render() async -> HTML {
    async let active = context.rooms.activeMeetings(roomName: room.name)
    async let upcoming = context.rooms.upcomingMeetings(roomName: room.name)
    let body: HTML
    do {
      body = "\(badges(try await active))\(next(try await upcoming))"
    } catch {
      body = "<p class=\"problem\">What goes on here could not be loaded.</p>"
    }
    let url = PageRoute.room(room.name).url(context.settings)
    return """
      <li class="card" data-room="\(room.name)">
      <h2><a href="\(url)"><bdi>\(room.name)</bdi></a></h2>
      \(RoomFacts(room: room).html)
      \(body)
      </li>

      """
  }

  private func badges(_ meetings: [Meeting]) -> HTML {
    guard !meetings.isEmpty else { return "<p class=\"free\">Free</p>" }
    let times = Moments(now: context.now)
    let shown = meetings.prefix(Self.badgeLimit).map { meeting -> HTML in
      let people = meeting.numClients
      let crowd: HTML? = people == 0 ? nil : " · \(people) \(people == 1 ? "person" : "people")"
      return """
        <li class="badge live" data-meeting="\(meeting.id)">Live until \(times.element(meeting.endDate))\(crowd)</li>
        """
    }
    let rest = meetings.count - shown.count
    let more: HTML? = rest > 0 ? "<li class=\"badge\">+\(rest)</li>" : nil
    return "<ul class=\"badges\">\(shown)\(more)</ul>"
  }

  private func next(_ events: [CalendarEventResponse]) -> HTML {
    let times = Moments(now: context.now)
    // What has begun already is shown if nothing is to come.
    let coming = events.first { $0.startTime > context.now }
    guard let event = coming ?? events.first else {
      return "<p class=\"next quiet\">Nothing in the next two hours</p>"
    }
    return """
      <p class="next"><strong><bdi>\(EventTitle.of(event))</bdi></strong>
      <span>\(times.element(event.startTime)) · \(times.distance(to: event.startTime))</span></p>
      """
  }
}

/// What does not change by the minute.
struct RoomFacts: Sendable {
  let room: RoomDetails

  var html: HTML {
    let lock: HTML? = room.isLocked ? "<li>locked</li>" : nil
    return """
      <ul class="facts"><li>\(room.platform.rawValue)</li><li>\(room.isShared ? "shared" : "private")</li>\
      \(lock)</ul>
      """
  }
}

enum EventTitle {
  static func of(_ event: CalendarEventResponse) -> String {
    guard let title = event.title, !title.isEmpty else { return "Busy" }
    return title
  }
}
