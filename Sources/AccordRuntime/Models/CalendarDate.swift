/// A day without a time and without a place: `full-date` of RFC 3339, section 5.6.
public struct CalendarDate: FormattedString, ParameterValue {
  /// From 0 to 9999.
  public let year: Int
  /// From 1 to 12.
  public let month: Int
  /// From 1 to 31.
  public let day: Int

  /// `nil` if the (proleptic Gregorian) calendar has no such day, or it is not in the years 0 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard 0...9999 ~= year, 1...12 ~= month, day >= 1,
      day <= GregorianCalendar.days(inMonth: month, of: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  public static var format: String { "date" }

  public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let century = DecimalDigits.pair(in: bytes, at: 0),
      let year = DecimalDigits.pair(in: bytes, at: 2),
      let month = DecimalDigits.pair(in: bytes, at: 5),
      let day = DecimalDigits.pair(in: bytes, at: 8)
    else { return nil }
    self.init(year: century * 100 + year, month: month, day: day)
  }

  public var text: String {
    ASCIIText.string(capacity: 10) { append(to: &$0) }
  }

  func append(to text: inout ASCIIText) {
    text.append(year, width: 4)
    text.append("-")
    text.append(pair: month)
    text.append("-")
    text.append(pair: day)
  }
}

extension CalendarDate: Comparable {
  public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension CalendarDate {
  /// Days since 1970-01-01.
  var dayNumber: Int { GregorianCalendar.dayNumber(year: year, month: month, day: day) }

  /// `nil` outside of the years 0 to 9999.
  init?(dayNumber: Int) {
    let (year, month, day) = GregorianCalendar.date(dayNumber: dayNumber)
    self.init(year: year, month: month, day: day)
  }
}

/// The Gregorian calendar, also for the years before there was one.
package enum GregorianCalendar {
  package static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  package static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // The leap day comes last if a year begins in March; then months have 153 days for every five, and the
  // day of the year follows from the month by a line. 400 years are 146 097 days.

  /// Days since 1970-01-01.
  package static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let year = month > 2 ? year : year - 1
    let era = floorDivide(year, 400)
    let yearOfEra = year - era * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  package static func date(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let days = dayNumber + 719_468
    let era = floorDivide(days, 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = (monthFromMarch + 2) % 12 + 1
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
  }

  static func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

/// Decimal digits of a fixed number, as dates and times are read.
enum DecimalDigits {
  /// The number that two digits make, or `nil` if they are none. Both must be there.
  @inline(__always)
  static func pair(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    let tens = bytes[index] &- 48
    let units = bytes[index + 1] &- 48
    guard tens < 10, units < 10 else { return nil }
    return Int(tens) * 10 + Int(units)
  }
}
