import AccordJSON

/// What was deleted is gone.
public struct DeletedGoneCheck: ContractCheck {
  public let name = "deleted-gone"
  public let explanation =
    "What was deleted is neither found by its own path as it was before, nor shown where the deletion is declared to change something."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard let reading = StoryReading(trial) else { return .notApplicable }
    var verdict = Verdict.notApplicable
    for (number, act, exchange, position) in reading.acts where act.kind == .deletion {
      // 202: it will be deleted.
      guard let answer = exchange.answer, answer.status != 202 else { continue }
      func compare(_ before: StoryRole, _ after: StoryRole, _ signature: String) {
        guard let (old, _) = reading.answer(before), old.isSuccess,
          let thing = old.json.flatMap(reading.thing),
          let (new, newPosition) = reading.answer(after), new.status < 500
        else { return }
        guard new.isSuccess, let found = new.json.flatMap(reading.thing), found == thing else {
          verdict = verdict.and(.holds)
          return
        }
        let name = exchange.request.operation?.name ?? ""
        verdict = verdict.and(
          .broken([
            Finding(
              signature: signature,
              location: exchange.request.operation?.location ?? trial.plan.location,
              expected: "nothing of what \(name) has deleted (status \(answer.status))",
              got: "it is still there as it was: \(new.summary)",
              requests: [position, newPosition])
          ]))
      }
      compare(.itemBefore(number), .item(number), "item")
      for (index, target) in act.targets.enumerated() {
        compare(
          .before(act: number, target: index), .after(act: number, target: index),
          target.draft.operation.name)
      }
    }
    return verdict
  }
}
