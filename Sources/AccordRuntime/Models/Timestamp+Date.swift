#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Timestamp {
  /// By the system's clock.
  public static var now: Timestamp { Timestamp(Date()) }

  /// The same moment in UTC, to the nearest microsecond: a `Date` of our time does not hold more. What is
  /// no date at all (not-a-number) becomes the reference date, 2001-01-01T00:00:00Z.
  public init(_ date: Date) {
    let interval = date.timeIntervalSinceReferenceDate
    let whole = interval.rounded(.down)
    let seconds = Int64(exactly: whole) ?? (whole.isNaN ? 0 : whole < 0 ? .min : .max)
    let fraction = whole.isFinite ? interval - whole : 0
    let (sum, overflows) = seconds.addingReportingOverflow(Self.referenceSeconds)
    self.init(
      secondsSince1970: overflows ? .max : sum,
      nanoseconds: Int32((fraction * 1_000_000).rounded()) * 1000)
  }

  /// The nearest date.
  public var date: Date {
    Date(
      timeIntervalSinceReferenceDate: Double(secondsSince1970 - Self.referenceSeconds)
        + Double(nanoseconds) / 1_000_000_000)
  }

  /// From 1970 to `Date`'s own beginning, 2001-01-01T00:00:00Z.
  private static var referenceSeconds: Int64 { 978_307_200 }
}
