/// Why a feed is no calendar that can be read as a whole. Single events that are broken are left out instead.
enum CalendarFeedError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It does not begin with `BEGIN:VCALENDAR`.
  case notACalendar
  /// It ends within a component. What was cut off may hold any number of events.
  case cutShort
  /// Components are not nested as they should be.
  case misnested(line: Int)
  case tooDeep(line: Int)
  /// Its recurrences take more steps than ``ExpansionBudget`` has.
  case tooManyRecurrences

  var description: String {
    switch self {
    case .notACalendar: "The feed is not an iCalendar file."
    case .cutShort: "The feed ends in the middle."
    case .misnested(let line): "The feed's components are not nested properly at line \(line)."
    case .tooDeep(let line): "The feed's components are nested too deeply at line \(line)."
    case .tooManyRecurrences: "The feed's events recur too often to be followed."
    }
  }
}
