import Testing

@testable import RoomsServer

/// The rules of RFC 5545, section 3.8.5.3, and some that feeds have.
@Suite struct RecurrenceTests {
  static func local(_ text: String) throws -> LocalTime {
    try #require(CalendarMoment(text, zone: nil)).local
  }

  private static func text(_ time: LocalTime) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    let (date, second) = (time.date, time.secondOfDay)
    let day = "\(date.year)\(two(date.month))\(two(date.day))"
    return second == 9 * 3_600
      ? day
      : day + "T" + two(second / 3_600) + two(second / 60 % 60)
        + (second % 60 == 0 ? "" : two(second % 60))
  }

  /// The rule, its beginning, and its times; a time of day is left out where it is nine o'clock.
  @Test(arguments: [
    ("FREQ=DAILY;COUNT=3", "19970902", "19970902 19970903 19970904"),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "19970902", "19970902 19970912 19970922 19971002 19971012"),
    ("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU;COUNT=3", "19980101", nil),
    ("FREQ=WEEKLY;COUNT=3", "19970902", "19970902 19970909 19970916"),
    (
      "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "19970902",
      "19970902 19970904 19970916 19970918 19970930 19971002 19971014 19971016"
    ),
    (
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805",
      "19970805 19970810 19970819 19970824"
    ),
    (
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805",
      "19970805 19970817 19970819 19970831"
    ),
    ("FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "19970905", "19970905 19971003 19971107 19971205"),
    (
      "FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=1SU,-1SU", "19970907",
      "19970907 19970928 19971102 19971130 19980104 19980125"
    ),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "19970922", "19970922 19971020 19971117"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=4", "19970928", "19970928 19971029 19971128 19971229"),
    ("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "19970930", "19970930 19971001 19971031 19971101"),
    ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4", "20240131", "20240131 20240331 20240531 20240731"),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=6,7", "19970610", "19970610 19970710 19980610"),
    (
      "FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "19970101",
      "19970101 19970410 19970719 20000101"
    ),
    ("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "19970519", "19970519 19980518 19990517"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "19970512", "19970512 19980511 19990517"),
    ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=4", "19970902", "19970902 19971229 19990104 20000103"),
    ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=4", "19970313", "19970313 19970320 19970327 19980305"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "19980213", "19980213 19980313 19981113"),
    (
      "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3", "19961105",
      "19961105 20001107 20041102"
    ),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904", "19970904 19971007 19971106"),
    (
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3", "19970929",
      "19970929 19971030 19971127"
    ),
    ("FREQ=HOURLY;INTERVAL=3;COUNT=3", "19970902", "19970902 19970902T1200 19970902T1500"),
    (
      "FREQ=MINUTELY;INTERVAL=90;COUNT=4", "19970902",
      "19970902 19970902T1030 19970902T1200 19970902T1330"
    ),
    (
      "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20;COUNT=5", "19970902",
      "19970902 19970902T0920 19970902T1000 19970902T1020 19970903"
    ),
    ("FREQ=SECONDLY;INTERVAL=86400;COUNT=2", "19970902", "19970902 19970903"),
    (
      "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115",
      "20070115 20070130 20070215 20070315 20070330"
    ),
    // The leap day of a birthday.
    ("FREQ=YEARLY;COUNT=3", "20240229", "20240229 20280229 20320229"),
    ("FREQ=YEARLY;COUNT=2", "21960229", "21960229 22040229"),
    // The start counts, whether or not the rule takes it.
    ("FREQ=WEEKLY;BYDAY=FR;COUNT=3", "19970902", "19970902 19970905 19970912"),
    ("FREQ=DAILY;BYMONTH=1;COUNT=2", "19970902", "19970902 19980101"),
    ("FREQ=MONTHLY;COUNT=1", "19970902", "19970902"),
    // Never again.
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "19970902", "19970902"),
    ("FREQ=DAILY;INTERVAL=1000000", "19970902", "19970902"),
    ("", "19970902", nil), ("FREQ=", "19970902", nil), ("FREQ=FORTNIGHTLY", "19970902", nil),
    ("INTERVAL=2", "19970902", nil), ("FREQ=DAILY;INTERVAL=0", "19970902", nil),
    ("FREQ=DAILY;INTERVAL=-1", "19970902", nil), ("FREQ=DAILY;COUNT=0", "19970902", nil),
    ("FREQ=DAILY;COUNT=99999999999999999999", "19970902", nil),
    ("FREQ=DAILY;BYDAY=XX", "19970902", nil), ("FREQ=MONTHLY;BYDAY=0MO", "19970902", nil),
    ("FREQ=MONTHLY;BYMONTHDAY=0", "19970902", nil), ("FREQ=DAILY;FREQ=DAILY", "19970902", nil),
    ("FREQ=MONTHLY;BYMONTHDAY=32", "19970902", nil), ("FREQ=DAILY;BYHOUR=24", "19970902", nil),
    ("FREQ=DAILY;BYEASTER=1", "19970902", nil), ("FREQ=DAILY;UNTIL=tomorrow", "19970902", nil),
    ("FREQ=DAILY;;COUNT=2", "19970902", "19970902 19970903"),
  ])
  func expansion(rule: String, start: String, times: String?) throws {
    guard let times else {
      let parsed = RecurrenceRule(rule)
      #expect(parsed == nil)
      return
    }
    let parsed = try #require(RecurrenceRule(rule))
    let start = try Self.local(start + "T090000")
    var budget = ExpansionBudget()
    let end = start.adding(seconds: 20 * 366 * 86_400)
    let found = try RecurrenceExpansion(parsed, from: start)
      .times(from: start, through: end, budget: &budget)
    #expect(found.map(Self.text).joined(separator: " ") == times)
  }

  /// What is long past is left out, and nothing else.
  @Test(arguments: [
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,SA;INTERVAL=2;WKST=SU",
    "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1", "FREQ=YEARLY",
    "FREQ=YEARLY;BYWEEKNO=53", "FREQ=YEARLY;INTERVAL=3;BYDAY=-1SU;BYMONTH=10",
    "FREQ=HOURLY;INTERVAL=7", "FREQ=MINUTELY;INTERVAL=1441", "FREQ=SECONDLY;INTERVAL=100001",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
  ])
  func theFarPastIsSkipped(rule: String) throws {
    let parsed = try #require(RecurrenceRule(rule))
    let start = try Self.local("19991231T235930")
    let window = (try Self.local("20260301T000000"), try Self.local("20270301T000000"))
    var (budget, walked) = (ExpansionBudget(), ExpansionBudget())
    let expansion = RecurrenceExpansion(parsed, from: start)
    let jumped = try expansion.times(from: window.0, through: window.1, budget: &budget)
    let all = try expansion.times(from: start, through: window.1, budget: &walked)
    #expect(jumped.filter { $0 >= window.0 } == all.filter { $0 >= window.0 })
    #expect(jumped.count < all.count || all.count < 5)
    #expect(budget.steps > walked.steps)
  }

  @Test(arguments: [
    "FREQ=SECONDLY", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;BYSECOND=1",
    "FREQ=DAILY;COUNT=2000000000;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1,2,3,4;BYDAY=MO,TU",
  ])
  func whatNeverEndsIsStopped(rule: String) throws {
    let parsed = try #require(RecurrenceRule(rule))
    let start = try Self.local("19700101T000000")
    var budget = ExpansionBudget(steps: 50_000)
    #expect(throws: CalendarFeedError.tooManyRecurrences) {
      _ = try RecurrenceExpansion(parsed, from: start)
        .times(from: start, through: try Self.local("99991231T000000"), budget: &budget)
    }
  }

  @Test(arguments: [-719_528, -1, 0, 59, 60, 11_016, 19_782, 2_932_896])
  func daysAndDatesAgree(day: Int) {
    for day in day - 400...day + 400 {
      let date = CivilDate(daysSince1970: day)
      #expect(date.daysSince1970 == day)
      #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
    }
  }

  @Test(arguments: [
    ("P1W", 7, 0), ("P15DT5H0M20S", 15, 18_020), ("-PT15M", 0, -900), ("+P1D", 1, 0),
    ("PT1H", 0, 3_600), ("P", nil, 0), ("1D", nil, 0), ("PT", 0, 0), ("P1H", nil, 0),
    ("PT1D", nil, 0), ("P99999999999D", nil, 0), ("P1", nil, 0), ("P999999999W", nil, 0),
  ])
  func durations(text: String, days: Int?, seconds: Int64) {
    let duration = CalendarDuration(text)
    #expect(duration?.days == days)
    if days != nil { #expect(duration?.seconds == seconds) }
  }
}
