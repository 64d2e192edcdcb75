import AccordRuntime
import Foundation
import HTTPTypes
import Testing

struct RequestReadingTests {
  static func reading(
    _ target: String = "/", _ headerFields: HTTPFields = [:], body: String = ""
  ) -> RequestReading {
    let head = HTTPRequest(
      method: .post, scheme: nil, authority: nil, path: target, headerFields: headerFields)
    return RequestReading(ServerRequest(head: head, body: Array(body.utf8)))
  }

  static func violations(_ given: RequestReading) -> [ConstraintViolation] {
    var reading = given
    do throws(RequestProblem) {
      try reading.finish()
      return []
    } catch {
      guard case .invalid(let violations) = error else {
        Issue.record("\(error)")
        return []
      }
      return violations
    }
  }

  // MARK: - Parameters

  @Test func queryParameters() throws {
    var reading = Self.reading(
      "/?page=2&name=a%20b&on=true&ids=1&ids=2&csv=a,b,&empty=&pipe=1|2&at=2025-01-01&flag")
    #expect(reading.query("page") == 2)
    #expect(reading.query("name") == "a b")
    #expect(reading.query("on") == true)
    #expect(reading.query("ids", .form) == [1, 2])
    #expect(reading.query("csv", .formJoined) == ["a", "b", ""])
    #expect(reading.query("pipe", .pipeDelimited) == [1, 2])
    #expect(reading.query("empty", .formJoined) == [Int]())
    #expect(reading.query("flag", allowsEmpty: true) == (nil as Int?))
    #expect(reading.query("flag", allowsEmpty: true) == "")
    #expect(reading.query("at") == CalendarDate("2025-01-01"))
    #expect(reading.query("absent") == (nil as Int?))
    #expect(reading.query("absent", .form) == (nil as [Int]?))
    try reading.finish()
  }

  @Test func allThatIsWrongIsReportedTogether() {
    var reading = Self.reading(
      "/?page=two&ids=1&ids=x&ids=y&csv=1,,2&n=1.5&big=99999999999&once=1&once=2")
    let page: Int? = reading.query("page")
    let ids: [Int]? = reading.query("ids", .form)
    let csv: [Int]? = reading.query("csv", .formJoined)
    let n: Int? = reading.query("n")
    let big: Int32? = reading.query("big")
    let needed: String? = reading.query("needed", isRequired: true)
    let once: Int? = reading.query("once")
    let neededList: [String]? = reading.query("list", .form, isRequired: true)
    let header: Int? = reading.header("X-Count", isRequired: true)
    let cookie: String? = reading.cookie("sid", isRequired: true)
    #expect(
      page == nil && n == nil && big == nil && needed == nil && header == nil && cookie == nil)
    #expect(ids == nil && csv == nil && once == nil && neededList == nil)
    let found = Self.violations(reading).map { "\($0.part) \($0.keyword)\($0.pointer)" }
    #expect(
      found == [
        #"query("page") type"#, #"query("ids") type/1"#, #"query("csv") type/1"#,
        #"query("n") type"#,
        #"query("big") type"#, #"query("needed") required"#, #"query("once") type"#,
        #"query("list") required"#,
        #"header("X-Count") required"#,
        #"cookie("sid") required"#,
      ])
  }

  @Test func valuesAreNotRepeatedInViolations() {
    var reading = Self.reading("/?token=s3cret")
    let token: Int? = reading.query("token")
    #expect(token == nil)
    #expect(Self.violations(reading).count == 1)
    #expect(!"\(Self.violations(reading))".contains("s3cret"))
  }

  @Test func namesAreComparedScalarByScalar() {
    var reading = Self.reading("/?caf%C3%A9=1")
    #expect(reading.query("cafe\u{301}") == (nil as Int?))
    #expect(reading.query("caf\u{E9}") == 1)
  }

  @Test(arguments: [
    ("sid=abc", "abc"), ("sid=a%20b%", "a%20b%"), ("sid=a%20b", "a b"),
    ("a=1; sid=abc; b=2", "abc"), ("sid=a=b", "a=b"), ("sid=", ""),
    ("xsid=1", nil), ("sid", nil),
    ("sid=1;sid=2", "1"), ("", nil), ("SID=1", nil),
  ])
  func cookies(_ header: String, _ expected: String?) {
    var reading = Self.reading("/", [.cookie: header])
    #expect(reading.cookie("sid") == expected)
  }

  @Test func headers() throws {
    var reading = Self.reading(
      "/", [.ifMatch: "7", .accept: "a, b,c"])
    #expect(reading.header("if-match") == 7)
    #expect(reading.header("Accept", .simple) == ["a", "b", "c"])
    #expect(reading.header("not a name") == (nil as String?))
    try reading.finish()
  }

  // MARK: - Bodies

  @Test(arguments: [
    "application/json", "application/json; charset=utf-8", "APPLICATION/JSON",
    "application/problem+json",
    "application/json ;charset=utf-8",
  ])
  func jsonContentTypes(_ contentType: String) throws {
    var reading = Self.reading("/", [.contentType: contentType], body: #"{"id":"a","count":1}"#)
    #expect(try reading.json() == Card(id: "a", count: 1))
    try reading.finish()
  }

  enum Verdict: Equatable {
    case unsupported, malformed(JSONError), missing, nothing, other
  }

  static func verdict(_ reading: RequestReading, isRequired: Bool = true) -> Verdict {
    var reading = reading
    do throws(RequestProblem) {
      let card: Card? = try reading.json(isRequired: isRequired)
      return card == nil ? .nothing : .other
    } catch {
      switch error {
      case .unsupportedMediaType: return .unsupported
      case .malformedBody(let error): return .malformed(error)
      case .missingBody: return .missing
      case .notFound, .methodNotAllowed, .invalid, .bodyTooLarge, .internalError,
        .unauthenticated, .forbidden:
        return .other
      }
    }
  }

  @Test(arguments: [
    "text/plain", "application/jsonx", "application/x-www-form-urlencoded", "json", "",
  ])
  func otherContentTypesAreUnsupported(_ contentType: String) {
    #expect(
      Self.verdict(Self.reading("/", [.contentType: contentType], body: "{}")) == .unsupported)
  }

  @Test func aBodyWithoutAContentTypeIsUnsupported() {
    #expect(Self.verdict(Self.reading(body: "{}")) == .unsupported)
  }

  @Test func bodiesThatAreNotThere() {
    #expect(Self.verdict(Self.reading()) == .missing)
    #expect(Self.verdict(Self.reading(), isRequired: false) == .nothing)
    let declared = Self.reading("/", [.contentType: "application/json"])
    #expect(Self.verdict(declared) == .malformed(JSONError(.unexpectedEnd, at: 0)))
  }

  @Test(arguments: [
    ("{", JSONError(.unexpectedEnd, at: 1)),
    (#"{"id":"a","count":1}}"#, JSONError(.trailingBytes, at: 20)),
    // The wrong type comes first, but the text is no JSON: that goes before.
    (#"{"id":1,"count":"#, JSONError(.unexpectedEnd, at: 16)),
    (#"{"id":"a"} x"#, JSONError(.trailingBytes, at: 11)),
    (#"[1,]"#, JSONError(.unexpectedByte(UInt8(ascii: "]")), at: 3)),
  ])
  func bodiesThatAreNotJSON(_ body: String, _ error: JSONError) {
    let reading = Self.reading("/", [.contentType: "application/json"], body: body)
    #expect(Self.verdict(reading) == .malformed(error))
  }

  @Test(arguments: [
    (#"{"id":1,"count":1}"#, "/id", "type"), (#"{"id":"a","count":1.5}"#, "/count", "type"),
    (#"{"id":"a"}"#, "/count", "required"),
    (#"[]"#, "", "type"), ("{}", "/id", "required"),
    (#"{"id":"a","count":1,"made_at":"soon"}"#, "/made_at", "type"),
    (#"{"id":"a","count":1,"extra":[1]}"#, "/extra", "type"),
    (#"{"id":"a","count":99999999999999999999}"#, "/count", "type"),
    (#"{"id":null,"count":1}"#, "/id", "type"),
  ])
  func bodiesOfAnotherTypeSayWhere(_ body: String, _ pointer: String, _ keyword: String) throws {
    var reading = Self.reading("/", [.contentType: "application/json"], body: body)
    let card: Card? = try reading.json()
    #expect(card == nil)
    let found = Self.violations(reading)
    #expect(found.map(\.pointer.description) == [pointer])
    #expect(found.map(\.keyword) == [keyword])
    #expect(found.map(\.part) == [.body])
  }

  @Test func aWrongValueDeepInside() throws {
    var reading = Self.reading(
      "/", [.contentType: "application/json"],
      body:
        #"{"x":[{"id":"a","count":1}], "a/b": [{"id":"a","count":1}, {"id":"b","state":"x"}, {}]}"#)
    let cards: JSONDictionary<[Card]>? = try reading.json()
    #expect(cards == nil)
    #expect(Self.violations(reading).map(\.pointer.description) == ["/a~1b/1/count"])
  }

  // MARK: - Values as text

  @Test func parameterTexts() throws {
    #expect(Int(parameterText: "-12") == -12)
    for text in ["", "+1", "01", " 1", "1 ", "0x1", "1_0", "\u{661}", "9223372036854775808"] {
      #expect(Int(parameterText: text) == nil, "\(text)")
    }
    #expect(
      Bool(parameterText: "true") == true && Bool(parameterText: "1") == nil
        && Bool(parameterText: "True") == nil)
    #expect(
      Double(parameterText: "1e3") == 1000 && Double(parameterText: "nan") == nil
        && Double(parameterText: "1e999") == nil)
    #expect((1.0).parameterText == "1" && (0.5).parameterText == "0.5")
    #expect(JSONNumber(parameterText: "1.50")?.parameterText == "1.50")
    #expect(JSONValue(parameterText: "[1]") == [1] && JSONValue(parameterText: "[1") == "[1")
    #expect(
      JSONValue.string("a").parameterText == "a" && JSONValue.array([1]).parameterText == "[1]")
    let uuid = try #require(UUID(uuidString: "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"))
    #expect(uuid.parameterText == "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
  }
}
