/// A length of time (RFC 5545, section 3.3.6). A day is one on the calendar, which may have 23 hours.
struct CalendarDuration: Hashable, Sendable {
  var days = 0
  var seconds: Int64 = 0

  /// Anything longer is a mistake, and would take times out of what can be told.
  private static let maximumDays = 366 * 100

  /// Such as `P1W`, `P1DT2H` or `-PT15M`.
  init?(_ text: String) {
    var rest = text.utf8[...]
    var sign = 1
    if let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
      sign = first == UInt8(ascii: "-") ? -1 : 1
      rest.removeFirst()
    }
    guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
    var isTime = false
    while let first = rest.first {
      if first == UInt8(ascii: "T"), !isTime {
        isTime = true
        rest.removeFirst()
        continue
      }
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(digits.count)
      guard digits.count <= 9, let number = Int(String(Substring(digits))),
        let unit = rest.popFirst()
      else { return nil }
      switch (unit, isTime) {
      case (UInt8(ascii: "W"), false): days += number * 7
      case (UInt8(ascii: "D"), false): days += number
      case (UInt8(ascii: "H"), true): seconds += Int64(number) * 3_600
      case (UInt8(ascii: "M"), true): seconds += Int64(number) * 60
      case (UInt8(ascii: "S"), true): seconds += Int64(number)
      default: return nil
      }
    }
    guard days <= Self.maximumDays, seconds <= Int64(Self.maximumDays) * LocalTime.secondsPerDay
    else { return nil }
    days *= sign
    seconds *= Int64(sign)
  }

  init(days: Int = 0, seconds: Int64 = 0) {
    (self.days, self.seconds) = (days, seconds)
  }
}
