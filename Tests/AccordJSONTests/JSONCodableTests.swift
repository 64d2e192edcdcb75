import AccordJSON
import AccordTesting
import Testing

/// Reading and writing Swift's own types, and objects member by member.
struct JSONCodableTests {
  @Test func scalarsAreReadStrictly() throws {
    #expect(try Int(json: "12".utf8) == 12)
    #expect(try Int(json: "1.0".utf8) == 1)
    #expect(try Int(json: "12e2".utf8) == 1200)
    #expect(try Int32(json: "-2147483648".utf8) == .min)
    #expect(try UInt64(json: "18446744073709551615".utf8) == .max)
    #expect(try Double(json: "-0".utf8).sign == .minus)
    #expect(try Double(json: "1e-400".utf8) == 0)
    #expect(try Double(json: "0.1".utf8) == 0.1)
    #expect(try Double(json: "9007199254740993".utf8) == 9007199254740992)
    #expect(try [Bool](json: "[true,false]".utf8) == [true, false])
    #expect(try [Int?](json: "[1,null]".utf8) == [1, nil])
    #expect(try JSONDictionary<[String]>(json: #"{"a":["b"]}"#.utf8) == ["a": ["b"]])
  }

  /// Short numbers take a short way, which must lead to the same double.
  @Test func doublesAreTheNearestOnes() throws {
    let seed = UInt64.random(in: .min ... .max)
    print("JSONCodableTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var texts = ["9.007199254740993", "-9.007199254740993", "0.1", "-0.0", "0.00000", "1.5e3"]
    for _ in 0..<20_000 {
      let digits = String(
        UInt64.random(in: 0...(.max >> UInt64.random(in: 0..<64, using: &random)), using: &random))
      let point = Int.random(in: 1...digits.count, using: &random)
      let fraction = digits.dropFirst(point)
      let sign = Bool.random(using: &random) ? "-" : ""
      texts.append(sign + digits.prefix(point) + (fraction.isEmpty ? "" : "." + fraction))
      texts.append(sign + "0." + String(repeating: "0", count: point) + digits)
    }
    for text in texts where JSONNumber(literal: text) != nil {
      #expect(try Double(json: text.utf8).bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  struct Refused: Sendable {
    let type: any (JSONReadable & Sendable).Type
    let text: String
    let error: JSONError
    init(
      _ type: any (JSONReadable & Sendable).Type, _ text: String, _ reason: JSONError.Reason,
      _ offset: Int
    ) {
      (self.type, self.text, error) = (type, text, JSONError(reason, at: offset))
    }
  }

  static let refused: [Refused] = [
    Refused(Int.self, " 1.5", .outOfRange("Int"), 1),
    Refused(Int.self, "9223372036854775808", .outOfRange("Int"), 0),
    Refused(Int.self, "1e99999999999999999999", .outOfRange("Int"), 0),
    Refused(Int32.self, "2147483648", .outOfRange("Int32"), 0),
    Refused(UInt.self, "-1", .outOfRange("UInt"), 0),
    Refused(UInt64.self, "18446744073709551616", .outOfRange("UInt64"), 0),
    Refused(Double.self, "1e400", .outOfRange("Double"), 0),
    Refused(Float.self, "1e39", .outOfRange("Float"), 0),
    Refused(Int.self, "\"1\"", .mismatch(expected: "integer", found: .string), 0),
    Refused(Int.self, "true", .mismatch(expected: "integer", found: .boolean), 0),
    Refused(Double.self, "null", .mismatch(expected: "number", found: .null), 0),
    Refused(Bool.self, " 1", .mismatch(expected: "boolean", found: .number), 1),
    Refused(String.self, "{}", .mismatch(expected: "string", found: .object), 0),
    Refused([Int].self, "{}", .mismatch(expected: "array", found: .object), 0),
    Refused([Int].self, "[1, null]", .mismatch(expected: "integer", found: .null), 4),
    Refused([Int].self, "[1, ]", .unexpectedByte(UInt8(ascii: "]")), 4),
    Refused([String].self, "[?]", .unexpectedByte(UInt8(ascii: "?")), 1),
    Refused(JSONDictionary<Int>.self, "[]", .mismatch(expected: "object", found: .array), 0),
    Refused(Optional<Int>.self, "nul", .unexpectedEnd, 3),
  ]

  @Test(arguments: refused)
  func aValueOfAnotherTypeIsRefusedWhereItStands(_ row: Refused) {
    #expect(throws: row.error) { try row.type.init(json: Array(row.text.utf8)) }
  }

  struct Point: JSONReadable, JSONWritable, Equatable {
    var x: Int
    var y: Int
    var note: String?

    static let keys: JSONKeys = ["x", "y", "note"]

    init(x: Int, y: Int, note: String? = nil) { (self.x, self.y, self.note) = (x, y, note) }

    init(reading reader: inout JSONReader) throws(JSONError) {
      let outer = try reader.enter(Self.keys)
      x = try reader.required()
      y = try reader.required()
      note = try reader.nullable()
      try reader.leave(outer)
    }

    func write(to writer: inout JSONWriter) {
      let outer = writer.enter(Self.keys)
      writer.required(x)
      writer.required(y)
      writer.optional(note)
      writer.leave(outer)
    }
  }

  @Test(arguments: [
    #"{"x":1,"y":2}"#, #"{"y":2,"x":1}"#, #" { "y" : 2 , "x" : 1 } "#,
    #"{"x":9,"z":{"x":[{"y":0}]},"y":2,"x":1}"#, #"{"\u0078":1,"\u0079":2,"note":null}"#,
    #"{"xx":3,"x":1,"":4,"y":2,"note\"":5}"#,
  ])
  func membersAreFoundInAnyOrderAndSpelling(_ text: String) throws {
    #expect(try Point(json: text.utf8) == Point(x: 1, y: 2))
  }

  @Test func aMissingMemberIsNoticedBehindItsObject() {
    #expect(throws: JSONError(.missing(key: "y"), at: 8)) {
      try [Point](json: #"[{"x":1}, 5]"#.utf8)
    }
  }

  @Test func keysThatNeedEscapesAreKnownToo() throws {
    let keys: JSONKeys = ["a\"b", "c\\d", "caf\u{E9}", "cafe\u{301}"]
    let text = "{\"cafe\u{301}\":1,\"caf\u{E9}\":2,\"c\\\\d\":3,\"a\\\"b\":4,\"caf\\u00e9\":5}"
    let values = try JSONReader.read(text.utf8) { reader throws(JSONError) in
      let outer = try reader.enter(keys)
      var values: [Int] = []
      for _ in 0..<keys.count { values.append(try reader.required()) }
      try reader.leave(outer)
      return values
    }
    #expect(values == [4, 3, 5, 1])
  }

  @Test func stringsOfAFormatAreReadUnescaped() throws {
    func read(_ text: String) throws(JSONError) -> [UInt8] {
      try JSONReader.read(text.utf8) { reader throws(JSONError) in
        try reader.readString("is empty") { $0.isEmpty ? nil : Array($0) }
      }
    }
    #expect(try read(#" "ab""#) == Array("ab".utf8))
    #expect(try read(#""a\u0062\n""#) == Array("ab\n".utf8))
    #expect(try read("\"\u{E9}\"") == Array("\u{E9}".utf8))
    #expect(throws: JSONError(.invalid("is empty"), at: 1)) { try read(#" """#) }
    #expect(throws: JSONError(.mismatch(expected: "string", found: .number), at: 0)) {
      try read("1")
    }
    #expect(throws: JSONError(.unexpectedEnd, at: 3)) { try read("\"ab") }
    #expect(throws: JSONError(.invalidString, at: 1)) {
      try JSONReader.read([0x22, 0xC3, 0x22]) { reader throws(JSONError) in
        try reader.readString("is empty") { Array($0) }
      }
    }
  }
}
