/// The document knows every status.
public struct StatusCheck: ExchangeCheck {
  public let name = "documented-status"
  public let explanation = "Every answer has a status that the document gives for its operation."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard let operation = request.operation, !operation.responses.isEmpty, answer.status < 500
    else { return .notApplicable }
    guard operation.responses.describing(answer.status) == nil else { return .holds }
    switch plan.purpose {
    case .withoutCredentials, .badCredential:
      // `security` alone already says that there are such answers.
      if answer.status == 401 { return .notApplicable }
    case .valid, .invalid, .unknownMethod, .mask, .ownerMask, .ownerSight, .batch, .batchParts,
      .precedent, .story, .undisturbed:
      break
    }
    let known = operation.responses.map(\.status.text).joined(separator: ", ")
    return .broken([
      Finding(
        signature: "\(answer.status)", location: operation.location,
        expected: "one of the documented statuses: \(known)", got: answer.summary)
    ])
  }
}
