import HTTPTypes
import HummingbirdTesting
import NIOCore

@testable import RoomsServer

/// A server on a port, and a client of it. Neither gives up because the machine is busy.
struct LiveServer: Sendable {
  private let client: TestClient
  let port: Int

  /// Runs the server for as long as `body` takes.
  static func run(
    _ application: RoomsApplication, _ body: (LiveServer) async throws -> Void
  ) async throws {
    var application = application
    application.limits.seconds = 3_600
    try await LocalServer.run { [application] in
      application.server(host: "127.0.0.1", port: 0, onListening: $0)
    } _: { port in
      let client = TestClient(
        host: "127.0.0.1", port: port, configuration: .init(timeout: .seconds(300)))
      client.connect()
      do {
        try await body(LiveServer(client: client, port: port))
      } catch {
        try await client.shutdown()
        throw error
      }
      try await client.shutdown()
    }
  }

  struct Answer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: ByteBuffer
  }

  func execute(
    uri: String, method: HTTPRequest.Method, headers: HTTPFields = [:], body: ByteBuffer? = nil
  ) async throws -> Answer {
    let answer = try await client.execute(
      TestClient.Request(uri, method: method, authority: "localhost", headers: headers, body: body))
    return Answer(
      status: answer.status, headers: answer.headers, body: answer.body ?? ByteBuffer())
  }
}
