import AccordJSON
import AccordOpenAPI

/// What the comparisons have shown about masks: what is hidden, and which masks hid nothing at all.
struct MaskEvidence {
  private let planning: PlanningContext
  private(set) var hidden = HiddenValues()
  /// Whether somebody whom the mask does not concern saw another value than the replacement.
  private var proved: [Location: Bool] = [:]
  private var order: [Location] = []

  init(planning: PlanningContext) {
    self.planning = planning
  }

  mutating func learn(from trial: Trial) {
    guard case .mask(let comparison) = trial.plan.purpose, trial.exchanges.count == 2,
      let exchange = trial.exchanges.first, let answer = exchange.answer, answer.isSuccess,
      let json = answer.json, let schema = answer.media(of: exchange.request.operation)?.schema
    else { return }
    let survey = planning.masks.survey(json, schema)
    for site in survey.sites where site.conditionHolds {
      guard site.isVisible(to: exchange.request.viewer) else { continue }
      if proved[site.mask.location] == nil { order.append(site.mask.location) }
      let shows = site.value != nil && site.value != site.replacement
      proved[site.mask.location] = (proved[site.mask.location] ?? false) || shows
    }
    switch comparison.scope {
    case .wholeAnswer, .batch:
      hidden.learn(
        survey.sites, open: survey.openStrings, viewer: trial.exchanges[1].request.viewer)
    // Whose the items of a list are is known of some only.
    case .ownedItems: break
    }
  }

  var notes: [String] {
    order.filter { proved[$0] == false }.map {
      "the mask at \($0) was never seen to hide anything: all values were its replacement, for everybody"
    }
  }
}
