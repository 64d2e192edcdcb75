import AccordJSON
import AccordOpenAPI

/// Changes that build on one another, such as to create something, to change it and to delete it, with reads
/// around each. What the later requests name is taken from the earlier answers.
public struct Story: Sendable {
  /// One change.
  struct Act: Sendable {
    enum Kind: Sendable {
      case creation, change, deletion
    }

    let kind: Kind
    /// Tried one after the other until one is answered with success: a name may be taken, say.
    let attempts: [RequestDraft]
    /// What the document says is stale afterwards.
    let targets: [Target]
    /// The read of the created thing by its own path.
    let item: RequestDraft?

    /// The same once more, without looking at what depends on it.
    var withoutTargets: Act { Act(kind: kind, attempts: attempts, targets: [], item: item) }
  }

  /// A read that a change is declared to make stale.
  struct Target: Sendable {
    let draft: RequestDraft
    let arguments: [Invalidation.Edge.Argument]
    /// How many items the answer has room for, if it is one page of a list.
    let capacity: Int?
    let isPaged: Bool
    let location: Location
  }

  let acts: [Act]
  /// The path parameters of other operations that mean the `id` of what is created.
  let ownParameters: [String]
}

/// What an exchange of a story was for; all with the number of the act.
enum StoryRole: Sendable, Hashable {
  /// With the number of the target.
  case before(act: Int, target: Int)
  case act(Int)
  case itemBefore(Int)
  case item(Int)
  case after(act: Int, target: Int)
}

/// What is known in the middle of a story.
struct StoryMemory: Sendable {
  let story: Story
  private(set) var exchanges: [Exchange] = []
  private(set) var roles: [StoryRole] = []

  init(_ story: Story) {
    self.story = story
  }

  mutating func add(_ exchange: Exchange, as role: StoryRole) {
    exchanges.append(exchange)
    roles.append(role)
  }

  func position(of role: StoryRole) -> Int? { roles.lastIndex(of: role) }
  func exchange(_ role: StoryRole) -> Exchange? { position(of: role).map { exchanges[$0] } }

  /// What the creation answered.
  var created: JSONDictionary<JSONValue>? {
    guard let index = story.acts.firstIndex(where: { $0.kind == .creation }),
      let answer = exchange(.act(index))?.answer, answer.isSuccess
    else { return nil }
    return answer.json?.object
  }

  /// A draft with its path filled from what was created, and from the path that it was created at. `nil` if
  /// something is missing.
  func request(_ draft: RequestDraft) -> OutgoingRequest? {
    request(draft, arguments: [], act: nil)
  }

  /// - Parameter act: the request and the answer that the arguments are of.
  func request(
    _ draft: RequestDraft, arguments: [Invalidation.Edge.Argument], act: Int?
  ) -> OutgoingRequest? {
    var draft = draft
    var given = JSONDictionary<JSONValue>()
    for argument in arguments {
      guard let value = value(of: argument.value, act: act) else { return nil }
      given[argument.parameter] = value
    }
    let names = draft.operation.path.parameterNames.filter { given[$0] == nil }
    if !names.isEmpty {
      guard let values = namedByCreated(names) else { return nil }
      for (name, value) in values { given[name] = value }
    }
    for (position, parameter) in draft.operation.parameters.enumerated() {
      if let value = given[parameter.name] { draft.values[position] = value }
    }
    draft.isMadeUp = false
    return draft.request()
  }

  /// A target whose arguments are in the request that is about to be sent.
  func request(_ target: Story.Target, ofAttempt draft: RequestDraft?) -> OutgoingRequest? {
    guard let attempt = draft?.request() else { return nil }
    var copy = target.draft
    for argument in target.arguments {
      guard case .request(.path(let name)) = argument.value, let value = attempt.pathValues[name],
        let position = copy.operation.parameters.firstIndex(where: {
          $0.name.isExactly(argument.parameter)
        })
      else { return nil }
      copy.values[position] = value
    }
    guard
      copy.operation.path.parameterNames.allSatisfy({ name in
        target.arguments.contains { $0.parameter.isExactly(name) }
      })
    else { return nil }
    copy.isMadeUp = false
    return copy.request()
  }

  private func namedByCreated(_ names: [String]) -> JSONDictionary<JSONValue>? {
    guard let created else { return nil }
    var result = JSONDictionary<JSONValue>()
    var rest = names
    for name in names where story.ownParameters.contains(where: { $0.isExactly(name) }) {
      guard let id = created["id"], ParameterEncoder.scalar(id) != nil else { return nil }
      result[name] = id
      rest.removeAll { $0.isExactly(name) }
    }
    let creation = story.acts.indices.first { story.acts[$0].kind == .creation }
    let path = creation.flatMap { exchange(.act($0)) }?.request.pathValues ?? [:]
    for name in rest {
      guard let value = path[name] else { continue }
      result[name] = value
    }
    rest.removeAll { result[$0] != nil }
    guard let others = SeenObjects.values(of: created, named: rest) else { return nil }
    for (name, value) in others { result[name] = value }
    return result
  }

  private func value(of expression: RuntimeExpression, act: Int?) -> JSONValue? {
    let exchange = act.flatMap { self.exchange(.act($0)) }
    switch expression {
    case .request(.path(let name)):
      return exchange?.request.pathValues[name] ?? namedByCreated([name])?[name]
    case .request(.body(let pointer)): return exchange?.request.json?[pointer]
    case .response(.body(let pointer)):
      // Before the answer is there, what was created may say the same.
      return exchange?.answer?.json?[pointer] ?? created.map(JSONValue.object)?[pointer]
    case .request(.query), .request(.header), .response(.header), .response(.query),
      .response(.path), .url, .method, .statusCode:
      return nil
    }
  }
}
