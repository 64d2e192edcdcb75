import AccordRuntime
import HTTPTypes
import Testing

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
    target.addQuery("ids", exploding: [1, 2])
    target.addQuery("empty", exploding: [Int]())
    target.addQuery("csv", joining: ["a,b", "c"])
    target.addQuery("pipe", joining: [1, 2], by: "|")
    target.addQuery("blank", "")
    #expect(
      target.text
        == "/a/1/true/2025-01-01?q=x%26y%3Dz%20%2B&n%20ame=1&ids=1&ids=2&csv=a%2Cb,c&pipe=1|2&blank="
    )
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
