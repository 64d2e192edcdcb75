import AccordRuntime

/// Times as people read them, in UTC.
struct Moments: Sendable {
  let now: Timestamp

  private static let day: Int64 = 86_400
  private static let nearby: Int64 = 18 * 3600

  /// `14:05`, with the day if that is not the next or the last time that clocks show it.
  func clock(_ time: Timestamp) -> String {
    let second = (time.secondsSince1970 % Self.day + Self.day) % Self.day
    let text = "\(Self.padded(second / 3600)):\(Self.padded(second / 60 % 60))"
    if abs(time.secondsSince1970 - now.secondsSince1970) < Self.nearby { return text }
    switch Self.days(of: time) - Self.days(of: now) {
    case 0: return text
    case 1: return "tomorrow \(text)"
    case -1: return "yesterday \(text)"
    default:
      return "\(Timestamp(secondsSince1970: time.secondsSince1970).description.prefix(10)) \(text)"
    }
  }

  /// `in 20 min`, or `now` for what has begun.
  func distance(to time: Timestamp) -> String {
    let minutes = (time.secondsSince1970 - now.secondsSince1970 + 59) / 60
    if minutes <= 0 { return "now" }
    if minutes < 60 { return "in \(minutes) min" }
    let rest = minutes % 60
    return rest == 0 ? "in \(minutes / 60) h" : "in \(minutes / 60) h \(rest) min"
  }

  func element(_ time: Timestamp) -> HTML {
    "<time datetime=\"\(time.description)\">\(clock(time))</time>"
  }

  private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func days(of time: Timestamp) -> Int64 {
    (time.secondsSince1970 - (time.secondsSince1970 % day + day) % day) / day
  }
}
