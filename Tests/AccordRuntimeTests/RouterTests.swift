import AccordRuntime
import HTTPTypes
import AccordTesting
import Testing

struct RouterTests {
  /// Answers with the operation and its path parameters, in a form that tells all values apart.
  static func router(_ paths: [(HTTPRequest.Method, String)]) -> Router<Void> {
    let routes = paths.map { method, path in
      Route<Void>(OperationDescription(id: "\(method) \(path)", method: method, path: path)) {
        request, _ in
        let parameters = request.pathParameters.sorted { $0.key < $1.key }
          .map { "\($0.key)=<\($0.value)>" }
        return .text(200, (["\(method) \(path)"] + parameters).joined(separator: " "))
      }
    }
    return Router(routes) { problem in
      switch problem {
      case .notFound: .text(404, "not found")
      case .methodNotAllowed(let methods):
        .text(405, methods.map(\.rawValue).joined(separator: ","))
      case .internalError(let error): .text(500, "\(error)")
      case .unsupportedMediaType, .malformedBody, .invalid, .missingBody, .unauthenticated,
        .forbidden, .bodyTooLarge:
        .text(422, "\(problem)")
      }
    }
  }

  static func answer(
    _ router: Router<Void>, _ method: HTTPRequest.Method, _ path: String?
  ) async -> String {
    let head = HTTPRequest(method: method, scheme: nil, authority: nil, path: path)
    let response = await router.answer(ServerRequest(head: head, body: [])) { _ in }
    return String(decoding: response.body?.bytes ?? [], as: UTF8.self)
  }

  static let rooms: [(HTTPRequest.Method, String)] = [
    (.get, "/"), (.get, "/v1/rooms"), (.post, "/v1/rooms"), (.get, "/v1/rooms/{room_id}"),
    (.patch, "/v1/rooms/{room_id}"), (.delete, "/v1/rooms/{room_id}"),
    (.get, "/v1/rooms/name/{room_name}"), (.post, "/v1/rooms/meetings/bulk-status"),
    (.get, "/v1/rooms/{room_name}/meetings/active"),
    (.get, "/v1/rooms/{room_name}/meetings/{meeting_id}"), (.post, "/v1/rooms/{room_id}/{action}"),
    (.get, "/files/{name}.json"), (.get, "/files/{name}"), (.get, "/files/{name}.tar.gz"),
    (.get, "/files/{from}...{to}"), (.get, "/files/v{version}"), (.get, "/caf\u{E9}/{id}"),
    (.get, "/trailing/"), (.get, "/trailing"),
  ]

  @Test(arguments: [
    (HTTPRequest.Method.get, "/", "GET /"), (.get, "/v1/rooms", "GET /v1/rooms"),
    (.get, "/v1/rooms?page=2", "GET /v1/rooms"),
    (.get, "/v1/rooms/a", "GET /v1/rooms/{room_id} room_id=<a>"),
    (.get, "/v1/rooms/a?b/c", "GET /v1/rooms/{room_id} room_id=<a>"),
    // A literal beats a parameter, but only as far as it leads somewhere.
    (.post, "/v1/rooms/meetings/bulk-status", "POST /v1/rooms/meetings/bulk-status"),
    (
      .get, "/v1/rooms/meetings/meetings/active",
      "GET /v1/rooms/{room_name}/meetings/active room_name=<meetings>"
    ),
    (.get, "/v1/rooms/meetings", "GET /v1/rooms/{room_id} room_id=<meetings>"),
    (.get, "/v1/rooms/name", "GET /v1/rooms/{room_id} room_id=<name>"),
    (.get, "/v1/rooms/name/x", "GET /v1/rooms/name/{room_name} room_name=<x>"),
    (.post, "/v1/rooms/name/x", "POST /v1/rooms/{room_id}/{action} action=<x> room_id=<name>"),
    (
      .get, "/v1/rooms/r/meetings/active", "GET /v1/rooms/{room_name}/meetings/active room_name=<r>"
    ),
    (
      .get, "/v1/rooms/r/meetings/m1",
      "GET /v1/rooms/{room_name}/meetings/{meeting_id} meeting_id=<m1> room_name=<r>"
    ),
    // Encoding: split first, decoded then.
    (.get, "/v1/rooms/a%2Fb", "GET /v1/rooms/{room_id} room_id=<a/b>"),
    (.get, "/v1/rooms/name%2Fx", "GET /v1/rooms/{room_id} room_id=<name/x>"),
    (.get, "/v1/rooms/%3F%23%25", "GET /v1/rooms/{room_id} room_id=<?#%>"),
    (.get, "/v1/rooms/a+b", "GET /v1/rooms/{room_id} room_id=<a+b>"),
    (.get, "/v1/rooms/caf%C3%A9", "GET /v1/rooms/{room_id} room_id=<caf\u{E9}>"),
    (.get, "/v1/rooms/%00", "GET /v1/rooms/{room_id} room_id=<\0>"),
    (.get, "/%76%31/rooms", "GET /v1/rooms"), (.get, "/caf%C3%A9/1", "GET /caf\u{E9}/{id} id=<1>"),
    (.get, "/cafe%CC%81/1", "not found"),
    (.get, "/v1/rooms/%CC%81x", "GET /v1/rooms/{room_id} room_id=<\u{301}x>"),
    (.get, "/v1/rooms/%zz", "not found"), (.get, "/v1/rooms/%", "not found"),
    (.get, "/v1/rooms/%FF", "not found"),
    // Dots are no steps.
    (.get, "/v1/rooms/..", "GET /v1/rooms/{room_id} room_id=<..>"),
    (.get, "/v1/rooms/%2E%2E", "GET /v1/rooms/{room_id} room_id=<..>"),
    (.get, "/v1/rooms/../rooms", "POST"), (.get, "/v1/./rooms", "not found"),
    (.get, "/v1/rooms/x/../name/y", "not found"),
    // Nothing is no value, and one slash more is another path.
    (.get, "/v1/rooms/", "not found"), (.get, "/v1//rooms", "not found"),
    (.get, "//v1/rooms", "not found"),
    (.get, "/v1/rooms//meetings/active", "not found"), (.get, "/v1/rooms/r/meetings/", "not found"),
    (.get, "/trailing/", "GET /trailing/"), (.get, "/trailing", "GET /trailing"),
    (.get, "", "not found"), (.get, "v1/rooms", "not found"), (.get, "x/v1/rooms", "not found"),
    (.get, "*", "not found"),
    (.get, "http://a/v1/rooms", "not found"), (.get, "/V1/rooms", "not found"),
    // Segments with more than a parameter in them.
    (.get, "/files/a.json", "GET /files/{name}.json name=<a>"),
    (.get, "/files/.json", "GET /files/{name} name=<.json>"),
    (.get, "/files/a.json.json", "GET /files/{name}.json name=<a.json>"),
    (.get, "/files/a.b.tar.gz", "GET /files/{name}.tar.gz name=<a.b>"),
    (.get, "/files/1...2", "GET /files/{from}...{to} from=<1> to=<2>"),
    (.get, "/files/1...", "GET /files/{name} name=<1...>"),
    (.get, "/files/v2", "GET /files/v{version} version=<2>"),
    (.get, "/files/v", "GET /files/{name} name=<v>"),
    (.get, "/files/a%2Ejson", "GET /files/{name}.json name=<a>"),
    (.get, "/files/%C3%A9.json", "GET /files/{name}.json name=<\u{E9}>"),
    // Methods.
    (.put, "/v1/rooms", "GET,POST"), (.put, "/v1/rooms/a", "DELETE,GET,PATCH"),
    (.get, "/v1/rooms/meetings/bulk-status", "POST"), (.delete, "/files/a.json", "GET"),
    (.put, "/nothing", "not found"),
    (.connect, "/", "GET"),
  ])
  func finds(_ method: HTTPRequest.Method, _ path: String, _ expected: String) async {
    #expect(await Self.answer(Self.router(Self.rooms), method, path) == expected)
    #expect(await Self.answer(Self.router(Self.rooms.reversed()), method, path) == expected)
  }

  @Test func theOrderOfTheRoutesDoesNotMatter() async {
    let seed = UInt64.random(in: .min ... .max)
    print("RouterTests seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let router = Self.router(Self.rooms.shuffled(using: &random))
      #expect(
        await Self.answer(router, .post, "/v1/rooms/meetings/bulk-status")
          == "POST /v1/rooms/meetings/bulk-status")
      #expect(
        await Self.answer(router, .get, "/v1/rooms/name/x")
          == "GET /v1/rooms/name/{room_name} room_name=<x>")
      #expect(await Self.answer(router, .get, "/files/a.json") == "GET /files/{name}.json name=<a>")
      #expect(await Self.answer(router, .put, "/v1/rooms/a") == "DELETE,GET,PATCH")
    }
  }

  @Test func noPathIsTheRoot() async {
    #expect(await Self.answer(Self.router(Self.rooms), .get, nil) == "GET /")
  }

  @Test(.timeLimit(.minutes(15)))
  func hostilePathsEndInTime() async {
    let router = Self.router(Self.rooms + [(.get, "/p/{a}-{b}-{c}-{d}")])
    let long = String(repeating: "/a", count: 200_000)
    #expect(await Self.answer(router, .get, long) == "not found")
    let dashes = "/p/" + String(repeating: "-", count: 200_000)
    #expect(await Self.answer(router, .get, dashes).hasPrefix("GET /p/{a}-{b}-{c}-{d}"))
    #expect(
      await Self.answer(router, .get, "/files/" + String(repeating: ".json", count: 50_000))
        .hasPrefix("GET /files/{name}.json"))
  }

  // MARK: - What an operation throws

  struct Oops: Error {}

  static func throwing(_ error: any Error & Sendable, early: Bool = false) async -> (Int, String) {
    let route = Route<Void>(OperationDescription(id: "a", method: .get, path: "/a")) { _, _ in
      throw error
    }
    let router = Router([route]) { problem in
      switch problem {
      case .missingBody: .text(400, "missing body")
      case .internalError: .text(500, "internal error")
      default: .text(599, "\(problem)")
      }
    }
    let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/a")
    let response = await router.answer(ServerRequest(head: head, body: [])) { operation in
      #expect(operation.id == "a")
      if early { throw error }
    }
    return (response.head.status, String(decoding: response.body?.bytes ?? [], as: UTF8.self))
  }

  @Test(arguments: [false, true])
  func errorsBecomeAnswers(early: Bool) async {
    let refusal = await Self.throwing(ServerRefusal(.text(401, "who are you?")), early: early)
    #expect(refusal == (401, "who are you?"))
    #expect(await Self.throwing(RequestProblem.missingBody, early: early) == (400, "missing body"))
    #expect(await Self.throwing(Oops(), early: early) == (500, "internal error"))
    #expect(await Self.throwing(CancellationError(), early: early) == (500, "internal error"))
  }

  // MARK: - Queries

  @Test(
    arguments: [
      ("/a", [:]), ("/a?", [:]), ("/a?b=1", ["b": "1"]), ("/a?b=1&c=2", ["b": "1", "c": "2"]),
      ("/a?b", ["b": ""]),
      ("/a?b=", ["b": ""]), ("/a?=b", ["": "b"]), ("/a?&&b=1&", ["b": "1"]),
      ("/a?b=c=d", ["b": "c=d"]),
      ("/a?b=x+y%2Bz", ["b": "x y+z"]), ("/a?%C3%A9=%26%3D", ["\u{E9}": "&="]),
      ("/a?b=%zz", ["b": "%zz"]),
      ("/a?b=?/c", ["b": "?/c"]), ("/a?b=1%", ["b": "1%"]), ("/a?b=%FF", ["b": "%FF"]),
      ("/a?b=+\u{301}x&\u{301}c=2", ["b": " \u{301}x", "\u{301}c": "2"]),
    ] as [(String, [String: String])])
  func queries(_ path: String, _ expected: [String: String]) {
    let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: path)
    let request = ServerRequest(head: head, body: [])
    #expect(
      Dictionary(request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) == expected)
    #expect(request.query.count == expected.count)
    #expect(request.rawPath == "/a")
  }
}
