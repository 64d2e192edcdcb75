/// Dates and times: RFC 3339, section 5.6, and durations: its appendix A.
enum DateTimeFormat {
  static func isDateTime(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 11, bytes[10] | 0x20 == UInt8(ascii: "t") else { return false }
    return isDate(bytes[..<10]) && isTime(bytes[11...])
  }

  static func isDate(_ bytes: [UInt8]) -> Bool { isDate(bytes[...]) }

  static func isTime(_ bytes: [UInt8]) -> Bool { isTime(bytes[...]) }

  private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    var reader = DigitReader(bytes)
    guard bytes.count == 10, let year = reader.number(digits: 4), reader.consume("-"),
      let month = reader.number(digits: 2), reader.consume("-"),
      let day = reader.number(digits: 2)
    else { return false }
    return day >= 1 && day <= days(inMonth: month, of: year)
  }

  /// 0 for a month that does not exist.
  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 0
    }
  }

  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    var reader = DigitReader(bytes)
    guard let hour = reader.number(digits: 2), reader.consume(":"),
      let minute = reader.number(digits: 2), reader.consume(":"),
      let second = reader.number(digits: 2), hour < 24, minute < 60, second < 61
    else { return false }
    if reader.consume(".") {
      guard reader.skipDigits() > 0 else { return false }
    }
    var offset = 0
    if !reader.consume("Z") && !reader.consume("z") {
      let isNegative = reader.consume("-")
      guard isNegative || reader.consume("+"), let hours = reader.number(digits: 2),
        reader.consume(":"), let minutes = reader.number(digits: 2), hours < 24, minutes < 60
      else { return false }
      offset = (hours * 60 + minutes) * (isNegative ? -1 : 1)
    }
    guard reader.isAtEnd else { return false }
    if second < 60 { return true }
    // A leap second is the last one of a day in UTC.
    let universal = (hour * 60 + minute - offset + 2 * 1440) % 1440
    return universal == 1439
  }

  static func isDuration(_ bytes: [UInt8]) -> Bool {
    var reader = DigitReader(bytes[...])
    guard reader.consume("P") else { return false }
    // Weeks stand alone.
    var weeks = reader
    if weeks.skipDigits() > 0, weeks.consume("W") { return weeks.isAtEnd }
    guard let dates = reader.units(in: "YMD") else { return false }
    if reader.isAtEnd { return dates > 0 }
    guard reader.consume("T"), let times = reader.units(in: "HMS") else { return false }
    return times > 0 && reader.isAtEnd
  }
}

private struct DigitReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func number(digits: Int) -> Int? {
    guard rest.count >= digits, rest.prefix(digits).allSatisfy(\.isDigit) else { return nil }
    let value = rest.prefix(digits).reduce(0) { $0 * 10 + Int($1 - 48) }
    rest = rest.dropFirst(digits)
    return value
  }

  mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, UInt32(byte) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  mutating func skipDigits() -> Int {
    let count = rest.prefix(while: \.isDigit).count
    rest = rest.dropFirst(count)
    return count
  }

  /// Numbers, each with one of the units behind it, in their order and without gaps between the first and
  /// the last one.
  ///
  /// - Returns: how many there are; `nil` for a number without a unit, or with one that cannot follow.
  mutating func units(in order: String) -> Int? {
    let letters = Array(order.utf8)
    var next: Int?
    var count = 0
    while let first = rest.first, first.isDigit {
      _ = skipDigits()
      guard let unit = rest.first, let index = letters.firstIndex(of: unit),
        next == nil || index == next
      else { return nil }
      rest.removeFirst()
      next = index + 1
      count += 1
    }
    return count
  }
}
