import AccordRuntime

/// An event of a room's calendar as the database holds it.
struct CalendarEventRow: Sendable {
  var id: String
  var roomID: String
  /// `UID` of RFC 5545.
  var icsUID: String
  /// Of an event that recurs, when it would be by its rule; with the UID it tells one time from the others.
  var recurrence: Instant?
  var title: String?
  var description: String?
  var startTime: Instant
  var endTime: Instant
  /// One object per person, with what the feed says about them.
  var attendees: [JSONDictionary<JSONValue>]?
  var location: String?
  var lastSynced: Instant
  var createdAt: Instant
  var updatedAt: Instant
  /// Gone from the feed. Such an event is never shown.
  var isDeleted = false
}
