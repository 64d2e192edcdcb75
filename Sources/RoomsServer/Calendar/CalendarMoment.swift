/// When something is, as a calendar says it (RFC 5545, sections 3.3.4 and 3.3.5).
enum CalendarMoment: Hashable, Sendable {
  /// A whole day.
  case day(CivilDate)
  /// The same time of the clock wherever one is.
  case floating(LocalTime)
  case utc(LocalTime)
  case zoned(LocalTime, zone: String)

  /// - Parameter zone: the value of the parameter TZID.
  init?(_ text: some StringProtocol, zone: String?) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 8, let date = Self.date(bytes[..<8]) else { return nil }
    if bytes.count == 8 {
      self = .day(date)
      return
    }
    guard let second = Self.secondOfDay(bytes[8...].prefix(7)) else { return nil }
    let time = LocalTime(daysSince1970: date.daysSince1970, secondOfDay: second)
    switch (bytes.count, bytes.last, zone) {
    case (16, UInt8(ascii: "Z"), _): self = .utc(time)
    case (15, _, let zone?): self = .zoned(time, zone: zone)
    case (15, _, nil): self = .floating(time)
    default: return nil
    }
  }

  /// The wall clock's time; midnight for a whole day.
  var local: LocalTime {
    switch self {
    case .day(let date): LocalTime(daysSince1970: date.daysSince1970, secondOfDay: 0)
    case .floating(let time), .utc(let time), .zoned(let time, zone: _): time
    }
  }

  var isDay: Bool {
    switch self {
    case .day: true
    case .floating, .utc, .zoned: false
    }
  }

  /// Another time of the same kind.
  func at(_ time: LocalTime) -> CalendarMoment {
    switch self {
    case .day: .day(time.date)
    case .floating: .floating(time)
    case .utc: .utc(time)
    case .zoned(_, let zone): .zoned(time, zone: zone)
    }
  }

  /// `YYYYMMDD`.
  private static func date(_ bytes: ArraySlice<UInt8>) -> CivilDate? {
    guard let year = number(bytes.prefix(4)), let month = number(bytes.dropFirst(4).prefix(2)),
      let day = number(bytes.dropFirst(6))
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// `THHMMSS`. A leap second is the last one before it (RFC 5545, section 3.3.12).
  private static func secondOfDay(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count == 7, bytes.first == UInt8(ascii: "T"),
      let hour = number(bytes.dropFirst().prefix(2)), hour < 24,
      let minute = number(bytes.dropFirst(3).prefix(2)), minute < 60,
      let second = number(bytes.dropFirst(5)), second <= 60
    else { return nil }
    return hour * 3_600 + minute * 60 + min(second, 59)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return number
  }
}
