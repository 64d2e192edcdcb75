import AccordJSON

/// Nobody is masked from their own.
public struct OwnerMaskCheck: ContractCheck {
  public let name = "owner-unmasked"
  public let explanation =
    "A viewer whom a mask does not concern sees a property in one operation as in another, unmasked."

  public init() {}

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard case .ownerMask = trial.plan.purpose, trial.exchanges.count == 2 else {
      return .notApplicable
    }
    let sites = trial.exchanges.map { Self.visibleSites($0, in: context) }
    var verdict = Verdict.notApplicable
    for (here, there) in [(0, 1), (1, 0)] {
      for site in sites[here] {
        guard
          let twin = sites[there].first(where: { other in
            other.mask.location == site.mask.location && other.identity == site.identity
          }), let value = site.value, let shown = twin.value
        else { continue }
        guard value == site.replacement, shown != site.replacement else {
          verdict = verdict.and(.holds)
          continue
        }
        let request = trial.exchanges[here].request
        let other = trial.exchanges[there].request.operation?.name ?? "another operation"
        verdict = verdict.and(
          .broken([
            Finding(
              signature: "\(request.operation?.name ?? "") \(site.mask.location)",
              location: site.mask.location,
              expected: "\(site.pointer) unmasked for \(request.viewer.name), "
                + "as \(other) shows it: \(shown.outline)",
              got: "\(value) from \(request.operation?.name ?? "")")
          ]))
      }
    }
    return verdict
  }

  /// The masks of an answer that do not concern its viewer, at objects that are known again.
  static func visibleSites(_ exchange: Exchange, in context: CheckContext) -> [MaskSite] {
    guard let answer = exchange.answer, answer.isSuccess, let json = answer.json,
      let schema = answer.media(of: exchange.request.operation)?.schema
    else { return [] }
    return context.masks.survey(json, schema).sites.filter {
      $0.identity != nil && $0.conditionHolds && $0.isVisible(to: exchange.request.viewer)
    }
  }
}
