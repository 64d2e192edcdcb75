import AccordContract
import AccordJSON
import HTTPTypes
import Synchronization
import Testing

/// No secret is in anything that is shown, whatever the server does with it.
@Suite struct SecrecyTests {
  /// Sends back whatever it was given: in the body, in header fields, in pieces.
  struct Echo: ContractTransport {
    let status: Int

    func send(
      _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
    ) async throws(TransportFailure) -> TransportAnswer {
      let secret = request.headerFields[.authorization] ?? ""
      let pieces = [secret, String(secret.dropFirst(30)), String(secret.reversed())]
      let value: JSONValue = [
        "detail": .string(pieces.joined(separator: "\n")), "items": .string(secret),
        "name": .array([.string(secret)]),
      ]
      var fields: HTTPFields = [.contentType: "application/json"]
      if let name = HTTPField.Name("X-Total") { fields[name] = secret }
      return TransportAnswer(
        response: HTTPResponse(status: .init(code: status), headerFields: fields),
        body: Array(value.serialized().utf8))
    }
  }

  @Test(arguments: [200, 201, 400, 401, 404, 418, 500])
  func `an echoing server`(status: Int) async throws {
    var configuration = ContractVerifierTests.configuration(writes: true)
    configuration.viewers.append(
      .init(name: "keyed", credential: Credential(field: "X-Key: sentinel-key-0123456789")))
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: configuration, transport: Echo(status: status))
    let lines = Mutex<[String]>([])
    let summary = await verifier.run { event in
      if let line = EventLog().line(event) { lines.withLock { $0.append(line) } }
    }
    #expect(!summary.failures.isEmpty)
    let outputs =
      lines.withLock { $0 } + [
        ConsoleReport().text(of: summary), ConsoleReport(usesColour: true).text(of: summary),
        JUnitReport().text(of: summary), "\(configuration)", "\(summary)",
      ]
    let secrets =
      [
        NotesServer.Token.owner, NotesServer.Token.member, NotesServer.Token.expired,
      ].flatMap { $0.split(separator: ".").dropFirst().map(String.init) } + [
        "sentinel-key-0123456789"
      ]
    for secret in secrets {
      for start in 0...(secret.count - 10) {
        let piece = secret.dropFirst(start).prefix(10)
        #expect(!outputs.contains { $0.contains(piece) }, "\(piece) of \(secret)")
      }
    }
    // The reproduction names where the secret is to be found.
    #expect(outputs.contains { $0.contains("$ACCORD_OWNER") })
  }

  @Test(arguments: [
    ("Basic dXNlcjpzM2NyZXQtcGFzcw==", ["dXNlcjpzM2NyZXQtcGFzcw", "s3cret-pass"], "user"),
    ("Bearer tiny", ["tiny"], "Bearer"),
  ])
  func `pieces and decoded passwords`(value: String, secrets: [String], kept: String) throws {
    let credential = try #require(Credential(field: "Authorization: \(value)"))
    let redactor = Redactor([
      PresentedCredential(credential: credential, shellValue: "$ACCORD_OWNER")
    ])
    for secret in secrets {
      let text = redactor.redact("\(kept) before \(secret) behind")
      #expect(text == "\(kept) before $ACCORD_OWNER behind")
    }
  }

  @Test func `configuration errors hold no values`() throws {
    let text = """
      {"viewers": [{"name": "a", "header": "Secret-without-colon ${TOKEN}"}], "other": 1}
      """
    let error = #expect(throws: ConfigurationError.self) {
      try ConfigurationFile(Array(text.utf8), path: "c.json") { _ in "sentinel" }
    }
    #expect(error?.message.contains("sentinel") == false)
    #expect(error?.message.contains("c.json: viewers[0].header") == true)
    #expect(error?.message.contains("unknown member \"other\"") == true)
  }
}
