/// What says it is JSON is JSON.
public struct JSONCheck: ExchangeCheck {
  public let name = "well-formed-json"
  public let explanation =
    "A body that says it is JSON is one JSON text from its first to its last byte, with unique keys."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard answer.mayHaveBody(to: request), answer.status < 500 else { return .notApplicable }
    switch answer.content {
    case .empty, .other: return .notApplicable
    case .json: return .holds
    case .brokenJSON(let error):
      return .broken([
        Finding(
          signature: "\(answer.status)",
          location: answer.media(of: request.operation)?.location
            ?? request.operation?.location ?? plan.location,
          expected: "a body that is one JSON text (RFC 8259)", got: "\(error) in \(answer.summary)")
      ])
    }
  }
}
