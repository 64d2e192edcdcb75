import AccordContract
import AccordOpenAPI
import Synchronization
import Testing

/// What a PATCH does to properties that it does not name: losing them is found, what follows from a change is none.
@Suite struct UnsentKeptTests {
  enum Habit: String, CaseIterable, Sendable {
    case sound
    case losesColour, forgetsColour
    /// A number of the version, and who changed it last.
    case counts, signs
    /// What is called otherwise is another draft.
    case derives
    /// Two properties belong together.
    case relates

    var isWrong: Bool { self == .losesColour || self == .forgetsColour }
  }

  /// Keeps things as they are sent, but for its habit.
  final class Things: ContractTransport {
    private let habit: Habit
    private let things = Mutex<[String: JSONValue]>([:])

    init(_ habit: Habit) {
      self.habit = habit
    }

    func send(
      _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
    ) async throws(TransportFailure) -> TransportAnswer {
      let fields: HTTPFields = [.contentType: "application/json"]
      let sent = (try? JSONValue(parsing: body))?.object
      let (status, value) = things.withLock { things -> (Int, JSONValue) in
        let id = request.path?.split(separator: "/").dropFirst().first.map(String.init)
        switch (request.method, id) {
        case (.post, nil):
          guard let sent else { return (422, [:]) }
          var thing = sent
          let id = "t\(things.count)"
          thing["id"] = .string(id)
          thing["version"] = 1
          things[id] = .object(thing)
          return (201, .object(thing))
        case (_, let id?):
          guard var thing = things[id]?.object else { return (404, [:]) }
          if request.method == .patch {
            guard let sent else { return (422, [:]) }
            change(&thing, sent)
            things[id] = .object(thing)
          } else if request.method != .get {
            return (405, [:])
          }
          return (200, .object(thing))
        default: return (405, [:])
        }
      }
      return TransportAnswer(
        response: .init(status: .init(code: status), headerFields: fields),
        body: Array(value.description.utf8))
    }

    private func change(
      _ thing: inout JSONDictionary<JSONValue>, _ sent: JSONDictionary<JSONValue>
    ) {
      for (name, value) in sent { thing[name] = value }
      switch habit {
      case .sound: break
      case .losesColour: if sent["colour"] == nil { thing["colour"] = "" }
      case .forgetsColour: if sent["colour"] == nil { thing["colour"] = nil as JSONValue? }
      case .counts:
        let version = thing["version"]?.number?.integer(as: Int.self) ?? 0
        thing["version"] = .number(JSONNumber(version + 1))
      case .signs: thing["changed_by"] = "me"
      case .derives: if sent["name"] != nil { thing["slug"] = sent["name"] }
      case .relates: if sent["width"] != nil { thing["colour"] = "plain" }
      }
    }
  }

  static let document = """
    openapi: 3.1.0
    info: { title: Things, version: "1" }
    paths:
      /things:
        post:
          requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Draft" } } } }
          responses:
            "201": { description: Made., content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
      /things/{id}:
        parameters:
          - { name: id, in: path, required: true, schema: { type: string } }
        get:
          responses:
            "200": { description: There., content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
            "404": { description: None., content: { application/json: { schema: { type: object } } } }
        patch:
          requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Draft" } } } }
          responses:
            "200": { description: There., content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
            "404": { description: None., content: { application/json: { schema: { type: object } } } }
    components:
      schemas:
        Draft:
          type: object
          properties:
            name: { type: string, minLength: 1, maxLength: 20 }
            width: { type: integer, minimum: 1 }
            colour: { type: string, minLength: 3, maxLength: 20 }
            depth: { type: integer, minimum: 1 }
        Thing: { type: object }
    """

  @Test(arguments: Habit.allCases, [1, 2, 3, 4, 5] as [UInt64])
  func `what a change does not name`(habit: Habit, seed: UInt64) async throws {
    let outcome = DocumentLoader().load(
      SourceFile(path: "things.yaml", bytes: Array(Self.document.utf8)))
    let server: ServerURL? = ServerURL("http://things.test")
    var configuration = ContractConfiguration(server: try #require(server))
    configuration.allowsWrites = true
    configuration.cases = 20
    configuration.seed = seed
    let summary = try await ContractVerifier(
      document: try #require(outcome.document), configuration: configuration,
      transport: Things(habit), checks: [UnsentKeptCheck()]
    ).run()
    #expect(!summary.wasIdle("unsent-kept"))
    let failures = summary.failures.map { "\($0.operation) \($0.expected)" }
    #expect(failures.isEmpty != habit.isWrong, "\(failures)")
    #expect(failures.allSatisfy { $0.contains("/colour") }, "\(failures)")
  }
}
