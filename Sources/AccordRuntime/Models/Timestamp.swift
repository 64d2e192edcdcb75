/// A moment in time: `date-time` of RFC 3339, section 5.6.
///
/// Two timestamps are equal if they are the same moment, in whatever offset they are written. How one was
/// written (offset, digits of the fraction, `Z` or `+00:00`, upper or lower case) is kept, and it is
/// written back so. A leap second (`23:59:60` UTC at the end of a month) is read as the 59th second, because
/// counted time has no place for it.
public struct Timestamp: FormattedString, ParameterValue {
  /// Whole seconds since 1970-01-01T00:00:00Z, without leap seconds; rounded down.
  public let secondsSince1970: Int64
  /// On top of ``secondsSince1970``: from 0 to 999 999 999.
  public let nanoseconds: Int32
  private let spelling: Spelling
  /// What of the fraction comes behind the nanoseconds, as ASCII digits.
  private let finerDigits: [UInt8]

  private struct Spelling: Sendable {
    enum Zone: UInt8, Sendable {
      case upperZ, lowerZ, numeric
      /// `-00:00`: UTC, and the place's own offset is not known.
      case unknownLocal
    }

    var offsetMinutes: Int16 = 0
    var zone = Zone.upperZ
    /// Up to nine. More are written if the nanoseconds need them.
    var fractionDigits: UInt8 = 0
    var hasLowerT = false
    var isLeapSecond = false
  }

  /// Minutes east of UTC, as it was written: from -1439 to 1439.
  public var offsetMinutes: Int { Int(spelling.offsetMinutes) }

  /// A moment in UTC. Moments outside of the years 0 to 9999, for which RFC 3339 has no text, become the
  /// first or the last one inside.
  ///
  /// - Parameter nanoseconds: on top of the seconds; may be negative, and more than a second.
  public init(secondsSince1970: Int64, nanoseconds: Int32 = 0) {
    self.init(
      seconds: secondsSince1970, nanoseconds: Int64(nanoseconds), finerDigits: [], Spelling())
  }

  private init(
    seconds: Int64, nanoseconds: Int64, finerDigits: [UInt8], _ spelling: Spelling
  ) {
    let billion: Int64 = 1_000_000_000
    var carry = nanoseconds / billion
    var rest = nanoseconds % billion
    if rest < 0 {
      rest += billion
      carry -= 1
    }
    let (wrapped, overflows) = seconds.addingReportingOverflow(carry)
    let sum: Int64 = overflows ? (carry < 0 ? .min : .max) : wrapped
    let offset = Int64(spelling.offsetMinutes) * 60
    let first = Self.firstSecond - offset
    let last = Self.lastSecond - offset
    self.spelling = spelling
    if sum < first {
      (secondsSince1970, self.nanoseconds, self.finerDigits) = (first, 0, [])
    } else if sum > last {
      (secondsSince1970, self.nanoseconds, self.finerDigits) = (last, 999_999_999, [])
    } else {
      (secondsSince1970, self.nanoseconds, self.finerDigits) = (sum, Int32(rest), finerDigits)
    }
  }

  /// 0000-01-01T00:00:00Z.
  private static var firstSecond: Int64 { -62_167_219_200 }
  /// 9999-12-31T23:59:59Z.
  private static var lastSecond: Int64 { 253_402_300_799 }

  /// The moment that much later, with the same offset. What of the duration is below a nanosecond is
  /// dropped; the years 0 to 9999 are not left.
  public func adding(_ duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let (sum, overflows) = secondsSince1970.addingReportingOverflow(seconds)
    var spelling = spelling
    spelling.isLeapSecond = false
    return Timestamp(
      seconds: overflows ? (seconds < 0 ? .min : .max) : sum,
      nanoseconds: Int64(nanoseconds) + attoseconds / 1_000_000_000, finerDigits: finerDigits,
      spelling)
  }
}

// MARK: - Text

extension Timestamp {
  public static var format: String { "date-time" }

  public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 20,
      let date = CalendarDate(utf8: UnsafeBufferPointer(rebasing: bytes[..<10])),
      bytes[10] | 0x20 == UInt8(ascii: "t"),
      let hour = DecimalDigits.pair(in: bytes, at: 11), hour < 24, bytes[13] == UInt8(ascii: ":"),
      let minute = DecimalDigits.pair(in: bytes, at: 14), minute < 60,
      bytes[16] == UInt8(ascii: ":"),
      let second = DecimalDigits.pair(in: bytes, at: 17), second <= 60
    else { return nil }
    var spelling = Spelling()
    spelling.hasLowerT = bytes[10] == UInt8(ascii: "t")
    var index = 19
    guard let fraction = Self.readFraction(bytes, &index) else { return nil }
    spelling.fractionDigits = UInt8(min(fraction.count, 9))
    guard Self.readZone(bytes, from: index, into: &spelling) else { return nil }
    let local = ((date.dayNumber * 24 + hour) * 60 + minute) * 60 + min(second, 59)
    let seconds = local - Int(spelling.offsetMinutes) * 60
    if second == 60 {
      guard Self.isEndOfMonth(seconds) else { return nil }
      spelling.isLeapSecond = true
    }
    self.spelling = spelling
    secondsSince1970 = Int64(seconds)
    nanoseconds = fraction.nanoseconds
    finerDigits = fraction.count > 9 ? Array(bytes[29..<(20 + fraction.count)]) : []
  }

  /// Reads the point and the digits behind it, if they are there. `nil` for a point without digits.
  private static func readFraction(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) -> (nanoseconds: Int32, count: Int)? {
    guard bytes[index] == UInt8(ascii: ".") else { return (0, 0) }
    index += 1
    let start = index
    var nanoseconds: Int32 = 0
    while index < bytes.count, bytes[index] &- 48 < 10 {
      if index - start < 9 { nanoseconds = nanoseconds * 10 + Int32(bytes[index] - 48) }
      index += 1
    }
    let count = index - start
    guard count > 0 else { return nil }
    for _ in count..<max(count, 9) { nanoseconds *= 10 }
    return (nanoseconds, count)
  }

  private static func readZone(
    _ bytes: UnsafeBufferPointer<UInt8>, from index: Int, into spelling: inout Spelling
  ) -> Bool {
    guard index < bytes.count else { return false }
    switch bytes[index] {
    case UInt8(ascii: "Z"):
      spelling.zone = .upperZ
      return index + 1 == bytes.count
    case UInt8(ascii: "z"):
      spelling.zone = .lowerZ
      return index + 1 == bytes.count
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard index + 6 == bytes.count, bytes[index + 3] == UInt8(ascii: ":"),
        let hours = DecimalDigits.pair(in: bytes, at: index + 1), hours < 24,
        let minutes = DecimalDigits.pair(in: bytes, at: index + 4), minutes < 60
      else { return false }
      let offset = Int16(hours * 60 + minutes)
      let isNegative = bytes[index] == UInt8(ascii: "-")
      spelling.offsetMinutes = isNegative ? -offset : offset
      spelling.zone = isNegative && offset == 0 ? .unknownLocal : .numeric
      return true
    default:
      return false
    }
  }

  /// Whether the second, counted in UTC, is the last one of a month: only there are leap seconds.
  private static func isEndOfMonth(_ seconds: Int) -> Bool {
    let next = seconds + 1
    guard next.isMultiple(of: 86_400) else { return false }
    return GregorianCalendar.date(dayNumber: next / 86_400).day == 1
  }

  public var text: String {
    ASCIIText.string(capacity: longestText) { append(to: &$0) }
  }

  public func write(to writer: inout JSONWriter) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestText) { buffer in
      var text = ASCIIText(in: buffer)
      append(to: &text)
      writer.writePlainString(text.bytes)
    }
  }

  /// `2026-11-26T12:00:00.123456789` and more digits, and an offset: at most that many bytes.
  private var longestText: Int { 29 + finerDigits.count + 6 }

  private func append(to text: inout ASCIIText) {
    let local = Int(secondsSince1970) + offsetMinutes * 60
    let dayNumber = GregorianCalendar.floorDivide(local, 86_400)
    let second = local - dayNumber * 86_400
    // There always is such a day: both initialisers see to it.
    CalendarDate(dayNumber: dayNumber)?.append(to: &text)
    text.append(spelling.hasLowerT ? "t" : "T")
    text.append(pair: second / 3600)
    text.append(":")
    text.append(pair: second / 60 % 60)
    text.append(":")
    text.append(pair: spelling.isLeapSecond ? 60 : second % 60)
    appendFraction(to: &text)
    appendZone(to: &text)
  }

  private func appendFraction(to text: inout ASCIIText) {
    var digits = finerDigits.isEmpty ? Int(spelling.fractionDigits) : 9
    if digits == 0, nanoseconds == 0 { return }
    var unit: UInt32 = 1
    for _ in digits..<9 { unit *= 10 }
    let nanoseconds = UInt32(nanoseconds)
    // Milli-, micro- or nanoseconds, if what was written does not hold the value.
    while nanoseconds % unit != 0 {
      digits = (digits / 3 + 1) * 3
      unit = digits == 3 ? 1_000_000 : digits == 6 ? 1000 : 1
    }
    text.append(".")
    text.append(Int(nanoseconds / unit), width: digits)
    for digit in finerDigits { text.append(digit) }
  }

  private func appendZone(to text: inout ASCIIText) {
    switch spelling.zone {
    case .upperZ: text.append("Z")
    case .lowerZ: text.append("z")
    case .unknownLocal: text.append(offsetMinutes: 0, sign: "-")
    case .numeric: text.append(offsetMinutes: offsetMinutes, sign: offsetMinutes < 0 ? "-" : "+")
    }
  }
}

// MARK: - The moment alone

extension Timestamp: Hashable, Comparable {
  /// Without the zeros at the end, which say nothing.
  private var significantDigits: ArraySlice<UInt8> {
    var digits = finerDigits[...]
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return digits
  }

  public static func == (left: Timestamp, right: Timestamp) -> Bool {
    left.secondsSince1970 == right.secondsSince1970 && left.nanoseconds == right.nanoseconds
      && left.significantDigits == right.significantDigits
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    if left.secondsSince1970 != right.secondsSince1970 {
      return left.secondsSince1970 < right.secondsSince1970
    }
    if left.nanoseconds != right.nanoseconds { return left.nanoseconds < right.nanoseconds }
    return left.significantDigits.lexicographicallyPrecedes(right.significantDigits)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(secondsSince1970)
    hasher.combine(nanoseconds)
    hasher.combine(significantDigits)
  }
}
