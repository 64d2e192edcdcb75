/// A moment, in microseconds since 1970-01-01T00:00:00Z: what a database can hold and compare.
struct Instant: Hashable, Comparable, Sendable {
  var microseconds: Int64

  init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  init(secondsSince1970 seconds: Int64) {
    let (product, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000)
    microseconds = overflows ? (seconds < 0 ? .min : .max) : product
  }

  static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The moment that much later; the first or the last one that can be told where it would be beyond.
  func adding(seconds: Int64) -> Instant {
    let distance = Instant(secondsSince1970: seconds).microseconds
    let (sum, overflows) = microseconds.addingReportingOverflow(distance)
    return Instant(microseconds: overflows ? (distance < 0 ? .min : .max) : sum)
  }

  func adding(minutes: Int64) -> Instant {
    let (seconds, overflows) = minutes.multipliedReportingOverflow(by: 60)
    return adding(seconds: overflows ? (minutes < 0 ? .min : .max) : seconds)
  }
}
