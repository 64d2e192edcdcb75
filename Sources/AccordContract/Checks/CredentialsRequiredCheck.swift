/// Who shows nothing gets nothing, where something is demanded.
public struct CredentialsRequiredCheck: ExchangeCheck {
  public let name = "credentials-required"
  public let explanation =
    "An operation whose security demands credentials answers 401 to a request without any."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard case .withoutCredentials = plan.purpose else { return .notApplicable }
    return Refusal.verdict(of: answer, to: request) {
      Finding(
        signature: "\(answer.status)", location: request.operation?.location ?? plan.location,
        expected: "401: the operation demands credentials, and none were shown",
        got: answer.summary)
    }
  }
}

/// How an answer says that a credential is missing or not valid.
enum Refusal {
  static func verdict(
    of answer: Answer, to request: OutgoingRequest, finding: () -> Finding
  ) -> Verdict {
    switch answer.status {
    case 401: return .holds
    // Some servers know no 401, and say so.
    case 403 where isDocumentedInstead(of: request): return .holds
    case 429, 500...: return .notApplicable
    // Nothing is called so, and that may be found first.
    case 404 where request.isMadeUp: return .notApplicable
    default: return .broken([finding()])
    }
  }

  private static func isDocumentedInstead(of request: OutgoingRequest) -> Bool {
    guard let responses = request.operation?.responses else { return false }
    return !responses.contains { $0.status == .code(401) }
      && responses.contains { $0.status == .code(403) }
  }
}
