import AccordAsyncHTTPClient
import AccordRuntime
import HTTPTypes
import Hummingbird
import Logging
import RoomsAPI
import RoomsServer
import Synchronization

@testable import RoomsPage

/// The pages, and the demo's rooms server behind them, in this process.
struct PageTestServer: Sendable {
  let demo: RoomsDemo
  let pages: PageServer
  let url: String
  let wire: Wire

  /// Counts what reaches the network, by itself: what the pages say of themselves is compared with it.
  final class Wire: ClientTransport {
    private let base = AsyncHTTPClientTransport(timeout: .seconds(300))
    private let lines = Mutex<[String]>([])

    func send(
      _ request: HTTPRequest, body: ByteStream?
    ) async throws -> (HTTPResponse, ByteStream) {
      lines.withLock { $0.append("\(request.method.rawValue) \(request.path ?? "")") }
      return try await base.send(request, body: body)
    }

    /// What has been asked since this was last called.
    func take() -> [String] {
      lines.withLock { lines in
        defer { lines = [] }
        return lines
      }
    }
  }

  static func run(
    rooms: Int? = nil, refreshInterval: Int = 3600,
    _ use: @escaping @Sendable (PageTestServer) async throws -> Void
  ) async throws {
    try await RoomsDemo.run(rooms: rooms) { demo in
      let wire = Wire()
      let viewers = demo.viewers.map { viewer in
        PageViewer(name: viewer.name) {
          RoomsClient(server: demo.server, transport: $0, credentials: viewer.credentials)
        }
      }
      let pages = PageServer(
        viewers: viewers, transport: wire, now: { .now }, refreshInterval: refreshInterval)
      let application = PageApplication(
        server: pages, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
      try await LocalServer.run { listening in
        application.application(host: "127.0.0.1", port: 0, onListening: listening)
      } _: { port in
        try await use(
          PageTestServer(demo: demo, pages: pages, url: "http://127.0.0.1:\(port)", wire: wire))
      }
    }
  }

  /// As whoever the page shows by that name.
  func client(_ viewer: String) throws -> RoomsClient {
    guard let found = demo.viewers.first(where: { $0.name == viewer }) else {
      throw CancellationError()
    }
    return RoomsClient(
      server: demo.server, transport: AsyncHTTPClientTransport(timeout: .seconds(300)),
      credentials: found.credentials)
  }

  func get(_ path: String, fields: HTTPFields = [:]) async -> (ServerResponse, String) {
    await send(.get, path, fields: fields)
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, fields: HTTPFields = [:]
  ) async -> (ServerResponse, String) {
    let head = HTTPRequest(
      method: method, scheme: "http", authority: "127.0.0.1", path: path, headerFields: fields)
    let answer = await pages.answer(ServerRequest(head: head, body: []))
    return (answer, String(decoding: answer.body?.bytes ?? [], as: UTF8.self))
  }
}
