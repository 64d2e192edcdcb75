/// What the document allows is accepted.
public struct ValidAcceptedCheck: ExchangeCheck {
  public let name = "valid-accepted"
  public let explanation =
    "A request that the document allows is not refused as malformed; it may be forbidden or find nothing."

  public init() {}

  /// Statuses that say that the request itself is wrong (RFC 9110, section 15.5).
  private static let refusals: Set<Int> = [
    400, 405, 406, 411, 413, 414, 415, 417, 422, 426, 428, 431,
  ]

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    switch plan.purpose {
    case .valid, .mask, .ownerMask, .ownerSight, .batch, .batchParts, .precedent, .undisturbed:
      break
    // In a story, some answers are meant to be refusals: what was deleted, say.
    case .invalid, .withoutCredentials, .badCredential, .unknownMethod, .story:
      return .notApplicable
    }
    guard Self.refusals.contains(answer.status) else {
      // 404 and the like say nothing of the request's form, and 5xx is another check's.
      return answer.status < 400 ? .holds : .notApplicable
    }
    return .broken([
      Finding(
        signature: "\(answer.status)", location: request.operation?.location ?? plan.location,
        expected: "a request with \(plan.summary) to be accepted: the document allows it",
        got: answer.summary)
    ])
  }
}
