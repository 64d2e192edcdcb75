import AccordContract
import AccordJSON
import Foundation
import HTTPTypes
import Synchronization
import Testing

/// No secret is in anything that is shown, whatever the server does with it.
@Suite struct SecrecyTests {
  /// Sends back whatever it was given: in the body, in header fields, in pieces, and in every encoding.
  struct Echo: ContractTransport {
    let status: Int

    func send(
      _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
    ) async throws(TransportFailure) -> TransportAnswer {
      let field = request.headerFields[.authorization] ?? ""
      let key = HTTPField.Name("X-Key").flatMap { request.headerFields[$0] } ?? ""
      let secret = field + key
      let pieces =
        [secret, String(secret.dropFirst(30)), String(secret.reversed())]
        + SecrecyTests.encodings(of: secret) + SecrecyTests.encodings(of: "user:" + secret)
      let value: JSONValue = [
        "detail": .string(pieces.joined(separator: "\n")), "items": .string(secret),
        "name": .array([.string(secret)]), "access_token": "issued-by-the-server-77",
      ]
      var fields: HTTPFields = [.contentType: "application/json"]
      if let name = HTTPField.Name("X-Total") { fields[name] = secret }
      fields[.setCookie] = "session=issued-as-a-cookie-42; HttpOnly"
      return TransportAnswer(
        response: HTTPResponse(status: .init(code: status), headerFields: fields),
        body: Array(value.serialized().utf8))
    }
  }

  /// How a server may write a text.
  static func encodings(of text: String) -> [String] {
    let data = Data(text.utf8)
    let base64 = data.base64EncodedString()
    let hexadecimal = data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return [
      base64,
      base64.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_"),
      text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "", hexadecimal,
      hexadecimal.uppercased(), text.replacingOccurrences(of: "/", with: "\\/"),
    ]
  }

  private static let key = "sentinel/key+0123/4567=89/ab"

  @Test(arguments: [200, 201, 400, 401, 404, 418, 500])
  func `an echoing server`(status: Int) async throws {
    var configuration = ContractVerifierTests.configuration(writes: true)
    configuration.cases = 8
    configuration.viewers.append(
      .init(name: "keyed", credential: Credential(field: "X-Key: \(Self.key)")))
    let verifier = try ContractVerifier(
      document: NotesDocument.load(), configuration: configuration, transport: Echo(status: status))
    let lines = Mutex<[String]>([])
    let summary = await verifier.run { event in
      if let line = EventLog().line(event) { lines.withLock { $0.append(line) } }
    }
    #expect(!summary.failures.isEmpty)
    let outputs =
      lines.withLock { $0 } + ReportFormat.allCases.map { $0.text(of: summary) } + [
        ConsoleReport().text(of: summary),
        ConsoleReport(usesColour: true, shortens: false).text(of: summary), "\(configuration)",
        "\(summary)",
      ]
    // Escapes of the formats taken back: `/` may be `&#x2F;`, a line break `%0A`.
    let all = outputs.joined(separator: "\n").replacingOccurrences(of: "\\/", with: "/")
    let known = Self.windows(of: all)
    let secrets =
      [
        NotesServer.Token.owner, NotesServer.Token.member, NotesServer.Token.expired,
      ].flatMap { $0.split(separator: ".").dropFirst().map(String.init) } + [Self.key]
    for secret in secrets {
      for form in [secret] + Self.encodings(of: secret) {
        for piece in Self.windows(of: form) {
          #expect(!known.contains(piece), "\(piece) of \(form)")
        }
      }
    }
    for issued in ["issued-by-the-server", "issued-as-a-cookie"] { #expect(!all.contains(issued)) }
    // The reproduction names where the secret is to be found.
    #expect(outputs.contains { $0.contains("$ACCORD_OWNER") })
  }

  /// All pieces of 12 bytes.
  private static func windows(of text: String) -> Set<String> {
    let bytes = Array(text.utf8)
    guard bytes.count >= 12 else { return [] }
    return Set(
      (0...(bytes.count - 12)).map { String(decoding: bytes[$0..<($0 + 12)], as: UTF8.self) })
  }

  /// What a mask hides stands in no report either, although the answers that show it do.
  @Test(arguments: [
    NotesServer.Fault.wrongType, .maskMissingForMember, .maskMissingInBulk, .leakInExtra,
    .bulkSwapped,
    .ownerMaskedInOne, .serverErrorOnNonASCII,
  ])
  func `masked values`(fault: NotesServer.Fault) async throws {
    let summary = try await ContractVerifierTests.run(NotesServer(fault: fault))
    #expect(summary.exitCode == 1)
    for format in ReportFormat.allCases {
      let text = format.text(of: summary)
      #expect(!text.contains("the launch code is in the safe"), "\(format)")
    }
    // The answers are there all the same.
    #expect(summary.failures.contains { !$0.exchanges.isEmpty })
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
