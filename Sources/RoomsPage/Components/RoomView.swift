import AccordRuntime
import RoomsAPI

/// A room's own page.
struct RoomView: Sendable {
  let name: String
  let context: PageContext

  /// - Throws: what keeps the room from being shown.
  func render() async throws(CallError<GetByNameRefusal>) -> HTML {
    async let active = context.rooms.activeMeetings(roomName: name)
    async let upcoming = context.rooms.upcomingMeetings(roomName: name)
    let room = try await context.rooms.getByName(roomName: name)
    let content: HTML
    do {
      content = "\(meetings(try await active))\(events(try await upcoming))"
    } catch {
      content = "<p class=\"problem\">What goes on here could not be loaded.</p>"
    }
    return """
      <p class="back"><a href="\(PageRoute.rooms.url(context.settings))">All rooms</a></p>
      <div class="title"><h1><bdi>\(room.name)</bdi></h1>\(RoomFacts(room: room).html)</div>
      \(content)
      """
  }

  private var times: Moments { Moments(now: context.now) }

  private func meetings(_ meetings: [Meeting]) -> HTML {
    let items = meetings.map { meeting -> HTML in
      """
      <li data-meeting="\(meeting.id)"><div><span class="badge live">Live</span>
      <p>\(times.element(meeting.startDate)) – \(times.element(meeting.endDate))</p>
      <p class="links">\(link("Join", to: meeting.roomURL))\(link("Join as host", to: meeting.hostRoomURL))</p></div>
      <form method="post" action="\(PageRoute.endMeeting(room: name, id: meeting.id).url(context.settings))">
      <button class="end">End meeting</button></form></li>

      """
    }
    let list: HTML =
      meetings.isEmpty
      ? "<p class=\"free\">Free</p>" : "<ul class=\"meetings\">\n\(items)</ul>"
    return """
      <section><div class="row"><h2>Now</h2>
      <form method="post" action="\(PageRoute.startMeeting(room: name).url(context.settings))">
      <button class="start">Start a meeting</button></form></div>
      \(list)
      </section>
      """
  }

  private func events(_ events: [CalendarEventResponse]) -> HTML {
    let items = events.map { event -> HTML in
      """
      <li><h3><bdi>\(EventTitle.of(event))</bdi></h3>
      <p>\(times.element(event.startTime)) – \(times.element(event.endTime)) · \(times.distance(to: event.startTime))</p>
      \(paragraph(event.description))\(attendees(event.attendees ?? []))</li>

      """
    }
    let list: HTML =
      events.isEmpty
      ? "<p class=\"quiet\">Nothing.</p>" : "<ul class=\"events\">\n\(items)</ul>"
    return """
      <section><h2>In the next two hours</h2>
      \(list)
      </section>
      """
  }

  private func paragraph(_ text: String?) -> HTML? {
    guard let text, !text.isEmpty else { return nil }
    return "<p class=\"description\">\(text)</p>"
  }

  private func attendees(_ attendees: [JSONDictionary<JSONValue>]) -> HTML? {
    let names = attendees.compactMap { $0["name"]?.string ?? $0["email"]?.string }
    guard !names.isEmpty else { return nil }
    return "<p class=\"attendees\">\(names.joined(separator: ", "))</p>"
  }

  /// Nothing for what a browser would run instead of going there.
  private func link(_ title: HTML, to url: String) -> HTML? {
    guard ["https://", "http://"].contains(where: url.lowercased().hasPrefix) else { return nil }
    return "<a href=\"\(url)\" rel=\"noreferrer\">\(title)</a> "
  }
}
