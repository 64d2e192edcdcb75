import Testing

@testable import AccordRuntime

/// Times without a day, and durations.
@Suite struct TimeTests {
  @Test(
    "times are read and written back as they were",
    arguments: [
      ("08:30:06.283185Z", "8 30 6 283185000 0"), ("23:59:60Z", "23 59 60 0 0"),
      ("08:30:06+00:20", "8 30 6 0 20"), ("08:30:06-23:59", "8 30 6 0 -1439"),
      ("08:30:06.12345678901234z", "8 30 6 123456789 0"), ("08:30:06", "8 30 6 0 -"),
      ("08:30", "8 30 0 0 -"), ("08:30Z", "8 30 0 0 0"), ("00:00:00.0", "0 0 0 0 -"),
    ])
  func times(_ text: String, _ parts: String) throws {
    let time = try #require(TimeOfDay(text))
    let offset = time.offsetMinutes.map(String.init) ?? "-"
    #expect("\(time.hour) \(time.minute) \(time.second) \(time.nanoseconds) \(offset)" == parts)
    #expect(time.text == text)
    #expect(try String(decoding: time.json(), as: UTF8.self) == "\"\(text)\"")
  }

  @Test(
    "what is no time is refused",
    arguments: [
      "", "8:30", "24:00:00", "08:60:00", "08:30:61", "08:30:06.", "08:30:06.Z", "08:30:06+1:00",
      "08:30:06+24:00", "08:30:06 Z", "08-30-06", "08:30:06Z ", "۰۸:30:06",
    ])
  func noTimes(_ text: String) {
    #expect(TimeOfDay(text) == nil)
  }

  @Test("times are made, and equal if they say the same")
  func makingTimes() {
    #expect(TimeOfDay(hour: 8, minute: 5)?.text == "08:05:00")
    #expect(
      TimeOfDay(hour: 8, minute: 5, second: 1, nanoseconds: 120_000_000, offsetMinutes: -90)?.text
        == "08:05:01.12-01:30")
    #expect(TimeOfDay(hour: 24, minute: 0) == nil)
    #expect(TimeOfDay("08:05:01.50Z") == TimeOfDay("08:05:01.5+00:00"))
    #expect(TimeOfDay("08:05:01.5Z") != TimeOfDay("08:05:01.5"))
    #expect(TimeOfDay("08:05:01.1234567891") != TimeOfDay("08:05:01.1234567892"))
  }

  @Test(
    "durations are read and written back as they were",
    arguments: [
      ("P3Y6M4DT12H30M5S", nil), ("PT36H", 129_600), ("P1DT12H", 129_600), ("P4W", 2_419_200),
      ("PT0S", 0), ("-PT1.5S", -1.5), ("+PT1M", 60), ("PT0,5H", 1800), ("P1M", nil),
      ("P1WT1S", 604_801), ("P0.5D", 43_200),
    ] as [(String, Double?)])
  func durations(_ text: String, _ seconds: Double?) throws {
    let duration = CalendarDuration(text)
    #expect(duration.parts != nil)
    #expect(duration.text == text)
    #expect(duration.duration == seconds.map { .nanoseconds(Int64($0 * 1e9)) })
    #expect(try String(decoding: duration.json(), as: UTF8.self) == "\"\(text)\"")
  }

  @Test(
    "other texts are kept without parts",
    arguments: [
      "", "24h", "30", "P", "PT", "P1", "1D", "P1S", "PT1D", "P1D1Y", "PT1.5H1M", "P-1D",
      "PT99999999999999999999S",
    ])
  func otherDurations(_ text: String) {
    #expect(CalendarDuration(text).parts == nil)
    #expect(CalendarDuration(text).text == text)
    #expect(CalendarDuration(text).duration == nil)
  }

  @Test("durations are made")
  func makingDurations() {
    #expect(CalendarDuration(years: 1, days: 2, minutes: 3)?.text == "P1Y2DT3M")
    #expect(CalendarDuration(hours: -1, nanoseconds: -5_000_000)?.text == "-PT1H0.005S")
    #expect(CalendarDuration(days: 1, hours: -1) == nil)
    #expect(CalendarDuration()?.text == "PT0S")
    #expect(CalendarDuration(.milliseconds(1500)).text == "PT1.5S")
    #expect(CalendarDuration(.seconds(-90)).text == "-PT90S")
  }
}
