import HTTPTypes

/// A path knows its methods.
public struct MethodNotAllowedCheck: ExchangeCheck {
  public let name = "method-not-allowed"
  public let explanation =
    "A method that a path does not have is answered by 405 with an Allow field that names those it has."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    guard case .unknownMethod(let documented) = plan.purpose else { return .notApplicable }
    if answer.status == 501 { return .holds }
    if answer.status >= 500 || answer.status == 429 { return .notApplicable }
    let names = documented.map(\.name)
    func broken(_ signature: String, _ got: String) -> Verdict {
      .broken([
        Finding(
          signature: signature, location: plan.location,
          expected: "405 with Allow: \(names.joined(separator: ", "))", got: got)
      ])
    }
    guard answer.status == 405 else { return broken("status", answer.summary) }
    let allowed = Set(
      answer.fields[values: .allow].joined(separator: ",").split(separator: ",")
        .map { $0.trimmingBlanks.uppercased() })
    guard !allowed.isEmpty else { return broken("allow", "405 without an Allow field") }
    guard names.allSatisfy(allowed.contains) else {
      return broken("allow", "405 with Allow: \(allowed.sorted().joined(separator: ", "))")
    }
    return .holds
  }
}
