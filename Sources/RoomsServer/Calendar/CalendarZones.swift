import Foundation

/// The zones that a feed's times are in: those that it brings itself, and those that the system knows.
struct CalendarZones: Sendable {
  private enum Zone: Sendable {
    case own(TimeZoneRules)
    case system(TimeZone)
  }

  private var zones: [String: Zone]
  private var lookUps = 200
  /// Where times without a zone are; UTC if the feed does not say (`X-WR-TIMEZONE`).
  private let floating: Zone

  /// - Parameter last: rules are needed up to that moment.
  /// - Throws: ``CalendarFeedError/tooManyRecurrences``.
  init(
    of calendars: [CalendarComponent], through last: LocalTime, budget: inout ExpansionBudget
  ) throws(CalendarFeedError) {
    var own: [String: Zone] = [:]
    for component in calendars.flatMap(\.components) where component.name == "VTIMEZONE" {
      guard let name = component.first("TZID")?.value, own[name] == nil,
        let rules = try TimeZoneRules(component, through: last, budget: &budget)
      else { continue }
      own[name] = .own(rules)
    }
    let name = calendars.lazy.compactMap { $0.first("X-WR-TIMEZONE")?.value }.first
    zones = own
    floating =
      name.flatMap { own[$0] ?? Self.system($0) }
      ?? .system(TimeZone(secondsFromGMT: 0) ?? .current)
  }

  /// Remembers a zone of the system, which is costly to look up: a feed may name so many, and no more.
  mutating func prepare(_ name: String) {
    guard zones[name] == nil, lookUps > 0 else { return }
    lookUps -= 1
    zones[name] = Self.system(name) ?? floating
  }

  /// Seconds since 1970.
  func utc(_ moment: CalendarMoment) -> Int64 {
    switch moment {
    case .utc(let time): time.seconds
    case .day, .floating: Self.utc(moment.local, in: floating)
    case .zoned(let time, let name): Self.utc(time, in: zones[name] ?? floating)
    }
  }

  private static func utc(_ time: LocalTime, in zone: Zone) -> Int64 {
    switch zone {
    case .own(let rules): return rules.utc(time)
    case .system(let zone):
      // The offset a day before and after are those around a change, if there is one. Of two that fit, the
      // first is meant; if none does, the one before.
      let offsets = [-1, 1].map { (side: Int64) in
        let date = Date(
          timeIntervalSince1970: Double(time.seconds + side * LocalTime.secondsPerDay))
        return Int64(zone.secondsFromGMT(for: date))
      }
      for offset in offsets {
        let utc = time.seconds - offset
        let there = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc)))
        if Int64(there) == offset { return utc }
      }
      return time.seconds - offsets[0]
    }
  }

  /// Some name zones after the program that made them: `/example.com/20240101/Europe/Berlin`.
  private static func system(_ name: String) -> Zone? {
    let parts = name.split(separator: "/")
    for count in stride(from: min(parts.count, 3), through: 1, by: -1) {
      let candidate = parts.suffix(count).joined(separator: "/")
      if let zone = TimeZone(identifier: candidate) { return .system(zone) }
    }
    return nil
  }
}
