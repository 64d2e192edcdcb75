import AccordJSON
import AccordOpenAPI

/// The same request as the first viewer and as each lesser one, wherever the answer can have masks.
struct MaskPlanner {
  let context: PlanningContext

  /// How many combinations of given values one operation is compared for.
  private static let maximumCombinations = 12

  func cases() -> [Case] {
    context.document.operations.filter { context.onlyReads($0) && hasMasks($0) }
      .flatMap { operation in
        if let batch = context.batch(of: operation) { return batchCases(operation, batch) }
        return singleCases(operation)
      }
  }

  private func hasMasks(_ operation: Operation) -> Bool {
    operation.responses.contains { response in
      response.content.contains { $0.schema.map(context.masks.hasMasks) ?? false }
    }
  }

  /// The viewers to compare: the first one, who owns what is named, with every other.
  private func pairs(_ operation: Operation) -> [(first: ViewerAccess, lesser: ViewerAccess)] {
    let viewers = context.viewers(of: operation)
    guard viewers.contains(context.roster.first) else { return [] }
    return viewers.filter { $0 != context.roster.first }.map { (context.roster.first, $0) }
  }

  private func singleCases(_ operation: Operation) -> [Case] {
    let planner = OperationPlanner(operation, context)
    let named = planner.parameters.indices.filter {
      let parameter = planner.parameters[$0].parameter
      return parameter.place == .path || parameter.isRequired
    }
    let base = planner.base(as: context.roster.first)
    var drafts = [base]
    for position in named {
      let pool = planner.parameters[position].pool
      // Whose it is, is known of given values only.
      guard !pool.isEmpty else { return [] }
      drafts = drafts.flatMap { draft in
        pool.map { value in
          var copy = draft
          copy.values[position] = value
          return copy
        }
      }
      drafts = drafts.evenlyReduced(to: Self.maximumCombinations)
    }
    let scope: MaskComparison.Scope = named.isEmpty ? .ownedItems : .wholeAnswer
    return pairs(operation).flatMap { pair in
      drafts.compactMap { draft in
        makeCase(
          operation, scope, pair.lesser.name, draft.seen(by: pair.first).request(),
          draft.seen(by: pair.lesser).request())
      }
    }
  }

  private func batchCases(_ operation: Operation, _ batch: Batch) -> [Case] {
    guard let planner = BatchPlanner(batch, context) else { return [] }
    let keys = planner.knownKeys
    return pairs(operation).flatMap { pair in
      keys.chunks(of: Swift.min(8, batch.limit ?? 8)).compactMap { chunk in
        makeCase(
          operation, .batch(batch), pair.lesser.name,
          planner.bulkRequest(keys: chunk, as: pair.first),
          planner.bulkRequest(keys: chunk, as: pair.lesser))
      }
    }
  }

  private func makeCase(
    _ operation: Operation, _ scope: MaskComparison.Scope, _ lesser: String,
    _ first: OutgoingRequest?, _ second: OutgoingRequest?
  ) -> Case? {
    guard let first, let second else { return nil }
    return Case(
      operation, .mask(MaskComparison(scope: scope)), "what \(lesser) sees of the first viewer's",
      [first, second])
  }

  // MARK: - The same in two operations

  /// Pairs of requests that showed the same object, with the same mask, to a viewer whom it does not concern.
  /// They have the numbers of the cases that they come from: how many there are, the answers decide.
  static func ownerCases(seenIn trials: [Trial], context: CheckContext) -> [Case] {
    struct Key: Hashable {
      let mask: Location
      let identity: String
    }
    var sightings: [Key: [(exchange: Exchange, index: Int)]] = [:]
    var order: [Key] = []
    for trial in trials {
      guard case .mask = trial.plan.purpose, let exchange = trial.exchanges.first else { continue }
      for site in OwnerMaskCheck.visibleSites(exchange, in: context) {
        guard let identity = site.identity else { continue }
        let key = Key(mask: site.mask.location, identity: identity)
        if sightings[key] == nil { order.append(key) }
        let known = sightings[key, default: []]
        if known.contains(where: {
          $0.exchange.request.operation?.name == exchange.request.operation?.name
        }) {
          continue
        }
        sightings[key, default: []].append((exchange, trial.plan.index))
      }
    }
    var seen: Set<[String]> = []
    var result: [Case] = []
    for group in order.compactMap({ sightings[$0] }) {
      for (first, second) in zip(group, group.dropFirst()) {
        let requests = [first.exchange.request, second.exchange.request]
        guard let operation = requests[1].operation,
          seen.insert(requests.flatMap { [$0.target, "\($0.body)"] }).inserted
        else { continue }
        var plan = Case(operation, .ownerMask, "the same object in two operations", requests)
        plan.index = second.index
        result.append(plan)
      }
    }
    return result
  }
}
