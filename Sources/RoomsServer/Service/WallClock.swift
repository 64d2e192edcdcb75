import Foundation

/// Says what time it is. Tests give their own.
struct WallClock: Sendable {
  let now: @Sendable () -> Instant

  static let system = WallClock {
    // A Double holds microseconds of this century exactly enough: its steps are a quarter of one.
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
