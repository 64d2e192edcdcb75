import AccordRuntime
import HTTPTypes
import Testing

@testable import RoomsServer

@Suite struct StatementCountTests {
  /// A server whose database is counted, as that of the sample page is.
  private func countedServer() async throws -> TestServer {
    let server = try await TestServer()
    return try await TestServer(
      store: SQLRoomsStore(database: CountedDatabase(sound: server.store.database)),
      tokens: server.tokens)
  }

  private func timing(
    _ server: TestServer, _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil
  ) async throws -> String? {
    var head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path)
    if body != nil { head.headerFields[.contentType] = "application/json" }
    let answer = await CountedAnswers(sound: server.application.endpoint).answer(
      ServerRequest(head: head, body: Array(body?.serialized().utf8 ?? "".utf8)))
    return answer.head.headerFields[try #require(HTTPField.Name("Server-Timing"))]
  }

  @Test func aMeasuredServerSaysHowManyStatementsAnAnswerTook() async throws {
    let server = try await countedServer()
    for name in ["a", "b"] { try await server.addRoom(name) }
    let bulk = "/v1/rooms/meetings/bulk-status"
    #expect(try await timing(server, .get, "/v1/rooms") == "statements;desc=2")
    #expect(try await timing(server, .get, "/v1/rooms/a/meetings/active") == "statements;desc=2")
    #expect(
      try await timing(server, .post, bulk, ["room_names": ["a", "b"]]) == "statements;desc=3")
    #expect(try await timing(server, .get, "/nothing") == "statements;desc=0")
  }

  /// Each request has a count of its own, however many are answered at the same time.
  @Test func requestsAtTheSameTimeAreCountedApart() async throws {
    let server = try await countedServer()
    try await server.addRoom("a")
    try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<50 {
        group.addTask { try await timing(server, .get, "/v1/rooms/a/meetings/active") }
      }
      for try await timing in group { #expect(timing == "statements;desc=2") }
    }
  }

  @Test func aServerThatIsNotMeasuredDoesNotSay() async throws {
    let server = try await TestServer()
    let answer = try await server.send(.get, "/v1/rooms")
    #expect(answer.headerFields[try #require(HTTPField.Name("Server-Timing"))] == nil)
  }
}
