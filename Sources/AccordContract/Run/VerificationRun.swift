import AccordJSON
import AccordOpenAPI
import AccordSchema

/// One run, from the plan to the summary. Used once.
final class VerificationRun {
  private let planning: PlanningContext
  private let configuration: ContractConfiguration
  private let checks: [any ContractCheck]
  private let clock: RunClock
  private let start: Duration
  private let settings: RunSettings
  let runner: CaseRunner
  private let reporter: FailureReporter

  private var checkContext: CheckContext
  private var planner: CasePlanner
  private var tally: Tally
  private var breaker = Breaker()
  private var failures: [Failure] = []
  private var notes: [String] = []
  private var casesPlanned = 0
  private var casesDone = 0
  private var ending = Summary.Ending.completed

  init(
    planning: PlanningContext, checks: [any ContractCheck], transport: any ContractTransport,
    clock: RunClock
  ) {
    self.planning = planning
    self.checks = checks
    self.clock = clock
    configuration = planning.configuration
    tally = Tally(checks: checks)
    start = clock.now()
    settings = planning.settings
    runner = CaseRunner(
      transport: transport, configuration: configuration, checks: checks, clock: clock,
      deadline: configuration.timeLimit.map { clock.now() + $0 })
    reporter = FailureReporter(planning: planning, checks: checks, runner: runner)
    checkContext = CheckContext(
      document: planning.document, schemas: planning.schemas, viewers: planning.roster,
      ownership: Ownership(pools: configuration.parameters), masks: planning.masks)
    planner = CasePlanner(planning)
  }

  func execute(_ handler: @Sendable (Event) -> Void) async -> Summary {
    handler(.started(startEvent))
    for note in planning.roster.notes + unusedParameters { add(note, handler) }
    if let failure = await contact() {
      end(failure, handler)
    } else {
      await compare(handler)
      await read(handler)
      if configuration.allowsWrites, configuration.ownsState { await write(handler) }
    }
    // Whatever stopped the run may have done so in the middle of a stage.
    _ = isGoingOn()
    for note in planner.notes + breakerNotes + silentOperations { add(note, handler) }
    let summary = summary()
    handler(.finished(summary))
    return summary
  }

  private func add(_ note: String, _ handler: @Sendable (Event) -> Void) {
    let note = reporter.redactor.redact(note)
    notes.append(note)
    handler(.note(note))
  }

  /// Why there is no server, if there is none. Asks twice, unless that only costs another timeout.
  private func contact() async -> TransportFailure? {
    switch await runner.probe() {
    case nil: nil
    case .timedOut: .timedOut
    case .some: await runner.probe()
    }
  }

  /// There is nothing to verify: nobody is there, or nobody who speaks HTTP.
  private func end(_ failure: TransportFailure, _ handler: @Sendable (Event) -> Void) {
    if case .cancelled = failure {
      ending = .interrupted
      return
    }
    guard !failure.meansNoServer else {
      ending = .noServer(reporter.redactor.redact("\(failure)"))
      return
    }
    ending = .serverGone(reporter.redactor.redact("\(failure)"))
    tell(reporter.failure(ofFirstContact: failure), handler)
  }

  private func tell(_ failure: Failure, _ handler: @Sendable (Event) -> Void) {
    // A cause that two stages show is still one.
    if let known = failures.firstIndex(where: { $0.isSameCause(as: failure) }) {
      failures[known].join(failure)
      handler(.failure(failures[known]))
      return
    }
    var failure = failure
    failure.number = failures.count + 1
    failures.append(failure)
    handler(.failure(failure))
  }

  // MARK: - Stages

  private func compare(_ handler: @Sendable (Event) -> Void) async {
    var trials = await perform(.comparisons, planner.comparisons(), handler)
    trials += await perform(.comparisons, planner.comparisons(after: trials), handler)
    let owner = MaskPlanner.ownerCases(seenIn: trials, context: checkContext)
    await perform(.comparisons, owner.shared(by: "owner"), handler)
    var evidence = MaskEvidence(planning: planning, ownership: checkContext.ownership)
    for trial in trials { evidence.learn(from: trial) }
    await perform(.comparisons, evidence.cases.shared(by: "evidence"), handler)
    // Known before anything is told: what a mask hides is not for the readers of a report.
    checkContext.hidden = evidence.hidden
    checkContext.owned = evidence.owned
    await report(handler)
    for note in evidence.notes { add(note, handler) }
  }

  /// Phase by phase, and in each one operation after the other, so that a large document needs no large plan, and
  /// every operation has had its turn when the time is over.
  private func read(_ handler: @Sendable (Event) -> Void) async {
    let operations = planner.readOperations()
    var observations = Observations(planning: planning)
    for operation in operations where isGoingOn() {
      observations.learn(
        from: await perform(.examples, planner.reads(operation, .examples), handler))
    }
    await perform(.examples, observations.cases().shared(by: "observations"), handler)
    await report(handler)
    for operation in operations where isGoingOn() {
      await perform(.boundaries, planner.reads(operation, .boundaries), teaches: false, handler)
    }
    await perform(.boundaries, planner.unknownMethods(), teaches: false, handler)
    await report(handler)
    for operation in operations where isGoingOn() {
      await perform(.random, planner.reads(operation, .random), teaches: false, handler)
    }
    await report(handler)
  }

  private func write(_ handler: @Sendable (Event) -> Void) async {
    await perform(.state, planner.undisturbed(), concurrency: 1, handler)
    var created: [WritePlanner.Creation] = []
    let writes = WritePlanner(context: planning)
    await perform(.state, planner.stories(created: created), concurrency: 1, handler)
    await report(handler)
    for stage in WritePlanner.Stage.allCases {
      let known = created
      for operation in writes.operations(stage) where isGoingOn() {
        let trials = await perform(
          .state, planner.writes(operation, created: known), concurrency: 1, handler)
        if stage.creates { created += trials.compactMap(writes.creation) }
      }
      await report(handler)
    }
    // What was hidden before has to be hidden still.
    await perform(.state, planner.comparisons(), handler)
    await report(handler)
  }

  /// Tries the cases, several at a time: those of this run's shard, and those of others whose answers it needs.
  ///
  /// - Parameter teaches: whether answers are needed to plan other cases.
  @discardableResult
  private func perform(
    _ phase: Phase, _ cases: [Case], concurrency: Int? = nil, teaches: Bool = true,
    _ handler: @Sendable (Event) -> Void
  ) async -> [Trial] {
    // What changes something is not divided at all.
    let isWhole = phase == .state
    let own = { [configuration] (plan: Case) in isWhole || configuration.isOwn(plan) }
    let needed = cases.filter { own($0) || (teaches && $0.teaches) }
    casesPlanned += needed.count(where: own)
    var trials: [Trial] = []
    var queue = needed[...]
    let runner = runner
    let context = checkContext
    await withTaskGroup(of: CaseRunner.Evaluation.self) { group in
      var running = 0
      let limit = Swift.max(concurrency ?? configuration.concurrency, 1)
      while true {
        while running < limit, let plan = nextCase(&queue) {
          let isJudged = own(plan)
          group.addTask {
            isJudged ? await runner.evaluate(plan, in: context) : await runner.observe(plan)
          }
          running += 1
        }
        guard let evaluation = await group.next() else { break }
        running -= 1
        count(evaluation, isJudged: own(evaluation.trial.plan))
        if teaches { trials.append(evaluation.trial) }
        await heed(breaker.add(evaluation.trial))
        handler(.progress(progress(phase)))
      }
    }
    return trials.sorted { $0.plan.index < $1.plan.index }
  }

  private func count(_ evaluation: CaseRunner.Evaluation, isJudged: Bool) {
    guard isJudged else { return tally.addRequests(evaluation.requests) }
    casesDone += 1
    tally.add(evaluation)
  }

  private func progress(_ phase: Phase) -> Event.Progress {
    Event.Progress(
      stage: phase.rawValue, casesDone: casesDone, casesPlanned: casesPlanned,
      requests: tally.requests, suspicions: failures.count + tally.suspicions,
      elapsed: clock.now() - start)
  }

  private func isGoingOn() -> Bool {
    if ending == .completed, let deadline = runner.deadline, clock.now() >= deadline {
      ending = .timeLimit
    }
    if ending == .completed, Task.isCancelled { ending = .interrupted }
    return ending == .completed
  }

  private func nextCase(_ queue: inout ArraySlice<Case>) -> Case? {
    while let plan = queue.popFirst() {
      guard isGoingOn() else { return nil }
      if !breaker.leavesOut(plan) { return plan }
    }
    return nil
  }

  private func heed(_ decision: Breaker.Decision) async {
    guard ending == .completed else { return }
    switch decision {
    case .goOn: return
    case .probe:
      if let failure = await contact() {
        ending = .serverGone(reporter.redactor.redact("\(failure)"))
      }
    case .stop(let reason):
      ending = .serverGone(reporter.redactor.redact(reason))
    }
  }

  /// Makes sure of what failed in a stage, and says so.
  private func report(_ handler: @Sendable (Event) -> Void) async {
    let canRepeat: Bool
    switch ending {
    case .completed: canRepeat = true
    case .timeLimit, .interrupted, .serverGone, .noServer: canRepeat = false
    }
    for group in tally.takeGroups() {
      let (failure, requests) = await reporter.failure(
        of: group, in: checkContext, canRepeat: canRepeat)
      tally.addRequests(requests)
      guard let failure else { continue }
      switch checks[group.cause.check].severity {
      case .failure: tell(failure, handler)
      case .failureIfSteady:
        if case .flaky = failure.confirmation { continue }
        tell(failure, handler)
      case .note:
        add(
          "\(failure.operation): \(failure.got); the document describes no such property", handler)
      }
    }
  }

  // MARK: - Words

  private var startEvent: Event.Start {
    Event.Start(
      title: planning.document.info.title.onOneLine, server: "\(configuration.server)",
      seed: configuration.seed, operations: planning.document.operations.count,
      viewers: viewerNames, checks: checks.map(\.name), settings: settings,
      shard: configuration.shard)
  }

  private var viewerNames: [String] { planning.roster.viewers.map(\.name.onOneLine) }

  private var unusedParameters: [String] {
    let known = planning.document.operations.flatMap { $0.parameters.map(\.name) }
    return configuration.parameters.keys.filter { key in
      !known.contains { $0.isExactly(key) }
    }.map { "no operation has the parameter \($0.shortened); its values are not used" }
  }

  private var breakerNotes: [String] {
    breaker.operationsLeftOut.map {
      "\($0) gave no answer again and again: its other cases are left out"
    }
  }

  /// Operations about which a run says little, because nothing was ever found there.
  private var silentOperations: [String] {
    guard ending == .completed else { return [] }
    let names = tally.operationCounts(of: planning.document, planner.coverage)
      .filter { $0.cases > 0 && $0.successes == 0 }.map(\.name)
    guard !names.isEmpty else { return [] }
    let list = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
    return [
      "never answered with success, so that little is known of it: \(list) "
        + "(--parameter NAME=VALUE names things that exist)"
    ]
  }

  private func summary() -> Summary {
    Summary(
      title: planning.document.info.title.onOneLine, server: "\(configuration.server)",
      seed: configuration.seed, settings: settings, viewers: viewerNames,
      checks: checks.map { .init(name: $0.name, explanation: $0.explanation) },
      operations: tally.operationCounts(of: planning.document, planner.coverage),
      results: tally.results(checks: checks), failures: failures, notes: notes,
      casesPlanned: casesPlanned, casesRun: tally.cases, requests: tally.requests,
      duration: (clock.now() - start).inMilliseconds,
      ending: ending, shard: configuration.shard)
  }
}
