/// How something recurs (RFC 5545, section 3.3.10).
struct RecurrenceRule: Hashable, Sendable {
  enum Frequency: String, Sendable, CaseIterable {
    case secondly = "SECONDLY"
    case minutely = "MINUTELY"
    case hourly = "HOURLY"
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }

  enum End: Hashable, Sendable {
    case never
    /// After so many, the first one included.
    case count(Int)
    /// The last one may be at that moment.
    case until(CalendarMoment)
  }

  struct WeekdayRule: Hashable, Sendable {
    var weekday: Weekday
    /// The second one of the month or year is 2, the last one is -1; `nil` is every one.
    var ordinal: Int?
  }

  var frequency: Frequency
  var interval = 1
  var end = End.never
  var seconds: [Int] = []
  var minutes: [Int] = []
  var hours: [Int] = []
  var weekdays: [WeekdayRule] = []
  var monthDays: [Int] = []
  var yearDays: [Int] = []
  var weekNumbers: [Int] = []
  var months: [Int] = []
  var positions: [Int] = []
  var weekStart = Weekday.monday

  /// `nil` for a rule that is malformed, or has a part that is not known: what it would mean without it
  /// nobody said.
  init?(_ text: String) {
    var parts: [String: Substring] = [:]
    for part in text.uppercased().split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, parts.updateValue(pair[1], forKey: String(pair[0])) == nil else {
        return nil
      }
    }
    guard let name = parts.removeValue(forKey: "FREQ"),
      let frequency = Frequency(rawValue: String(name))
    else { return nil }
    self.frequency = frequency
    for (name, value) in parts {
      guard read(name, value) else { return nil }
    }
    if parts["COUNT"] != nil, parts["UNTIL"] != nil { return nil }
  }

  private mutating func read(_ name: String, _ value: Substring) -> Bool {
    switch name {
    case "INTERVAL":
      guard let number = Int(value), (1...1_000_000).contains(number) else { return false }
      interval = number
    case "COUNT":
      guard let number = Int(value), number >= 1 else { return false }
      end = .count(number)
    case "UNTIL":
      guard let moment = CalendarMoment(value, zone: nil) else { return false }
      end = .until(moment)
    case "WKST":
      guard let weekday = Weekday(rawValue: String(value)) else { return false }
      weekStart = weekday
    case "BYDAY": return readWeekdays(value)
    case "BYSECOND": return read(value, into: \.seconds, from: 0...60)
    case "BYMINUTE": return read(value, into: \.minutes, from: 0...59)
    case "BYHOUR": return read(value, into: \.hours, from: 0...23)
    case "BYMONTH": return read(value, into: \.months, from: 1...12)
    case "BYMONTHDAY": return readSigned(value, into: \.monthDays, upTo: 31)
    case "BYYEARDAY": return readSigned(value, into: \.yearDays, upTo: 366)
    case "BYWEEKNO": return readSigned(value, into: \.weekNumbers, upTo: 53)
    case "BYSETPOS": return readSigned(value, into: \.positions, upTo: 366)
    default: return false
    }
    return true
  }

  private mutating func read(
    _ text: Substring, into part: WritableKeyPath<Self, [Int]>, from range: ClosedRange<Int>
  ) -> Bool {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.allSatisfy({ $0.map(range.contains) ?? false }) else { return false }
    self[keyPath: part] = Set(numbers.compactMap(\.self)).sorted()
    return true
  }

  /// Negative numbers count from the end.
  private mutating func readSigned(
    _ text: Substring, into part: WritableKeyPath<Self, [Int]>, upTo limit: Int
  ) -> Bool {
    read(text, into: part, from: -limit...limit) && !self[keyPath: part].contains(0)
  }

  private mutating func readWeekdays(_ text: Substring) -> Bool {
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let weekday = Weekday(rawValue: String(item.suffix(2))) else { return false }
      let ordinal = item.dropLast(2)
      guard !ordinal.isEmpty else {
        weekdays.append(WeekdayRule(weekday: weekday))
        continue
      }
      guard let number = Int(ordinal), number != 0, abs(number) <= 53 else { return false }
      weekdays.append(WeekdayRule(weekday: weekday, ordinal: number))
    }
    return true
  }
}
