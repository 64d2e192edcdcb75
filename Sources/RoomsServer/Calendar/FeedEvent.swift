import AccordRuntime
import Crypto

/// A VEVENT (RFC 5545, section 3.6.1): something that happens once or again and again, or a change of one time
/// of it.
struct FeedEvent: Sendable {
  /// What an event says about itself, whenever it takes place.
  struct Details: Sendable {
    var title: String?
    var description: String?
    var location: String?
    /// One object per person; `nil` if the feed names nobody.
    var attendees: [JSONDictionary<JSONValue>]?
  }

  enum Length: Hashable, Sendable {
    case until(CalendarMoment)
    case lasting(CalendarDuration)
  }

  var uid: String
  var start: CalendarMoment
  var length: Length
  var rules: [RecurrenceRule]
  var additions: [(start: CalendarMoment, length: Length?)]
  var exceptions: [CalendarMoment]
  /// The time of the recurring event that this one stands in for.
  var replaced: CalendarMoment?
  /// Whether it stands in for all later times as well.
  var replacesFuture: Bool
  var isCancelled: Bool
  var sequence: Int
  var details: Details

  /// `nil` for an event whose beginning or rule cannot be read: when it is, nobody can say.
  init?(_ component: CalendarComponent) {
    guard let startLine = component.first("DTSTART"),
      let start = Self.moments(of: startLine).first
    else { return nil }
    self.start = start
    uid = component.first("UID").map { Self.cut($0.text) } ?? ""
    if uid.isEmpty { uid = Self.makeUID(of: component) }
    if let line = component.first("DTEND") {
      guard let end = Self.moments(of: line).first else { return nil }
      length = .until(end)
    } else if let line = component.first("DURATION") {
      guard let duration = CalendarDuration(line.value) else { return nil }
      length = .lasting(duration)
    } else {
      // A whole day, or no time at all (RFC 5545, section 3.6.1).
      length = .lasting(CalendarDuration(days: start.isDay ? 1 : 0))
    }
    rules = []
    for line in component.all("RRULE") {
      guard let rule = RecurrenceRule(line.value) else { return nil }
      rules.append(rule)
    }
    additions = component.all("RDATE").flatMap(Self.additions)
    exceptions = component.all("EXDATE").flatMap(Self.moments)
    let replacement = component.first("RECURRENCE-ID")
    replaced = replacement.flatMap { Self.moments(of: $0).first }
    if replacement != nil, replaced == nil { return nil }
    replacesFuture = replacement?[parameter: "RANGE"]?.uppercased() == "THISANDFUTURE"
    isCancelled = component.first("STATUS")?.value.uppercased() == "CANCELLED"
    sequence = component.first("SEQUENCE").flatMap { Int($0.value) } ?? 0
    details = Details(component)
  }

  private static func moments(of line: ContentLine) -> [CalendarMoment] {
    line.value.split(separator: ",").compactMap {
      CalendarMoment($0, zone: line[parameter: "TZID"])
    }
  }

  /// Times, or periods: a beginning and an end or a duration (RFC 5545, section 3.3.9).
  private static func additions(
    of line: ContentLine
  ) -> [(start: CalendarMoment, length: Length?)] {
    line.value.split(separator: ",").compactMap { item in
      let parts = item.split(separator: "/", maxSplits: 1)
      let zone = line[parameter: "TZID"]
      guard let first = parts.first, let start = CalendarMoment(first, zone: zone) else {
        return nil
      }
      guard parts.count == 2 else { return (start, nil) }
      if let end = CalendarMoment(parts[1], zone: zone) { return (start, .until(end)) }
      return CalendarDuration(String(parts[1])).map { (start, .lasting($0)) }
    }
  }

  /// UID is required, and some feeds have none. This one is the same as long as the event is.
  private static func makeUID(of component: CalendarComponent) -> String {
    let values = ["DTSTART", "SUMMARY", "LOCATION"].map { component.first($0)?.value ?? "" }
    return "no-uid-" + hash(values.joined(separator: "\n"))
  }

  /// A UID has 255 bytes at most (RFC 7986, section 5.3), and a database's index has its limits as well.
  private static func cut(_ uid: String) -> String {
    uid.utf8.count <= 255 ? uid : "\(uid.unicodeScalars.prefix(32))-\(hash(uid))"
  }

  private static func hash(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined()
  }
}

extension FeedEvent.Details {
  // What is longer is cut: each time of a recurring event holds all of it.
  private static let maximumTitle = 1_024
  private static let maximumText = 8_192
  private static let maximumPersons = 200
  private static let maximumName = 320

  init(_ component: CalendarComponent) {
    title = component.first("SUMMARY").map { Self.cut($0.text, Self.maximumTitle) }
    description = component.first("DESCRIPTION").map { Self.cut($0.text, Self.maximumText) }
    location = component.first("LOCATION").map { Self.cut($0.text, Self.maximumTitle) }
    let persons =
      component.all("ORGANIZER").prefix(1).map { Self.person($0, role: "ORGANIZER") }
      + component.all("ATTENDEE").prefix(Self.maximumPersons).map {
        Self.person($0, role: $0[parameter: "ROLE"]?.uppercased())
      }
    attendees = persons.isEmpty ? nil : persons
  }

  /// What a line says about somebody (RFC 5545, section 3.8.4.1).
  private static func person(
    _ line: ContentLine, role: String?
  ) -> JSONDictionary<JSONValue> {
    var person = JSONDictionary<JSONValue>()
    let address = line.value
    let scheme = "mailto:"
    let isMail = address.prefix(scheme.count).lowercased() == scheme
    person["email"] = .string(
      cut(isMail ? String(address.dropFirst(scheme.count)) : address, maximumName))
    let name = line[parameter: "CN"].map { cut($0, maximumName) }
    if let name { person["name"] = .string(name) }
    let status = line[parameter: "PARTSTAT"].map { cut($0.uppercased(), maximumName) }
    if let status { person["status"] = .string(status) }
    if let role { person["role"] = .string(cut(role, maximumName)) }
    return person
  }

  /// Between two characters.
  private static func cut(_ text: String, _ limit: Int) -> String {
    text.utf8.count <= limit ? text : String(text.unicodeScalars.prefix(limit / 4))
  }

  /// About how many bytes it takes.
  var size: Int {
    (title?.utf8.count ?? 0) + (description?.utf8.count ?? 0) + (location?.utf8.count ?? 0)
      + (attendees ?? []).reduce(0) { total, person in
        person.reduce(total + 16) { $0 + $1.key.utf8.count + ($1.value.string?.utf8.count ?? 0) }
      }
  }
}
