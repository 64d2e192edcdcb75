import AccordRuntime

/// A server in the same process: the generated client talks to the generated routes.
struct InProcess: ClientTransport {
  struct Shelf: ShelfAPI {
    func book(id: String) async throws(CallError<BookRefusal>) -> Book {
      guard id == "a/b" else { throw .refused(.notFound) }
      return Book(id: id, title: "Accord")
    }
  }

  func send(
    _ request: HTTPRequest, body: [UInt8]?, maximumBodySize: Int
  ) async throws -> (HTTPResponse, [UInt8]) {
    let router = Router<Shelf>(ShelfRoutes.all()) { _ in ServerResponse(status: 500) }
    let answer = await router.answer(ServerRequest(head: request, body: body ?? [])) { _ in
      Shelf()
    }
    let head = HTTPResponse(
      status: .init(code: answer.head.status), headerFields: answer.head.headerFields)
    return (head, answer.body?.bytes ?? [])
  }
}

@main
struct Main {
  static func main() async throws {
    guard let server = ServerURL("http://shelf.example") else { return }
    let shelf = ShelfClient(server: server, transport: InProcess())
    let book = try await shelf.book(id: "a/b")
    print(book.title)
    do {
      _ = try await shelf.book(id: "c")
    } catch {
      print(error.status ?? 0)
    }
  }
}
