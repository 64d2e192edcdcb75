import Testing

@testable import AccordGenerator

/// Webhooks and callbacks at work: a sender and a receiver in one process.
@Suite struct WebhookTests {
  @Test("what is sent is received, wherever the host puts it, and answered in types")
  func sentAndReceived() async throws {
    let (files, _) = try GoldenCaseTests.generate("webhooks")
    let run = try await GeneratedProgram(files, main: Self.main).run()
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(
      run.output.split(separator: "\n") == [
        "moved p1 to Rome, attempt 2, signed s", "receipt: thanks",
        "POST http://hooks.example/in/moves?parcel=p1&attempt=2",
        "delivered p2", "challenge: 42", "gone", "lost nothing", "other 503: later",
        "violation: query attempt", "400", "404", "no URL", "no URL", "no URL",
        "https://a.example/?x=1", "http://[::1]:80/a/",
      ])
  }

  private static let main = #"""
    import AccordRuntime

    struct Receiver: ParcelsWebhooks {
      func parcelDeliveredPost(body: Move) async throws(CallError<NoRefusal>) {
        print("delivered \(body.id)")
      }
      func parcelDeliveredGet(challenge: String) async throws(CallError<NoRefusal>) -> String {
        challenge
      }
      func shared() async throws(CallError<NoRefusal>) {}
      func sendParcelOnMove(
        xSignature: String, body: Move, attempt: Int?
      ) async throws(CallError<SendParcelOnMoveRefusal>) -> Receipt {
        if body.id == "old" { throw .refused(.gone) }
        print("moved \(body.id) to \(body.place ?? "-"), attempt \(attempt ?? 0), signed \(xSignature)")
        return Receipt(note: "thanks")
      }
      func onLoss(body: Move?) async throws(CallError<OnLossRefusal>) {
        if let body { throw .refused(.other(503, Receipt(note: body.place))) }
        print("lost nothing")
      }
      func changeParcelOnMove() async throws(CallError<NoRefusal>) {}
    }

    let placed: [Route<Receiver>] = [
      ParcelsWebhookRoutes.sendParcelOnMove().at("/in/moves"),
      ParcelsWebhookRoutes.onLoss().at("/in/losses"),
    ]
    let router = Router(placed + ParcelsWebhookRoutes.all()) { problem in
      if case .notFound = problem { ServerResponse(status: 404) } else { ServerResponse(status: 400) }
    }
    let transport = RecordingTransport { request in
      let answer = await router.answer(ServerRequest(head: request.head, body: request.body ?? [])) { _ in
        Receiver()
      }
      return (HTTPResponse(status: .init(code: answer.head.status), headerFields: answer.head.headerFields), answer.body?.bytes ?? [])
    }
    func sender(_ url: String) -> ParcelsWebhookSender {
      guard let url = WebhookURL(url) else { fatalError("\(url) is no URL") }
      return ParcelsWebhookSender(url: url, transport: transport)
    }

    let moves = sender("http://hooks.example/in/moves?parcel=p1")
    let receipt = try await moves.sendParcelOnMove(
      xSignature: "s", body: Move(id: "p1", place: "Rome"), attempt: 2)
    print("receipt: \(receipt.note ?? "-")")
    let head = transport.requests[0].head
    print("\(head.method) \(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")")
    let hooks = sender("http://hooks.example/parcelDeliveredPost")
    try await hooks.parcelDeliveredPost(body: Move(id: "p2"))
    print("challenge: \(try await sender("http://hooks.example/parcelDeliveredGet").parcelDeliveredGet(challenge: "42"))")
    do {
      _ = try await moves.sendParcelOnMove(xSignature: "s", body: Move(id: "old"))
    } catch {
      if case .refused(.gone, _) = error { print("gone") }
    }
    let losses = sender("http://hooks.example/in/losses")
    try await losses.onLoss()
    do {
      try await losses.onLoss(body: Move(id: "x", place: "later"))
    } catch {
      if case .refused(.other(let status, let value), _) = error {
        print("other \(status): \(value.note ?? "-")")
      }
    }
    do {
      _ = try await moves.sendParcelOnMove(xSignature: "s", body: Move(id: "p"), attempt: 0)
    } catch {
      if case .invalid(let violations) = error {
        print("violation: \("\(violations)".contains("attempt") ? "query attempt" : "?")")
      }
    }
    func raw(_ path: String, _ body: String) async -> Int {
      let head = HTTPRequest(
        method: .post, scheme: "http", authority: "h", path: path,
        headerFields: [.contentType: "application/json"])
      return await router.answer(ServerRequest(head: head, body: Array(body.utf8))) { _ in Receiver() }.head.status
    }
    print(await raw("/parcelDeliveredPost", "{}"))
    print(await raw("/nowhere", "{}"))
    for text in ["ftp://a", "http://a b/", "http://a/#x", "https://a.example?x=1", "http://[::1]:80/a/"] {
      print(WebhookURL(text).map { "\($0)" } ?? "no URL")
    }
    """#
}
