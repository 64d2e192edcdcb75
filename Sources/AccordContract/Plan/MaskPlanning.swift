import AccordJSON
import AccordOpenAPI

/// The same request as the first viewer and as each lesser one, wherever the answer can have masks.
struct MaskPlanner {
  let context: PlanningContext

  /// How many resources one operation is compared for, and how many of these with other query parameters.
  private var maximumResources: Int { clamped(context.configuration.cases, 6, 40) }
  private static let variedResources = 2
  private var maximumVariants: Int { clamped(context.configuration.cases / 2, 12, 24) }

  private func clamped(_ number: Int, _ least: Int, _ most: Int) -> Int {
    Swift.min(Swift.max(number, least), most)
  }

  /// Operations whose resources are given, or that name none.
  func cases() -> [Case] {
    maskedOperations.flatMap { operation -> [Case] in
      if let batch = context.batch(of: operation) { return batchCases(operation, batch) }
      let planner = OperationPlanner(operation, context)
      let named = planner.namedPositions
      guard named.count <= 1 else { return [] }
      let base = planner.base(as: context.roster.first)
      guard let position = named.first else {
        return compared(operation, .ownedItems, [base] + variants(of: base, planner))
      }
      let pool = planner.parameters[position].pool.evenlyReduced(to: maximumResources)
      let drafts = pool.map { value in
        var draft = base
        draft.values[position] = value
        return draft
      }
      return compared(operation, .wholeAnswer, withVariants(drafts, planner))
    }
  }

  /// Operations that name several things at once, which have to belong together.
  func cases(seen: SeenObjects) -> [Case] {
    maskedOperations.flatMap { operation -> [Case] in
      let planner = OperationPlanner(operation, context)
      guard context.batch(of: operation) == nil, planner.namedPositions.count > 1 else { return [] }
      let base = planner.base(as: context.roster.first)
      let drafts = seen.values(for: operation, pools: context.configuration.parameters)
        .evenlyReduced(to: maximumResources).map(base.naming)
      return compared(operation, .wholeAnswer, withVariants(drafts, planner))
    }
  }

  /// Lists of different windows, each beside the one that showed the first viewer the most.
  func cases(windowsIn trials: [Trial]) -> [Case] {
    var richest: [String: Exchange] = [:]
    for trial in trials {
      guard case .mask(let comparison) = trial.plan.purpose, case .ownedItems = comparison.scope,
        let exchange = trial.exchanges.first, let answer = exchange.answer, answer.isSuccess
      else { continue }
      let name = trial.plan.operationName
      if answer.body.count > (richest[name]?.answer?.body.count ?? 0) { richest[name] = exchange }
    }
    return maskedOperations.flatMap { operation -> [Case] in
      guard let first = richest[operation.name]?.request else { return [] }
      let planner = OperationPlanner(operation, context)
      let base = planner.base(as: context.roster.first)
      return pairs(operation).flatMap { pair in
        variants(of: base, planner).compactMap { draft in
          makeCase(
            operation, .ownedItems, pair.lesser.name, first,
            draft.seen(by: pair.lesser).request())
        }
      }
    }
  }

  private var maskedOperations: [Operation] {
    context.document.operations.filter { context.onlyReads($0) && hasMasks($0) }
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

  private func withVariants(
    _ drafts: [RequestDraft], _ planner: OperationPlanner
  ) -> [RequestDraft] {
    drafts + drafts.prefix(Self.variedResources).flatMap { variants(of: $0, planner) }
  }

  /// The same request with query parameters at their boundaries, in all combinations as far as there is room.
  private func variants(of draft: RequestDraft, _ planner: OperationPlanner) -> [RequestDraft] {
    var drafts = [draft]
    for (position, values) in planner.parameters.enumerated()
    where values.parameter.place == .query && !values.parameter.isRequired {
      let tried = values.windowValues
      guard !tried.isEmpty else { continue }
      drafts = drafts.flatMap { draft in
        [draft]
          + tried.map { value in
            var copy = draft
            copy.values[position] = value
            return copy
          }
      }.evenlyReduced(to: maximumVariants)
    }
    return Array(drafts.dropFirst())
  }

  private func compared(
    _ operation: Operation, _ scope: MaskComparison.Scope, _ drafts: [RequestDraft]
  ) -> [Case] {
    pairs(operation).flatMap { pair in
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
    let limit = batch.limit ?? 100
    // Few at a time, and as many as there are: what differs may depend on how many.
    let chunks = keys.chunks(of: Swift.min(8, limit)) + keys.chunks(of: Swift.min(200, limit))
    return pairs(operation).flatMap { pair in
      chunks.compactMap { chunk in
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
}

// MARK: - The same in two operations

extension MaskPlanner {
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
