/// When the clocks of a zone go differently: a VTIMEZONE (RFC 5545, section 3.6.5).
struct TimeZoneRules: Sendable {
  private struct Transition: Sendable {
    /// In seconds since 1970, of the wall before.
    var onset: LocalTime
    var offsetBefore: Int64
    var offsetAfter: Int64

    var utc: Int64 { onset.seconds - offsetBefore }
  }

  private let transitions: [Transition]
  private let firstOffset: Int64

  /// The rules up to a moment.
  ///
  /// - Returns: `nil` if the component has no rule that can be read.
  /// - Throws: ``CalendarFeedError/tooManyRecurrences``.
  init?(
    _ component: CalendarComponent, through last: LocalTime, budget: inout ExpansionBudget
  ) throws(CalendarFeedError) {
    var transitions: [Transition] = []
    for observance in component.components
    where observance.name == "STANDARD" || observance.name == "DAYLIGHT" {
      guard let before = observance.first("TZOFFSETFROM").flatMap({ Self.offset($0.value) }),
        let after = observance.first("TZOFFSETTO").flatMap({ Self.offset($0.value) }),
        let start = observance.first("DTSTART")
          .flatMap({ CalendarMoment($0.value, zone: nil) })?.local
      else { continue }
      var onsets = [start]
      for line in observance.all("RRULE") {
        guard let rule = RecurrenceRule(line.value) else { continue }
        let end = Self.end(of: rule, offset: before, otherwise: last)
        onsets += try RecurrenceExpansion(rule, from: start)
          .times(from: start, through: min(end, last), budget: &budget)
      }
      for line in observance.all("RDATE") {
        onsets += line.value.split(separator: ",").compactMap {
          CalendarMoment($0, zone: nil)?.local
        }
      }
      transitions += Set(onsets).map {
        Transition(onset: $0, offsetBefore: before, offsetAfter: after)
      }
    }
    guard !transitions.isEmpty else { return nil }
    transitions.sort { ($0.utc, $0.offsetAfter) < ($1.utc, $1.offsetAfter) }
    self.transitions = transitions
    firstOffset = transitions[0].offsetBefore
  }

  /// UNTIL of an observance is in UTC, its onsets are on the wall.
  private static func end(
    of rule: RecurrenceRule, offset: Int64, otherwise last: LocalTime
  ) -> LocalTime {
    switch rule.end {
    case .never, .count: last
    case .until(.utc(let time)): time.adding(seconds: offset)
    case .until(let moment): moment.local
    }
  }

  /// Seconds since 1970 of what the zone's clocks show. A time that they show twice is the first, and one that they
  /// pass over is told by the offset before (RFC 5545, section 3.3.5).
  func utc(_ local: LocalTime) -> Int64 {
    // The last transition that is past whichever of its two offsets is taken.
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      let transition = transitions[middle]
      let later = max(transition.offsetBefore, transition.offsetAfter)
      if transition.utc + later <= local.seconds { low = middle + 1 } else { high = middle }
    }
    return local.seconds - (low == 0 ? firstOffset : transitions[low - 1].offsetAfter)
  }

  /// `+HHMM` or `-HHMMSS`, in seconds.
  private static func offset(_ text: String) -> Int64? {
    let digits = text.utf8.dropFirst()
    guard let sign = text.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      digits.count == 4 || digits.count == 6,
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int64(String(Substring(digits)))
    else { return nil }
    let whole = digits.count == 4 ? number * 100 : number
    let (hours, minutes, seconds) = (whole / 10_000, whole / 100 % 100, whole % 100)
    guard hours < 24, minutes < 60, seconds < 60 else { return nil }
    return (hours * 3_600 + minutes * 60 + seconds) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }
}
