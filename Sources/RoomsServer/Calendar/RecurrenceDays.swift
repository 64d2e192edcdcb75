/// Which days a rule takes, once what it leaves open is filled in from the first time (RFC 5545, section 3.3.10:
/// "information … missing from the recurrence rule is derived from DTSTART").
struct RecurrenceDays: Sendable {
  private let rule: RecurrenceRule
  private let months: Set<Int>
  private let monthDays: Set<Int>
  private let plainWeekdays: Set<Weekday>
  private let ordinalWeekdays: [RecurrenceRule.WeekdayRule]
  /// Whether the second Monday is that of a month; else it is that of a year.
  private let countsWeekdaysInMonths: Bool

  init(_ rule: RecurrenceRule, from start: LocalTime) {
    self.rule = rule
    var (months, monthDays, weekdays) = (rule.months, rule.monthDays, rule.weekdays)
    let saysNoDay =
      monthDays.isEmpty && weekdays.isEmpty && rule.yearDays.isEmpty && rule.weekNumbers.isEmpty
    let date = start.date
    switch rule.frequency {
    case .yearly:
      if saysNoDay {
        if months.isEmpty { months = [date.month] }
        monthDays = [date.day]
      } else if monthDays.isEmpty, weekdays.isEmpty, rule.yearDays.isEmpty {
        weekdays = [.init(weekday: date.weekday)]
      }
    case .monthly: if saysNoDay { monthDays = [date.day] }
    case .weekly: if saysNoDay { weekdays = [.init(weekday: date.weekday)] }
    case .daily, .hourly, .minutely, .secondly: break
    }
    self.months = Set(months)
    self.monthDays = Set(monthDays)
    switch rule.frequency {
    case .yearly, .monthly:
      plainWeekdays = Set(weekdays.filter { $0.ordinal == nil }.map(\.weekday))
      ordinalWeekdays = weekdays.filter { $0.ordinal != nil }
    case .weekly, .daily, .hourly, .minutely, .secondly:
      // "The BYDAY rule part MUST NOT be specified with a numeric value" here; the number is passed over.
      plainWeekdays = Set(weekdays.map(\.weekday))
      ordinalWeekdays = []
    }
    countsWeekdaysInMonths = rule.frequency == .monthly || !rule.months.isEmpty
  }

  func contains(_ day: Int) -> Bool {
    let date = CivilDate(daysSince1970: day)
    if !months.isEmpty, !months.contains(date.month) { return false }
    if !monthDays.isEmpty {
      let length = CivilDate.length(ofMonth: date.month, in: date.year)
      guard monthDays.contains(date.day) || monthDays.contains(date.day - length - 1) else {
        return false
      }
    }
    if !rule.yearDays.isEmpty {
      let (number, length) = (date.dayOfYear, CivilDate.length(of: date.year))
      guard rule.yearDays.contains(number) || rule.yearDays.contains(number - length - 1) else {
        return false
      }
    }
    if !rule.weekNumbers.isEmpty, !isInWeek(day) { return false }
    if plainWeekdays.isEmpty, ordinalWeekdays.isEmpty { return true }
    let weekday = Weekday(daysSince1970: day)
    if plainWeekdays.contains(weekday) { return true }
    return ordinalWeekdays.contains { $0.weekday == weekday && isOrdinal($0.ordinal, date) }
  }

  /// Whether the date is the so-manieth of its weekday.
  private func isOrdinal(_ ordinal: Int?, _ date: CivilDate) -> Bool {
    let (number, length) =
      countsWeekdaysInMonths
      ? (date.day, CivilDate.length(ofMonth: date.month, in: date.year))
      : (date.dayOfYear, CivilDate.length(of: date.year))
    return ordinal == (number - 1) / 7 + 1 || ordinal == -((length - number) / 7 + 1)
  }

  /// Weeks are numbered as in ISO 8601, but may start on another day: the first has four days of the year.
  private func isInWeek(_ day: Int) -> Bool {
    let year = CivilDate(daysSince1970: day).year
    // The last days of a year may be of the first week of the next, and the first ones of the last week of
    // the year before.
    return [year - 1, year, year + 1].contains { year in
      let first = firstWeek(of: year)
      let count = (firstWeek(of: year + 1) - first) / 7
      let number = (day - first) / 7
      guard day >= first, number < count else { return false }
      return rule.weekNumbers.contains(number + 1) || rule.weekNumbers.contains(number - count)
    }
  }

  /// The day on which the first week begins.
  private func firstWeek(of year: Int) -> Int {
    let day = CivilDate.firstDay(of: year)
    let offset = (Weekday(daysSince1970: day).index - rule.weekStart.index + 7) % 7
    return offset <= 3 ? day - offset : day - offset + 7
  }
}
