import AccordJSON
import Testing

/// RFC 8259, by tables: what is JSON and what it means, and what is not and where that shows.
struct JSONReaderTests {
  struct Accepted: Sendable, CustomTestStringConvertible {
    let text: String
    let value: JSONValue
    init(_ text: String, _ value: JSONValue) { (self.text, self.value) = (text, value) }
    var testDescription: String { text }
  }

  @Test(arguments: [
    Accepted("null", nil), Accepted("true", true), Accepted("false", false),
    Accepted("0", 0), Accepted("-1", -1),
    Accepted("9223372036854775807", .number(.init(Int64.max))),
    Accepted("-9223372036854775808", .number(.init(Int64.min))),
    Accepted(" \t\n\r1\r\n\t ", 1),
    Accepted("[]", []), Accepted("[ ]", []), Accepted("{}", [:]), Accepted("{ \n}", [:]),
    Accepted("[1,[2,[3]],{}]", [1, [2, [3]], [:]]),
    Accepted("[ 1 , 2 ]", [1, 2]),
    Accepted(#"{"a":{"b":[null]},"c":"d"}"#, ["a": ["b": [nil]], "c": "d"]),
    Accepted(#"{ "a" : 1 , "b" : 2 }"#, ["b": 2, "a": 1]),
    Accepted(#"{"":0}"#, ["": 0]), Accepted(#"{"a":1,"a":2}"#, ["a": 2]),
    Accepted(#""""#, ""), Accepted(#""a b""#, "a b"),
    Accepted(#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    Accepted(#""\u0041\u00e9\u00E9\u20AC\uFFFF""#, "A\u{E9}\u{E9}\u{20AC}\u{FFFF}"),
    Accepted(#""\u0000""#, "\0"), Accepted(#""x\uD83D\uDE00y""#, "x\u{1F600}y"),
    Accepted(#""\uDBFF\uDFFF""#, "\u{10FFFF}"), Accepted(#""\ud800\udc00""#, "\u{10000}"),
    Accepted("\"\u{7F}\u{E9}\u{2028}\u{1F600}\"", "\u{7F}\u{E9}\u{2028}\u{1F600}"),
    Accepted("\"e\u{301}\"", "e\u{301}"), Accepted("\"\u{FEFF}\"", "\u{FEFF}"),
    Accepted(#"{"\u0061":1}"#, ["a": 1]),
  ])
  func isRead(_ row: Accepted) throws {
    #expect(try JSONValue(parsing: row.text) == row.value)
    // Skipping takes the same road through the text without making values.
    try JSONReader.read(row.text.utf8) { reader throws(JSONError) in try reader.skipValue() }
  }

  @Test(arguments: [
    "0", "-0", "0.0", "-0.0", "0e0", "0E+5", "1e-0", "10", "1.25", "-1.5e+300", "1e400", "1E-400",
    "123456789012345678", "1234567890123456789", "12345678901234567890",
    "0.1000000000000000055511151231257827021181583404541015625",
    "-123456789012345678901234567890.000", "1e1000000000000000000000",
  ])
  func numbersAreKeptAsTheyAreWritten(literal: String) throws {
    #expect(try JSONValue(parsing: literal).description == literal)
    #expect(try JSONValue(parsing: "[\(literal)]").description == "[\(literal)]")
    #expect(JSONNumber(literal: literal)?.literal == literal)
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let reason: JSONError.Reason
    let offset: Int
    init(_ text: String, _ reason: JSONError.Reason, _ offset: Int) {
      self.init(Array(text.utf8), reason, offset)
    }
    init(_ bytes: [UInt8], _ reason: JSONError.Reason, _ offset: Int) {
      (self.bytes, self.reason, self.offset) = (bytes, reason, offset)
    }
    var testDescription: String { String(decoding: bytes, as: UTF8.self) }
  }

  static func byte(_ scalar: Unicode.Scalar) -> JSONError.Reason {
    .unexpectedByte(UInt8(ascii: scalar))
  }

  static let refused: [Refused] = [
    // Nothing, too little, too much.
    Refused("", .unexpectedEnd, 0), Refused(" \n", .unexpectedEnd, 2),
    Refused("1 2", .trailingBytes, 2), Refused("{}}", .trailingBytes, 2),
    Refused("[]\0", .trailingBytes, 2), Refused("null,", .trailingBytes, 4),
    Refused([0xEF, 0xBB, 0xBF, 0x31], .unexpectedByte(0xEF), 0),
    Refused([0xFE, 0xFF, 0x00, 0x31], .unexpectedByte(0xFE), 0),
    Refused("\u{A0}1", .unexpectedByte(0xC2), 0), Refused("\u{C}1", .unexpectedByte(0xC), 0),
    // Literals.
    Refused("nul", .unexpectedEnd, 3), Refused("nulL", byte("L"), 3),
    Refused("True", byte("T"), 0), Refused("truee", .trailingBytes, 4),
    Refused("NaN", byte("N"), 0), Refused("Infinity", byte("I"), 0),
    Refused("undefined", byte("u"), 0),
    // Numbers.
    Refused("-", .unexpectedEnd, 1), Refused("+1", byte("+"), 0), Refused("--1", byte("-"), 1),
    Refused("01", .trailingBytes, 1), Refused("-01", .trailingBytes, 2),
    Refused("1.", .unexpectedEnd, 2), Refused(".5", byte("."), 0), Refused("1.e5", byte("e"), 2),
    Refused("1e", .unexpectedEnd, 2), Refused("1e+", .unexpectedEnd, 3),
    Refused("1ee5", byte("e"), 2), Refused("1e5.5", .trailingBytes, 3),
    Refused("0x1F", .trailingBytes, 1), Refused("1_000", .trailingBytes, 1),
    Refused("-Infinity", byte("I"), 1), Refused("[1-2]", byte("-"), 2),
    Refused("\u{FF11}", .unexpectedByte(0xEF), 0),
    // Arrays and objects.
    Refused("[", .unexpectedEnd, 1), Refused("[1", .unexpectedEnd, 2),
    Refused("[1,", .unexpectedEnd, 3), Refused("[1,]", byte("]"), 3), Refused("[,1]", byte(","), 1),
    Refused("[1,,2]", byte(","), 3), Refused("[1 2]", byte("2"), 3), Refused("[1}", byte("}"), 2),
    Refused("]", byte("]"), 0), Refused("{", .unexpectedEnd, 1), Refused("{]", byte("]"), 1),
    Refused(#"{"a"}"#, byte("}"), 4), Refused(#"{"a":}"#, byte("}"), 5),
    Refused(#"{"a":1,}"#, byte("}"), 7), Refused(#"{,"a":1}"#, byte(","), 1),
    Refused(#"{"a":1 "b":2}"#, byte("\""), 7), Refused(#"{"a" 1}"#, byte("1"), 5),
    Refused("{a:1}", byte("a"), 1), Refused("{'a':1}", byte("'"), 1),
    Refused("{1:1}", byte("1"), 1),
    Refused(#"{"a":1]"#, byte("]"), 6), Refused(#"{"a":1"#, .unexpectedEnd, 6),
    Refused(#"{"a"::1}"#, byte(":"), 5), Refused("[1] // no", .trailingBytes, 4),
    Refused("/**/1", byte("/"), 0),
    // Strings.
    Refused("\"", .unexpectedEnd, 1), Refused("\"a", .unexpectedEnd, 2),
    Refused("'a'", byte("'"), 0),
    Refused(#""\"#, .unexpectedEnd, 2), Refused(#""\""#, .unexpectedEnd, 3),
    Refused(#""\x41""#, byte("x"), 2), Refused(#""\'""#, byte("'"), 2),
    Refused(#""\U0041""#, byte("U"), 2),
    Refused(#""\u004""#, byte("\""), 6), Refused(#""\u004g""#, byte("g"), 6),
    Refused(#""\u+041""#, byte("+"), 3), Refused(#""\u"#, .unexpectedEnd, 3),
    Refused(#""\uD800""#, .invalidString, 1), Refused(#""\uDC00""#, .invalidString, 1),
    Refused(#""\uD800x""#, .invalidString, 1), Refused(#""\uD800\n""#, .invalidString, 1),
    Refused(#""\uD800\u0041""#, .invalidString, 1), Refused(#""\uD800\uD800""#, .invalidString, 1),
    Refused(#""ab\uDFFF\uD800""#, .invalidString, 3), Refused(#""\uD83D\"#, .unexpectedEnd, 8),
    Refused(#""\uD83D"#, .unexpectedEnd, 7), Refused(#""\uD83D\uDE0"#, .unexpectedEnd, 12),
    Refused("\"a\nb\"", .unexpectedByte(0xA), 2), Refused("\"\\\n\"", .unexpectedByte(0xA), 2),
    // Not UTF-8: a byte alone, too short, too long, a surrogate, beyond Unicode, cut short.
    Refused([0x22, 0x80, 0x22], .invalidString, 1),
    Refused([0x22, 0xC3, 0x22], .invalidString, 1),
    Refused([0x22, 0xC0, 0xAF, 0x22], .invalidString, 1),
    Refused([0x22, 0xE0, 0x80, 0xAF, 0x22], .invalidString, 1),
    Refused([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidString, 1),
    Refused([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidString, 1),
    Refused([0x22, 0xFF, 0x22], .invalidString, 1),
    Refused([0x22, 0x5C, 0x6E, 0xE2, 0x82, 0x22], .invalidString, 1),
    Refused(Array(#"{"a"#.utf8) + [0xFF] + Array(#"":1}"#.utf8), .invalidString, 2),
  ]

  @Test(arguments: refused)
  func isRefused(_ row: Refused) {
    #expect(throws: JSONError(row.reason, at: row.offset)) { try JSONValue(parsing: row.bytes) }
    #expect(throws: JSONError(row.reason, at: row.offset)) {
      try JSONReader.read(row.bytes) { reader throws(JSONError) in try reader.skipValue() }
    }
  }

  @Test(arguments: UInt8(0)..<0x20)
  func controlCharactersMustBeEscaped(_ byte: UInt8) throws {
    #expect(throws: JSONError(.unexpectedByte(byte), at: 1)) {
      try JSONValue(parsing: [0x22, byte, 0x22])
    }
    // Behind an escape, another loop looks for them.
    #expect(throws: JSONError(.unexpectedByte(byte), at: 3)) {
      try JSONValue(parsing: [0x22, 0x5C, 0x6E, byte, 0x22])
    }
    let hexadecimal = String(byte, radix: 16)
    let escape = "\"\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal + "\""
    #expect(try JSONValue(parsing: escape) == .string(String(Unicode.Scalar(byte))))
  }

  /// Strings are scanned in words of several bytes: each length and place must find its end.
  @Test(arguments: 0..<40)
  func stringsEndWhereTheyEnd(length: Int) throws {
    let plain = String(repeating: "x", count: length)
    #expect(try JSONValue(parsing: "\"\(plain)\"") == .string(plain))
    #expect(try JSONValue(parsing: "[\"\(plain)\",\"\u{E9}\"]") == [.string(plain), "\u{E9}"])
    #expect(try JSONValue(parsing: "\"\(plain)\\n\(plain)\"") == .string(plain + "\n" + plain))
    #expect(try JSONValue(parsing: "\"\(plain)\u{1F600}\"") == .string(plain + "\u{1F600}"))
    #expect(throws: JSONError(.unexpectedEnd, at: length + 1)) {
      try JSONValue(parsing: "\"" + plain)
    }
    #expect(throws: JSONError(.unexpectedByte(0x1F), at: length + 1)) {
      try JSONValue(parsing: "\"\(plain)\u{1F}\(plain)\"")
    }
    #expect(throws: JSONError(.invalidString, at: 1)) {
      try JSONValue(parsing: [0x22] + Array(plain.utf8) + [0xFF, 0x22])
    }
  }

  @Test func textThatIsCutShortAnywhereIsRefused() throws {
    let sample = Array(
      #"{"name":"caf\u00e9 \uD83D\uDE00","list":[1,-2.5e+10,true,false,null,{"a":[]}],"é":"ö"}"#
        .utf8)
    _ = try JSONValue(parsing: sample)
    for length in sample.indices {
      let error = #expect(throws: JSONError.self) { try JSONValue(parsing: sample[..<length]) }
      #expect(error?.reason == .unexpectedEnd, "after \(length) bytes")
      #expect(error?.offset == length)
    }
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
  func depthIsBounded(open: String, close: String) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: open, count: depth) + (open == "[" ? "" : "1")
        + String(repeating: close, count: depth)
    }
    _ = try JSONValue(parsing: nested(512))
    let tooDeep = JSONError(.tooDeep(limit: 512), at: open.utf8.count * 512)
    #expect(throws: tooDeep) { try JSONValue(parsing: nested(513)) }
    #expect(throws: tooDeep) { try JSONValue(parsing: nested(200_000)) }
    #expect(throws: JSONError(.tooDeep(limit: 2), at: open.utf8.count * 2)) {
      try JSONValue(parsing: nested(3), options: .init(maximumDepth: 2))
    }
    // Depth is what is open now, not what was opened.
    let wide = "[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]"
    _ = try JSONValue(parsing: wide, options: .init(maximumDepth: 3))
  }

  @Test func repeatedKeysAreRefusedOnRequest() throws {
    let options = JSONReader.Options(refusesDuplicateKeys: true)
    let text = #"{"a":1, "b":{"a":2,"\u0061":3}}"#
    #expect(throws: JSONError(.duplicateKey("a"), at: 19)) {
      try JSONValue(parsing: text, options: options)
    }
    #expect(throws: JSONError(.duplicateKey("a"), at: 7)) {
      try JSONDictionary<Int>(json: Array(#"{"a":1,"a":2}"#.utf8), options: options)
    }
    // Other normal forms are other keys.
    let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}", options: options)
    #expect(value.object?.count == 2)
  }

  @Test func aReaderSeesWhatItIsGivenAndNotMore() throws {
    let bytes = Array("xx[1]yy".utf8)
    #expect(try JSONValue(parsing: bytes[2..<5]) == [1])
    #expect(try JSONValue(parsing: AnySequence(bytes[2..<5])) == [1])
  }
}
