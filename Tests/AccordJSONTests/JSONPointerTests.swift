import AccordJSON
import Testing

/// RFC 6901.
struct JSONPointerTests {
  static let document = #"""
    {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,
     "":0,"/":9,"~1":10,"caf\#u{E9}":11,"o":{"0":12,"-":13}}
    """#

  /// Section 5, and more.
  @Test(arguments: [
    ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/foo/1", #""baz""#), ("/", "0"),
    ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"),
    ("/ ", "7"), ("/m~0n", "8"), ("/~1", "9"), ("/~01", "10"), ("/caf\u{E9}", "11"),
    ("/o/0", "12"), ("/o/-", "13"),
  ])
  func leadsTo(_ text: String, _ value: String) throws {
    let document = try JSONValue(parsing: Self.document)
    let pointer = try #require(JSONPointer(text))
    #expect(document[pointer]?.description == value)
    #expect(pointer.description == text)
  }

  @Test func theEmptyPointerIsTheWholeValue() throws {
    let document = try JSONValue(parsing: Self.document)
    #expect(JSONPointer("") == .root)
    #expect(document[.root] == document)
    #expect(JSONPointer.root.description == "")
  }

  @Test(arguments: [
    "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/foo/-1", "/foo/1e0", "/foo/ 1", "/foo/",
    "/foo/0/0", "/nothing", "/foo/99999999999999999999", "/cafe\u{301}", "/ /", "//",
    "/foo/\u{661}",
  ])
  func leadsNowhere(_ text: String) throws {
    let document = try JSONValue(parsing: Self.document)
    let pointer = try #require(JSONPointer(text))
    #expect(document[pointer] == nil)
  }

  @Test(arguments: ["foo", "foo/0", " /foo", "#/foo", "/~", "/a~", "/~2", "/a~~0", "/~a", "0"])
  func isNoPointer(_ text: String) {
    #expect(JSONPointer(text) == nil)
  }

  /// Section 6.
  @Test(arguments: [
    ("", ""), ("/foo/0", "/foo/0"), ("/a~1b", "/a~1b"), ("/c%25d", "/c%d"), ("/e%5Ef", "/e^f"),
    ("/g%7ch", "/g|h"), ("/k%22l", "/k\"l"), ("/%20", "/ "), ("/caf%C3%A9", "/caf\u{E9}"),
    ("%2Ffoo", "/foo"), ("/m%7E0n", "/m~0n"), ("/a+b", "/a+b"),
  ])
  func fragments(_ fragment: String, _ text: String) {
    #expect(JSONPointer(fragment: fragment) == JSONPointer(text))
    #expect(JSONPointer(fragment: fragment) != nil)
  }

  @Test(arguments: ["/%", "/%2", "/%zz", "/%C3", "/%ED%A0%80", "foo", "/%7E"])
  func isNoFragment(_ fragment: String) {
    #expect(JSONPointer(fragment: fragment) == nil)
  }

  @Test func putTogether() throws {
    let pointer = JSONPointer.root.appending("a/b").appending(3).appending("~")
    #expect(pointer.description == "/a~1b/3/~0")
    #expect(pointer.appending(JSONPointer(tokens: ["", "x"])).description == "/a~1b/3/~0//x")
    #expect(JSONPointer(tokens: ["\u{E9}"]) != JSONPointer(tokens: ["e\u{301}"]))
    #expect(JSONPointer(tokens: ["a", ""]) != JSONPointer(tokens: ["a"]))
    #expect(Set([JSONPointer(tokens: ["a"]), JSONPointer(tokens: ["a"])]).count == 1)
  }

  static let text = #"{"a": [10, {"b": "x", "c": {}}], "d": {"e": null}, "caf\u00e9": [true]}"#

  /// The mark stands before the byte that is meant.
  @Test(arguments: [
    (#"«{"a": 1}"#, ""), (#"{"a": «1}"#, "/a"), (#"{"a": «"xy"}"#, "/a"), (#"{"a": "x«y"}"#, "/a"),
    (#"{"a": [«1, 2]}"#, "/a/0"), (#"{"a": [1, «2]}"#, "/a/1"), (#"{"a": [1, 22«2]}"#, "/a/1"),
    (#"{"a": «[1, 2]}"#, "/a"), (#"{"a": [{"b": 1}, {"b": «{}}]}"#, "/a/1/b"),
    (#"{"a": [{"b": 1}, {"b": {}«}]}"#, "/a/1/b"), (#"{"a": [{"b": 1}, {"b": {}}«]}"#, "/a/1"),
    (#"[{}«, {}]"#, "/0"), (#"[{}, {}«]"#, "/1"), (#"[{}, {}]«"#, ""), (#"[[], [[]«]]"#, "/1/0"),
    (#"{"a~/": [«0]}"#, "/a~0~1/0"), (#"{"caf\u00e9": «0}"#, "/caf\u{E9}"), ("«1", ""), ("12«", ""),
    (#"{"a": 1, "«b": 2}"#, "/b"), (#"{"a": 1, «"b": 2}"#, "/b"),
    // Broken text: as far as it can be read.
    (#"{"a": [1, «?]}"#, "/a/1"), (#"{"a": {"b": «"#, "/a/b"), (#"{"a": {"b": 1«"#, "/a/b"),
    (#"{"a": [«01]}"#, "/a/0"), ("«", ""), ("«]", ""),
  ])
  func theValueAtAnOffset(_ marked: String, _ pointer: String) throws {
    let bytes = Array(marked.utf8)
    let mark = Array("«".utf8)
    let offset = try #require(bytes.indices.first { bytes[$0...].starts(with: mark) })
    let text = Array(bytes[..<offset] + bytes[(offset + mark.count)...])
    #expect(JSONPointer(to: offset, in: text).description == pointer)
  }

  @Test func offsetsOutsideOfTheTextLeadToTheRoot() {
    let text = Array(Self.text.utf8)
    #expect(JSONPointer(to: text.count + 100, in: text) == .root)
    #expect(JSONPointer(to: 0, in: []) == .root)
    #expect(JSONPointer(to: -1, in: text) == .root)
  }

  @Test func everyOffsetLeadsToAValueThatIsThere() throws {
    let value = try JSONValue(parsing: Self.text)
    let text = Array(Self.text.utf8)
    for offset in text.indices {
      #expect(value[JSONPointer(to: offset, in: text)] != nil, "byte \(offset)")
    }
  }
}
