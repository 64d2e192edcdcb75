/// Which times of a day a rule takes, once what it leaves open is filled in from the first time.
struct RecurrenceTimes: Sendable {
  private let rule: RecurrenceRule
  /// Of rules whose periods are days or longer: the same on every day.
  private let everyDay: [Int]

  init(_ rule: RecurrenceRule, from start: LocalTime) {
    self.rule = rule
    switch rule.frequency {
    case .daily, .weekly, .monthly, .yearly:
      everyDay = Self.product(
        rule.hours.isEmpty ? [start.secondOfDay / 3_600] : rule.hours,
        rule.minutes.isEmpty ? [start.secondOfDay / 60 % 60] : rule.minutes,
        Self.seconds(rule.seconds.isEmpty ? [start.secondOfDay % 60] : rule.seconds))
    case .hourly, .minutely, .secondly: everyDay = []
    }
  }

  /// - Parameter base: when the period begins, if it is shorter than a day.
  func secondsOfDay(at base: LocalTime) -> [Int] {
    let second = base.secondOfDay
    let hour = Self.chosen(second / 3_600, rule.hours)
    switch rule.frequency {
    case .daily, .weekly, .monthly, .yearly: return everyDay
    case .hourly:
      return Self.product(
        hour, rule.minutes.isEmpty ? [second / 60 % 60] : rule.minutes,
        Self.seconds(rule.seconds.isEmpty ? [second % 60] : rule.seconds))
    case .minutely:
      return Self.product(
        hour, Self.chosen(second / 60 % 60, rule.minutes),
        Self.seconds(rule.seconds.isEmpty ? [second % 60] : rule.seconds))
    case .secondly:
      return Self.product(
        hour, Self.chosen(second / 60 % 60, rule.minutes),
        Self.chosen(second % 60, Self.seconds(rule.seconds)))
    }
  }

  /// The value, if the list has it or says nothing.
  private static func chosen(_ value: Int, _ list: [Int]) -> [Int] {
    list.isEmpty || list.contains(value) ? [value] : []
  }

  /// Leap seconds are the last second before them.
  private static func seconds(_ list: [Int]) -> [Int] { Set(list.map { min($0, 59) }).sorted() }

  private static func product(_ hours: [Int], _ minutes: [Int], _ seconds: [Int]) -> [Int] {
    hours.flatMap { hour in
      minutes.flatMap { minute in seconds.map { hour * 3_600 + minute * 60 + $0 } }
    }
  }
}
