import AccordRuntime
import Foundation
import AccordTesting
import Testing

struct FormattedStringTests {
  // MARK: - Dates

  @Test(arguments: [
    ("2025-01-31", 2025, 1, 31), ("0000-02-29", 0, 2, 29), ("9999-12-31", 9999, 12, 31),
    ("2024-02-29", 2024, 2, 29),
    ("2000-02-29", 2000, 2, 29),
  ])
  func dates(_ text: String, _ year: Int, _ month: Int, _ day: Int) throws {
    let date = try #require(CalendarDate(text))
    #expect((date.year, date.month, date.day) == (year, month, day))
    #expect(date.text == text)
    #expect(date == CalendarDate(year: year, month: month, day: day))
    #expect(try CalendarDate(json: date.json()) == date)
    #expect(CalendarDate(parameterText: date.parameterText) == date)
    #expect(try JSONDecoder().decode(CalendarDate.self, from: JSONEncoder().encode(date)) == date)
  }

  @Test(arguments: [
    "", "2025-02-29", "1900-02-29", "2025-00-10", "2025-13-10", "2025-01-00", "2025-04-31",
    "2025-1-1", "25-01-01",
    "2025/01/01", "2025-01-01T", " 2025-01-01", "2025-01-011", "20250101", "2025-W01-1",
    "-001-01-01", "2025-01-0x",
    "\u{662}025-01-1",
  ])
  func noDates(_ text: String) {
    #expect(CalendarDate(text) == nil)
    #expect(throws: JSONError(.invalid("is not a valid date"), at: 0)) {
      try CalendarDate(json: text.json())
    }
  }

  @Test func datesAreOrdered() throws {
    let ascending = try ["2024-12-31", "2025-01-01", "2025-01-02", "2025-02-01"].map {
      try #require(CalendarDate($0))
    }
    #expect(ascending.reversed().sorted() == ascending)
    #expect(CalendarDate(year: 10_000, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: -1, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: 2025, month: Int.max, day: Int.min) == nil)
  }

  // MARK: - Base64: RFC 4648, section 10

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64(_ plain: String, _ encoded: String) throws {
    let data = Base64Data(Array(plain.utf8))
    #expect(data.text == encoded)
    #expect(Base64Data(encoded) == data)
    #expect(try Base64Data(json: data.json()) == data)
    #expect(try JSONDecoder().decode(Base64Data.self, from: JSONEncoder().encode(data)) == data)
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zh==", "Zm9=", "Zm9v=", "Zg==Zg==", "Zm9v\n",
    "Zm 9", "Zm9-",
    "Zm9_", "=Zm9", "Z=m9", "Zm9v====", "Zm\u{E9}9",
  ])
  func noBase64(_ text: String) {
    #expect(Base64Data(text) == nil)
  }

  @Test func base64AgreesWithFoundation() throws {
    var random = SeededGenerator(seed: 4648)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let text = Base64Data(bytes).text
      #expect(text == Data(bytes).base64EncodedString())
      #expect(Base64Data(text)?.bytes == bytes)
    }
  }

  // MARK: - UUIDs: RFC 9562, section 4

  @Test(arguments: [
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
  ])
  func uuids(_ text: String) throws {
    let uuid = try #require(UUID(parameterText: text))
    #expect(uuid == UUID(uuidString: text))
    #expect(uuid.parameterText == text.lowercased())
    #expect(try UUID(json: text.json()) == uuid)
    #expect(try uuid.json() == text.lowercased().json())
  }

  @Test(arguments: [
    "", "f81d4fae7dec11d0a76500a0c91e6bf6", "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
    "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ", "f81d4fae-7dec-11d0-a765-00a0c91e6bf66",
    "g81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae-7dec-11d0-a76500a0c91e6bf6-",
    "f81d4fa-e7dec-11d0-a765-00a0c91e6bf6",
    "f81d4fae_7dec_11d0_a765_00a0c91e6bf6",
  ])
  func noUUIDs(_ text: String) {
    #expect(UUID(parameterText: text) == nil)
    #expect(throws: JSONError(.invalid("is not a valid uuid"), at: 0)) {
      try UUID(json: text.json())
    }
  }
}
