import AccordJSON

/// A read changes nothing.
public struct ReadsOnlyCheck: ContractCheck {
  public let name = "read-changes-nothing"
  public let explanation = "After a read, all others answer as they did before it."

  public let severity = CheckSeverity.failureIfSteady

  public init() {}

  /// The requests of the case are the observing ones twice, the one that is looked at, and the observing ones
  /// once more.
  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard case .undisturbed = trial.plan.purpose,
      trial.exchanges.count == trial.plan.requests.count
    else { return .notApplicable }
    let count = (trial.exchanges.count - 1) / 3
    let reading = trial.exchanges[2 * count]
    guard reading.answer?.isSuccess ?? false else { return .notApplicable }
    var verdict = Verdict.notApplicable
    for index in 0..<count {
      let (first, second) = (trial.exchanges[index], trial.exchanges[count + index])
      guard let before = first.answer?.json, let again = second.answer?.json,
        let after = trial.exchanges[2 * count + 1 + index].answer?.json
      else { continue }
      let volatile = JSONDifference.all(before, again).map(\.pointer)
      let difference = JSONDifference.all(again, after).first { difference in
        !volatile.contains { JSONDifference.overlap($0, difference.pointer) }
      }
      guard let difference else {
        verdict = verdict.and(.holds)
        continue
      }
      verdict = verdict.and(
        .broken([
          Finding(
            signature: "\(first.request.operation?.name ?? "") \(difference.pointer.generalised)",
            location: reading.request.operation?.location ?? trial.plan.location,
            expected: "\(difference.pointer) of \(first.request.operation?.name ?? "") to stay "
              + "\(difference.left?.outline ?? "absent"): only a read came between",
            got: difference.right?.outline ?? "no such property",
            requests: [2 * count, 2 * count + 1 + index])
        ]))
    }
    return verdict
  }
}
