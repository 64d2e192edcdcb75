import AccordJSON
import AccordOpenAPI

/// A bulk answer has the keys that were asked for.
public struct BatchKeysCheck: ContractCheck {
  public let name = "batch-keys"
  public let explanation =
    "A bulk answer has every key that was asked for, with all its slices, and no other key."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    switch trial.plan.purpose {
    case .batch(let comparison):
      return trial.exchanges.prefix(1).reduce(.notApplicable) {
        $0.and(examine($1, at: 0, comparison.batch, comparison.keys))
      }
    case .batchParts(let parts):
      return trial.exchanges.enumerated().reduce(.notApplicable) {
        $0.and(examine($1.element, at: $1.offset, parts.batch, parts.keys[$1.offset]))
      }
    case .valid, .invalid, .withoutCredentials, .badCredential, .unknownMethod, .mask, .ownerMask,
      .ownerSight, .precedent, .story, .undisturbed:
      return .notApplicable
    }
  }

  private func examine(
    _ exchange: Exchange, at position: Int, _ batch: Batch, _ keys: [JSONValue]
  ) -> Verdict {
    guard let bulk = exchange.answer, bulk.isSuccess else { return .notApplicable }
    let location = batch.location
    func finding(_ signature: String, _ expected: String, _ got: String) -> Finding {
      Finding(
        signature: signature, location: location, expected: expected, got: got,
        requests: [position])
    }
    guard let members = bulk.json?.object else {
      // A body of another type is the schema's business, unless the document says nothing of it.
      return bulk.json == nil
        ? .notApplicable
        : .broken([finding("object", "an object with one member for each key", bulk.summary)])
    }
    var findings: [Finding] = []
    var asked = JSONDictionary<Bool>()
    for key in keys.compactMap(ParameterEncoder.scalar) { asked[key] = true }
    for key in asked.keys {
      guard let member = members[key] else {
        findings.append(
          finding(
            "missing", "the key \(JSONValue.string(key).excerpt), which was asked for",
            "\(members.count) keys without it"))
        continue
      }
      for served in batch.serves where member[served.slice] == nil {
        findings.append(
          finding(
            "slice \(served.slice)",
            "\(served.slice) in the member \(JSONValue.string(key).excerpt)", member.excerpt))
      }
    }
    for key in members.keys where asked[key] == nil {
      findings.append(
        finding(
          "other", "only keys that were asked for", "the key \(JSONValue.string(key).excerpt)"))
    }
    guard findings.isEmpty else { return .broken(Array(findings.prefix(5))) }
    return .holds
  }
}
