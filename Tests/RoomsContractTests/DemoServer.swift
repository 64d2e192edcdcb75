import AccordContract
import AccordJSON
import AccordOpenAPI
import AccordRuntime
import AccordTesting
import GRDB
import Logging
import Testing

@testable import RoomsServer

/// The demo server in this process, and what a verification of it has to know. Its clock stands still.
struct DemoServer {
  /// 2026-03-02T10:00:00Z.
  private static let start = Instant(secondsSince1970: 1_772_445_600)

  let configuration: AccordContract.ContractConfiguration
  let transport: InProcessTransport

  init(fault: Fault? = nil) async throws {
    let key = try #require(TokenKey(Array("a key for tests, of 32 bytes at least".utf8)))
    let tokens = await AccessTokens(key)
    let store = try await SQLRoomsStore(.memory)
    var demo = DemoDatabase(store: store, start: Self.start)
    try await demo.fill()
    let application = RoomsApplication(
      store: store, tokens: tokens, clock: WallClock { Self.start },
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), fault: fault)
    transport = InProcessTransport(endpoint: application.endpoint)

    let written = try await RoomsServer.ContractConfiguration(of: demo, tokens: tokens).json
    let file = try ConfigurationFile(Array(written.serialized().utf8), path: "demo") { _ in nil }
    let url: AccordContract.ServerURL? = AccordContract.ServerURL("http://127.0.0.1")
    var configuration = AccordContract.ContractConfiguration(server: try #require(url))
    configuration.viewers = file.viewers
    configuration.badCredentials = file.badCredentials
    configuration.parameters = file.parameters
    configuration.allowsWrites = true
    self.configuration = configuration
  }

  /// The rooms API's document, as the repository has it.
  static func document() throws -> OpenAPIDocument {
    let folder = PackageRoot.url.appendingPathComponent("openapi")
    let outcome = DocumentLoader().load(
      path: folder.appendingPathComponent("rooms.yaml").path,
      overlays: [folder.appendingPathComponent("rooms.overlay.yaml").path])
    #expect(outcome.diagnostics.isEmpty)
    return try #require(outcome.document)
  }

  /// - Parameter check: the one check to make; `nil` for all.
  func verify(
    _ document: OpenAPIDocument, seed: UInt64, cases: Int, check: String? = nil
  ) async throws -> Summary {
    var configuration = configuration
    configuration.includedChecks = check.map { [$0] } ?? []
    configuration.seed = seed
    configuration.cases = cases
    let verifier = try ContractVerifier(
      document: document, configuration: configuration, transport: transport)
    return await verifier.run()
  }
}

/// Hands requests to a server in this process.
struct InProcessTransport: ContractTransport {
  let endpoint: any RequestAnswering

  func send(
    _ request: HTTPRequest, body: [UInt8], timeout: Duration, bodyLimit: Int
  ) async throws(TransportFailure) -> TransportAnswer {
    let answer = await endpoint.answer(ServerRequest(head: request, body: body))
    var fields = answer.head.headerFields
    if let body = answer.body { fields[.contentType] = body.contentType }
    let head = HTTPResponse(status: .init(code: answer.head.status), headerFields: fields)
    return TransportAnswer(response: head, body: answer.body?.bytes ?? [])
  }
}
