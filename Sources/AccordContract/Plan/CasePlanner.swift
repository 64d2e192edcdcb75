import AccordJSON
import AccordOpenAPI

/// Plans a run: which cases there are, in which order. The same document, configuration and seed give the same
/// cases.
struct CasePlanner {
  let context: PlanningContext
  private(set) var notes: [String] = []
  private var nextIndex = 0

  init(_ context: PlanningContext) {
    self.context = context
  }

  /// Whoever sees the same, in bulk and one by one. First, because the others may change something.
  mutating func comparisons() -> [Case] {
    var cases: [Case] = []
    for batch in context.document.accord.batches {
      guard let planner = BatchPlanner(batch, context) else {
        notes.append(
          "the batch \(batch.operationID) cannot be called: no body could be made for it")
        continue
      }
      if planner.knownKeys.isEmpty {
        notes.append(
          "no existing keys are known for the batch \(batch.operationID): "
            + "give some with --parameter")
      }
      cases += planner.cases()
    }
    cases += MaskPlanner(context: context).cases()
    return numbered(cases)
  }

  /// The operations that are called: those that only read.
  mutating func readOperations() -> [Operation] {
    let all = context.document.operations
    let reading = all.filter(context.onlyReads)
    if !context.configuration.allowsWrites, reading.count < all.count {
      notes.append(
        "\(all.count - reading.count) operations that change something are not called (--allow-writes)"
      )
    }
    return reading
  }

  /// An operation that only reads, valid and invalid, with and without credentials.
  mutating func reads(_ operation: Operation) -> [Case] {
    guard OperationPlanner(operation, context).canBeCalled else {
      notes.append(
        "\(operation.name) is not called: no valid request could be made (--parameter may help)")
      return []
    }
    return numbered(Self.reads(operation, context))
  }

  /// Methods that the paths do not have.
  mutating func unknownMethods() -> [Case] {
    numbered(MethodPlanner(context: context).cases())
  }

  private static func reads(_ operation: Operation, _ context: PlanningContext) -> [Case] {
    var planner = OperationPlanner(operation, context)
    let limit = context.configuration.cases
    let invalid = planner.invalidCases(limit: Swift.max(limit / 2, 1))
    let valid = planner.validCases(limit: Swift.max(limit - invalid.count, 1))
    return valid + invalid + planner.authenticationCases()
  }

  /// An operation that changes something.
  mutating func writes(
    _ operation: Operation, created: [WritePlanner.Creation]
  ) -> [Case] {
    numbered(WritePlanner(context: context).cases(for: operation, created))
  }

  /// Gives the cases their numbers, and leaves out those of other shards.
  mutating func numbered(_ cases: [Case]) -> [Case] {
    var result: [Case] = []
    for plan in cases {
      var plan = plan
      plan.index = nextIndex
      nextIndex += 1
      if context.configuration.shard?.contains(plan.index) ?? true { result.append(plan) }
    }
    return result
  }
}
