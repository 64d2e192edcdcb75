import AccordJSON
import HTTPTypes

/// Gives the time since some moment that does not change. Injected, so that tests need not wait.
public struct RunClock: Sendable {
  public let now: @Sendable () -> Duration

  public init(now: @escaping @Sendable () -> Duration) {
    self.now = now
  }

  /// The clock of the machine, which goes on while it sleeps.
  public static var continuous: RunClock {
    let start = ContinuousClock.now
    return RunClock { ContinuousClock.now - start }
  }
}

/// Sends the requests of cases and has the checks look at what comes back.
struct CaseRunner: Sendable {
  let transport: any ContractTransport
  let configuration: ContractConfiguration
  let checks: [any ContractCheck]
  let clock: RunClock
  /// After it requests are cut off; `nil` for never.
  let deadline: Duration?
  private let repetitions = RepetitionBudget()

  /// A case that was tried, with what every check says of it.
  struct Evaluation: Sendable {
    let trial: Trial
    /// In the order of the checks.
    let verdicts: [Verdict]
    let requests: Int

    /// Whether the run's end cut it off, so that it says nothing.
    var wasCancelled: Bool {
      trial.exchanges.contains { exchange in
        if case .failure(.cancelled) = exchange.outcome { return true }
        return false
      }
    }
  }

  func evaluate(_ plan: Case, in context: CheckContext) async -> Evaluation {
    var trial = await send(plan)
    var verdicts = checks.map { $0.examine(trial, in: context) }
    var requests = trial.exchanges.count
    guard comparesReadings(plan), verdicts.contains(where: { !$0.findings.isEmpty }),
      let first = plan.requests.first
    else { return Evaluation(trial: trial, verdicts: verdicts, requests: requests) }
    // What the first request answers by now: whatever changed meanwhile is no difference.
    trial.reread = await send(first)
    requests += 1
    verdicts = checks.map { $0.examine(trial, in: context) }
    if verdicts.allSatisfy(\.findings.isEmpty),
      let again = await comingBack(trial, to: first, &requests)
    {
      trial.reread = again
      verdicts = checks.map { $0.examine(trial, in: context) }
    }
    return Evaluation(trial: trial, verdicts: verdicts, requests: requests)
  }

  /// The first answer once more, after it was another one. What changes by itself does not change back to the letter
  /// and away again in an instant; what is wrong now and then does.
  private func comingBack(
    _ trial: Trial, to request: OutgoingRequest, _ requests: inout Int
  ) async -> Exchange? {
    guard let answer = trial.exchanges.first?.answer, let first = answer.json,
      let other = trial.reread?.answer?.json, other != first, repetitions.take()
    else { return nil }
    for _ in 0..<RepetitionBudget.repetitions {
      let exchange = await send(request)
      requests += 1
      guard let seen = exchange.answer?.json else { return nil }
      guard seen == first else { continue }
      let next = await send(request)
      requests += 1
      return next.answer?.json == other ? exchange : nil
    }
    return nil
  }

  /// Sends the requests of a case that is not judged here, for what its answers teach.
  func observe(_ plan: Case) async -> Evaluation {
    let trial = await send(plan)
    return Evaluation(trial: trial, verdicts: [], requests: trial.exchanges.count)
  }

  private func comparesReadings(_ plan: Case) -> Bool {
    switch plan.purpose {
    case .mask, .batch, .batchParts: true
    case .valid, .invalid, .withoutCredentials, .badCredential, .unknownMethod, .ownerMask,
      .ownerSight, .precedent, .story, .undisturbed:
      false
    }
  }

  private func send(_ plan: Case) async -> Trial {
    if case .story(let story) = plan.purpose {
      return Trial(plan: plan, memory: await play(story))
    }
    var exchanges: [Exchange] = []
    for request in plan.requests {
      let exchange = await send(request)
      exchanges.append(exchange)
      if exchange.answer == nil { break }
    }
    return Trial(plan: plan, exchanges: exchanges)
  }

  /// Ends early where a creation or a deletion is refused. A change that is refused shows nothing, and the next one may
  /// still.
  private func play(_ story: Story) async -> StoryMemory {
    var memory = StoryMemory(story)
    func read(_ request: OutgoingRequest?, as role: StoryRole) async {
      guard let request else { return }
      memory.add(await send(request), as: role)
    }
    for (number, act) in story.acts.enumerated() {
      if number > 0, let item = act.item {
        await read(memory.request(item), as: .itemBefore(number))
      }
      for (index, target) in act.targets.enumerated() {
        await read(
          memory.request(target.draft, arguments: target.arguments, act: nil)
            ?? memory.request(target, ofAttempt: act.attempts.first),
          as: .before(act: number, target: index))
      }
      for draft in act.attempts {
        guard let request = act.kind == .creation ? draft.request() : memory.request(draft) else {
          return memory
        }
        await read(request, as: .act(number))
        if memory.exchange(.act(number))?.answer?.isSuccess ?? true { break }
      }
      guard memory.exchange(.act(number))?.answer?.isSuccess ?? false else {
        if act.kind == .change { continue }
        return memory
      }
      if let item = act.item { await read(memory.request(item), as: .item(number)) }
      for (index, target) in act.targets.enumerated() {
        await read(
          memory.request(target.draft, arguments: target.arguments, act: number),
          as: .after(act: number, target: index))
      }
    }
    return memory
  }

  private func send(_ request: OutgoingRequest) async -> Exchange {
    let start = clock.now()
    let outcome = await outcome(
      of: request.httpRequest(to: configuration.server), body: request.body, at: start)
    return Exchange(request: request, outcome: outcome, duration: clock.now() - start)
  }

  private func outcome(
    of request: HTTPRequest, body: [UInt8], at start: Duration
  ) async -> Exchange.Outcome {
    var timeout = configuration.requestTimeout
    var isCutShort = false
    if let deadline {
      let left = deadline - start
      guard left > .zero else { return .failure(.cancelled) }
      isCutShort = left < timeout
      timeout = min(timeout, left)
    }
    do throws(TransportFailure) {
      let answer = try await transport.send(
        request, body: body, timeout: timeout, bodyLimit: configuration.bodyLimit)
      return .answer(
        Answer(
          status: answer.response.status.code, fields: answer.response.headerFields,
          body: answer.body))
    } catch .timedOut where isCutShort {
      return .failure(.cancelled)
    } catch {
      return .failure(error)
    }
  }

  /// Whether there is a server at all; `nil` if there is.
  func probe() async -> TransportFailure? {
    let server = configuration.server
    let request = HTTPRequest(
      method: .get, scheme: server.scheme.rawValue, authority: server.authority,
      path: server.basePath + "/")
    switch await outcome(of: request, body: [], at: clock.now()) {
    case .answer: return nil
    case .failure(let failure): return failure
    }
  }
}
