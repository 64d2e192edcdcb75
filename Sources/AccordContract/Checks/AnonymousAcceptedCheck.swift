/// Where nothing is demanded, nothing has to be shown.
public struct AnonymousAcceptedCheck: ExchangeCheck {
  public let name = "anonymous-accepted"
  public let explanation =
    "An operation whose security says that it does without credentials never answers 401 to a request without any."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard let operation = request.operation, request.credential == nil,
      operation.security.contains(where: { $0.items.isEmpty }), answer.status < 500
    else { return .notApplicable }
    guard answer.status == 401 else { return .holds }
    return .broken([
      Finding(
        signature: "401", location: operation.location,
        expected:
          "an answer without credentials: the operation's security has an empty requirement",
        got: answer.summary)
    ])
  }
}
