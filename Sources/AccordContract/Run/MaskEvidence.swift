import AccordJSON
import AccordOpenAPI

/// What the comparisons have shown about masks: what is hidden, and which masks hid nothing at all.
struct MaskEvidence {
  private let planning: PlanningContext
  private let ownership: Ownership
  private(set) var hidden = HiddenValues()
  private(set) var owned = OwnedObjects()
  /// What those whom a mask does not concern saw there.
  private struct Sight {
    /// The request whose answer showed another value than the replacement.
    var proof: (request: OutgoingRequest, index: Int)?
    /// Requests whose answers have it, with the numbers of their cases.
    var requests: [(request: OutgoingRequest, index: Int)] = []
  }

  private var sights: [Location: Sight] = [:]
  private var order: [Location] = []

  private static let maximumRequests = 20

  init(planning: PlanningContext, ownership: Ownership) {
    self.planning = planning
    self.ownership = ownership
  }

  mutating func learn(from trial: Trial) {
    guard case .mask(let comparison) = trial.plan.purpose, trial.exchanges.count >= 2,
      let exchange = trial.exchanges.first, let answer = exchange.answer, answer.isSuccess,
      let json = answer.json, let schema = answer.media(of: exchange.request.operation)?.schema
    else { return }
    let survey = planning.masks.survey(json, schema, collectsOpenStrings: true)
    for site in survey.sites where site.isVisible(to: exchange.request.viewer) {
      let location = site.mask.location
      if sights[location] == nil { order.append(location) }
      var sight = sights[location, default: Sight()]
      let shows = site.value != nil && site.value != site.replacement
      if site.conditionHolds, shows, sight.proof == nil {
        sight.proof = (exchange.request, trial.plan.index)
      }
      if sight.requests.count < Self.maximumRequests, sight.requests.last?.index != trial.plan.index
      {
        sight.requests.append((exchange.request, trial.plan.index))
      }
      sights[location] = sight
    }
    let sites =
      switch comparison.scope {
      case .wholeAnswer, .batch: survey.sites
      // Whose the items of a list are is known of some only.
      case .ownedItems: survey.sites.filter { ownership.owns($0.object) }
      }
    hidden.learn(sites, open: survey.openStrings, viewer: trial.exchanges[1].request.viewer)
    if exchange.request.viewer == planning.roster.first { owned.learn(sites) }
  }

  /// For every mask the request that proved it; all that there were if none did.
  var cases: [Case] {
    order.compactMap { location in
      guard let sight = sights[location] else { return nil }
      let requests = sight.proof.map { [$0] } ?? sight.requests
      guard let first = requests.first, let operation = first.request.operation else { return nil }
      var plan = Case(
        operation, .ownerSight(location), "what its owner sees at a mask",
        requests.map(\.request).withoutRepetitions)
      plan.index = first.index
      return plan
    }
  }

  var notes: [String] {
    unproved.map {
      "the mask at \($0) was never seen to hide anything: all values were its replacement, for everybody"
    }
  }

  private var unproved: [Location] { order.filter { sights[$0]?.proof == nil } }
}
