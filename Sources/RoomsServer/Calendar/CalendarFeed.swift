import AccordRuntime

/// What a feed says: an iCalendar file (RFC 5545).
///
/// A feed is not trusted. Whatever it holds, reading it takes time and memory in proportion to its size, within
/// ``ExpansionBudget`` and the bounds below, and ends.
struct CalendarFeed: Sendable {
  /// Within the window, the earliest first.
  let occurrences: [CalendarOccurrence]
  /// How many events the file holds, whenever they are; each counts once, however often it recurs.
  let eventCount: Int
  /// How many of them could not be read, and are left out.
  let brokenCount: Int

  /// So many occurrences are kept, the earliest ones; what they say together takes so many bytes at most.
  static let maximumOccurrences = 2_000
  static let maximumSize = 16 << 20

  /// - Throws: ``CalendarFeedError``.
  init(
    _ bytes: [UInt8], window: CalendarWindow, budget: ExpansionBudget = ExpansionBudget()
  ) throws(CalendarFeedError) {
    var budget = budget
    let calendars = try CalendarComponent.calendars(in: bytes)
    let components = calendars.flatMap { $0.components.filter { $0.name == "VEVENT" } }
    let last = LocalTime(seconds: window.end.microseconds / 1_000_000 + 2 * LocalTime.secondsPerDay)
    var zones = try CalendarZones(of: calendars, through: last, budget: &budget)
    var series: [ExactString: EventSeries] = [:]
    var brokenCount = 0
    for component in components {
      for line in component.properties {
        if let name = line[parameter: "TZID"] { zones.prepare(name) }
      }
      guard let event = FeedEvent(component) else {
        brokenCount += 1
        continue
      }
      series[ExactString(event.uid), default: EventSeries()].add(event)
    }
    var occurrences: [CalendarOccurrence] = []
    for events in series.values {
      occurrences += try events.occurrences(in: window, zones: zones, budget: &budget)
    }
    occurrences.sort { left, right in
      if left.start != right.start { return left.start < right.start }
      return left.uid.isExactly(right.uid)
        ? (left.recurrence?.microseconds ?? 0) < (right.recurrence?.microseconds ?? 0)
        : left.uid.unicodeScalars.lexicographicallyPrecedes(right.uid.unicodeScalars)
    }
    var size = 0
    self.occurrences = Array(
      occurrences.prefix(Self.maximumOccurrences).prefix { occurrence in
        size += occurrence.details.size + occurrence.uid.utf8.count
        return size <= Self.maximumSize
      })
    eventCount = components.count
    self.brokenCount = brokenCount
  }
}
