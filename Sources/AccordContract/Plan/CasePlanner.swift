import AccordJSON
import AccordOpenAPI

/// What a run does first and what later.
enum Phase: String, Sendable, CaseIterable {
  /// The same asked for in several ways: by several viewers, and in bulk.
  case comparisons
  /// What the document gives as examples, and what is given.
  case examples
  /// Values at the edge of what is allowed, and beyond.
  case boundaries
  case random
  /// What changes something.
  case state
}

/// Plans a run: which cases there are, in which order. The same document, configuration and seed give the same
/// cases.
struct CasePlanner {
  let context: PlanningContext
  private(set) var notes: [String] = []
  private(set) var coverage = ConstraintCoverage()
  private var seen = SeenObjects()
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
    return numbered(cases).shared(by: "comparisons")
  }

  /// Comparisons that need to know what the first ones have shown.
  mutating func comparisons(after trials: [Trial]) -> [Case] {
    // The same for all shards.
    seen.learn(from: trials.filter(\.plan.teaches), first: context.roster.first)
    let masks = MaskPlanner(context: context)
    return numbered(masks.cases(seen: seen) + masks.cases(windowsIn: trials))
      .shared(by: "comparisons after")
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
    return reading.filter { operation in
      guard !OperationPlanner(operation, context).canBeCalled else { return true }
      notes.append(
        "\(operation.name) is not called: no valid request could be made (--parameter may help)")
      return false
    }
  }

  /// The requests of one phase to an operation that only reads.
  mutating func reads(_ operation: Operation, _ phase: Phase) -> [Case] {
    numbered(cases(operation, phase)).shared(by: "\(phase) \(operation.name)")
  }

  private mutating func cases(_ operation: Operation, _ phase: Phase) -> [Case] {
    var planner = OperationPlanner(operation, context)
    let limit = context.configuration.cases
    switch phase {
    case .examples:
      return planner.exampleCases(limit: limit, seen: seen)
    case .boundaries:
      let invalid = planner.invalidCases(limit: Swift.max(limit / 2, 1))
      coverage.add(invalid)
      return planner.boundaryCases(limit: Swift.max(limit / 4, 1)) + invalid.cases
        + planner.authenticationCases()
    case .random: return planner.randomCases(count: Swift.max(limit / 4, 1), seen: seen)
    case .comparisons, .state: return []
    }
  }

  /// Methods that the paths do not have.
  mutating func unknownMethods() -> [Case] {
    numbered(MethodPlanner(context: context).cases()).shared(by: "unknown methods")
  }

  /// Things created, changed and deleted, with reads in between.
  mutating func stories(created: [WritePlanner.Creation]) -> [Case] {
    numbered(StoryPlanner(context: context).cases(created))
  }

  /// Every read between the same reads of others.
  mutating func undisturbed() -> [Case] {
    numbered(UndisturbedPlanner(context: context).cases())
  }

  /// An operation that changes something.
  mutating func writes(
    _ operation: Operation, created: [WritePlanner.Creation]
  ) -> [Case] {
    let planned = WritePlanner(context: context).cases(for: operation, created)
    coverage.add(planned.invalid)
    return numbered(planned.cases)
  }

  /// Gives the cases their numbers.
  private mutating func numbered(_ cases: [Case]) -> [Case] {
    var cases = cases
    for position in cases.indices {
      cases[position].index = nextIndex
      nextIndex += 1
    }
    return cases
  }
}
