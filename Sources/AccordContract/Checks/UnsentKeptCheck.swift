import AccordJSON
import AccordOpenAPI

/// What a PATCH does not name stays as it is: it describes what is to change (RFC 5789, section 2; RFC 7396).
public struct UnsentKeptCheck: ContractCheck {
  public let name = "unsent-kept"
  public let explanation = "A PATCH leaves alone what it does not name."

  public init() {}

  /// A property that a PATCH did not send and that is another one afterwards.
  private struct Loss {
    let property: String
    let sent: Set<String>
    let before: JSONValue
    let after: JSONValue?
    let requests: [Int]
    let operation: String
    let location: Location
  }

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard let reading = StoryReading(trial) else { return .notApplicable }
    var losses: [Loss] = []
    var verdict = Verdict.notApplicable
    for (number, _, exchange, position) in reading.acts {
      guard let operation = exchange.request.operation, operation.method == .patch,
        let sent = exchange.request.json?.object,
        let before = reading.answer(.itemBefore(number))?.answer, before.isSuccess,
        let (item, itemPosition) = reading.answer(.item(number)), item.isSuccess,
        let old = before.json?.object, let new = item.json?.object
      else { continue }
      verdict = .holds
      for (property, value) in old where sent[property] == nil && new[property] != value {
        losses.append(
          Loss(
            property: property, sent: Set(sent.keys), before: value, after: new[property],
            requests: [position, itemPosition], operation: operation.name,
            location: operation.location))
      }
    }
    let findings = findings(losses)
    return findings.isEmpty ? verdict : .broken(findings)
  }

  /// One change may bring another with it: the time of the change, a number that counts them, a state that follows
  /// from what was sent. It is not that if changes that have nothing in common all leave the same value behind.
  private func findings(_ losses: [Loss]) -> [Finding] {
    var findings: [Finding] = []
    for (index, loss) in losses.enumerated() {
      let isRepeated = losses[..<index].contains { earlier in
        earlier.property.isExactly(loss.property) && earlier.after == loss.after
          && earlier.sent.isDisjoint(with: loss.sent)
      }
      let signature = "/\(loss.property)"
      guard isRepeated, !findings.contains(where: { $0.signature == signature }) else { continue }
      findings.append(
        Finding(
          signature: signature, location: loss.location,
          expected:
            "/\(loss.property) to stay \(loss.before.excerpt): \(loss.operation) was not sent it",
          got: loss.after?.excerpt ?? "no such property", requests: loss.requests))
    }
    return findings
  }
}
