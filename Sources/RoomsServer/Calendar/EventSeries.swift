/// All that a feed says under one UID: an event, and the changes of single times of it.
struct EventSeries: Sendable {
  private var main: FeedEvent?
  private var replacements: [FeedEvent] = []

  mutating func add(_ event: FeedEvent) {
    guard event.replaced == nil else {
      replacements.append(event)
      return
    }
    // Of two versions the later one counts, and of the same version the one that stands further down.
    if let main, main.sequence > event.sequence { return }
    main = event
  }

  /// The occurrences within a window, in no order.
  ///
  /// - Throws: ``CalendarFeedError/tooManyRecurrences``.
  func occurrences(
    in window: CalendarWindow, zones: CalendarZones, budget: inout ExpansionBudget
  ) throws(CalendarFeedError) -> [CalendarOccurrence] {
    var occurrences: [CalendarOccurrence] = []
    let single = singleReplacements(in: zones)
    let future = replacements.filter(\.replacesFuture)
      .compactMap { event in event.replaced.map { (zones.utc($0), event) } }
      .sorted { $0.0 < $1.0 }
    var replaced: Set<Int64> = []
    if let main, !main.isCancelled {
      let isRecurring = !main.rules.isEmpty || !main.additions.isEmpty
      let slack = (future + single.map { ($0.key, $0.value) }).reduce(0) { slack, change in
        Swift.max(slack, abs(zones.utc(change.1.start) - change.0))
      }
      for (moment, length) in try Self.starts(
        of: main, in: window, slack: slack, zones: zones, budget: &budget)
      {
        let original = zones.utc(moment)
        if single[original] != nil {
          replaced.insert(original)
          continue
        }
        let recurrence = isRecurring ? Instant(secondsSince1970: original) : nil
        if let (from, change) = future.last(where: { $0.0 <= original }) {
          if change.isCancelled { continue }
          let shift = zones.utc(change.start) - from
          occurrences.append(
            Self.occurrence(
              of: change, at: moment.at(moment.local.adding(seconds: shift)), length: nil,
              recurrence: recurrence, zones: zones))
          continue
        }
        occurrences.append(
          Self.occurrence(
            of: main, at: moment, length: length, recurrence: recurrence, zones: zones))
      }
    }
    // Also those whose event is not in the feed, or does not recur at that time: the feed says that they are.
    for (original, event) in single where !event.isCancelled {
      occurrences.append(
        Self.occurrence(
          of: event, at: event.start, length: nil,
          recurrence: Instant(secondsSince1970: original), zones: zones))
    }
    return occurrences.filter(window.contains)
  }

  /// By the time that each stands in for.
  private func singleReplacements(in zones: CalendarZones) -> [Int64: FeedEvent] {
    var single: [Int64: FeedEvent] = [:]
    for event in replacements where !event.replacesFuture {
      guard let moment = event.replaced else { continue }
      let original = zones.utc(moment)
      if let other = single[original], other.sequence > event.sequence { continue }
      single[original] = event
    }
    return single
  }

  private static func occurrence(
    of event: FeedEvent, at moment: CalendarMoment, length: FeedEvent.Length?,
    recurrence: Instant?, zones: CalendarZones
  ) -> CalendarOccurrence {
    let start = zones.utc(moment)
    let end = end(of: event, at: moment, length: length, zones: zones)
    return CalendarOccurrence(
      uid: event.uid, recurrence: recurrence, start: Instant(secondsSince1970: start),
      end: Instant(secondsSince1970: max(start, end)), details: event.details)
  }

  /// "The same exact duration will apply to all the members" where an end is given, and the same number of days
  /// where a duration is (RFC 5545, section 3.8.5.3).
  private static func end(
    of event: FeedEvent, at moment: CalendarMoment, length: FeedEvent.Length?,
    zones: CalendarZones
  ) -> Int64 {
    if case .until(let end) = length { return zones.utc(end) }
    switch length ?? event.length {
    case .lasting(let duration):
      let days = Int64(duration.days) * LocalTime.secondsPerDay
      return zones.utc(moment.at(moment.local.adding(seconds: days))) + duration.seconds
    case .until(let end):
      if event.start.isDay, end.isDay {
        let days = end.local.seconds - event.start.local.seconds
        return zones.utc(moment.at(moment.local.adding(seconds: days)))
      }
      return zones.utc(moment) + zones.utc(end) - zones.utc(event.start)
    }
  }

  // MARK: - When it takes place

  /// - Parameter slack: how far, in seconds, replacements move what they replace.
  private static func starts(
    of event: FeedEvent, in window: CalendarWindow, slack: Int64, zones: CalendarZones,
    budget: inout ExpansionBudget
  ) throws(CalendarFeedError) -> [(CalendarMoment, FeedEvent.Length?)] {
    // An occurrence that began before the window may last into it. A day on both sides is for the zones.
    let lasting = max(
      0, end(of: event, at: event.start, length: nil, zones: zones) - zones.utc(event.start))
    let margin =
      Swift.min(lasting, 100 * 366 * LocalTime.secondsPerDay) + slack + 2 * LocalTime.secondsPerDay
    let first = LocalTime(seconds: window.start.microseconds / 1_000_000 - margin)
    let last = LocalTime(seconds: window.end.microseconds / 1_000_000 + margin)
    var starts: [(CalendarMoment, FeedEvent.Length?)] = []
    if event.rules.isEmpty { starts.append((event.start, nil)) }
    for rule in event.rules {
      let times = try RecurrenceExpansion(rule, from: event.start.local)
        .times(from: first, through: last, budget: &budget)
      for time in times {
        let moment = event.start.at(time)
        if isPast(rule.end, moment, zones: zones) { break }
        starts.append((moment, nil))
      }
    }
    starts += event.additions.map { ($0.start, $0.length) }
    // An occurrence is more than a time.
    try budget.spend(starts.count * 20)
    return withoutExceptions(starts, of: event, zones: zones)
  }

  /// Each time once, and none of those that the event leaves out.
  private static func withoutExceptions(
    _ starts: [(CalendarMoment, FeedEvent.Length?)], of event: FeedEvent, zones: CalendarZones
  ) -> [(CalendarMoment, FeedEvent.Length?)] {
    var seen = Set(event.exceptions.filter { !$0.isDay || event.start.isDay }.map(zones.utc))
    // A day leaves out whatever begins on it; that is how some programs write it.
    let days = Set(event.exceptions.filter(\.isDay).map(\.local.daysSince1970))
    return starts.filter { moment, _ in
      !days.contains(moment.local.daysSince1970) && seen.insert(zones.utc(moment)).inserted
    }
  }

  private static func isPast(
    _ end: RecurrenceRule.End, _ moment: CalendarMoment, zones: CalendarZones
  ) -> Bool {
    switch end {
    case .never, .count: false
    case .until(.utc(let time)): zones.utc(moment) > time.seconds
    // A day includes all that begins on it.
    case .until(.day(let date)): moment.local.daysSince1970 > date.daysSince1970
    case .until(let last): moment.local > last.local
    }
  }
}
