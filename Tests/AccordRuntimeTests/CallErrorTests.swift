import AccordRuntime
import AccordTesting
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(15)))
struct CallErrorTests {
  let problem = Problem(detail: "no")

  @Test func aRefusalThatBothDocumentStaysOne() {
    let bulk = CallError<CardsRefusal>.refused(
      .notFound(problem), AnswerHead(status: 404, headerFields: [.eTag: "7"]))
    guard case .refused(let refusal, let head) = CallError<CardRefusal>(converting: bulk) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal == .notFound(problem))
    #expect(head.headerFields[.eTag] == "7")
  }

  @Test func aRefusalThatOnlyTheOtherDocumentsIsUndocumentedHere() throws {
    let bulk = CallError<CardsRefusal>.refused(.conflict(problem))
    guard case .undocumented(let answer) = CallError<CardRefusal>(converting: bulk) else {
      Issue.record("not undocumented")
      return
    }
    #expect(answer.head.status == 409)
    #expect(answer.body == (try problem.json()))
  }

  @Test func allOtherErrorsStayWhatTheyAre() {
    let answer = RawAnswer(head: AnswerHead(status: 500), body: [1])
    let violation = ConstraintViolation(part: .body, pointer: .root, keyword: "type", message: "x")
    let error = AnswerProblem.json(JSONError(.unexpectedEnd, at: 3))
    if case .undocumented(let found) = CallError<CardRefusal>(
      converting: CallError<CardsRefusal>.undocumented(answer))
    {
      #expect(found == answer)
    } else {
      Issue.record("not undocumented")
    }
    if case .malformed(let found, answer) = CallError<CardRefusal>(
      converting: CallError<CardsRefusal>.malformed(error, answer))
    {
      #expect(found == error)
    } else {
      Issue.record("not malformed")
    }
    if case .invalid(let found) = CallError<CardRefusal>(
      converting: CallError<CardsRefusal>.invalid([violation]))
    {
      #expect(found == [violation])
    } else {
      Issue.record("not invalid")
    }
  }

  @Test func anyErrorIsRecognised() {
    let bulk: any Error = CallError<CardsRefusal>.refused(.notFound(problem))
    #expect(CallError<CardRefusal>(bulk).refusal == .notFound(problem))
    let same: any Error = CallError<CardRefusal>.refused(.gone)
    #expect(CallError<CardRefusal>(same).refusal == .gone)
    guard case .transport(let cause) = CallError<CardRefusal>(CancellationError()) else {
      Issue.record("not transport")
      return
    }
    #expect(cause is CancellationError)
  }

  @Test func refusalsWithoutAnythingInTheHead() {
    let error = CallError<CardRefusal>.refused(.gone)
    #expect(error.status == 410)
    #expect(
      CallError<CardRefusal>(answer: RawAnswer(head: AnswerHead(status: 410), body: [])).refusal
        == .gone)
  }

  // MARK: - Slices of a shared answer

  func batcher(
    _ fetch: @escaping @Sendable ([ExactString]) async throws -> [ExactString: Card]
  ) -> Batcher<ExactString, Card> {
    Batcher(window: .milliseconds(10), limit: 1, clock: TestClock(), fetch: fetch)
  }

  @Test func aSliceIsPickedFromTheCallersOwnValue() async throws {
    let batcher = batcher { keys in [keys[0]: Card(id: keys[0].value, count: 3)] }
    let count = try await batcher.slice(of: "a", as: CardRefusal.self) { $0?.count ?? 0 }
    #expect(count == 3)
    let missing = Batcher<ExactString, Card>(
      window: .zero, limit: 1, clock: TestClock()
    ) { _ in [:] }
    #expect(try await missing.slice(of: "a", as: CardRefusal.self) { $0?.count ?? 0 } == 0)
  }

  @Test func aRefusedBulkRequestRefusesTheSingleCalls() async {
    let batcher = batcher { [problem] _ in throw CallError<CardsRefusal>.refused(.notFound(problem))
    }
    let error = await #expect(throws: CallError<CardRefusal>.self) {
      try await batcher.slice(of: "a", as: CardRefusal.self) { $0?.count ?? 0 }
    }
    #expect(error?.refusal == .notFound(problem))
  }

  @Test func aCancelledSliceIsATransportError() async {
    let batcher = batcher { _ in
      try await Task.sleep(for: .seconds(3600))
      return [:]
    }
    let caller = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await batcher.slice(of: "a", as: CardRefusal.self) { $0?.count ?? 0 }
    }
    let error = await #expect(throws: CallError<CardRefusal>.self) { try await caller.value }
    guard case .transport(let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause is CancellationError)
  }
}
