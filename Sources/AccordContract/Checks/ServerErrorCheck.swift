/// No request makes the server fail.
public struct ServerErrorCheck: ExchangeCheck {
  public let name = "no-server-error"
  public let explanation = "No request, valid or not, is answered by a server error (5xx)."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard answer.status >= 500 else { return .holds }
    if request.operation == nil && answer.status == 501 { return .holds }
    // "Not implemented" and "unavailable" can be meant; an internal error never is.
    if answer.status != 500,
      request.operation?.responses.contains(where: { $0.status == .code(answer.status) }) ?? false
    {
      return .holds
    }
    return .broken([
      Finding(
        signature: "\(answer.status)", location: request.operation?.location ?? plan.location,
        expected: "an answer below 500", got: answer.summary)
    ])
  }
}
