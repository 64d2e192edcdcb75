import AccordRuntime
import HTTPTypes

/// What can be asked for. Names of rooms stand in the query: in a path, browsers would take `.` and `..` for something else.
enum PageRoute: Sendable, Hashable {
  case home
  case rooms
  case room(String)
  case startMeeting(room: String)
  case endMeeting(room: String, id: String)
  case styleSheet

  private enum Path: String {
    case home = "/"
    case rooms = "/rooms"
    case room = "/room"
    case start = "/room/start"
    case end = "/room/end"
    case style = "/style.css"

    var target: RequestTarget { RequestTarget(.init(stringLiteral: rawValue)) }
  }

  /// `nil`: there is nothing there.
  init?(_ request: ServerRequest) {
    let name = request.value("name")
    switch (Path(rawValue: String(request.rawPath)), name) {
    case (.home, _): self = .home
    case (.rooms, _): self = .rooms
    case (.style, _): self = .styleSheet
    case (.room, let name?): self = .room(name)
    case (.start, let name?): self = .startMeeting(room: name)
    case (.end, let name?):
      guard let id = request.value("meeting") else { return nil }
      self = .endMeeting(room: name, id: id)
    case (.room, nil), (.start, nil), (.end, nil), (nil, _): return nil
    }
  }

  var methods: [HTTPRequest.Method] {
    switch self {
    case .home, .rooms, .room, .styleSheet: [.get, .head]
    case .startMeeting, .endMeeting: [.post]
    }
  }

  func url(_ settings: PageSettings) -> String {
    var target: RequestTarget
    switch self {
    case .home: target = Path.home.target
    case .rooms: target = Path.rooms.target
    case .styleSheet: return Path.style.rawValue
    case .room(let name):
      target = Path.room.target
      target.addQuery("name", name)
    case .startMeeting(let name):
      target = Path.start.target
      target.addQuery("name", name)
    case .endMeeting(let name, let id):
      target = Path.end.target
      target.addQuery("name", name)
      target.addQuery("meeting", id)
    }
    settings.add(to: &target)
    return target.text
  }
}

extension ServerRequest {
  /// The first value of that name in the query.
  func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
}
