/// What stands between BEGIN and END (RFC 5545, section 3.6).
struct CalendarComponent: Sendable {
  /// In upper case, such as `VEVENT`.
  var name: String
  var properties: [ContentLine] = []
  var components: [CalendarComponent] = []

  func first(_ name: String) -> ContentLine? { properties.first { $0.name == name } }
  func all(_ name: String) -> [ContentLine] { properties.filter { $0.name == name } }
}

extension CalendarComponent {
  /// A calendar, an event, an alarm, and one to spare.
  private static let maximumDepth = 4

  /// The calendars of a feed; most have one.
  ///
  /// - Throws: ``CalendarFeedError``.
  static func calendars(in bytes: [UInt8]) throws(CalendarFeedError) -> [CalendarComponent] {
    var calendars: [CalendarComponent] = []
    var open: [CalendarComponent] = []
    var lines = UnfoldedLines(bytes)
    while let text = lines.next() {
      guard let line = ContentLine(text) else {
        // A web page, say: there is no use in looking for a calendar in it.
        if calendars.isEmpty, open.isEmpty, !text.isEmpty { throw .notACalendar }
        continue
      }
      switch line.name {
      case "BEGIN":
        let name = line.value.uppercased()
        if open.isEmpty, name != "VCALENDAR" { throw .notACalendar }
        guard open.count < maximumDepth else { throw .tooDeep(line: lines.number) }
        open.append(CalendarComponent(name: name))
      case "END":
        guard let component = open.popLast(), component.name == line.value.uppercased() else {
          throw .misnested(line: lines.number)
        }
        if open.isEmpty {
          calendars.append(component)
        } else {
          open[open.count - 1].components.append(component)
        }
      default:
        guard !open.isEmpty else {
          if calendars.isEmpty { throw .notACalendar }
          continue
        }
        open[open.count - 1].properties.append(line)
      }
    }
    if !open.isEmpty { throw .cutShort }
    if calendars.isEmpty { throw .notACalendar }
    return calendars
  }
}
