/// A span of time in the units of the calendar: `duration` of RFC 3339, appendix A, with what ISO 8601 and many
/// frameworks add to it: a sign in front, a fraction of the last unit, weeks beside other units.
///
/// Some APIs call other texts durations, such as `24h` or a number of seconds. They are kept as they are: then there
/// are no ``parts``.
public struct CalendarDuration: FormattedString, ParameterValue {
  /// How many of each unit. A month has no fixed number of days, nor a day of seconds.
  public struct Parts: Sendable, Hashable {
    public var isNegative = false
    public var years = 0
    public var months = 0
    public var weeks = 0
    public var days = 0
    public var hours = 0
    public var minutes = 0
    public var seconds = 0
    /// Of the last unit that is written, in billionths: from 0 to 999 999 999.
    public var billionths = 0
  }

  /// `nil` for a text that is no duration of ISO 8601.
  public let parts: Parts?
  /// As it is written.
  public let text: String

  /// Weeks, days and smaller units. Negative ones make the whole negative, and have to be so all together.
  ///
  /// - Returns: `nil` for numbers of both signs.
  public init?(
    years: Int = 0, months: Int = 0, weeks: Int = 0, days: Int = 0, hours: Int = 0,
    minutes: Int = 0, seconds: Int = 0, nanoseconds: Int = 0
  ) {
    let numbers = [years, months, weeks, days, hours, minutes, seconds, nanoseconds]
    let isNegative = numbers.contains { $0 < 0 }
    guard !isNegative || !numbers.contains(where: { $0 > 0 }),
      nanoseconds.magnitude < 1_000_000_000
    else { return nil }
    var text = isNegative ? "-P" : "P"
    for (number, unit) in zip(numbers, "YMWD") where number != 0 {
      text += "\(number.magnitude)\(unit)"
    }
    var time = ""
    if hours != 0 { time += "\(hours.magnitude)H" }
    if minutes != 0 { time += "\(minutes.magnitude)M" }
    if seconds != 0 || nanoseconds != 0 {
      var fraction = String(nanoseconds.magnitude + 1_000_000_000).dropFirst()
      while fraction.last == "0" { fraction.removeLast() }
      time += "\(seconds.magnitude)\(fraction.isEmpty ? "" : ".")\(fraction)S"
    }
    if !time.isEmpty { text += "T" + time }
    self.init(text.last == "P" ? "PT0S" : text)
  }

  /// In seconds; what is below a nanosecond is dropped.
  public init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let exact = CalendarDuration(
      seconds: Int(clamping: seconds), nanoseconds: Int(attoseconds / 1_000_000_000))
    self = exact ?? CalendarDuration("PT0S")
  }

  /// Any text, which is kept.
  public init(_ text: String) {
    self.text = text
    parts = Self.parse(Array(text.utf8))
  }

  public static var format: String { "duration" }

  public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    self.init(String(decoding: bytes, as: UTF8.self))
  }

  /// The time that it takes, counting days of 24 hours; `nil` with years or months, which have no fixed length, and
  /// for texts that are no duration of ISO 8601.
  public var duration: Duration? {
    guard let parts, parts.years == 0, parts.months == 0 else { return nil }
    let units = [
      (parts.weeks, 604_800), (parts.days, 86_400), (parts.hours, 3600), (parts.minutes, 60),
      (parts.seconds, 1),
    ]
    var sum: Int64 = 0
    for (count, length) in units {
      let (seconds, overflows) = Int64(count).multipliedReportingOverflow(by: Int64(length))
      let (next, overflowsToo) = sum.addingReportingOverflow(seconds)
      guard !overflows, !overflowsToo else { return nil }
      sum = next
    }
    let fraction = Duration.nanoseconds(Int64(parts.billionths)) * Self.lastUnit(of: text)
    let whole = Duration.seconds(sum) + fraction
    return parts.isNegative ? .zero - whole : whole
  }

  /// The length of the unit that the text ends with, in seconds.
  private static func lastUnit(of text: String) -> Int {
    let hasTime = text.contains("T") || text.contains("t")
    switch text.last {
    case "W", "w": return 604_800
    case "D", "d": return 86_400
    case "H", "h": return 3600
    case "M", "m": return hasTime ? 60 : 0
    default: return 1
    }
  }

  // MARK: - Reading

  private static func parse(_ bytes: [UInt8]) -> Parts? {
    var rest = bytes[...]
    var parts = Parts()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      parts.isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    guard let start = rest.popFirst(), start | 0x20 == UInt8(ascii: "p"), !rest.isEmpty else {
      return nil
    }
    var units = Array("ymwd".utf8)[...]
    var isTime = false
    var hasFraction = false
    while let byte = rest.first {
      if byte | 0x20 == UInt8(ascii: "t"), !isTime {
        isTime = true
        units = Array("hms".utf8)[...]
        rest = rest.dropFirst()
        guard !rest.isEmpty else { return nil }
        continue
      }
      // A fraction belongs to the smallest unit.
      guard !hasFraction, let (number, billionths) = number(&rest), let unit = rest.popFirst(),
        let index = units.firstIndex(of: unit | 0x20)
      else { return nil }
      units = units[(index + 1)...]
      parts.billionths = billionths ?? 0
      hasFraction = billionths != nil
      parts.set(unit | 0x20, isTime: isTime, number)
    }
    return parts
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> (Int, billionths: Int?)? {
    let digits = rest.prefix { 48...57 ~= $0 }
    rest = rest.dropFirst(digits.count)
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
    guard let point = rest.first, point == UInt8(ascii: ".") || point == UInt8(ascii: ",") else {
      return (number, nil)
    }
    let fraction = rest.dropFirst().prefix { 48...57 ~= $0 }
    guard !fraction.isEmpty else { return nil }
    rest = rest.dropFirst(fraction.count + 1)
    var billionths = 0
    for index in 0..<9 {
      billionths =
        billionths * 10
        + (index < fraction.count ? Int(fraction[fraction.startIndex + index]) - 48 : 0)
    }
    return (number, billionths)
  }
}

extension CalendarDuration.Parts {
  /// - Parameter unit: its letter, in lower case.
  fileprivate mutating func set(_ unit: UInt8, isTime: Bool, _ number: Int) {
    switch (unit, isTime) {
    case (UInt8(ascii: "y"), _): years = number
    case (UInt8(ascii: "m"), false): months = number
    case (UInt8(ascii: "w"), _): weeks = number
    case (UInt8(ascii: "d"), _): days = number
    case (UInt8(ascii: "h"), _): hours = number
    case (UInt8(ascii: "m"), true): minutes = number
    default: seconds = number
    }
  }
}
