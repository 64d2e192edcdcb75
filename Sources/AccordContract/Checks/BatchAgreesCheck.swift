import AccordJSON
import AccordOpenAPI

/// What is asked for in bulk is what is asked for one by one.
public struct BatchAgreesCheck: ContractCheck {
  public let name = "batch-agrees"
  public let explanation =
    "A key's slice of a bulk answer equals the single operation's answer, for every viewer."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard case .batch(let comparison) = trial.plan.purpose,
      let bulk = trial.exchanges.first?.answer,
      bulk.isSuccess, let whole = bulk.json
    else { return .notApplicable }
    let volatile =
      trial.reread?.answer?.json.map { JSONDifference.all(whole, $0).map(\.pointer) } ?? []
    let disagreements = Self.disagreements(trial, comparison)
    var verdict = disagreements.isEmpty ? Verdict.notApplicable : .broken(disagreements)
    for single in comparison.singles {
      guard trial.exchanges.indices.contains(single.request),
        let answer = trial.exchanges[single.request].answer,
        let key = ParameterEncoder.scalar(single.key)
      else { continue }
      let pointer = JSONPointer(tokens: [key]).appending(single.slice)
      guard let expected = Self.expected(answer, comparison.batch), let slice = whole[pointer]
      else {
        continue
      }
      let differences = JSONDifference.all(expected.value, slice).filter { difference in
        let place = pointer.appending(difference.pointer)
        return !volatile.contains { JSONDifference.overlap($0, place) }
      }
      guard let first = differences.first else {
        verdict = verdict.and(.holds)
        continue
      }
      let viewer = trial.exchanges[0].request.viewer
      // What a mask hides from the viewer is not for the report's readers either.
      func shown(_ value: JSONValue?, _ absent: String) -> String {
        guard let value else { return absent }
        return context.hidden.hides(value.serialized(), from: viewer)
          ? value.outline : value.excerpt
      }
      let place = "\(pointer.appending(first.pointer))"
      verdict = verdict.and(
        .broken([
          Finding(
            signature: "\(single.slice)\(expected.isAbsent ? " absent" : "")",
            location: single.location,
            expected: "\(place) to be \(shown(first.left, "absent")), as "
              + "\(single.operationName) answers \(viewer.name) (status \(answer.status))",
            got: shown(first.right, "no such property"), requests: [0, single.request])
        ]))
    }
    return verdict
  }

  /// A made-up key that one single operation refuses as absent, and another one answers: one of them is wrong,
  /// whatever the bulk answer says.
  private static func disagreements(
    _ trial: Trial, _ comparison: BatchComparison
  ) -> [Finding] {
    guard let absent = comparison.batch.absent else { return [] }
    let singles = comparison.singles.filter { single in
      single.isMadeUp && trial.exchanges.indices.contains(single.request)
    }
    return singles.compactMap { single -> Finding? in
      let exchange = trial.exchanges[single.request]
      guard let answer = exchange.answer, answer.isSuccess,
        let operation = exchange.request.operation,
        // An operation that has no such answer knows every key.
        operation.responses.contains(where: { response in
          absent.statuses.contains { response.status == .code($0) }
        }),
        let other = singles.first(where: { other in
          other.key == single.key
            && absent.statuses.contains(trial.exchanges[other.request].answer?.status ?? 0)
        })
      else { return nil }
      let status = trial.exchanges[other.request].answer?.status ?? 0
      return Finding(
        signature: "known \(single.slice)", location: single.location,
        expected:
          "one of \(absent.statuses.map(String.init).joined(separator: ", ")) for the unknown "
          + "key \(single.key.excerpt): \(other.operationName) answers \(status)",
        got: answer.summary, requests: [single.request, other.request])
    }
  }

  private static func expected(
    _ answer: Answer, _ batch: Batch
  ) -> (value: JSONValue, isAbsent: Bool)? {
    if answer.isSuccess { return answer.json.map { ($0, false) } }
    guard let absent = batch.absent, absent.statuses.contains(answer.status) else { return nil }
    return (absent.value.value, true)
  }
}
