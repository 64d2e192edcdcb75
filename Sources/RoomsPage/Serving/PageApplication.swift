import AccordRuntime
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The pages on a port.
struct PageApplication: Sendable {
  let server: PageServer
  let logger: Logger

  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - onListening: is told the port once connections are accepted.
  func application(
    host: String, port: Int, onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) -> Application<PageResponder> {
    Application(
      responder: PageResponder(server: server),
      server: .http1(configuration: .init(idleTimeout: .seconds(60))),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      logger: logger)
  }
}

/// Hands requests of Hummingbird to the pages. No page reads a body: what forms say stands in their URLs.
struct PageResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let server: PageServer

  func respond(to request: Request, context: Context) async throws -> Response {
    let answer = await server.answer(ServerRequest(head: request.head, body: []))
    var message = answer.message
    let bytes = answer.body?.content.bytes ?? []
    message.headerFields[.contentLength] = String(bytes.count)
    return Response(
      status: message.status, headers: message.headerFields,
      body: request.method == .head ? .init() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
