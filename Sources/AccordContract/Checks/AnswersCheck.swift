/// Every request gets a whole answer.
public struct AnswersCheck: ContractCheck {
  public let name = "answers"
  public let explanation = "Every request gets a complete HTTP answer, in time and of bounded size."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    var verdict = Verdict.notApplicable
    for (position, exchange) in trial.exchanges.enumerated() {
      switch exchange.outcome {
      case .answer: verdict = verdict.and(.holds)
      case .failure(.cancelled): continue
      case .failure(let failure):
        verdict = verdict.and(
          .broken([
            Finding(
              signature: failure.kind, scope: failure.meansNoServer ? .server : .operation,
              location: exchange.request.operation?.location ?? trial.plan.location,
              expected: "a complete HTTP answer", got: failure.description, requests: [position])
          ]))
      }
    }
    return verdict
  }
}
