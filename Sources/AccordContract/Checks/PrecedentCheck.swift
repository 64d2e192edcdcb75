/// What one answer says is there, another one does not deny.
public struct PrecedentCheck: ContractCheck {
  public let name = "same-for-all"
  public let explanation =
    "What exists is found by its own path, what a lesser viewer gets the first one gets too, and what one operation does not know no other one knows."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    if case .valid = trial.plan.purpose { return found(trial, in: context) }
    guard case .precedent(let precedent) = trial.plan.purpose, trial.exchanges.count == 2,
      let known = trial.exchanges[0].answer, let answer = trial.exchanges[1].answer,
      answer.status < 500
    else { return .notApplicable }
    let request = trial.exchanges[1].request
    let other = trial.exchanges[0].request
    func broken(_ signature: String, _ expected: String) -> Verdict {
      .broken([
        Finding(
          signature: signature, location: request.operation?.location ?? trial.plan.location,
          expected: expected, got: answer.summary, requests: [1, 0])
      ])
    }
    switch precedent {
    case .exists:
      guard known.isSuccess else { return .notApplicable }
      guard Self.denials.contains(answer.status) else { return .holds }
      return broken(
        "exists \(answer.status)",
        "an answer for what belongs to \(request.viewer.name) and what "
          + "\(other.operation?.name ?? "another operation") shows")
    case .lesserViewer:
      guard known.isSuccess else { return .notApplicable }
      guard Self.denials.contains(answer.status) || answer.status == 401 else { return .holds }
      return broken(
        "lesser \(answer.status)",
        "an answer for \(request.viewer.name), as \(other.viewer.name) gets one (status \(known.status))"
      )
    case .unknown:
      guard Self.absences.contains(known.status) else { return .notApplicable }
      guard answer.isSuccess else { return .holds }
      return broken(
        "unknown",
        "a refusal of what is not there: \(other.operation?.name ?? "another operation") answers \(known.status)"
      )
    }
  }

  /// What is given is found, as it should be; what is not is looked into by a case of its own.
  private func found(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard let exchange = trial.exchanges.first, exchange.answer?.isSuccess ?? false,
      exchange.request.viewer == context.viewers.first, !exchange.request.isMadeUp,
      exchange.request.pathValues.count == 1
    else { return .notApplicable }
    return .holds
  }

  private static let denials: Set<Int> = [403, 404, 410]
  static let absences: Set<Int> = [404, 410]
}
