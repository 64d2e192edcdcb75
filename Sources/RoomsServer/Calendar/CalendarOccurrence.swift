/// One time at which an event takes place.
struct CalendarOccurrence: Sendable {
  var uid: String
  /// When it would be by the rule of a recurring event, even if it was moved; `nil` for an event that happens
  /// once. With the UID it tells one occurrence from all others.
  var recurrence: Instant?
  var start: Instant
  var end: Instant
  var details: FeedEvent.Details
}

/// The time in which occurrences are kept.
struct CalendarWindow: Hashable, Sendable {
  var start: Instant
  var end: Instant

  /// Far enough back to show what was, and ahead for every question that the API takes (a week) and for feeds that
  /// are read seldom.
  static func around(_ now: Instant) -> CalendarWindow {
    CalendarWindow(start: now.adding(minutes: -31 * 1_440), end: now.adding(minutes: 366 * 1_440))
  }

  func contains(_ occurrence: CalendarOccurrence) -> Bool {
    occurrence.start < end && occurrence.end >= start
  }
}
