import AccordJSON
import AccordTesting
import Testing

struct JSONNumberTests {
  static func number(_ literal: String) throws -> JSONNumber {
    try #require(JSONNumber(literal: literal), "\(literal)")
  }

  @Test(arguments: [
    ["1", "1.0", "10e-1", "0.1e1", "1E0", "1e+0", "100000e-5", "1.000000000000000000000000"],
    ["0", "-0", "0.0", "-0.0", "0e5", "0e-999999999999999999999", "-0.000e1"],
    ["-25", "-2.5e1", "-250e-1"],
    ["9223372036854775808", "9223372036854775808.0", "9.223372036854775808e18"],
    ["9223372036854775807", "922337203685477580.7e1"],
    ["1e400", "10e399", "0.1e401", "1000e397"],
    ["1e-400", "0.1e-399"],
    ["123456789012345678901234567890.5", "1234567890123456789012345678905e-1"],
    ["1e3", "1000"],
  ])
  func equalHoweverTheyAreWritten(_ literals: [String]) throws {
    let numbers = try literals.map(Self.number)
    for left in numbers {
      for right in numbers {
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(!(left < right))
      }
    }
    #expect(Set(numbers).count == 1)
  }

  @Test func ordered() throws {
    let ascending = try [
      "-1e400", "-9223372036854775809", "-9223372036854775808", "-1000000", "-10", "-9.99", "-2",
      "-1.5", "-1.25", "-1", "-0.5", "-1e-10", "-1e-400", "0", "1e-400", "1.1e-400", "1e-10",
      "0.099", "0.1", "0.10000000000000000000000000000000001", "0.5", "1", "1.25", "1.5", "2",
      "9.99",
      "10", "12", "100", "999999", "1000000", "9007199254740992", "9007199254740993",
      "9223372036854775807", "9223372036854775807.5", "9223372036854775808",
      "18446744073709551615", "18446744073709551616", "1e20", "1e308", "1e400", "1.5e400", "1e401",
    ].map(Self.number)
    for (index, left) in ascending.enumerated() {
      for (otherIndex, right) in ascending.enumerated() {
        #expect((left < right) == (index < otherIndex), "\(left) < \(right)")
        #expect((left == right) == (index == otherIndex), "\(left) == \(right)")
      }
    }
  }

  @Test(arguments: [
    ("127", Int8.max), ("-128", .min), ("128", nil), ("-129", nil), ("1.27e2", 127),
    ("12.5", nil), ("0.0", 0), ("-0", 0), ("1e2", 100), ("1e3", nil), ("1e-1", nil), ("10e-1", 1),
    ("1e999999999999999999999999", nil), ("0e999999999999999999999999", 0),
  ])
  func integersThatFit(_ literal: String, _ expected: Int8?) throws {
    #expect(try Self.number(literal).integer(as: Int8.self) == expected)
  }

  @Test func theBoundsOfEveryIntegerType() throws {
    func check<Integer: FixedWidthInteger>(_ type: Integer.Type) throws {
      #expect(try Self.number("\(Integer.max)").integer(as: type) == .max)
      #expect(try Self.number("\(Integer.min)").integer(as: type) == .min)
      #expect(try Self.number("\(Integer.max).000").integer(as: type) == .max)
      #expect(try Self.number("\(Integer.max)0e-1").integer(as: type) == .max)
      let above = try Self.number("\(Int128(Integer.max) + 1)")
      let below = try Self.number("\(Int128(Integer.min) - 1)")
      #expect(above.integer(as: type) == nil)
      #expect(below.integer(as: type) == nil)
    }
    try check(Int8.self)
    try check(UInt8.self)
    try check(Int32.self)
    try check(UInt32.self)
    try check(Int64.self)
    try check(UInt64.self)
    #expect(JSONNumber(UInt64.max).literal == "18446744073709551615")
    #expect(JSONNumber(Int128.min).integer(as: Int128.self) == .min)
  }

  @Test(arguments: [
    ("1", true), ("1.0", true), ("1.5", false), ("1e400", true), ("1e-400", false), ("0.0", true),
    ("15e-1", false), ("150e-1", true), ("-3", true),
  ])
  func integrality(_ literal: String, _ expected: Bool) throws {
    #expect(try Self.number(literal).isInteger == expected)
  }

  @Test(arguments: [
    "", " 1", "1 ", "+1", "01", "-", "-01", "1.", ".1", "1.e1", "1e", "1e+", "0x1", "1,0", "NaN",
    "inf",
    "Infinity", "\u{661}", "1\u{301}", "1e1e1", "--1", "1.1.1",
  ])
  func notANumber(_ text: String) {
    #expect(JSONNumber(literal: text) == nil)
  }

  @Test func doubles() throws {
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(-Double.infinity) == nil)
    #expect(JSONNumber(1.0)?.literal == "1")
    #expect(JSONNumber(-0.0)?.literal == "-0.0")
    #expect(JSONNumber(-0.0) == 0)
    var random = SeededGenerator(seed: 8259)
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let number = try #require(JSONNumber(value))
      #expect(number.double.bitPattern == value.bitPattern)
      #expect(JSONNumber(literal: number.literal) == number)
    }
    for value in [
      Double.leastNonzeroMagnitude, 1e21, 1e-7, Double.greatestFiniteMagnitude, 0.1, 1e20,
      123456789.125,
    ] {
      let number = try #require(JSONNumber(value))
      #expect(JSONNumber(literal: number.literal)?.double == value)
    }
    #expect(try Self.number("1e400").double == .infinity)
    #expect(try Self.number("1e-400").double == 0)
    #expect(try Self.number("-0").double.sign == .minus)
  }
}
