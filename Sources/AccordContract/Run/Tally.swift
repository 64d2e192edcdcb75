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
  private var exercise = Exercise()
  private let severities: [CheckSeverity]
  private(set) var requests = 0
  private(set) var cases = 0

  init(checks: [any ContractCheck]) {
    severities = checks.map(\.severity)
  }

  mutating func add(_ evaluation: CaseRunner.Evaluation) {
    requests += evaluation.requests
    guard !evaluation.wasCancelled else { return }
    cases += 1
    exercise.add(evaluation.trial)
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
      switch verdict {
      case .notApplicable: continue
      case .holds:
        counts[Pair(check: check, operation: plan.operationName), default: Count()].passed += 1
      case .broken where severities[check] == .note:
        counts[Pair(check: check, operation: plan.operationName), default: Count()].passed += 1
        gather(verdict.findings, check, evaluation.trial)
      case .broken(let findings):
        for name in Set(findings.map { Self.operation(of: $0, in: evaluation.trial) }) {
          counts[Pair(check: check, operation: name), default: Count()].failed += 1
        }
        gather(findings, check, evaluation.trial)
      }
    }
  }

  private mutating func gather(_ findings: [Finding], _ check: Int, _ trial: Trial) {
    var seen: Set<Cause> = []
    for finding in findings {
      let cause = Self.cause(of: finding, check: check, trial: trial)
      add(finding, cause, trial, isNewCase: seen.insert(cause).inserted)
    }
  }

  /// The operation that shows it: a case may call several.
  static func operation(of finding: Finding, in trial: Trial) -> String {
    let request = finding.requests.first.flatMap { position in
      trial.exchanges.indices.contains(position) ? trial.exchanges[position].request : nil
    }
    return request?.operation?.name ?? trial.plan.operationName
  }

  static func cause(of finding: Finding, check: Int, trial: Trial) -> Cause {
    let operation =
      switch finding.scope {
      case .operation: operation(of: finding, in: trial)
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
    for viewer in Self.viewers(of: finding, in: trial) where !group.viewers.contains(viewer) {
      group.viewers.append(viewer)
    }
    let operation = Self.operation(of: finding, in: trial)
    if !group.operations.contains(operation) { group.operations.append(operation) }
    groups[cause] = group
  }

  private static func viewers(of finding: Finding, in trial: Trial) -> [String] {
    if let viewer = finding.viewer { return [viewer] }
    let positions = finding.requests.isEmpty ? Array(trial.exchanges.indices) : finding.requests
    return positions.filter(trial.exchanges.indices.contains).map {
      trial.exchanges[$0].request.viewer.name
    }
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
        check: checks[pair.check].name, operation: pair.operation.onOneLine, passed: count.passed,
        failed: count.failed)
    }.sorted { ($0.check, $0.operation) < ($1.check, $1.operation) }
  }

  /// How many causes of failures are gathered and not yet told.
  var suspicions: Int { groups.count }

  func operationCounts(
    of document: OpenAPIDocument, _ coverage: ConstraintCoverage
  ) -> [Summary.OperationCount] {
    let constraints = coverage.labels
    return document.operations.map {
      var count = operations[$0.name] ?? .init(name: $0.name, cases: 0, successes: 0)
      count.name = $0.name.onOneLine
      exercise.tell(&count, $0, constraints: constraints[$0.name] ?? [])
      return count
    }
  }
}
