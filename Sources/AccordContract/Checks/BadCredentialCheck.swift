/// A credential that is not valid opens nothing.
public struct BadCredentialCheck: ExchangeCheck {
  public let name = "bad-credential-refused"
  public let explanation =
    "A credential that is malformed, altered or expired is answered by 401, and never counts as none at all."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard case .badCredential(let name) = plan.purpose else { return .notApplicable }
    return Refusal.verdict(of: answer, to: request) {
      Finding(
        // However many of one kind are accepted, the reason is most likely one.
        signature: request.credential?.credential.name.canonicalName ?? "", scope: .server,
        location: request.operation?.location ?? plan.location,
        expected: "401 for \(name)", got: answer.summary)
    }
  }
}
