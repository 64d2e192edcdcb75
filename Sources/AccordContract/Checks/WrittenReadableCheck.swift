import AccordJSON

/// What was written can be read.
public struct WrittenReadableCheck: ContractCheck {
  public let name = "written-readable"
  public let explanation =
    "What was created is found by its own path, and has the values that were sent and confirmed; so has what was changed."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard let reading = StoryReading(trial) else { return .notApplicable }
    var verdict = Verdict.notApplicable
    for (number, act, exchange, position) in reading.acts where act.kind != .deletion {
      guard let (item, itemPosition) = reading.answer(.item(number)), item.status < 500 else {
        continue
      }
      let operation = exchange.request.operation
      let name = operation?.name ?? ""
      func broken(_ signature: String, _ expected: String, _ got: String) {
        verdict = verdict.and(
          .broken([
            Finding(
              signature: signature, location: operation?.location ?? trial.plan.location,
              expected: expected, got: got, requests: [position, itemPosition])
          ]))
      }
      guard item.isSuccess else {
        if [403, 404, 410].contains(item.status) {
          broken("gone", "to read what \(name) answered with success", item.summary)
        }
        continue
      }
      guard let sent = exchange.request.json?.object, let read = item.json?.object else {
        verdict = verdict.and(.holds)
        continue
      }
      let confirmed = exchange.answer?.json?.object
      let before = reading.answer(.itemBefore(number))?.answer.json?.object
      let difference = sent.first { property, value in
        guard value != .null, let seen = read[property], seen != value else { return false }
        // A server may keep another form of what it is sent. That it does not is shown by the answer, or by
        // the value being the old one.
        if let said = confirmed?[property] { return said == value }
        return before?[property] == seen
      }
      guard let difference else {
        verdict = verdict.and(.holds)
        continue
      }
      broken(
        "/\(difference.key)",
        "/\(difference.key) to be \(difference.value.excerpt), as it was sent and confirmed by \(name)",
        read[difference.key]?.excerpt ?? "no such property")
    }
    return verdict
  }
}
