import AccordJSON

/// Makes sure of a failure by trying again, makes its request smaller, and puts it into words.
struct FailureReporter: Sendable {
  let planning: PlanningContext
  let checks: [any ContractCheck]
  let runner: CaseRunner
  let redactor: Redactor

  /// How often a failure has to show without exception, and how often it is tried if it does not.
  private static let sureAfter = 3
  private static let attempts = 5

  init(planning: PlanningContext, checks: [any ContractCheck], runner: CaseRunner) {
    self.planning = planning
    self.checks = checks
    self.runner = runner
    redactor = Redactor(
      planning.roster.viewers.compactMap(\.presented) + planning.forgeries.map(\.presented))
  }

  /// The failure, and how many requests it took to make sure.
  func failure(
    of group: Tally.Group, in context: CheckContext, canRepeat: Bool
  ) async -> (failure: Failure?, requests: Int) {
    var requests = 0
    var group = group
    let confirmation = await confirm(&group, context, canRepeat, &requests)
    if case .confirmed = confirmation, canRepeat {
      await shrink(&group, context, &requests)
    }
    return (describe(group, confirmation, context), requests)
  }

  // MARK: - Trying again

  private func confirm(
    _ group: inout Tally.Group, _ context: CheckContext, _ canRepeat: Bool,
    _ requests: inout Int
  ) async -> Failure.Confirmation {
    guard canRepeat else { return .unconfirmed }
    // Waiting for a timeout once more says nothing new if several cases have run into it.
    if group.cases > 1, group.trial.exchanges.contains(where: { $0.answer == nil }) {
      return .confirmed(times: group.cases)
    }
    var failed = 1
    for attempt in 2...Self.attempts {
      guard let shows = await shows(&group, context, &requests) else {
        return failed > 1 ? .confirmed(times: failed) : .unconfirmed
      }
      if shows { failed += 1 }
      if attempt == Self.sureAfter && failed == attempt { return .confirmed(times: failed) }
      if attempt == 2 && !shows && group.plan.changesData { return .unrepeatable }
    }
    return .flaky(failed: failed, of: Self.attempts)
  }

  /// Whether the case shows the cause again, which is then what is told of it: more is known by now of what must
  /// not be. `nil` if the run ended meanwhile.
  private func shows(
    _ group: inout Tally.Group, _ context: CheckContext, _ requests: inout Int
  ) async -> Bool? {
    let evaluation = await runner.evaluate(group.plan, in: context)
    requests += evaluation.requests
    if evaluation.wasCancelled { return nil }
    guard let finding = finding(of: group.cause, in: evaluation) else { return false }
    group.finding = finding
    group.trial = evaluation.trial
    return true
  }

  private func finding(
    of cause: Tally.Cause, in evaluation: CaseRunner.Evaluation
  ) -> Finding? {
    evaluation.verdicts[cause.check].findings.first {
      Tally.cause(of: $0, check: cause.check, trial: evaluation.trial) == cause
    }
  }

  // MARK: - Making it smaller

  private func shrink(
    _ group: inout Tally.Group, _ context: CheckContext, _ requests: inout Int
  ) async {
    if group.trial.exchanges.contains(where: { $0.answer == nil }) { return }
    let cause = group.cause
    let shrinker = FailureShrinker(planning: planning, runner: runner, context: context) {
      finding(of: cause, in: $0)
    }
    let (result, sent) = await shrinker.shrink(group)
    requests += sent
    guard let result else { return }
    group.plan = result.plan
    group.trial = result.trial
    group.finding = result.finding
  }

  // MARK: - Words

  /// The failure of a server that answers nothing at all.
  func failure(ofFirstContact failure: TransportFailure) -> Failure {
    Failure(
      check: AnswersCheck().name, operation: "GET /", operationID: nil, otherOperations: [],
      viewers: [], location: nil, attempt: "the first request", expected: "a complete HTTP answer",
      got: redactor.redact("\(failure)".onOneLine),
      reproduction: ["curl -sS -i " + CurlCommand.quoted("\(planning.configuration.server)/")],
      remarks: [], exchanges: [], differences: [], cases: 1, confirmation: .unconfirmed,
      caseIndex: 0, signature: failure.kind,
      spansOperations: true)
  }

  private func describe(
    _ group: Tally.Group, _ confirmation: Failure.Confirmation, _ context: CheckContext
  ) -> Failure {
    let plan = group.plan
    let all = group.trial.exchanges
    let positions =
      group.finding.requests.isEmpty
      ? Array(all.indices) : group.finding.requests.filter(all.indices.contains)
    let shown = positions.map { all[$0].request }
    let recorder = ExchangeRecorder(redactor: redactor, context: context)
    let curl = CurlCommand(server: planning.configuration.server, redactor: redactor)
    var remarks: [String] = []
    for remark in shown.compactMap({ $0.credential?.remark }) where !remarks.contains(remark) {
      remarks.append(remark)
    }
    let operation = Tally.operation(of: group.finding, in: group.trial)
    return Failure(
      check: checks[group.cause.check].name, operation: operation.onOneLine,
      operationID: shown.first?.operation?.operationID?.onOneLine,
      otherOperations: inOrderOfDocument(group.operations.filter { $0 != operation }),
      viewers: inOrderOfPrivilege(group.viewers),
      location: group.finding.location.map(DocumentPlace.init),
      attempt: redactor.redact(plan.summary.shortened(to: 200)),
      expected: redactor.redact(group.finding.expected.shortened(to: 600)),
      got: redactor.redact(group.finding.got.shortened(to: 600)),
      reproduction: shown.map(curl.line), remarks: remarks,
      exchanges: positions.prefix(ExchangeRecorder.exchangeLimit).map { recorder.record(all[$0]) },
      differences: recorder.differences(of: group.trial, showing: positions), cases: group.cases,
      confirmation: confirmation, caseIndex: plan.index,
      signature: redactor.redact(group.cause.signature.onOneLine),
      spansOperations: group.finding.scope == .server)
  }

  /// Cases end in any order; what they have in common is shown in the same order every time.
  private func inOrderOfDocument(_ names: [String]) -> [String] {
    let order = planning.document.operations.map(\.name)
    return names.sorted { left, right in
      (order.firstIndex(of: left) ?? order.count, left)
        < (order.firstIndex(of: right) ?? order.count, right)
    }.map(\.onOneLine)
  }

  private func inOrderOfPrivilege(_ names: [String]) -> [String] {
    let order = planning.roster.viewers.map(\.name) + planning.forgeries.map(\.name)
    return names.sorted { left, right in
      (order.firstIndex(of: left) ?? order.count, left)
        < (order.firstIndex(of: right) ?? order.count, right)
    }.map(\.onOneLine)
  }
}
