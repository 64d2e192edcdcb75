/// How much work the recurrences of one feed may still take. A few bytes can ask for every second of the next
/// thousand years; what is bounded is therefore not the size of a rule but the days and times that are looked at.
struct ExpansionBudget: Sendable {
  private(set) var steps: Int

  /// A feed of a thousand daily events, each begun years ago, takes about a tenth.
  static let perFeed = 4_000_000

  init(steps: Int = perFeed) { self.steps = steps }

  mutating func spend(_ count: Int = 1) throws(CalendarFeedError) {
    steps -= count
    if steps < 0 { throw .tooManyRecurrences }
  }
}
