/// A room of the demo, with all that goes on in it. Times are minutes from the moment at which the server
/// started, and far enough from the edges of every default window that nothing changes within half an hour.
struct DemoRoom: Sendable {
  enum Meetings: Sendable {
    case none
    /// One that is active.
    case one
    /// Several that are active, two of which end together, and some that are not.
    case many
    /// Only such as are over: by their end, and by hand.
    case over
  }

  enum Calendar: Sendable {
    case none
    /// One event in an hour, with everything that an event can have.
    case one
    /// Past, running, soon, beyond the default window, next week, deleted; two that start together.
    case full
    /// Nothing within the default window.
    case quiet
  }

  var name: String
  var owner = DemoUser.alice
  var isShared = true
  var platform = VideoPlatform.whereby
  var meetings = Meetings.one
  var calendar = Calendar.one
  /// Whether it has a webhook and follows a feed.
  var hasIntegrations = true
}

extension DemoRoom {
  /// The names come first where something could go wrong with a name: in URLs, in JSON, in comparisons.
  static let all: [DemoRoom] = alicesPlainRooms + alicesOddRooms + otherRooms

  private static let alicesPlainRooms = [
    DemoRoom(name: "standup", meetings: .many, calendar: .full),
    DemoRoom(name: "retro", isShared: false, meetings: .many, calendar: .full),
    DemoRoom(name: "planning", platform: .daily, meetings: .many, calendar: .full),
    DemoRoom(name: "board", isShared: false, platform: .daily),
    DemoRoom(name: "empty", meetings: .none, calendar: .none, hasIntegrations: false),
    DemoRoom(name: "yesterday", meetings: .over, calendar: .quiet),
    // A literal segment of other paths: the name must not be taken for it.
    DemoRoom(name: "meetings"),
    DemoRoom(name: "Standup", calendar: .quiet),
  ]

  private static let alicesOddRooms = [
    DemoRoom(name: "design review", meetings: .many),
    DemoRoom(name: "sales/emea", calendar: .full),
    DemoRoom(name: "100% done"),
    DemoRoom(name: "50%2Foff", isShared: false),
    DemoRoom(name: "what next?"),
    DemoRoom(name: "#general", platform: .daily),
    DemoRoom(name: "q=a&b+c;d,e"),
    DemoRoom(name: "say \"hi\" \\ 'bye'"),
    DemoRoom(name: "<b>{room}</b>"),
    DemoRoom(name: " edges "),
    DemoRoom(name: "🚀 launch 👩🏽‍💻", meetings: .many, calendar: .full),
    DemoRoom(name: "会議室", isShared: false),
    DemoRoom(name: "غرفة الاجتماعات"),
    DemoRoom(name: "переговорная", platform: .daily),
    // Two rooms: the same letters, composed and decomposed.
    DemoRoom(name: "caf\u{E9}", meetings: .many, calendar: .full),
    DemoRoom(name: "cafe\u{301}", isShared: false, meetings: .over, calendar: .quiet),
    DemoRoom(name: String(repeating: "long ", count: 39) + "name!"),
  ]

  private static let otherRooms = [
    DemoRoom(name: "bob's desk", owner: .bob, isShared: false, meetings: .many, calendar: .full),
    DemoRoom(name: "bob's couch", owner: .bob, meetings: .many, calendar: .full),
    DemoRoom(name: "bob daily", owner: .bob, platform: .daily),
    DemoRoom(name: "carol/private", owner: .carol, isShared: false, calendar: .full),
    DemoRoom(name: "carol shared", owner: .carol, meetings: .over, calendar: .quiet),
  ]
}
