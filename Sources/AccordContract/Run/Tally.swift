import AccordOpenAPI

/// Counts what happened, and gathers failures of one cause.
struct Tally {
  /// What failures of one cause have in common.
  struct Cause: Hashable {
    let check: Int
    /// Empty for causes that any operation may show.
    let operation: String
    let signature: String
  }

  /// The failures of one cause.
  struct Group {
    let cause: Cause
    /// The case where it showed first, and what was found there.
    var plan: Case
    var finding: Finding
    var trial: Trial
    var cases = 0
    var viewers: [String] = []
    var operations: [String] = []
  }

  private struct Count {
    var passed = 0
    var failed = 0
  }

  private struct Pair: Hashable {
    let check: Int
    let operation: String
  }

  private var counts: [Pair: Count] = [:]
  private var groups: [Cause: Group] = [:]
  private var operations: [String: Summary.OperationCount] = [:]
  private(set) var requests = 0
  private(set) var cases = 0

  mutating func add(_ evaluation: CaseRunner.Evaluation) {
    requests += evaluation.requests
    guard !evaluation.wasCancelled else { return }
    cases += 1
    let plan = evaluation.trial.plan
    var count =
      operations[plan.operationName]
      ?? .init(name: plan.operationName, cases: 0, successes: 0)
    count.cases += 1
    for exchange in evaluation.trial.exchanges where exchange.answer?.isSuccess ?? false {
      if exchange.request.operation?.name == plan.operationName { count.successes += 1 }
    }
    operations[plan.operationName] = count
    for (check, verdict) in evaluation.verdicts.enumerated() {
      let pair = Pair(check: check, operation: plan.operationName)
      switch verdict {
      case .notApplicable: continue
      case .holds: counts[pair, default: Count()].passed += 1
      case .broken(let findings):
        counts[pair, default: Count()].failed += 1
        var seen: Set<Cause> = []
        for finding in findings {
          let cause = Self.cause(of: finding, check: check, plan: plan)
          add(finding, cause, evaluation.trial, isNewCase: seen.insert(cause).inserted)
        }
      }
    }
  }

  static func cause(of finding: Finding, check: Int, plan: Case) -> Cause {
    let operation =
      switch finding.scope {
      case .operation: plan.operationName
      case .server: ""
      }
    return Cause(check: check, operation: operation, signature: finding.signature)
  }

  private mutating func add(
    _ finding: Finding, _ cause: Cause, _ trial: Trial, isNewCase: Bool
  ) {
    let plan = trial.plan
    var group = groups[cause] ?? Group(cause: cause, plan: plan, finding: finding, trial: trial)
    // Cases end in any order; the first one of the plan stands for all.
    if plan.index < group.plan.index {
      group.plan = plan
      group.finding = finding
      group.trial = trial
    }
    if isNewCase { group.cases += 1 }
    for position in finding.requests.isEmpty ? Array(trial.exchanges.indices) : finding.requests {
      guard trial.exchanges.indices.contains(position) else { continue }
      let viewer = trial.exchanges[position].request.viewer.name
      if !group.viewers.contains(viewer) { group.viewers.append(viewer) }
    }
    if !group.operations.contains(plan.operationName) {
      group.operations.append(plan.operationName)
    }
    groups[cause] = group
  }

  /// The failures gathered so far, in the order of the plan; they are then forgotten.
  mutating func takeGroups() -> [Group] {
    defer { groups = [:] }
    return groups.values.sorted { left, right in
      (left.plan.index, left.cause.check, left.cause.signature)
        < (right.plan.index, right.cause.check, right.cause.signature)
    }
  }

  mutating func addRequests(_ count: Int) { requests += count }

  func results(checks: [any ContractCheck]) -> [Summary.Result] {
    counts.map { pair, count in
      Summary.Result(
        check: checks[pair.check].name, operation: pair.operation, passed: count.passed,
        failed: count.failed)
    }.sorted { ($0.check, $0.operation) < ($1.check, $1.operation) }
  }

  func operationCounts(of document: OpenAPIDocument) -> [Summary.OperationCount] {
    document.operations.map {
      operations[$0.name] ?? .init(name: $0.name, cases: 0, successes: 0)
    }
  }
}
