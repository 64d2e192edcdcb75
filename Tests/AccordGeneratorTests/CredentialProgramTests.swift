import Testing

@testable import AccordGenerator

/// Generated clients against generated routes in one process: who is asked for what, and who gets in.
@Suite struct CredentialProgramTests {
  private static func lines(_ name: String, _ main: String) async throws -> [String] {
    let (files, _) = try GoldenCaseTests.generate(name)
    let run = try await GeneratedProgram(files, main: main).run()
    try #require(run.status == 0, "\(run.output)\(run.errors)")
    #expect(!run.errors.contains("warning:"), "\(run.errors)")
    return run.output.split(separator: "\n").map(String.init)
  }

  @Test("each operation gets what it requires, and the server reads the same from the request")
  func credentials() async throws {
    let lines = try await Self.lines(
      "credentials",
      """
      import AccordRuntime
      import HTTPTypes

      struct Doors: DoorsAPI {
        func addDoor() async throws(CallError<NoRefusal>) {}
        func both() async throws(CallError<NoRefusal>) {}
        func digest() async throws(CallError<NoRefusal>) {}
        func doors() async throws(CallError<NoRefusal>) {}
        func halfLost() async throws(CallError<NoRefusal>) {}
        func login() async throws(CallError<LoginRefusal>) {}
        func look() async throws(CallError<NoRefusal>) {}
        func lost() async throws(CallError<NoRefusal>) {}
        func peek() async throws(CallError<NoRefusal>) {}
      }

      let router = Router(DoorsRoutes.all() as [Route<Doors>]) { problem in
        switch problem {
        case .unauthenticated: ServerResponse(status: 401)
        case .forbidden: ServerResponse(status: 403)
        default: ServerResponse(status: 500)
        }
      }

      let authentication = Authentication(realm: "doors") { presented, operation in
        let shown = DoorsCredentials(presentedIn: presented.request)
        var parts: [String] = []
        if let token = shown.apiToken?.secret?.text { parts.append("token \\(token)") }
        if let basic = shown.basic { parts.append("\\(basic.user)/\\(basic.password.text)") }
        if let digest = shown.digest { parts.append(digest.secret.text) }
        if let key = shown.doorKey { parts.append("door \\(key.secret.text)") }
        if let key = shown.siteKey { parts.append("site \\(key.secret.text)") }
        if let key = shown.session { parts.append("session \\(key.secret.text)") }
        if shown.basic?.user == "eve" { throw AuthenticationRefusal.invalid }
        print(operation.id, parts)
      }

      let transport = RecordingTransport { request in
        // The document's paths begin behind the server's.
        var head = request.head
        head.path = head.path.map { String($0.dropFirst("/v1".count)) }
        let response = await router.answer(
          ServerRequest(head: head, body: request.body ?? []),
          authenticating: authentication
        ) { _ in Doors() }
        for value in response.head.headerFields[values: .wwwAuthenticate] { print("  \\(value)") }
        return (response.message, [])
      }

      func tried(_ name: String, _ body: () async throws -> Void) async {
        do { try await body() } catch { print(name, "failed:", error) }
      }

      func all(_ credentials: DoorsCredentials) async {
        let client = DoorsClient(transport: transport, credentials: credentials)
        await tried("doors") { try await client.doors() }
        await tried("addDoor") { try await client.addDoor() }
        await tried("look") { try await client.look() }
        await tried("peek") { try await client.peek() }
        await tried("login") { try await client.login() }
        await tried("digest") { try await client.digest() }
        await tried("halfLost") { try await client.halfLost() }
      }

      print("- everything")
      await all(
        DoorsCredentials(
          apiToken: .init("t1"), basic: .init(user: "ann", password: "p:w"),
          digest: .init("Digest x"), doorKey: .init("d1"), siteKey: .init("s&1"),
          session: .init("c1")))
      print("- a key")
      await all(DoorsCredentials(doorKey: .init("d1"), oauth2: .init("o1")))
      print("- nobody")
      await all(.none)
      print("- refused")
      let eve = DoorsClient(transport: transport, credentials: .basic(user: "eve", password: "x"))
      await tried("login") { try await eve.login() }
      print("- unknown")
      await tried("lost") { try await eve.lost() }
      print("- where")
      print(transport.requests.allSatisfy { $0.head.authority == "doors.example" })
      print(DoorsSecurity.oauth2.kind == .oauth2([
        OAuthFlow(.clientCredentials, tokenURL: "/oauth/token"),
        OAuthFlow(.authorizationCode, authorizationURL: "https://login.example/authorize",
          tokenURL: "https://login.example/token", refreshURL: "https://login.example/refresh"),
      ]))
      print(DoorsCredentials(apiToken: .init("s3cret"), basic: .init(user: "a", password: "s3cret")))
      dump(DoorsClient(transport: transport, credentials: .apiToken("s3cret")).core.credentials)
      """)
    let shown = lines.joined(separator: "\n")
    #expect(!shown.contains("s3cret"), "\(shown)")
    #expect(
      lines.prefix { $0 != "- nobody" } == [
        "- everything", "list_doors [\"token t1\"]", "add_door [\"door d1\", \"site s&1\"]",
        "look []", "peek [\"token t1\"]", "login [\"ann/p:w\"]", "digest [\"Digest x\"]",
        "half_lost [\"ann/p:w\"]",
        "- a key",
        "doors failed: credentials(no credentials for the operation 'list_doors': it lacks 'api-token')",
        "add_door [\"token o1\"]", "look []", "peek []",
        "login failed: credentials(no credentials for the operation 'login': it lacks 'basic')",
        "digest []",
        "halfLost failed: credentials(no credentials for the operation 'half_lost': it lacks 'basic')",
      ])
    #expect(lines.contains("  Basic realm=\"doors\", charset=\"UTF-8\""))
    // Nobody is let in where nothing is asked for, and told what would do elsewhere.
    let nobody = lines.drop { $0 != "- nobody" }.prefix { $0 != "- refused" }
    #expect(nobody.filter { $0.hasSuffix("[]") } == ["look []", "peek []", "digest []"])
    #expect(nobody.contains("  ApiKey realm=\"doors\", in=\"header\", name=\"X-Door-Key\""))
    let rest = lines.drop { $0 != "- refused" }
    #expect(rest.contains("  Basic realm=\"doors\", charset=\"UTF-8\""))
    #expect(rest.contains { $0.hasPrefix("login failed: refused(") })
    #expect(rest.contains("  Unknown realm=\"doors\""), "what is not described is open to nobody")
    #expect(rest.filter { $0 == "true" }.count == 2)
  }
}
