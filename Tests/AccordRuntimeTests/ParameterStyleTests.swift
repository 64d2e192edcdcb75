import AccordTesting
import HTTPTypes
import Testing

@testable import AccordRuntime

/// What is written is what OpenAPI 3.1's table of styles says, and what is read is what was written.
struct ParameterStyleTests {
  struct Color: JSONReadable, JSONWritable, Equatable {
    var r: Int
    var g: Int
    var note: String?

    init(r: Int = 100, g: Int = 200, note: String? = nil) {
      (self.r, self.g, self.note) = (r, g, note)
    }

    init(reading reader: inout JSONReader) throws(JSONError) {
      var r: Int?
      var g: Int?
      try reader.beginObject()
      while let key = try reader.nextKey() {
        switch key {
        case "R": r = try reader.read()
        case "G": g = try reader.read()
        case "note": note = try reader.read()
        default: try reader.skipValue()
        }
      }
      self.r = try reader.require(r, "R")
      self.g = try reader.require(g, "G")
    }

    func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.write("R", r)
      writer.write("G", g)
      writer.writeIfPresent("note", note)
      writer.endObject()
    }
  }

  enum TextOrList: JSONReadable, JSONWritable, Equatable {
    case text(String), list([String])

    init(reading reader: inout JSONReader) throws(JSONError) {
      switch try reader.peekKind() {
      case .string: self = .text(try reader.read())
      case .array: self = .list(try reader.read())
      default: throw reader.noMatch(Self.self)
      }
    }

    func write(to writer: inout JSONWriter) {
      switch self {
      case .text(let value): value.write(to: &writer)
      case .list(let value): value.write(to: &writer)
      }
    }
  }

  /// One row: a value, a style, and the text.
  struct Row: Sendable, CustomTestStringConvertible {
    var text: String
    var testDescription: String
    var written: @Sendable () -> String
    /// Whether it is read back.
    var isReadBack: @Sendable () -> Bool
  }

  private static func request(_ target: RequestTarget) -> ServerRequest {
    ServerRequest(
      head: HTTPRequest(
        method: .get, scheme: nil, authority: nil, path: target.text,
        headerFields: target.headerFields), body: [])
  }

  private static func isRead<Value: Equatable>(
    _ expected: Value?, from reading: inout RequestReading,
    _ read: (inout RequestReading) -> Value?
  ) -> Bool {
    let value = read(&reading)
    guard (try? reading.finish()) != nil else { return false }
    return value == expected
  }

  static func query<Value: JSONReadable & JSONWritable & Equatable & Sendable>(
    _ value: Value, _ style: ParameterStyle, _ text: String, readAs expected: Value?
  ) -> Row {
    let target: @Sendable () -> RequestTarget = {
      var target = RequestTarget("/")
      target.addQuery("color", value, style)
      return target
    }
    return Row(text: text, testDescription: "query \(value) \(text)") {
      String(target().text.dropFirst(2))
    } isReadBack: {
      var reading = RequestReading(request(target()))
      return isRead(expected, from: &reading) {
        $0.query("color", style, members: .named(["R", "G", "note"]))
      }
    }
  }

  static func query<Value: JSONReadable & JSONWritable & Equatable & Sendable>(
    _ value: Value, _ style: ParameterStyle, _ text: String
  ) -> Row { query(value, style, text, readAs: value) }

  static func cookie<Value: JSONReadable & JSONWritable & Equatable & Sendable>(
    _ value: Value, _ style: ParameterStyle, _ text: String
  ) -> Row {
    let target: @Sendable () -> RequestTarget = {
      var target = RequestTarget("/")
      target.addCookie("color", value, style)
      return target
    }
    return Row(text: text, testDescription: "cookie \(value) \(text)") {
      target().headerFields[.cookie] ?? ""
    } isReadBack: {
      var reading = RequestReading(request(target()))
      return isRead(value, from: &reading) {
        $0.cookie("color", style, members: .named(["R", "G", "note"]))
      }
    }
  }

  static func header<Value: JSONReadable & JSONWritable & Equatable & Sendable>(
    _ value: Value, _ style: ParameterStyle, _ text: String
  ) -> Row {
    let target: @Sendable () -> RequestTarget = {
      var target = RequestTarget("/")
      target.addHeader("X-Color", value, style)
      return target
    }
    return Row(text: text, testDescription: "header \(value) \(text)") {
      HTTPField.Name("X-Color").flatMap { target().headerFields[$0] } ?? ""
    } isReadBack: {
      var reading = RequestReading(request(target()))
      return isRead(value, from: &reading) { $0.header("X-Color", style) }
    }
  }

  static func path<Value: JSONReadable & JSONWritable & Equatable & Sendable>(
    _ value: Value, _ style: ParameterStyle, _ text: String
  ) -> Row {
    let target: @Sendable () -> RequestTarget = { RequestTarget("/c/\(value, style, "color")/end") }
    return Row(text: text, testDescription: "path \(value) \(text)") {
      String(target().text.dropFirst("/c/".count).dropLast("/end".count))
    } isReadBack: {
      let segment = target().text.split(separator: "/")[1]
      guard let raw = SegmentPattern("{color}").match(segment) else { return false }
      var request = request(target())
      request.rawPathParameters = raw
      var reading = RequestReading(request)
      return isRead(value, from: &reading) { $0.path("color", style) }
    }
  }

  static let colors = ["blue", "black", "brown"]
  static let odd = ["a,b", "c d", "%2C", "e=f&g", "\u{E9}", "e\u{301}", "\u{1F600}", "1", "true"]
  static let oddText = "a%2Cb,c%20d,%252C,e%3Df%26g,%C3%A9,e%CC%81,%F0%9F%98%80,1,true"
  static let noted = Color(r: 1, g: -2, note: "a b&c,d=e;f.g")

  static let queries: [Row] = [
    query("blue", .form, "color=blue"), query("", .form, "color="), query(7, .form, "color=7"),
    query("7", .form, "color=7"), query("a,b", .formJoined, "color=a%2Cb"),
    query(colors, .form, "color=blue&color=black&color=brown"),
    query([1, 2], .form, "color=1&color=2"), query(["one"], .form, "color=one"),
    query([""], .form, "color="), query([String](), .form, "", readAs: nil),
    query(odd, .form, "color=" + oddText.replacing(",", with: "&color=")),
    query(colors, .formJoined, "color=blue,black,brown"), query([1], .formJoined, "color=1"),
    query(odd, .formJoined, "color=" + oddText), query(["a", ""], .formJoined, "color=a,"),
    query([true, false], .formJoined, "color=true,false"),
    query(Color(), .form, "R=100&G=200"),
    query(noted, .form, "R=1&G=-2&note=a%20b%26c%2Cd%3De%3Bf.g"),
    query(Color(note: "5"), .form, "R=100&G=200&note=5"),
    query(Color(), .formJoined, "color=R,100,G,200"),
    query(noted, .formJoined, "color=R,1,G,-2,note,a%20b%26c%2Cd%3De%3Bf.g"),
    query(colors, .spaceDelimited, "color=blue%20black%20brown"),
    query(["a,b", "c|d"], .spaceDelimited, "color=a%2Cb%20c%7Cd"),
    query(Color(), .spaceDelimited, "color=R%20100%20G%20200"),
    query(colors, .pipeDelimited, "color=blue%7Cblack%7Cbrown"),
    query([1, 2], .pipeDelimited, "color=1%7C2"),
    query(Color(), .pipeDelimited, "color=R%7C100%7CG%7C200"),
    query(Color(), .deepObject, "color%5BR%5D=100&color%5BG%5D=200"),
    query(
      noted, .deepObject, "color%5BR%5D=1&color%5BG%5D=-2&color%5Bnote%5D=a%20b%26c%2Cd%3De%3Bf.g"),
    query(colors, .deepObject, "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown"),
    query(
      [Color(), Color(r: 1)], .deepObject,
      "color%5B0%5D%5BR%5D=100&color%5B0%5D%5BG%5D=200&color%5B1%5D%5BR%5D=1&color%5B1%5D%5BG%5D=200"
    ),
    query(
      ["a": ["b": ["1", "x"]], "c": ["0": ["true"]]] as JSONDictionary<JSONDictionary<[String]>>,
      .deepObject,
      "color%5Ba%5D%5Bb%5D%5B%5D=1&color%5Ba%5D%5Bb%5D%5B%5D=x&color%5Bc%5D%5B0%5D%5B%5D=true"),
    query(JSONDictionary<String>(), .deepObject, "", readAs: nil),
    query(9, .deepObject, "color=9"),
    query(Color(), .json, "color=%7B%22R%22%3A100%2C%22G%22%3A200%7D"),
    query([String](), .json, "color=%5B%5D"),
    query("a/b?c:d,e@f", .form.reserved, "color=a/b?c:d,e@f"),
    query("#[]&+%41 \u{E9}", .form.reserved, "color=%23%5B%5D%26%2B%2541%20%C3%A9"),
    query(["a/b", "c,d"], .formJoined.reserved, "color=a/b,c%2Cd"),
    query(TextOrList.text("a"), .form, "color=a"),
    query(TextOrList.text("5"), .form, "color=5"),
    query(TextOrList.list(["a", "5"]), .form, "color=a&color=5"),
    query(TextOrList.text("a"), .formJoined, "color=a"),
    query(TextOrList.list(["a", "b"]), .formJoined, "color=a,b"),
    query([[1, 2], [3]], .form, "color=%5B1%2C2%5D&color=%5B3%5D"),
  ]

  static let others: [Row] = [
    path("blue", .simple, "blue"), path(colors, .simple, "blue,black,brown"),
    path(colors, .simpleExploded, "blue,black,brown"), path(odd, .simple, oddText),
    path(Color(), .simple, "R,100,G,200"), path(Color(), .simpleExploded, "R=100,G=200"),
    path(["a/b", "..", "%2F"], .simple, "a%2Fb,..,%252F"), path(["."], .simple, "%2E"),
    path("blue", .label, ".blue"), path("", .label, "%2E"),
    path(colors, .label, ".blue,black,brown"),
    path(colors, .labelExploded, ".blue.black.brown"), path(Color(), .label, ".R,100,G,200"),
    path(Color(), .labelExploded, ".R=100.G=200"), path(["a.b", "c"], .labelExploded, ".a%2Eb.c"),
    path("blue", .matrix, ";color=blue"), path("", .matrix, ";color"),
    path(colors, .matrix, ";color=blue,black,brown"),
    path(colors, .matrixExploded, ";color=blue;color=black;color=brown"),
    path(Color(), .matrix, ";color=R,100,G,200"), path(Color(), .matrixExploded, ";R=100;G=200"),
    path(noted, .matrixExploded, ";R=1;G=-2;note=a%20b%26c%2Cd%3De%3Bf.g"),
    path(["a;b=c", ""], .matrixExploded, ";color=a%3Bb%3Dc;color"),
    path(Color(), .json, "%7B%22R%22%3A100%2C%22G%22%3A200%7D"),
    header("a,b", .simple, "a,b"), header("", .simple, ""),
    header(colors, .simple, "blue,black,brown"),
    header(["%2C", "a=b", "\u{E9}", "e\u{301}"], .simple, "%2C,a=b,\u{E9},e\u{301}"),
    header(Color(), .simple, "R,100,G,200"), header(Color(), .simpleExploded, "R=100,G=200"),
    header(Color(note: "x=y"), .simpleExploded, "R=100,G=200,note=x=y"),
    header(Color(), .json, #"{"R":100,"G":200}"#), header(["a,b"], .json, #"["a,b"]"#),
    cookie("a; b", .form, "color=a%3B%20b"), cookie("", .form, "color="),
    cookie(colors, .form, "color=blue; color=black; color=brown"),
    cookie(colors, .formJoined, "color=blue,black,brown"),
    cookie(odd, .formJoined, "color=" + oddText),
    cookie(Color(), .form, "R=100; G=200"), cookie(Color(), .formJoined, "color=R,100,G,200"),
    cookie(Color(), .json, "color=%7B%22R%22%3A100%2C%22G%22%3A200%7D"),
  ]

  /// What nobody's client writes is refused or read, and neither crashes nor takes long.
  @Test func anyTextIsRead() {
    let styles: [ParameterStyle] = [
      .simple, .simpleExploded, .label, .labelExploded, .matrix, .matrixExploded, .form,
      .formJoined,
      .spaceDelimited, .pipeDelimited, .deepObject, .json,
    ]
    let deep = "c" + String(repeating: "[0]", count: 31)
    var texts = [
      "", "c", "c=", "c=%", "c[=1", "c[]=", "c]", deep + "=1", deep + "[1]=2&" + deep + "=3",
      "c=" + String(repeating: "1,", count: 3_000), "c=" + String(repeating: "[", count: 3_000),
      "c=%00%FF&c=\u{301}", ";c", ";;=;c=", "..", ".=", ",=,", "R&G", "c=[1", "c={\"R\":1,", "c=-",
      "c=t",
    ]
    let seed = UInt64.random(in: .min ... .max)
    print("ParameterStyleTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "c", "R", "G", "=", "&", ",", ";", ".", "|", "%20", "%2C", "[", "]", "1", "x", "\"", "{", "}",
    ]
    for _ in 0..<300 {
      let count = Int.random(in: 1...12, using: &random)
      texts.append((0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined())
    }
    for text in texts {
      for style in styles {
        var request = ServerRequest(
          head: HTTPRequest(
            method: .get, scheme: nil, authority: nil, path: "/?" + text,
            headerFields: [.cookie: text]), body: [])
        request.rawPathParameters = ["c": Substring(text)]
        var reading = RequestReading(request)
        let color: Color? = reading.query("c", style, members: .named(["R", "G"]))
        let numbers: [Int]? = reading.path("c", style)
        let map: JSONDictionary<[String]>? = reading.cookie("c", style, members: .allBut([]))
        let either: TextOrList? = reading.query("c", style)
        _ = (color, numbers, map, either)
        _ = RequestReadingTests.violations(reading)
      }
      _ = try? URLEncodedForm.read(Array(text.utf8), as: Color.self, styles: ["c": .deepObject])
    }
  }

  @Test func formsAreReadAsTheyAreWritten() throws {
    struct Order: JSONReadable, JSONWritable, Equatable {
      var color: Color
      var sizes: [String]
      var tint: Color

      init(color: Color, sizes: [String], tint: Color) {
        (self.color, self.sizes, self.tint) = (color, sizes, tint)
      }

      init(reading reader: inout JSONReader) throws(JSONError) {
        var color: Color?
        var sizes: [String] = []
        var tint: Color?
        try reader.beginObject()
        while let key = try reader.nextKey() {
          switch key {
          case "color": color = try reader.read()
          case "sizes": sizes = try reader.read()
          case "tint": tint = try reader.read()
          default: try reader.skipValue()
          }
        }
        self.color = try reader.require(color, "color")
        self.sizes = sizes
        self.tint = try reader.require(tint, "tint")
      }

      func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.write("color", color)
        writer.write("sizes", sizes)
        writer.write("tint", tint)
        writer.endObject()
      }
    }
    let styles: JSONDictionary<ParameterStyle> = ["color": .deepObject]
    let order = Order(color: Self.noted, sizes: ["1", "a b"], tint: Color())
    let bytes = try URLEncodedForm.encode(order, styles: styles)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "color%5BR%5D=1&color%5BG%5D=-2&color%5Bnote%5D=a%20b%26c%2Cd%3De%3Bf.g&sizes=1&sizes=a%20b&tint=%7B%22R%22%3A100%2C%22G%22%3A200%7D"
    )
    #expect(try URLEncodedForm.read(bytes, styles: styles) == order)
    let wrong = Array("color[R]=1&color[G]=x&sizes=a+b&tint={}".utf8)
    do throws(ConstraintViolation) {
      let read: Order = try URLEncodedForm.read(wrong, styles: styles)
      Issue.record("\(read)")
    } catch {
      #expect("\(error.pointer)" == "/color/G")
    }
  }

  @Test(arguments: queries + others) func table(_ row: Row) {
    #expect(ExactString(row.written()) == ExactString(row.text))
    #expect(row.isReadBack(), "\(row.text) is not read as it was written")
  }
}
