import AccordJSON
import AccordSchema

/// Looks for smaller requests that show the same failure: fewer keys, fewer parameters, smaller bodies.
struct FailureShrinker: Sendable {
  let planning: PlanningContext
  let runner: CaseRunner
  let context: CheckContext
  /// Finds the failure in what a case came to.
  let finding: @Sendable (CaseRunner.Evaluation) -> Finding?

  /// How many smaller cases are sent, and how many bodies are looked at.
  private static let attempts = 60
  private static let bodyCandidates = 400

  struct Result {
    var plan: Case
    var trial: Trial
    var finding: Finding
  }

  private struct Budget {
    var attempts = FailureShrinker.attempts
    var requests = 0
  }

  /// `nil` if nothing smaller shows it, twice in a row.
  func shrink(_ group: Tally.Group) async -> (result: Result?, requests: Int) {
    var budget = Budget()
    var current = Result(plan: group.plan, trial: group.trial, finding: group.finding)
    var hasShrunk = false
    func take(_ plan: Case?) async -> Bool {
      guard let plan, let smaller = await attempt(plan, &budget) else { return false }
      current = smaller
      hasShrunk = true
      return true
    }
    switch group.plan.purpose {
    case .valid:
      for plan in Self.withoutParameters(current.plan) { _ = await take(plan) }
      // Parameters by themselves may be needed, and others not.
      for plan in Self.withoutParameters(current.plan).dropFirst() { _ = await take(plan) }
      if let smaller = await shrinkBody(current, &budget) {
        current = smaller
        hasShrunk = true
      }
    case .batch, .batchParts, .mask:
      if let focused = BatchReduction(current.plan, current.finding) {
        _ = await take(focused.plan)
        if let reduction = BatchReduction(current.plan, current.finding) {
          await reduce(reduction) { await take($0) }
        }
      }
    case .invalid, .withoutCredentials, .badCredential, .unknownMethod, .ownerMask, .ownerSight,
      .precedent, .story, .undisturbed:
      // A request that breaks one constraint is small already, and made smaller it would break another.
      break
    }
    guard hasShrunk, let again = await attempt(current.plan, &budget) else {
      return (nil, budget.requests)
    }
    return (again, budget.requests)
  }

  private func attempt(_ plan: Case, _ budget: inout Budget) async -> Result? {
    guard budget.attempts > 0 else { return nil }
    budget.attempts -= 1
    let evaluation = await runner.evaluate(plan, in: context)
    budget.requests += evaluation.requests
    return finding(evaluation).map { Result(plan: plan, trial: evaluation.trial, finding: $0) }
  }

  // MARK: - Keys

  /// Leaves out ever smaller parts of the keys, as long as what is left shows it.
  private func reduce(_ start: BatchReduction, _ take: (Case) async -> Bool) async {
    var reduction = start
    var size = (reduction.droppable.count + 1) / 2
    while size > 0 {
      var position = 0
      while position < reduction.droppable.count {
        let dropped = Set(reduction.droppable.dropFirst(position).prefix(size))
        let plan = reduction.dropping(dropped)
        if await take(plan), let next = BatchReduction(plan, reduction.finding) {
          reduction = next
        } else {
          position += size
        }
      }
      size = size == 1 ? 0 : (size + 1) / 2
    }
  }

  // MARK: - Parameters

  /// The case without all of its optional query parameters, then without one of them each.
  private static func withoutParameters(_ plan: Case) -> [Case] {
    guard plan.requests.count == 1, let request = plan.requests.first,
      let operation = request.operation, let mark = request.target.firstIndex(of: "?")
    else { return [] }
    let pieces = request.target[request.target.index(after: mark)...].split(separator: "&")
    let optional = operation.parameters.filter { $0.place == .query && !$0.isRequired }
      .map { $0.name.percentEncoded() }
    func isOptional(_ piece: Substring) -> Bool {
      let name = piece.prefix { $0 != "=" }
      return optional.contains { $0 == name }
    }
    func smaller(keeping kept: [Substring]) -> Case {
      var smaller = plan
      let query = kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
      smaller.requests[0].target = request.target[..<mark] + query
      return smaller
    }
    guard pieces.contains(where: isOptional) else { return [] }
    let single = pieces.indices.filter { isOptional(pieces[$0]) }.map { dropped in
      smaller(keeping: pieces.indices.filter { $0 != dropped }.map { pieces[$0] })
    }
    return [smaller(keeping: pieces.filter { !isOptional($0) })] + single
  }

  // MARK: - Bodies

  private func shrinkBody(_ start: Result, _ budget: inout Budget) async -> Result? {
    guard let original = start.plan.requests.first, let json = original.json, json.weight > 2,
      let media = original.operation?.requestBody?.content.first(where: \.isJSON),
      let schema = media.schema.flatMap(planning.schemas.compiled)
    else { return nil }
    var shrinker = Shrinker(json)
    var smallest: Result?
    for _ in 0..<Self.bodyCandidates {
      // One attempt is kept for the last look.
      guard budget.attempts > 1, let candidate = shrinker.next() else { break }
      guard schema.isValid(candidate, direction: .request), Plausibility.isUnambiguous(candidate)
      else {
        shrinker.report(false)
        continue
      }
      var plan = start.plan
      plan.requests[0].json = candidate
      plan.requests[0].body = Array(candidate.serialized().utf8)
      let result = await attempt(plan, &budget)
      if let result { smallest = result }
      shrinker.report(result != nil)
    }
    return smallest
  }
}

/// A comparison of bulk answers, narrowed down to the requests that show a failure, whose keys can be left out.
private struct BatchReduction {
  let plan: Case
  let finding: Finding
  private let keys: JSONPointer
  /// Positions of the keys of the first request that are not what is compared.
  let droppable: [Int]

  init?(_ original: Case, _ finding: Finding) {
    var plan = original
    var kept: [JSONValue] = []
    switch original.purpose {
    case .batch(var comparison):
      guard let position = finding.requests.last, position > 0,
        var single = comparison.singles.first(where: { $0.request == position }),
        original.requests.indices.contains(position)
      else { return nil }
      keys = comparison.batch.keys
      kept = [single.key]
      plan.requests = [original.requests[0], original.requests[position]]
      single.request = 1
      comparison.singles = [single]
      plan.purpose = .batch(comparison)
    case .batchParts(var parts):
      guard let position = finding.requests.last, position > 0,
        original.requests.indices.contains(position)
      else { return nil }
      keys = parts.batch.keys
      kept = parts.keys[position]
      plan.requests = [original.requests[0], original.requests[position]]
      parts.keys = [parts.keys[0], parts.keys[position]]
      plan.purpose = .batchParts(parts)
    case .mask(let comparison):
      guard case .batch(let batch) = comparison.scope else { return nil }
      keys = batch.keys
    case .valid, .invalid, .withoutCredentials, .badCredential, .unknownMethod, .ownerMask,
      .ownerSight, .precedent, .story, .undisturbed:
      return nil
    }
    self.plan = plan
    self.finding = finding
    let all = plan.requests[0].json?[keys]?.array ?? []
    droppable = all.indices.filter { !kept.contains(all[$0]) }
  }

  func dropping(_ positions: Set<Int>) -> Case {
    var smaller = plan
    func reduced(_ keys: [JSONValue]) -> [JSONValue] {
      keys.indices.filter { !positions.contains($0) }.map { keys[$0] }
    }
    func reduce(_ index: Int) {
      guard let json = smaller.requests[index].json, let all = json[keys]?.array else { return }
      let changed = json.setting(.array(reduced(all)), at: keys.tokens[...])
      smaller.requests[index].json = changed
      smaller.requests[index].body = Array(changed.serialized().utf8)
    }
    reduce(0)
    let left = smaller.requests[0].json?[keys]?.array?.count ?? 0
    smaller.summary = left == 1 ? "one key" : "\(left) keys"
    switch smaller.purpose {
    case .batch(var comparison):
      comparison.keys = reduced(comparison.keys)
      smaller.purpose = .batch(comparison)
    case .batchParts(var parts):
      parts.keys[0] = reduced(parts.keys[0])
      smaller.purpose = .batchParts(parts)
    case .mask: reduce(1)
    case .valid, .invalid, .withoutCredentials, .badCredential, .unknownMethod, .ownerMask,
      .ownerSight, .precedent, .story, .undisturbed:
      break
    }
    return smaller
  }
}
