import AccordJSON
import AccordOpenAPI
import AccordSchema

/// Plans what is created, read, changed, read, deleted and read again.
struct StoryPlanner {
  let context: PlanningContext
  private let writes: WritePlanner

  /// How many bodies a creation is tried with.
  private static let attempts = 4

  init(context: PlanningContext) {
    self.context = context
    writes = WritePlanner(context: context)
  }

  /// - Parameter created: what exists already, for paths below it.
  func cases(_ created: [WritePlanner.Creation]) -> [Case] {
    (writes.operations(.create) + writes.operations(.nest)).compactMap { story($0, created) }
  }

  private func story(_ creation: Operation, _ created: [WritePlanner.Creation]) -> Case? {
    guard let viewer = context.viewers(of: creation).first else { return nil }
    let own = writes.parameters(naming: creation)
    var acts: [Story.Act] = []
    let item = item(of: creation, own, viewer)
    guard
      let first = act(
        .creation, creation, writes.creatingPath(of: creation, created), viewer, item: item)
    else { return nil }
    acts.append(first)
    for operation in changes(of: creation, own) {
      let kind: Story.Act.Kind = operation.method == .delete ? .deletion : .change
      guard let act = act(kind, operation, .unlikely, viewer, item: item) else { continue }
      acts.append(act)
      for narrow in narrowed(act, operation) { acts += [act.withoutTargets, narrow] }
    }
    // Deletions last, and one of them.
    let deletion = acts.first { $0.kind == .deletion }
    acts = acts.filter { $0.kind != .deletion } + [deletion].compactMap { $0 }
    guard item != nil || acts.contains(where: { !$0.targets.isEmpty }) else { return nil }
    return Case(
      creation, .story(Story(acts: acts, ownParameters: own)),
      "what is created, changed and deleted, with reads in between", [], changesData: true)
  }

  private func act(
    _ kind: Story.Act.Kind, _ operation: Operation, _ path: OperationPlanner.PathValues,
    _ viewer: ViewerAccess, item: RequestDraft?
  ) -> Story.Act? {
    guard context.viewers(of: operation).contains(viewer) else { return nil }
    let planner = OperationPlanner(operation, context, pathValues: path)
    guard planner.canBeCalled else { return nil }
    let base = planner.base(as: viewer)
    var drafts: [RequestDraft] = []
    if let body = planner.body, kind != .deletion {
      // A change that changes nothing shows nothing: the fullest bodies come first.
      let typical = body.typical.map { [$0] } ?? []
      let full = (body.boundaries.map(\.value) + body.examples.map(\.value))
        .sorted { $0.weight > $1.weight }
      var generator = planner.generator
      let random = (0..<Self.attempts).compactMap { _ in planner.randomBody(body, &generator) }
      let bodies = kind == .creation ? random + typical : Array(full.prefix(1)) + random
      drafts = bodies.prefix(Self.attempts + 1).map { value in
        var draft = base
        draft.body = .value(value, body.media)
        return draft
      }
    }
    return Story.Act(
      kind: kind, attempts: drafts.isEmpty ? [base] : drafts,
      targets: targets(of: operation, viewer), item: item)
  }

  /// A PATCH with one property only, and with another one only: what they leave of all that the full one has set.
  private func narrowed(_ act: Story.Act, _ operation: Operation) -> [Story.Act] {
    guard operation.method == .patch, act.item != nil, let full = act.attempts.first,
      case .value(.object(let members), let media)? = full.body, members.count > 2
    else { return [] }
    let schema = media.schema.flatMap(context.schemas.compiled)
    let bodies = members.filter { $1 != .null }.map { JSONValue.object([$0: $1]) }
      .filter { schema?.isValid($0, direction: .request) ?? true }
    // The first and the last: neighbours often depend on one another.
    guard let first = bodies.first, let last = bodies.last, bodies.count > 1 else { return [] }
    return [first, last].map { body in
      var draft = full
      draft.body = .value(body, media)
      return Story.Act(kind: .change, attempts: [draft], targets: [], item: act.item)
    }
  }

  /// The read of what the operation creates, by its own path.
  private func item(of creation: Operation, _ own: [String], _ viewer: ViewerAccess)
    -> RequestDraft?
  {
    let reads = context.document.operations.filter { operation in
      guard operation.method == .get, let name = operation.path.parameterNames.last,
        operation.path.text.hasSuffix("/{\(name)}")
      else { return false }
      return own.contains { $0.isExactly(name) }
        || (writes.isCreating(creation) && operation.path.text == "\(creation.path.text)/{\(name)}")
    }
    return reads.first { context.viewers(of: $0).contains(viewer) }.map { operation in
      OperationPlanner(operation, context, pathValues: .unlikely).base(as: viewer)
    }
  }

  /// What changes or deletes the thing itself.
  private func changes(of creation: Operation, _ own: [String]) -> [Operation] {
    context.document.operations.filter { operation in
      switch operation.method {
      case .patch, .put, .delete: break
      case .get, .post, .options, .head, .trace, .query: return false
      }
      let names = operation.path.parameterNames
      if names.contains(where: { name in own.contains { $0.isExactly(name) } }) { return true }
      guard let name = names.last, writes.isCreating(creation) else { return false }
      return operation.path.text == "\(creation.path.text)/{\(name)}"
    }
  }

  private func targets(of operation: Operation, _ viewer: ViewerAccess) -> [Story.Target] {
    guard let id = operation.operationID,
      let invalidation = context.document.accord.invalidations.first(where: {
        $0.operationID.isExactly(id)
      })
    else { return [] }
    return invalidation.edges.compactMap { edge in
      guard let target = context.document.operation(id: edge.operationID), target.method == .get,
        context.viewers(of: target).contains(viewer)
      else { return nil }
      let planner = OperationPlanner(target, context, pathValues: .unlikely)
      var draft = planner.base(as: viewer)
      var capacity: Int?
      for (position, values) in planner.parameters.enumerated()
      where Self.sizes.contains(Self.plain(values.parameter.name)) && draft.values[position] == nil
      {
        let most = values.boundaries.compactMap { $0.value.number?.integer(as: Int.self) }.max()
        guard let most else { continue }
        capacity = most
        draft.values[position] = .number(JSONNumber(most))
      }
      return Story.Target(
        draft: draft, arguments: edge.arguments, capacity: capacity,
        isPaged: target.parameters.contains { Self.pages.contains(Self.plain($0.name)) },
        location: edge.location)
    }
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" }
  }

  private static let sizes: Set<String> = [
    "size", "pagesize", "limit", "perpage", "count", "top", "first", "maxresults",
  ]
  private static let pages: Set<String> = [
    "page", "offset", "skip", "cursor", "after", "start", "pagetoken", "startingafter", "marker",
  ]
}
