import AccordJSON
import Testing

@testable import AccordOpenAPI

struct JSONDocumentReaderTests {
  static let valid = [
    "null", " true ", "false", "0", "-0", "12", "-1.50e+10", "1E400", "18446744073709551616",
    "123456789012345678", "-999999999999999999", "1234567890123456789", #""""#,
    #""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, "\"\u{7F}é😀\u{2028}\"", "[]", "[ ]", "[1,[2,{}]]",
    "{}", #"{ "a" : 1 , "b" : [ ] }"#, "{\"\u{E9}\":1,\"e\u{301}\":2}", "\t\r\n[\r1\n]\r\n",
  ]

  /// Text, and where it is wrong.
  static let invalid: [(text: String, place: String)] = [
    ("", "1:1"), (" \n ", "1:1"), ("nul", "1:1"), ("nulls", "1:5"), ("01", "1:1"), ("-", "1:2"),
    ("1.", "1:3"), (".5", "1:1"), ("1e", "1:3"), ("+1", "1:1"), ("1 2", "1:3"), ("[1,]", "1:4"),
    ("[1 2]", "1:4"), ("[", "1:2"), ("{\"a\"}", "1:5"), ("{\"a\":}", "1:6"), ("{a:1}", "1:2"),
    ("{\"a\":1,}", "1:8"), ("\"a", "1:3"), ("\"\\x\"", "1:3"), ("\"\\u12g4\"", "1:6"),
    ("\"\\ud83d\"", "1:8"), ("\"\\udc00x\"", "1:8"), ("\"\\ud83d\\u0041\"", "1:8"),
    ("\"a\nb\"", "1:3"), ("\"é\u{1}\"", "1:3"), ("[\n  \"é\", x]", "2:8"), ("[\r\n1\r2]", "3:1"),
    ("// no\n1", "1:1"), ("{\"a\": 1, \"a\": 2}", "1:10"), ("NaN", "1:1"), ("'a'", "1:1"),
  ]

  @Test(arguments: valid) func `valid text is read as its value`(text: String) throws {
    let parsed = JSONDocumentReader.read(text.file("a.json"))
    #expect(parsed.diagnostics.isEmpty)
    #expect(try #require(parsed.root).value == (try JSONValue(parsing: text)))
  }

  @Test(arguments: invalid.indices) func `invalid text is refused at its place`(index: Int) {
    let (text, place) = Self.invalid[index]
    let diagnostics = JSONDocumentReader.read(text.file("a.json")).diagnostics
    #expect(diagnostics.count == 1)
    #expect(
      diagnostics.first?.description.hasPrefix("a.json:\(place): error: ") == true,
      "\(text.debugDescription): \(diagnostics)")
  }

  @Test func `values know their places`() throws {
    let text = "\u{FEFF}{\"é\": [1, {\"ü\\n\": true}],\r\n  \"b\": \"ü😀\", \"c\": null}"
    let parsed = text.file("p.json").parsed()
    let root = try #require(parsed.root)
    #expect(root.location.description == "p.json:1:1")
    #expect(root["é"]?.array?[0].location.description == "p.json:1:8")
    #expect(root["é"]?.array?[1].object?.members[0].value.location.description == "p.json:1:19")
    #expect(root["b"]?.location.description == "p.json:2:8")
    #expect(root.object?.member("c")?.keyLocation.description == "p.json:2:14")
  }

  /// A file of one long line: columns must not be counted from its start for every value.
  @Test func `a long line is read in linear time`() throws {
    let text = "[" + Array(repeating: "\"é\"", count: 200_000).joined(separator: ",") + "]"
    let items = try #require(text.file("a.json").parsed().root?.array)
    #expect(items.last?.location.column == UInt32(2 + 4 * 199_999))
  }
}
