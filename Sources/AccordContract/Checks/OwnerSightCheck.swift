import AccordJSON
import AccordOpenAPI

/// A mask that is for some hides nothing from those whom it does not concern.
public struct OwnerSightCheck: ContractCheck {
  public let name = "owner-sees"
  public let explanation =
    "Where a mask's condition holds, its owner sees values other than the replacement, as where it does not."

  public init() {}

  /// One object that happens to hold the replacement proves nothing.
  static let leastObjects = 2

  public func examine(_ trial: Trial, in context: CheckContext) -> Verdict {
    guard case .ownerSight(let location) = trial.plan.purpose else { return .notApplicable }
    var sight = MaskSight()
    for exchange in trial.exchanges { sight.add(exchange, in: context.masks, at: location) }
    let replaced = sight.masked.filter { $0.value == $0.replacement }
    guard replaced.count == sight.masked.count else { return .holds }
    // Values may be the replacement by themselves; where no mask applies they would then be as well.
    guard replaced.count >= Self.leastObjects, let example = replaced.first,
      !sight.open.isEmpty, sight.open.allSatisfy({ $0.value != $0.replacement })
    else { return .notApplicable }
    return .broken([
      Finding(
        signature: "\(location)", scope: .server, location: location,
        expected: "\(example.pointer.generalised) unmasked for "
          + "\(trial.exchanges[0].request.viewer.name) where it is masked for others"
          + "\(example.conditionText), as it is where it is masked for nobody",
        got:
          "\(example.replacement) in all \(replaced.count) objects where the mask applies, and in none "
          + "of the \(sight.open.count) others")
    ])
  }
}

/// What a viewer whom a mask does not concern sees at it, in distinct objects.
struct MaskSight {
  /// Where the condition holds, and the mask hides the value from others.
  private(set) var masked: [MaskSite] = []
  /// Where it does not.
  private(set) var open: [MaskSite] = []

  mutating func add(_ exchange: Exchange, in masks: MaskWalker, at location: Location) {
    guard let answer = exchange.answer, answer.isSuccess, let json = answer.json,
      let schema = answer.media(of: exchange.request.operation)?.schema
    else { return }
    for site in masks.survey(json, schema).sites where site.mask.location == location {
      guard site.isVisible(to: exchange.request.viewer), site.value != nil, site.identity != nil
      else { continue }
      if site.conditionHolds {
        if !masked.contains(where: { $0.identity == site.identity }) { masked.append(site) }
      } else if !open.contains(where: { $0.identity == site.identity }) {
        open.append(site)
      }
    }
  }
}
