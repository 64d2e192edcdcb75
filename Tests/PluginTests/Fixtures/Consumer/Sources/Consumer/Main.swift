import AccordRuntime

struct ShelfService: ShelfAPI {
  func book(id: String) async throws(CallError<BookRefusal>) -> Book {
    guard id == "a/b" else { throw .refused(.notFound) }
    return Book(id: id, title: "Accord")
  }
}

@main
struct Main {
  static func main() async throws {
    guard let server = ServerURL("http://shelf.example") else { return }
    // A server in the same process: the generated client talks to the generated routes.
    let router = Router<ShelfService>(ShelfRoutes.all()) { _ in ServerResponse(status: 500) }
    let shelf = ShelfClient(
      server: server, transport: RouterTransport(router) { _ in ShelfService() })
    let book = try await shelf.book(id: "a/b")
    print(book.title)
    do {
      _ = try await shelf.book(id: "c")
    } catch {
      print(error.status ?? 0)
    }
  }
}
