import AccordRuntime

/// A day of the Gregorian calendar, also of the time before it was made (RFC 5545, section 3.3.4).
struct CivilDate: Hashable, Comparable, Sendable {
  let year: Int
  /// 1 to 12.
  let month: Int
  /// 1 to 31.
  let day: Int

  /// `nil` for a day that does not exist.
  init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, in: year) else {
      return nil
    }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// By the number of days since 1970-01-01.
  init(daysSince1970 days: Int) {
    (year, month, day) = GregorianCalendar.date(dayNumber: days)
  }

  var daysSince1970: Int {
    GregorianCalendar.dayNumber(year: year, month: month, day: day)
  }

  /// Counted from 1.
  var dayOfYear: Int { daysSince1970 - Self.firstDay(of: year) + 1 }

  var weekday: Weekday { Weekday(daysSince1970: daysSince1970) }

  static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  static func length(ofMonth month: Int, in year: Int) -> Int {
    GregorianCalendar.days(inMonth: month, of: year)
  }

  static func length(of year: Int) -> Int { GregorianCalendar.isLeap(year) ? 366 : 365 }

  /// The first of January, in days since 1970.
  static func firstDay(of year: Int) -> Int {
    CivilDate(year: year, month: 1, day: 1)?.daysSince1970 ?? 0
  }
}

/// A day of the week, as recurrence rules call it.
enum Weekday: String, Sendable, CaseIterable {
  case monday = "MO"
  case tuesday = "TU"
  case wednesday = "WE"
  case thursday = "TH"
  case friday = "FR"
  case saturday = "SA"
  case sunday = "SU"

  /// 0 for Monday.
  var index: Int {
    switch self {
    case .monday: 0
    case .tuesday: 1
    case .wednesday: 2
    case .thursday: 3
    case .friday: 4
    case .saturday: 5
    case .sunday: 6
    }
  }

  init(daysSince1970 days: Int) {
    // 1970-01-01 was a Thursday.
    let index = (days + 3) % 7
    self = Self.allCases[index < 0 ? index + 7 : index]
  }
}
