import AccordJSON

/// Whatever else is asked for, a key has the same answer.
public struct BatchPartsCheck: ContractCheck {
  public let name = "batch-parts"
  public let explanation =
    "A bulk answer is the union of the bulk answers for parts of its keys, in whatever order and however often."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard case .batchParts(let parts) = trial.plan.purpose,
      let bulk = trial.exchanges.first?.answer, bulk.isSuccess, let whole = bulk.json
    else { return .notApplicable }
    let volatile =
      trial.reread?.answer?.json.map { JSONDifference.all(whole, $0).map(\.pointer) } ?? []
    let viewer = trial.exchanges[0].request.viewer
    var verdict = Verdict.notApplicable
    for (position, exchange) in trial.exchanges.enumerated().dropFirst() {
      guard let answer = exchange.answer, answer.isSuccess, let part = answer.json,
        parts.keys.indices.contains(position)
      else { continue }
      for key in parts.keys[position].compactMap(ParameterEncoder.scalar) {
        // A key that is missing is another check's.
        guard let here = whole[JSONPointer(tokens: [key])],
          let there = part[JSONPointer(tokens: [key])]
        else { continue }
        let place = JSONPointer(tokens: [key])
        let difference = JSONDifference.all(there, here).first { difference in
          let pointer = place.appending(difference.pointer)
          return !volatile.contains { JSONDifference.overlap($0, pointer) }
        }
        guard let difference else {
          verdict = verdict.and(.holds)
          continue
        }
        func shown(_ value: JSONValue?) -> String {
          guard let value else { return "no such property" }
          return context.hidden.hides(value.serialized(), from: viewer)
            ? value.outline : value.excerpt
        }
        let count = parts.keys[position].count
        verdict = verdict.and(
          .broken([
            Finding(
              signature: "\(difference.pointer.generalised)", location: parts.batch.location,
              expected: "\(place.appending(difference.pointer)) to be \(shown(difference.left)), "
                + "as in the answer for \(count == 1 ? "this key" : "\(count) keys") alone",
              got: "\(shown(difference.right)) among \(parts.keys[0].count) keys",
              requests: [0, position])
          ]))
      }
    }
    return verdict
  }
}
