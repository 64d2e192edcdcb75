import AccordAsyncHTTPClient
import AccordRuntime
import ArgumentParser
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import RoomsAPI
import RoomsServer

/// `rooms-page`.
@main
struct RoomsPageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rooms-page",
    abstract: "Serves a web page of meeting rooms, made with the generated client.",
    discussion: """
      Each room on the page asks for its own meetings and events; the batcher makes one request of them. Without \
      --server, the page comes with a rooms server of its own, with demo data. The first line on standard output is \
      `listening on http://HOST:PORT`.
      """)

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port: UInt16 = 8081

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The rooms server to ask, such as http://127.0.0.1:8080.")
  var server: String?

  @Option(
    help: """
      With --server: the file with the bearer token of who looks. Whoever reaches the page acts as them. Without it, \
      nobody in particular looks.
      """,
    completion: .file())
  var tokenFile: String?

  func validate() throws {
    if let server, ServerURL(server) == nil {
      throw ValidationError("--server \(server): not an http or https URL without user and query.")
    }
    if tokenFile != nil, server == nil { throw ValidationError("--token-file needs --server.") }
  }

  func run() async throws {
    guard let server, let url = ServerURL(server) else {
      try await RoomsDemo.run { demo in
        try await serve(
          demo.viewers.map { viewer in
            PageViewer(name: viewer.name) {
              RoomsClient(server: demo.server, transport: $0, credentials: viewer.credentials)
            }
          })
      }
      return
    }
    let credentials = try credentials()
    try await serve([
      PageViewer(name: "The viewer") {
        RoomsClient(server: url, transport: $0, credentials: credentials)
      }
    ])
  }

  private func credentials() throws -> RoomsCredentials {
    guard let tokenFile else { return .none }
    guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
      throw ValidationError("--token-file \(tokenFile): the file cannot be read.")
    }
    return .bearer(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private func serve(_ viewers: [PageViewer]) async throws {
    let pages = PageServer(
      viewers: viewers, transport: AsyncHTTPClientTransport(timeout: .seconds(10)), now: { .now })
    let logger = Logger(label: "rooms-page", factory: StreamLogHandler.standardError(label:))
    let host = self.host
    try await PageApplication(server: pages, logger: logger).application(
      host: host, port: Int(port)
    ) { port in
      let name = host.contains(":") ? "[\(host)]" : host
      try? FileHandle.standardOutput.write(
        contentsOf: Data("listening on http://\(name):\(port)\n".utf8))
    }.runService()
  }
}
