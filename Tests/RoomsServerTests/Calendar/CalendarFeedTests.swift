import AccordRuntime
import AccordTesting
import Foundation
import Testing

@testable import RoomsServer

@Suite struct CalendarFeedTests {
  /// 2026-03-02T10:00:00Z.
  private static let window = CalendarWindow.around(TestServer.start)

  private static func feed(
    _ lines: String, window: CalendarWindow = window, budget: ExpansionBudget = ExpansionBudget()
  ) throws -> CalendarFeed {
    let text = "BEGIN:VCALENDAR\nVERSION:2.0\n\(lines)\nEND:VCALENDAR\n"
    return try CalendarFeed(
      Array(text.replacing("\n", with: "\r\n").utf8), window: window, budget: budget)
  }

  private static func event(_ lines: String, uid: String = "a") -> String {
    "BEGIN:VEVENT\nUID:\(uid)\n\(lines)\nEND:VEVENT"
  }

  private static func text(_ instant: Instant) -> String {
    Timestamp(instant).description
  }

  private static func spans(_ feed: CalendarFeed) -> [String] {
    feed.occurrences.map { "\(text($0.start)) \(text($0.end))" }
  }

  static let berlin = """
    BEGIN:VTIMEZONE
    TZID:Somewhere
    BEGIN:DAYLIGHT
    DTSTART:19700329T020000
    TZOFFSETFROM:+0100
    TZOFFSETTO:+0200
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
    END:DAYLIGHT
    BEGIN:STANDARD
    DTSTART:19701025T030000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0100
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
    END:STANDARD
    END:VTIMEZONE
    """

  /// The lines of an event, and when it takes place.
  @Test(arguments: [
    (
      "DTSTART:20260302T100000Z\nDTEND:20260302T110000Z",
      ["2026-03-02T10:00:00Z 2026-03-02T11:00:00Z"]
    ),
    ("DTSTART:20260302T100000Z\nDURATION:PT90M", ["2026-03-02T10:00:00Z 2026-03-02T11:30:00Z"]),
    ("DTSTART:20260302T100000Z", ["2026-03-02T10:00:00Z 2026-03-02T10:00:00Z"]),
    // Backwards.
    (
      "DTSTART:20260302T100000Z\nDTEND:20260302T090000Z",
      ["2026-03-02T10:00:00Z 2026-03-02T10:00:00Z"]
    ),
    ("DTSTART:20260302T100000\nDURATION:PT1H", ["2026-03-02T10:00:00Z 2026-03-02T11:00:00Z"]),
    ("DTSTART;VALUE=DATE:20260302", ["2026-03-02T00:00:00Z 2026-03-03T00:00:00Z"]),
    (
      "DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260305",
      ["2026-03-02T00:00:00Z 2026-03-05T00:00:00Z"]
    ),
    (
      "DTSTART;TZID=Somewhere:20260302T100000\nDURATION:PT1H",
      ["2026-03-02T09:00:00Z 2026-03-02T10:00:00Z"]
    ),
    (
      "DTSTART;TZID=Somewhere:20260702T100000\nDURATION:PT1H",
      ["2026-07-02T08:00:00Z 2026-07-02T09:00:00Z"]
    ),
    (
      "DTSTART;TZID=\"Somewhere\":20260702T100000\nDURATION:PT1H",
      ["2026-07-02T08:00:00Z 2026-07-02T09:00:00Z"]
    ),
    // A time that the clocks pass over, and one that they show twice.
    (
      "DTSTART;TZID=Somewhere:20260329T023000\nDURATION:PT1H",
      ["2026-03-29T01:30:00Z 2026-03-29T02:30:00Z"]
    ),
    (
      "DTSTART;TZID=Somewhere:20261025T023000\nDURATION:PT1H",
      ["2026-10-25T00:30:00Z 2026-10-25T01:30:00Z"]
    ),
    (
      "DTSTART;TZID=Europe/Berlin:20260329T023000\nDURATION:PT1H",
      ["2026-03-29T01:30:00Z 2026-03-29T02:30:00Z"]
    ),
    (
      "DTSTART;TZID=Europe/Berlin:20261025T023000\nDURATION:PT1H",
      ["2026-10-25T00:30:00Z 2026-10-25T01:30:00Z"]
    ),
    (
      "DTSTART;TZID=America/New_York:20260702T100000\nDURATION:PT1H",
      ["2026-07-02T14:00:00Z 2026-07-02T15:00:00Z"]
    ),
    (
      "DTSTART;TZID=/example.com/2024/America/New_York:20260702T100000\nDURATION:PT1H",
      ["2026-07-02T14:00:00Z 2026-07-02T15:00:00Z"]
    ),
    (
      "DTSTART;TZID=Nowhere:20260702T100000\nDURATION:PT1H",
      ["2026-07-02T10:00:00Z 2026-07-02T11:00:00Z"]
    ),
    // The same time on the wall before and after the clocks change; a day is 23 hours long then.
    (
      "DTSTART;TZID=Somewhere:20260328T100000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=2",
      ["2026-03-28T09:00:00Z 2026-03-29T08:00:00Z", "2026-03-29T08:00:00Z 2026-03-30T08:00:00Z"]
    ),
    (
      "DTSTART;TZID=Somewhere:20260328T100000\nDTEND;TZID=Somewhere:20260328T230000\nRRULE:FREQ=DAILY;COUNT=2",
      ["2026-03-28T09:00:00Z 2026-03-28T22:00:00Z", "2026-03-29T08:00:00Z 2026-03-29T21:00:00Z"]
    ),
    // UNTIL is in UTC, and included.
    (
      "DTSTART;TZID=Somewhere:20260302T100000\nRRULE:FREQ=DAILY;UNTIL=20260303T090000Z",
      ["2026-03-02T09:00:00Z 2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z 2026-03-03T09:00:00Z"]
    ),
    (
      "DTSTART:20260302T100000Z\nRRULE:FREQ=DAILY;UNTIL=20260303",
      ["2026-03-02T10:00:00Z 2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z 2026-03-03T10:00:00Z"]
    ),
    (
      "DTSTART:20260302T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260303T100000Z",
      ["2026-03-02T10:00:00Z 2026-03-02T10:00:00Z", "2026-03-04T10:00:00Z 2026-03-04T10:00:00Z"]
    ),
    (
      "DTSTART:20260302T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20260302,20260304",
      ["2026-03-03T10:00:00Z 2026-03-03T10:00:00Z"]
    ),
    (
      "DTSTART;TZID=Somewhere:20260302T100000\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260302T090000Z",
      ["2026-03-03T09:00:00Z 2026-03-03T09:00:00Z"]
    ),
    (
      "DTSTART:20260302T100000Z\nDURATION:PT1H\nRDATE:20260305T100000Z,20260302T100000Z\nRDATE;VALUE=PERIOD:20260306T100000Z/PT2H,20260307T100000Z/20260307T103000Z",
      [
        "2026-03-02T10:00:00Z 2026-03-02T11:00:00Z", "2026-03-05T10:00:00Z 2026-03-05T11:00:00Z",
        "2026-03-06T10:00:00Z 2026-03-06T12:00:00Z", "2026-03-07T10:00:00Z 2026-03-07T10:30:00Z",
      ]
    ),
    ("DTSTART:20260302T100000Z\nSTATUS:CANCELLED", []),
    // Outside of the window, and lasting into it.
    ("DTSTART:20200302T100000Z", []), ("DTSTART:20300302T100000Z", []),
    (
      "DTSTART:20250101T000000Z\nDTEND:20260301T000000Z",
      ["2025-01-01T00:00:00Z 2026-03-01T00:00:00Z"]
    ),
    (
      "DTSTART:20250101T000000Z\nDTEND:20260301T000000Z\nRRULE:FREQ=YEARLY;COUNT=1",
      ["2025-01-01T00:00:00Z 2026-03-01T00:00:00Z"]
    ),
    // Broken, and therefore left out.
    ("DTSTART:2026-03-02T10:00:00Z", []), ("DTSTART:20260230T100000Z", []), ("SUMMARY:x", []),
    ("DTSTART:20260302T250000Z", []), ("DTSTART:20260302T100000Z\nRRULE:FREQ=SOMETIMES", []),
    ("DTSTART:20260302T100000Z\nDTEND:x", []), ("DTSTART:20260302T100000Z\nDURATION:x", []),
    ("DTSTART:99991231T235959Z\nDURATION:P100Y", []),
  ])
  func times(lines: String, spans: [String]) throws {
    let feed = try Self.feed(Self.berlin + "\n" + Self.event(lines))
    #expect(Self.spans(feed) == spans)
    #expect(feed.eventCount == 1)
  }

  @Test func singleTimesAreReplaced() throws {
    let main = Self.event(
      "SUMMARY:Daily\nDTSTART:20260302T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4")
    let moved = Self.event(
      "RECURRENCE-ID:20260303T100000Z\nSUMMARY:Moved\nDTSTART:20260304T100000Z\nDURATION:PT2H")
    let gone = Self.event(
      "RECURRENCE-ID:20260305T100000Z\nDTSTART:20260305T100000Z\nSTATUS:CANCELLED")
    // In whatever order they come.
    for lines in [[main, moved, gone], [gone, moved, main]] {
      let feed = try Self.feed(lines.joined(separator: "\n"))
      #expect(feed.occurrences.map(\.details.title) == ["Daily", "Moved", "Daily"])
      #expect(
        Self.spans(feed) == [
          "2026-03-02T10:00:00Z 2026-03-02T11:00:00Z", "2026-03-04T10:00:00Z 2026-03-04T12:00:00Z",
          "2026-03-04T10:00:00Z 2026-03-04T11:00:00Z",
        ])
      #expect(Set(feed.occurrences.map(\.recurrence)).count == 3)
    }
    // Without its event, what is said about one time of it stands for itself.
    let alone = try Self.feed([moved, gone].joined(separator: "\n"))
    #expect(alone.occurrences.map(\.details.title) == ["Moved"])
    // From one time on, everything is another.
    let future = try Self.feed(
      main + "\n"
        + Self.event(
          "RECURRENCE-ID;RANGE=THISANDFUTURE:20260304T100000Z\nSUMMARY:Later\nDTSTART:20260304T120000Z\nDURATION:PT3H"
        ))
    #expect(
      Self.spans(future) == [
        "2026-03-02T10:00:00Z 2026-03-02T11:00:00Z", "2026-03-03T10:00:00Z 2026-03-03T11:00:00Z",
        "2026-03-04T12:00:00Z 2026-03-04T15:00:00Z", "2026-03-05T12:00:00Z 2026-03-05T15:00:00Z",
      ])
    // The version with the higher number counts.
    let versions = try Self.feed(
      Self.event("SEQUENCE:2\nSUMMARY:new\nDTSTART:20260302T100000Z") + "\n"
        + Self.event("SEQUENCE:1\nSUMMARY:old\nDTSTART:20260303T100000Z"))
    #expect(versions.occurrences.map(\.details.title) == ["new"])
  }

  @Test func textIsReadAsItWasMeant() throws {
    let lines = Self.event(
      """
      DTSTART:20260302T100000Z
      summary;LANGUAGE=en:Plan\\, then\\nact\\; caf\u{E9} \\\\ "x"
      DESCRIPTION:fold
       ed\u{20}
      \tline
      LOCATION:
      X-UNKNOWN;A=1,2;B="a;b:c":ignored
      ORGANIZER;CN="Ada, Countess ^'L^' ^^":mailto:ada@example.com
      ATTENDEE;PARTSTAT=accepted;ROLE=REQ-PARTICIPANT;CN=Gr
       ace:MAILTO:grace@example.com
      ATTENDEE:urn:uuid:1
      BEGIN:VALARM
      DESCRIPTION:not the event's
      END:VALARM
      """)
    let details = try #require(try Self.feed(lines).occurrences.first?.details)
    #expect(details.title == "Plan, then\nact; caf\u{E9} \\ \"x\"")
    #expect(
      details.description == "folded line"
        || details.description == "folded \tline".replacing("\t", with: ""))
    #expect(details.location == "")
    #expect(
      details.attendees == [
        ["email": "ada@example.com", "name": "Ada, Countess \"L\" ^", "role": "ORGANIZER"],
        [
          "email": "grace@example.com", "name": "Grace", "status": "ACCEPTED",
          "role": "REQ-PARTICIPANT",
        ],
        ["email": "urn:uuid:1"],
      ])
  }

  /// A fold between the bytes of one character, LF alone, and a byte order mark.
  @Test func linesAreJoinedByBytes() throws {
    let text = "\u{FEFF}BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260302T100000Z\nSUMMARY:"
    let bytes =
      Array(text.utf8) + [0xC3, 13, 10, 32, 0xA9] + Array("\nEND:VEVENT\nEND:VCALENDAR".utf8)
    let feed = try CalendarFeed(bytes, window: Self.window)
    #expect(feed.occurrences.first?.details.title == "\u{E9}")
  }

  @Test(arguments: [
    ("", CalendarFeedError.notACalendar), ("<!DOCTYPE html>\n<p>", .notACalendar),
    ("BEGIN:VCALENDAR\n", .cutShort), ("BEGIN:VEVENT\nEND:VEVENT\n", .notACalendar),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260302T1000", .cutShort),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", .misnested(line: 3)),
    ("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", .misnested(line: 3)),
    ("BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:X\n", count: 100), .tooDeep(line: 5)),
    ("X-A:1\nBEGIN:VCALENDAR\nEND:VCALENDAR", .notACalendar),
  ])
  func feedsThatAreNone(text: String, error: CalendarFeedError) {
    #expect(throws: error) { try CalendarFeed(Array(text.utf8), window: Self.window) }
  }

  @Test func whatAFeedMayHoldIsBounded() throws {
    let many = try Self.feed(
      Self.event("DTSTART:20260302T100000Z\nRRULE:FREQ=MINUTELY;INTERVAL=10;COUNT=2500"))
    #expect(many.occurrences.count == CalendarFeed.maximumOccurrences)
    let large = String(repeating: "x", count: 1_000_000)
    let long = try Self.feed(
      Self.event(
        "DTSTART:20260302T100000Z\nSUMMARY:\(large)\nDESCRIPTION:\(large)\nRRULE:FREQ=DAILY"))
    #expect(long.occurrences.count > 300)
    #expect(long.occurrences.allSatisfy { $0.details.size < 10_000 })
    #expect(throws: CalendarFeedError.tooManyRecurrences) {
      try Self.feed(
        Self.event("DTSTART:20200302T100000Z\nRRULE:FREQ=SECONDLY"),
        budget: ExpansionBudget(steps: 100_000))
    }
    // A zone whose clocks change every second.
    #expect(throws: CalendarFeedError.tooManyRecurrences) {
      try Self.feed(
        Self.berlin.replacing("YEARLY;BYMONTH=3;BYDAY=-1SU", with: "SECONDLY") + "\n"
          + Self.event("DTSTART;TZID=Somewhere:20260302T100000"),
        budget: ExpansionBudget(steps: 100_000))
    }
  }

  /// Bytes and lines are changed, doubled, dropped and swapped: whatever comes of it is read or refused.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func mutatedFeedsEnd(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let source =
      "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Berlin\n" + Self.berlin + "\n"
      + Self.event(
        "DTSTART;TZID=Somewhere:20260302T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO,2TU;INTERVAL=2;WKST=SU;BYSETPOS=-1;COUNT=50\nEXDATE;TZID=Somewhere:20260316T100000\nRDATE:20260305T100000Z/PT2H\nATTENDEE;CN=\"A\":mailto:a@example.com"
      )
      + "\n" + Self.event("RECURRENCE-ID:20260316T090000Z\nDTSTART:20260317T100000Z")
      + "\n"
      + Self.event(
        "DTSTART;VALUE=DATE:20250101\nRRULE:FREQ=YEARLY;BYMONTH=1,2;BYDAY=-1SU;BYWEEKNO=4", uid: "b"
      )
      + "\nEND:VCALENDAR\n"
    let dictionary = [
      "SECONDLY", "99999999999", "-1", "0", "00000000T000000Z", "99991231T235959Z", "BEGIN:VEVENT",
      "END:VEVENT", ";", ":", ",", "\"", "\\", "\r\n ", "\0", "\u{301}", "TZID=",
      "COUNT=2147483647",
    ]
    var (read, refused) = (0, 0)
    for _ in 0..<300 {
      var bytes = Array(source.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
        case 1:
          let end = min(bytes.count, index + Int.random(in: 1...40, using: &generator))
          bytes.removeSubrange(index..<end)
        case 2:
          let end = min(bytes.count, index + Int.random(in: 1...60, using: &generator))
          bytes.insert(contentsOf: Array(bytes[index..<end]), at: index)
        default:
          let word = dictionary.randomElement(using: &generator) ?? ""
          bytes.insert(contentsOf: word.utf8, at: index)
        }
      }
      do {
        let feed = try CalendarFeed(
          bytes, window: Self.window, budget: ExpansionBudget(steps: 100_000))
        #expect(feed.occurrences.count <= CalendarFeed.maximumOccurrences)
        #expect(feed.occurrences.allSatisfy { $0.start <= $0.end })
        read += 1
      } catch {
        refused += 1
      }
    }
    #expect(read > 50 && refused > 10, "seed \(seed): \(read) read, \(refused) refused")
  }
}
