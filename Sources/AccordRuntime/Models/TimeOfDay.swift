/// A time without a day: `full-time` of RFC 3339, section 5.6, and `partial-time`, which is without an offset and
/// what many frameworks write. Seconds may be left out too.
///
/// How it was written is kept, and it is written back so. Two are equal if all that is written says the same, digits
/// of the fraction at the end left aside: without a day, a time in one offset is none in another.
public struct TimeOfDay: FormattedString, ParameterValue {
  /// From 0 to 23.
  public let hour: Int
  /// From 0 to 59.
  public let minute: Int
  /// From 0 to 60: a leap second.
  public let second: Int
  /// Digits behind the nanoseconds are kept in the text only.
  public let nanoseconds: Int
  /// Minutes east of UTC, from -1439 to 1439; `nil`: the time of whatever place is meant.
  public let offsetMinutes: Int?
  public let text: String

  /// `nil` if there is no such time.
  ///
  /// - Parameter offsetMinutes: east of UTC, from -1439 to 1439; `nil`: of whatever place is meant.
  public init?(
    hour: Int, minute: Int, second: Int = 0, nanoseconds: Int = 0, offsetMinutes: Int? = nil
  ) {
    guard 0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second, 0..<1_000_000_000 ~= nanoseconds,
      -1439...1439 ~= offsetMinutes ?? 0
    else { return nil }
    self.hour = hour
    self.minute = minute
    self.second = second
    self.nanoseconds = nanoseconds
    self.offsetMinutes = offsetMinutes
    // `12:00:00.123456789-12:00` is the longest.
    text = ASCIIText.string(capacity: 24) { text in
      for (index, number) in [hour, minute, second].enumerated() {
        if index > 0 { text.append(":") }
        text.append(pair: number)
      }
      Self.append(nanoseconds: nanoseconds, to: &text)
      switch offsetMinutes {
      case nil: break
      case 0: text.append("Z")
      case let minutes?: text.append(offsetMinutes: minutes, sign: minutes < 0 ? "-" : "+")
      }
    }
  }

  private static func append(nanoseconds: Int, to text: inout ASCIIText) {
    guard nanoseconds > 0 else { return }
    var (fraction, digits) = (nanoseconds, 9)
    while fraction.isMultiple(of: 10) { (fraction, digits) = (fraction / 10, digits - 1) }
    text.append(".")
    text.append(fraction, width: digits)
  }

  public static var format: String { "time" }

  public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 5, let hour = DecimalDigits.pair(in: bytes, at: 0), hour < 24,
      bytes[2] == UInt8(ascii: ":"), let minute = DecimalDigits.pair(in: bytes, at: 3), minute < 60
    else { return nil }
    var index = 5
    var second = 0
    var nanoseconds = 0
    if bytes.count >= 8, bytes[5] == UInt8(ascii: ":") {
      guard let found = DecimalDigits.pair(in: bytes, at: 6), found <= 60 else { return nil }
      second = found
      index = 8
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] &- 48 < 10 {
          if index - start < 9 { nanoseconds = nanoseconds * 10 + Int(bytes[index] - 48) }
          index += 1
        }
        guard index > start else { return nil }
        for _ in min(index - start, 9)..<9 { nanoseconds *= 10 }
      }
    }
    guard let offset = Self.offset(UnsafeBufferPointer(rebasing: bytes[index...])) else {
      return nil
    }
    self.hour = hour
    self.minute = minute
    self.second = second
    self.nanoseconds = nanoseconds
    offsetMinutes = offset
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// `nil` for what is no offset; nothing at all is an offset that nobody gave.
  private static func offset(_ bytes: UnsafeBufferPointer<UInt8>) -> Int?? {
    switch bytes.first {
    case nil: return .some(nil)
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): return bytes.count == 1 ? 0 : nil
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
        let hours = DecimalDigits.pair(in: bytes, at: 1), hours < 24,
        let minutes = DecimalDigits.pair(in: bytes, at: 4), minutes < 60
      else { return nil }
      let offset = hours * 60 + minutes
      return bytes[0] == UInt8(ascii: "-") ? -offset : offset
    default: return nil
    }
  }
}

extension TimeOfDay: Equatable {
  /// The digits behind the nanoseconds, without the zeros at the end.
  private var finerDigits: Substring {
    guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return "" }
    var digits = Substring(text.utf8[point...].dropFirst().prefix { 48...57 ~= $0 }.dropFirst(9))
    while digits.last == "0" { digits.removeLast() }
    return digits
  }

  public static func == (left: TimeOfDay, right: TimeOfDay) -> Bool {
    (left.hour, left.minute, left.second) == (right.hour, right.minute, right.second)
      && left.nanoseconds == right.nanoseconds && left.offsetMinutes == right.offsetMinutes
      && left.finerDigits == right.finerDigits
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(hour)
    hasher.combine(minute)
    hasher.combine(second)
    hasher.combine(nanoseconds)
  }
}
