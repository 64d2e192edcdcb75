import AccordContract
import AccordOpenAPI
import Synchronization
import Testing

/// The engine as somebody uses it who has only the package: with a transport, a viewer, a check and a format of their
/// own. Nothing here sees what is not public.
@Suite struct LibraryTests {
  /// A shop that knows its own spelling of article numbers, and greets whoever shows a badge.
  final class Shop: ContractTransport {
    let targets = Mutex<[String]>([])
    let bodies = Mutex<[String]>([])
    let greets: Bool

    init(greets: Bool = true) {
      self.greets = greets
    }

    func send(
      _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
    ) async throws(TransportFailure) -> TransportAnswer {
      targets.withLock { $0.append(request.path ?? "") }
      bodies.withLock { $0.append(String(decoding: body, as: UTF8.self)) }
      var fields: HTTPFields = [.contentType: "application/json"]
      if greets, let badge = HTTPField.Name("X-Badge"), let hello = HTTPField.Name("X-Hello"),
        request.headerFields[badge] == "letmein-4711"
      {
        fields[hello] = "friend"
      }
      guard request.method == .get || request.method == .post else {
        fields[.allow] = "GET, POST"
        return TransportAnswer(
          response: .init(status: .methodNotAllowed, headerFields: fields), body: [])
      }
      let number = request.path?.split(separator: "/").last.map(String.init) ?? ""
      let isArticle = number.wholeMatch(of: /A-[0-9]{4}/) != nil || request.method == .post
      return TransportAnswer(
        response: .init(status: isArticle ? .ok : .notFound, headerFields: fields),
        body: Array(#"{"found":\#(isArticle)}"#.utf8))
    }
  }

  static let document = """
    openapi: 3.1.0
    info: { title: Shop, version: "1" }
    paths:
      /articles/{number}:
        get:
          parameters:
            - { name: number, in: path, required: true, schema: { type: string, format: article } }
          responses:
            "200": { description: There., content: { application/json: { schema: { type: object } } } }
            "404": { description: None., content: { application/json: { schema: { type: object } } } }
        post:
          parameters:
            - { name: number, in: path, required: true, schema: { type: string, format: article } }
          requestBody:
            required: true
            content:
              application/json:
                schema: { type: object, properties: { like: { type: string, format: article } }, required: [like] }
          responses:
            "200": { description: There., content: { application/json: { schema: { type: object } } } }
    """

  /// Whoever shows a badge is greeted.
  struct Greeting: ExchangeCheck {
    let name = "greeting"
    let explanation = "Viewers with a badge are greeted."

    func examine(
      _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
    ) -> Verdict {
      guard request.viewer.name == "guest", let hello = HTTPField.Name("X-Hello") else {
        return .notApplicable
      }
      if answer.fields[hello] == "friend" { return .holds }
      return .broken([
        Finding(
          signature: "no greeting", scope: .server, location: plan.location,
          expected: "X-Hello: friend", got: answer.fields[hello] ?? "no greeting")
      ])
    }
  }

  private func run(_ shop: Shop) async throws -> Summary {
    let outcome = DocumentLoader().load(
      SourceFile(path: "shop.yaml", bytes: Array(Self.document.utf8)))
    let server: ServerURL? = ServerURL("http://shop.test")
    var configuration = ContractConfiguration(server: try #require(server))
    configuration.viewers = [
      .init(name: "guest", credential: Credential(field: "X-Badge: letmein-4711"))
    ]
    configuration.formats = [
      "article": { generator in "A-\(Int.random(in: 1000...9999, using: &generator))" }
    ]
    configuration.allowsWrites = true
    configuration.cases = 20
    configuration.seed = 3
    return try await ContractVerifier(
      document: try #require(outcome.document), configuration: configuration, transport: shop,
      checks: [ValidAcceptedCheck(), ServerErrorCheck(), Greeting()]
    ).run()
  }

  @Test func `all of it together`() async throws {
    let shop = Shop()
    let summary = try await run(shop)
    #expect(summary.exitCode == 0, "\(ConsoleReport().text(of: summary))")
    #expect(!summary.wasIdle("greeting"))
    // The format's own strings were sent, in paths and in bodies.
    let articles = shop.targets.withLock { $0 }.count { $0.contains(/articles\/A-[0-9]{4}$/) }
    #expect(articles > 5)
    let likes = shop.bodies.withLock { $0 }.filter { $0.contains("like") }
    #expect(likes.count { $0.contains(/"like":"A-[0-9]{4}"/) } > likes.count / 2)
  }

  @Test func `an own check finds, and is told like any other`() async throws {
    let summary = try await run(Shop(greets: false))
    #expect(summary.exitCode == 1)
    #expect(summary.failures.map(\.check) == ["greeting"])
    for format in ReportFormat.allCases {
      let text = format.text(of: summary)
      #expect(text.contains("greeting"), "\(format)")
      #expect(!text.contains("letmein-4711"), "\(format)")
    }
  }
}
