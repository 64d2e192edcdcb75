public import HTTPTypes

/// `Retry-After`: a number of seconds, or a date (RFC 9110, section 10.2.3).
public enum RetryAfter {
  /// How long to wait; `nil` if the field is not there, or nonsense. A date counts from the answer's own `Date`, so that
  /// clocks need not agree; from now, if there is none.
  public static func delay(in fields: HTTPFields) -> Duration? {
    guard let text = fields[.retryAfter] else { return nil }
    if text.utf8.allSatisfy({ 48...57 ~= $0 }), let seconds = Int64(text) {
      return .seconds(seconds)
    }
    guard let date = date(text) else { return nil }
    let now = fields[.date].flatMap(self.date) ?? .now
    return .seconds(max(date.secondsSince1970 - now.secondsSince1970, 0))
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Any of the three forms of an HTTP-date (section 5.6.7).
  static func date(_ text: String) -> Timestamp? {
    let parts = text.split { " ,-:".contains($0) }.map(String.init)
    guard parts.count >= 7 else { return nil }
    // asctime has the month before the day, and the year at the end.
    let isASCTime = months.contains(parts[1])
    let fields =
      isASCTime
      ? [parts[6], parts[1], parts[2], parts[3], parts[4], parts[5]]
      : [parts[3], parts[2], parts[1], parts[4], parts[5], parts[6]]
    guard let year = Int(fields[0]), let month = months.firstIndex(of: fields[1]) else {
      return nil
    }
    // Two digits are of this century, unless that is far ahead.
    let fullYear = fields[0].utf8.count > 2 ? year : year < 70 ? 2000 + year : 1900 + year
    func two(_ text: String) -> String { text.utf8.count < 2 ? "0" + text : text }
    let date = "\(fullYear)-\(two(String(month + 1)))-\(two(fields[2]))"
    return Timestamp("\(date)T\(two(fields[3])):\(two(fields[4])):\(two(fields[5]))Z")
  }
}
