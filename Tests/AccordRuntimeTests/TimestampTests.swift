import AccordRuntime
import Foundation
import AccordTesting
import Testing

/// RFC 3339, section 5.6 and 5.7.
struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0, 0), ("1969-12-31T23:59:59Z", -1, 0),
    ("1969-12-31T23:59:59.5Z", -1, 500_000_000), ("2001-09-09T01:46:40Z", 1_000_000_000, 0),
    ("1985-04-12T23:20:50.52Z", 482_196_050, 520_000_000),
    ("1996-12-19T16:39:57-08:00", 851_042_397, 0),
    ("1937-01-01T12:00:27.87+00:20", -1_041_337_173, 870_000_000),
    ("0000-01-01T00:00:00Z", -62_167_219_200, 0),
    ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
    ("0000-01-01T00:00:00+23:59", -62_167_305_540, 0),
    ("9999-12-31T23:59:59-23:59", 253_402_387_139, 0),
    ("2000-02-29T00:00:00Z", 951_782_400, 0), ("2024-02-29T12:00:00+02:00", 1_709_200_800, 0),
    ("2024-03-01T00:00:00Z", 1_709_251_200, 0), ("2023-03-01T00:00:00-00:00", 1_677_628_800, 0),
    ("2025-01-01t00:00:00z", 1_735_689_600, 0), ("2025-01-01T00:00:00z", 1_735_689_600, 0),
    ("2025-01-01T00:00:00.1+05:30", 1_735_669_800, 100_000_000),
    ("2025-01-01T00:00:00.000Z", 1_735_689_600, 0),
    ("2025-01-01T00:00:00.120000Z", 1_735_689_600, 120_000_000),
    ("2025-01-01T00:00:00.123456789012345Z", 1_735_689_600, 123_456_789),
    ("2025-01-01T00:00:00.0000000000Z", 1_735_689_600, 0),
    // Leap seconds, at the end of a month in UTC.
    ("1990-12-31T23:59:60Z", 662_687_999, 0), ("1969-12-31T23:59:60Z", -1, 0),
    ("1990-12-31T15:59:60-08:00", 662_687_999, 0),
    ("1998-12-31T23:59:60.123Z", 915_148_799, 123_000_000),
    ("2016-06-30T23:59:60Z", 1_467_331_199, 0),
    ("2017-01-01T05:29:60+05:30", 1_483_228_799, 0),
  ])
  func isReadAndWrittenBackAsItWas(_ text: String, _ seconds: Int64, _ nanoseconds: Int32) throws {
    let timestamp = try #require(Timestamp(text))
    #expect(timestamp.secondsSince1970 == seconds)
    #expect(timestamp.nanoseconds == nanoseconds)
    #expect(timestamp.text == text)
    #expect(try Timestamp(json: text.json()).text == text)
    #expect(try timestamp.json() == text.json())
    #expect(timestamp.parameterText == text)
    #expect("\(timestamp)" == text)
    let coded = try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([timestamp]))
    #expect(coded.map(\.text) == [text])
  }

  @Test(arguments: [
    "", "2025-01-01", "2025-01-01T00:00:00", "2025-01-01 00:00:00Z", "2025-01-01T00:00Z",
    "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00,5Z", "2025-01-01T00:00:00.5",
    "2025-01-01T00:00:00.5x",
    "2025-01-01T00:00:00Zx", "2025-01-01T00:00:00ZZ", " 2025-01-01T00:00:00Z",
    "2025-01-01T00:00:00Z ",
    "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z", "2025-01-32T00:00:00Z", "2025-01-00T00:00:00Z",
    "2025-04-31T00:00:00Z", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
    "2024-02-30T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z", "2025-01-01T00:00:61Z",
    "2025-01-01T00:00:00+24:00", "2025-01-01T00:00:00+00:60", "2025-01-01T00:00:00+0000",
    "2025-01-01T00:00:00+00", "2025-01-01T00:00:00+0:00", "2025-01-01T00:00:00+00:000",
    "2025-01-01T00:00:00+00:00Z", "2025-01-01T00:00:00+", "2025-01-01T00:00:00*00:00",
    "25-01-01T00:00:00Z", "12025-01-01T00:00:00Z", "+2025-01-01T00:00:00Z", "-025-01-01T00:00:00Z",
    "2025-1-01T00:00:00Z", "2025-01-01T0:00:00.0Z", "20250101T000000.000Z", "2025-001T00:00:00.0Z",
    "2025-01-01T00:00:00\u{FF3A}", "\u{662}025-01-01T00:00:00Z", "2025-01-01T00:00:0\u{665}Z",
    // Leap seconds where there are none.
    "1998-12-31T23:58:60Z", "1998-12-31T22:59:60Z", "1998-12-30T23:59:60Z", "1999-01-01T12:00:60Z",
    "1999-01-01T23:59:60Z",
    "1998-12-31T23:59:60+01:00",
    "1998-12-31T23:59:61Z",
  ])
  func isRefused(_ text: String) {
    #expect(Timestamp(text) == nil)
    #expect(Timestamp(parameterText: text) == nil)
    #expect(throws: JSONError(.invalid("is not a valid date-time"), at: 1)) {
      try [Timestamp](json: [text].json())
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Timestamp].self, from: Data([text].json()))
    }
  }

  @Test func everyByteOfItMatters() throws {
    let bytes = Array("2025-06-15T12:34:56.789+01:30".utf8)
    for index in bytes.indices {
      for byte in [UInt8(ascii: "x"), UInt8(ascii: " "), 0, UInt8(ascii: "/"), UInt8(ascii: ":")]
      where bytes[index] != byte {
        var damaged = bytes
        damaged[index] = byte
        #expect(Timestamp(String(decoding: damaged, as: UTF8.self)) == nil, "byte \(index)")
      }
      #expect(Timestamp(String(decoding: bytes[..<index], as: UTF8.self)) == nil, "\(index) bytes")
    }
  }

  @Test(arguments: [
    [
      "2025-01-01T00:00:00Z", "2025-01-01T00:00:00.000Z", "2025-01-01t00:00:00z",
      "2025-01-01T00:00:00-00:00",
      "2025-01-01T01:00:00+01:00", "2024-12-31T16:30:00.0000000000000-07:30",
    ],
    [
      "2025-01-01T00:00:00.5Z", "2025-01-01T00:00:00.500000000Z",
      "2025-01-01T00:00:00.500000000000Z",
    ],
    ["2025-01-01T00:00:00.1234567891Z", "2025-01-01T00:00:00.12345678910Z"],
  ])
  func equalIfTheMomentIs(_ texts: [String]) throws {
    let timestamps = try texts.map { try #require(Timestamp($0)) }
    #expect(Set(timestamps).count == 1)
    for left in timestamps {
      for right in timestamps { #expect(left == right && !(left < right)) }
    }
  }

  @Test func orderedByTheMoment() throws {
    let ascending = try [
      "0000-01-01T00:00:00Z", "1969-12-31T23:59:59.9Z", "1970-01-01T00:00:00Z",
      "2025-01-01T00:00:00+00:01",
      "2025-01-01T00:00:00Z", "2025-01-01T00:00:00.1Z", "2025-01-01T00:00:00.1000000001Z",
      "2025-01-01T00:00:00.10000000011Z", "2025-01-01T00:00:00.100000001Z",
      "2025-01-01T00:00:00-00:01",
      "9999-12-31T23:59:59Z",
    ].map { try #require(Timestamp($0)) }
    for (index, left) in ascending.enumerated() {
      for (otherIndex, right) in ascending.enumerated() {
        #expect((left < right) == (index < otherIndex))
        #expect((left == right) == (index == otherIndex))
      }
    }
  }

  @Test(arguments: [
    (0, 0, "1970-01-01T00:00:00Z"), (-1, 0, "1969-12-31T23:59:59Z"),
    (0, -1, "1969-12-31T23:59:59.999999999Z"),
    (0, 1_500_000_000, "1970-01-01T00:00:01.500Z"), (1, -1_000_000_000, "1970-01-01T00:00:00Z"),
    (0, 120_000, "1970-01-01T00:00:00.000120Z"), (0, 100_000_000, "1970-01-01T00:00:00.100Z"),
    (0, 7, "1970-01-01T00:00:00.000000007Z"), (Int64.max, .max, "9999-12-31T23:59:59.999999999Z"),
    (Int64.min, .min, "0000-01-01T00:00:00Z"),
    (253_402_300_800, 0, "9999-12-31T23:59:59.999999999Z"),
    (-62_167_219_201, 0, "0000-01-01T00:00:00Z"),
    (253_402_300_799, 1_000_000_000, "9999-12-31T23:59:59.999999999Z"),
  ])
  func made(_ seconds: Int64, _ nanoseconds: Int32, _ text: String) throws {
    let timestamp = Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
    #expect(timestamp.text == text)
    #expect(Timestamp(text) == timestamp)
  }

  @Test(arguments: [
    ("2025-01-01T00:00:00Z", Duration.seconds(90), "2025-01-01T00:01:30Z"),
    ("2024-02-28T23:30:00+02:00", .seconds(3600), "2024-02-29T00:30:00+02:00"),
    ("2024-03-01T00:00:00.000Z", .milliseconds(-1), "2024-02-29T23:59:59.999Z"),
    ("2024-03-01T00:00:00Z", .nanoseconds(-1), "2024-02-29T23:59:59.999999999Z"),
    ("2025-01-01T00:00:00.5Z", .milliseconds(250), "2025-01-01T00:00:00.750Z"),
    ("2025-01-01T00:00:00.5Z", .milliseconds(500), "2025-01-01T00:00:01.0Z"),
    ("2025-01-01T00:00:00.1234567891-00:00", .seconds(1), "2025-01-01T00:00:01.1234567891-00:00"),
    ("1990-12-31T23:59:60Z", .zero, "1990-12-31T23:59:59Z"),
    ("1990-12-31T23:59:60Z", .seconds(1), "1991-01-01T00:00:00Z"),
    ("2025-01-01T00:00:00Z", .seconds(Int64.max), "9999-12-31T23:59:59.999999999Z"),
    ("2025-01-01T00:00:00+01:00", .seconds(Int64.min), "0000-01-01T00:00:00+01:00"),
    ("9999-12-31T23:59:59-23:59", .seconds(1), "9999-12-31T23:59:59.999999999-23:59"),
    ("0000-01-01T00:00:00+10:00", .zero, "0000-01-01T00:00:00+10:00"),
  ])
  func adding(_ text: String, _ duration: Duration, _ expected: String) throws {
    #expect(try #require(Timestamp(text)).adding(duration).text == expected)
  }

  @Test func agreesWithFoundationsCalendarOnEveryDayOf800Years() throws {
    var calendar = Foundation.Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    let first = try #require(CalendarDate("1600-01-01"))
    var year = first.year
    var month = first.month
    var day = first.day
    var seconds: Int64 = -11_676_096_000
    while year < 2400 {
      let text = Timestamp(secondsSince1970: seconds, nanoseconds: 0).text
      let expected = CalendarDate(year: year, month: month, day: day).map { "\($0)T00:00:00Z" }
      #expect(text == expected)
      if day == 1 {
        let parts = calendar.dateComponents(
          [.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
        #expect(parts.year == year && parts.month == month && parts.day == day)
      }
      seconds += 86_400
      day += 1
      if CalendarDate(year: year, month: month, day: day) == nil {
        (month, day) = (month + 1, 1)
        if month > 12 { (year, month) = (year + 1, 1) }
      }
    }
  }

  @Test func randomMomentsSurviveInAnyOffset() throws {
    let seed = UInt64.random(in: .min ... .max)
    print("TimestampTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<5000 {
      let timestamp = Timestamp(
        secondsSince1970: .random(in: -62_167_000_000...253_402_000_000, using: &random),
        nanoseconds: .random(in: 0..<1_000_000_000, using: &random))
      #expect(Timestamp(timestamp.text) == timestamp)
      let offset = Int64.random(in: -1439...1439, using: &random)
      let zone = String(
        format: "%@%02d:%02d", offset < 0 ? "-" : "+", Int(abs(offset)) / 60, Int(abs(offset)) % 60)
      let local = timestamp.adding(.seconds(offset * 60)).text.dropLast() + zone
      let written = Timestamp(String(local))
      #expect(written == timestamp, "\(local)")
      #expect(written?.offsetMinutes == Int(offset))
      #expect(written?.text == String(local))
    }
  }

  @Test func dates() throws {
    let timestamp = try #require(Timestamp("2025-06-15T12:34:56.789123Z"))
    #expect(Timestamp(timestamp.date) == timestamp)
    #expect(abs(timestamp.date.timeIntervalSince1970 - 1_749_990_896.789123) < 1e-6)
    #expect(Timestamp(Date(timeIntervalSince1970: -0.25)).text == "1969-12-31T23:59:59.750Z")
    #expect(Timestamp(Date(timeIntervalSince1970: 0.9999999)).text == "1970-01-01T00:00:01Z")
    #expect(Timestamp(Date.distantFuture).text == "4001-01-01T00:00:00Z")
    #expect(
      Timestamp(Date(timeIntervalSince1970: .infinity)).text == "9999-12-31T23:59:59.999999999Z")
    #expect(Timestamp(Date(timeIntervalSince1970: -1e300)).text == "0000-01-01T00:00:00Z")
    #expect(Timestamp(Date(timeIntervalSince1970: .nan)).text == "2001-01-01T00:00:00Z")
  }

  @Test func aLongFractionIsKept() throws {
    let text = "2025-01-01T00:00:00." + String(repeating: "9", count: 5000) + "Z"
    #expect(Timestamp(text)?.text == text)
  }
}
