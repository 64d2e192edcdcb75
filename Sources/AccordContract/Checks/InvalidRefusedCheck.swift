/// What the document does not allow is refused.
public struct InvalidRefusedCheck: ExchangeCheck {
  public let name = "invalid-refused"
  public let explanation = "A request that breaks the document is refused with a 4xx status."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard case .invalid(let broken) = plan.purpose else { return .notApplicable }
    switch (answer.status, broken.part) {
    case (500..., _): return .notApplicable
    case (404, .parameter(_, .path)): return .holds
    // Refused, but for another reason: nothing is known about the constraint.
    case (401, _), (403, _), (404, _), (409, _), (410, _), (429, _): return .notApplicable
    case (400..<500, _): return .holds
    default:
      return .broken([
        Finding(
          signature: "\(broken.part) \(broken.keyword)", location: broken.location,
          expected: "a request with \(plan.summary) to be refused with a 4xx status",
          got: answer.summary)
      ])
    }
  }
}
