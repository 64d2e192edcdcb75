/// The times of a rule, on the wall's clock, in order.
struct RecurrenceExpansion: Sendable {
  let rule: RecurrenceRule
  let start: LocalTime
  private let days: RecurrenceDays
  private let times: RecurrenceTimes

  init(_ rule: RecurrenceRule, from start: LocalTime) {
    self.rule = rule
    self.start = start
    days = RecurrenceDays(rule, from: start)
    times = RecurrenceTimes(rule, from: start)
  }

  /// The times up to `last`. Those before `first` may be left out.
  ///
  /// The start is always the first of them and counts as one, also where the rule alone would not take it.
  ///
  /// - Throws: ``CalendarFeedError/tooManyRecurrences``.
  func times(
    from first: LocalTime, through last: LocalTime, budget: inout ExpansionBudget
  ) throws(CalendarFeedError) -> [LocalTime] {
    var found: [LocalTime] = []
    var remaining = Int.max
    var period = 0
    switch rule.end {
    case .count(let count): remaining = count
    case .never, .until:
      // Nothing has to be counted, so what is long past need not be walked through.
      period = Swift.max(0, periods(from: start, to: first) / rule.interval - 1)
    }
    if period == 0 {
      try budget.spend()
      if start > last { return [] }
      found.append(start)
      remaining -= 1
    }
    while remaining > 0 {
      try budget.spend()
      guard let (range, base) = self.period(period), range.lowerBound <= last.daysSince1970 else {
        break
      }
      for time in try timesOfPeriod(range, at: base, budget: &budget) where time > start {
        if time > last { return found }
        found.append(time)
        remaining -= 1
        if remaining == 0 { break }
      }
      period += 1
    }
    return found
  }

  // MARK: - Periods

  private static let secondsPerHour: Int64 = 3_600

  /// How many periods of one unit lie between two times, rounded down.
  private func periods(from start: LocalTime, to end: LocalTime) -> Int {
    let (startDate, endDate) = (start.date, end.date)
    return switch rule.frequency {
    case .yearly: endDate.year - startDate.year
    case .monthly: (endDate.year - startDate.year) * 12 + endDate.month - startDate.month
    case .weekly: (end.daysSince1970 - start.daysSince1970) / 7
    case .daily: end.daysSince1970 - start.daysSince1970
    case .hourly: Int((end.seconds - start.seconds) / Self.secondsPerHour)
    case .minutely: Int((end.seconds - start.seconds) / 60)
    case .secondly: Int(end.seconds - start.seconds)
    }
  }

  /// The days of a period, and the time at which one of less than a day begins; `nil` beyond the year 9999.
  private func period(_ index: Int) -> (days: Range<Int>, base: LocalTime)? {
    let (steps, overflows) = index.multipliedReportingOverflow(by: rule.interval)
    guard !overflows, steps < 400_000_000_000 else { return nil }
    let date = start.date
    switch rule.frequency {
    case .yearly:
      let year = date.year + steps
      guard year <= 9_999 else { return nil }
      let first = CivilDate.firstDay(of: year)
      return (first..<first + CivilDate.length(of: year), start)
    case .monthly:
      let months = date.year * 12 + date.month - 1 + steps
      let (year, month) = (months / 12, months % 12 + 1)
      guard year <= 9_999, let first = CivilDate(year: year, month: month, day: 1) else {
        return nil
      }
      let day = first.daysSince1970
      return (day..<day + CivilDate.length(ofMonth: month, in: year), start)
    case .weekly:
      let offset = (date.weekday.index - rule.weekStart.index + 7) % 7
      let first = start.daysSince1970 - offset + steps * 7
      return (first..<first + 7, start)
    case .daily:
      let day = start.daysSince1970 + steps
      return (day..<day + 1, start)
    case .hourly, .minutely, .secondly:
      let unit: Int64 =
        switch rule.frequency {
        case .hourly: Self.secondsPerHour
        case .minutely: 60
        case .secondly, .daily, .weekly, .monthly, .yearly: 1
        }
      let base = start.adding(seconds: Int64(steps) * unit)
      return (base.daysSince1970..<base.daysSince1970 + 1, base)
    }
  }

  private func timesOfPeriod(
    _ range: Range<Int>, at base: LocalTime, budget: inout ExpansionBudget
  ) throws(CalendarFeedError) -> [LocalTime] {
    let seconds = times.secondsOfDay(at: base)
    var found: [LocalTime] = []
    if !seconds.isEmpty {
      for day in range {
        try budget.spend()
        guard days.contains(day) else { continue }
        try budget.spend(seconds.count)
        found += seconds.map { LocalTime(daysSince1970: day, secondOfDay: $0) }
      }
    }
    guard !rule.positions.isEmpty else { return found }
    let chosen = rule.positions.compactMap { position -> LocalTime? in
      let index = position > 0 ? position - 1 : found.count + position
      return found.indices.contains(index) ? found[index] : nil
    }
    return Set(chosen).sorted()
  }
}
