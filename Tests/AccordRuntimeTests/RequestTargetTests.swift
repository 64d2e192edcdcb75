import HTTPTypes
import Testing

@testable import AccordRuntime

struct RequestTargetTests {
  @Test(arguments: [
    ("a", "a"), ("a b", "a%20b"), ("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("...", "..."),
    ("a.b", "a.b"),
    ("?#[]@!$&'()*+,;=:", "%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A"), ("-._~", "-._~"),
    ("%2F", "%252F"),
    ("caf\u{E9}", "caf%C3%A9"), ("\u{1F600}", "%F0%9F%98%80"), ("\0\n", "%00%0A"), ("", ""),
    ("{x}", "%7Bx%7D"),
  ])
  func segments(_ value: String, _ encoded: String) {
    #expect(RequestTarget("/rooms/\(value)/meetings").text == "/rooms/\(encoded)/meetings")
    #expect(encoded.percentDecoded == value)
  }

  @Test func pathsAndQueries() throws {
    var target = RequestTarget("/a/\(1)/\(true)/\(try #require(CalendarDate("2025-01-01")))")
    #expect(target.text == "/a/1/true/2025-01-01")
    target.addQuery("q", "x&y=z +")
    target.addQuery("none", nil as Int?)
    target.addQuery("n ame", 1)
    target.addQuery("ids", [1, 2], .form)
    target.addQuery("empty", [Int](), .form)
    target.addQuery("csv", ["a,b", "c"], .formJoined)
    target.addQuery("pipe", [1, 2], .pipeDelimited)
    target.addQuery("blank", "")
    #expect(
      target.text
        == "/a/1/true/2025-01-01?q=x%26y%3Dz%20%2B&n%20ame=1&ids=1&ids=2&csv=a%2Cb,c&pipe=1%7C2&blank="
    )
  }

  @Test func whatWouldNotArriveIsAViolation() throws {
    var target = RequestTarget("/a/\("")/\([String](), .label, "b")?x=1")
    target.addQuery("pipes", ["a|b"], .pipeDelimited)
    target.addQuery("number", Double.infinity, .form)
    target.addHeader("X-Line", "a\r\nb: c")
    target.addHeader("X-Space", " a")
    target.addHeader("X Name", "a")
    target.addHeader("X-List", ["a,b"], .simple)
    target.addHeader("X-Fine", "caf\u{E9} \u{560D}")
    let found = target.violations(in: "/a/{a}/{b}?x=1").map { "\($0.part) \($0.keyword)" }
    #expect(
      found == [
        #"path("a") minLength"#, #"path("b") minLength"#, #"query("pipes") type"#,
        #"query("number") type"#, #"header("X-Line") type"#, #"header("X-Space") type"#,
        #"header("X Name") type"#, #"header("X-List") type"#,
      ])
    let name = try #require(HTTPField.Name("X-Fine"))
    #expect(target.headerFields[name] == "caf\u{E9} \u{560D}")
    #expect(HTTPField.Name("X-Line").flatMap { target.headerFields[$0] } == nil)
  }

  @Test(arguments: [
    ("a.b", "c", "a%2Eb.c"), ("a", "b.c", "a.b.c"), ("a..", "b", "a%2E%2E.b"), ("a%", "", "a%25."),
  ])
  func severalInOneSegment(_ name: String, _ format: String, _ text: String) {
    #expect(RequestTarget("/\(name).\(format)").path == "/" + text)
  }

  @Test func whatIsWrittenIsReadBack() {
    let values = [
      "", "a b", "a+b", "a&b=c", "%41", "caf\u{E9}", "cafe\u{301}", "\u{1F600}", "a/b?c#d", "\r\n",
    ]
    var target = RequestTarget("/a")
    for value in values { target.addQuery("v\(value)", value) }
    let request = ServerRequest(
      head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: target.text), body: [])
    #expect(request.query.map { ExactString($0.value) } == values.map { ExactString($0) })
    #expect(request.query.map { ExactString($0.name) } == values.map { ExactString("v\($0)") })
  }

  /// Dot segments, encoded or not, are taken out of a path by whatever handles URLs on the way.
  @Test func aValueNeverLeavesItsSegment() async {
    let router = RouterTests.router([(.get, "/rooms/{id}"), (.get, "/{any}")])
    for value in ["a/b", "..%2F", "?x", "#x", "a%2Fb", "\u{301}", "//", ";x=1"] {
      let answer = await RouterTests.answer(router, .get, RequestTarget("/rooms/\(value)").text)
      #expect(ExactString(answer) == ExactString("GET /rooms/{id} id=<\(value)>"))
    }
  }
}
