import AccordJSON
import AccordOpenAPI
import AccordSchema

extension OperationPlanner {
  /// The plainest request, the given values and something made up for every viewer, then the document's examples,
  /// viewers in turn; at most `limit` of these.
  ///
  /// - Parameter seen: from it are values that belong together, where a path names several things.
  mutating func exampleCases(limit: Int, seen: SeenObjects = SeenObjects()) -> [Case] {
    let viewers = context.viewers(of: operation)
    guard let first = viewers.first else { return [] }
    let base = base(as: first)
    var forAll: [(summary: String, draft: RequestDraft)] = [("only what is required", base)]
    forAll += poolDrafts(base) + togetherDrafts(base, seen) + madeUpDrafts(base)
    let cases = forAll.flatMap { summary, draft in
      viewers.compactMap { makeCase(.valid, summary, draft.seen(by: $0)) }
    }
    return (cases + inTurn(exampleDrafts(base).evenlyReduced(to: limit), viewers))
      .withoutRepetitions
  }

  /// Values at the edge of what is allowed, one at a time; viewers in turn.
  func boundaryCases(limit: Int) -> [Case] {
    let viewers = context.viewers(of: operation)
    guard let first = viewers.first else { return [] }
    return inTurn(boundaryDrafts(base(as: first)).evenlyReduced(to: limit), viewers)
      .withoutRepetitions
  }

  /// Values drawn at random, all at once; viewers in turn.
  mutating func randomCases(count: Int, seen: SeenObjects = SeenObjects()) -> [Case] {
    let viewers = context.viewers(of: operation)
    guard let first = viewers.first else { return [] }
    let base = base(as: first)
    let together = togetherDrafts(base, seen).map(\.draft)
    var drafts: [(summary: String, draft: RequestDraft)] = []
    while drafts.count < count,
      let draft = randomDraft(together.randomElement(using: &generator) ?? base)
    {
      drafts.append(("sampled values", draft))
    }
    return inTurn(drafts, viewers).withoutRepetitions
  }

  /// All of them, for operations of which few requests are made.
  mutating func validCases(limit: Int) -> [Case] {
    let examples = exampleCases(limit: limit)
    let boundaries = boundaryCases(limit: Swift.max(limit - examples.count, limit / 2))
    return
      (examples + boundaries
      + randomCases(count: Swift.max(limit - examples.count - boundaries.count, 0)))
      .withoutRepetitions
  }

  private func inTurn(
    _ drafts: [(summary: String, draft: RequestDraft)], _ viewers: [ViewerAccess]
  ) -> [Case] {
    drafts.enumerated().compactMap { index, element in
      makeCase(.valid, element.summary, element.draft.seen(by: viewers[index % viewers.count]))
    }
  }

  /// Several path parameters whose values were seen together.
  private func togetherDrafts(
    _ base: RequestDraft, _ seen: SeenObjects
  ) -> [(summary: String, draft: RequestDraft)] {
    guard variesPath, operation.path.parameterNames.count > 1 else { return [] }
    return seen.values(for: operation, pools: context.configuration.parameters)
      .evenlyReduced(to: 20).map { ("values that belong together", base.naming($0)) }
  }

  /// A name that nothing has, where it is known what exists.
  private func madeUpDrafts(_ base: RequestDraft) -> [(summary: String, draft: RequestDraft)] {
    guard variesPath, operation.path.parameterNames.count == 1,
      let position = parameters.firstIndex(where: { $0.parameter.place == .path }),
      !parameters[position].pool.isEmpty,
      let value = parameters[position].unlikely(seed: context.configuration.seed)
    else { return [] }
    var draft = base
    draft.values[position] = value
    draft.isMadeUp = true
    return [("a made-up \(parameters[position].parameter.name)", draft)]
  }

  private func poolDrafts(_ base: RequestDraft) -> [(summary: String, draft: RequestDraft)] {
    var result: [(summary: String, draft: RequestDraft)] = []
    for (position, values) in parameters.enumerated()
    where variesPath || values.parameter.place != .path {
      for value in values.pool.prefix(20) {
        var draft = base
        draft.values[position] = value
        result.append(("the given \(values.parameter.name)", draft))
      }
    }
    return result
  }

  private func exampleDrafts(_ base: RequestDraft) -> [(summary: String, draft: RequestDraft)] {
    var result: [(summary: String, draft: RequestDraft)] = []
    for (position, values) in parameters.enumerated()
    where variesPath || values.parameter.place != .path {
      for value in values.examples {
        var draft = base
        draft.values[position] = value
        result.append(("an example of \(values.parameter.name)", draft))
      }
    }
    guard let body else { return result }
    for sample in body.examples {
      var draft = base
      draft.body = .value(sample.value, body.media)
      result.append(("\(sample.summary) as body", draft))
    }
    if !body.requestBody.isRequired {
      var draft = base
      draft.body = nil
      result.append(("no body", draft))
    }
    return result
  }

  private func boundaryDrafts(_ base: RequestDraft) -> [(summary: String, draft: RequestDraft)] {
    var result: [(summary: String, draft: RequestDraft)] = []
    for (position, values) in parameters.enumerated()
    where variesPath || values.parameter.place != .path {
      for sample in values.boundaries {
        var draft = base
        draft.values[position] = sample.value
        result.append(("\(values.parameter.name): \(sample.summary)", draft))
      }
    }
    for sample in body?.boundaries ?? [] {
      guard let body else { break }
      var draft = base
      draft.body = .value(sample.value, body.media)
      result.append(("body: \(sample.summary)", draft))
    }
    return result
  }

  private mutating func randomDraft(_ base: RequestDraft) -> RequestDraft? {
    var draft = base
    for position in parameters.indices {
      let parameter = parameters[position].parameter
      switch parameter.place {
      case .path:
        guard variesPath, operation.path.parameterNames.count == 1 || Bool.random(using: &generator)
        else { continue }
        let pool = parameters[position].pool
        if let known = pool.randomElement(using: &generator), Bool.random(using: &generator) {
          draft.values[position] = known
        } else {
          draft.values[position] = parameters[position].random()
        }
      case .query, .header, .cookie:
        if parameter.isRequired || Bool.random(using: &generator) {
          draft.values[position] = parameters[position].random()
        }
      }
    }
    if let body, let value = randomBody(body) { draft.body = .value(value, body.media) }
    // Without anything to vary, one request is all there is.
    return parameters.isEmpty && body == nil ? nil : draft
  }

  private mutating func randomBody(_ body: BodyValues) -> JSONValue? {
    randomBody(body, &generator)
  }

  func randomBody(_ body: BodyValues, _ generator: inout SeededGenerator) -> JSONValue? {
    guard let schema = body.schema else { return nil }
    var sampler = Sampler(
      schema, direction: .request, seed: UInt64.random(in: 0 ... .max, using: &generator),
      formats: context.configuration.formats)
    for _ in 0..<5 {
      if let value = sampler.random(), Plausibility.isUnambiguous(value) { return value }
    }
    return nil
  }
}

extension Array {
  /// Every so manieth of them, so that no more than `limit` are left.
  func evenlyReduced(to limit: Int) -> [Element] {
    guard count > limit, limit > 0 else { return limit > 0 ? self : [] }
    return (0..<limit).map { self[$0 * count / limit] }
  }
}

extension [Case] {
  /// Without those that send what another one already sends for the same viewer.
  var withoutRepetitions: [Case] {
    var seen: Set<RequestIdentity> = []
    return filter { plan in
      guard plan.requests.count == 1 else { return true }
      return seen.insert(RequestIdentity(plan.requests[0])).inserted
    }
  }
}

extension [OutgoingRequest] {
  var withoutRepetitions: [OutgoingRequest] {
    var seen: Set<RequestIdentity> = []
    return filter { seen.insert(RequestIdentity($0)).inserted }
  }
}

/// What makes a request the same as another one.
private struct RequestIdentity: Hashable {
  let method: String
  let target: ExactString
  let fields: String
  let body: [UInt8]
  let viewer: String
  let credential: PresentedCredential?

  init(_ request: OutgoingRequest) {
    method = request.method.rawValue
    target = ExactString(request.target)
    fields = request.fields.map { "\($0.name.canonicalName)=\($0.value)" }.joined(separator: "\n")
    body = request.body
    viewer = request.viewer.name
    credential = request.credential
  }
}
