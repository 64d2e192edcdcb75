import AccordJSON
import AccordOpenAPI

/// Who got what where: from it follow pairs of requests of which one says how the other has to be answered.
struct Observations {
  private struct Sighting {
    let request: OutgoingRequest
    let index: Int
    let status: Int
    /// The value of the only path parameter, if there is one.
    let named: JSONValue?

    var isSuccess: Bool { (200...299).contains(status) }
    var operation: Operation? { request.operation }
  }

  private let planning: PlanningContext
  private var sightings: [Sighting] = []
  /// What lists have shown to the first viewer, by the list's path.
  private var listed: [String: [(request: OutgoingRequest, objects: [JSONDictionary<JSONValue>])]] =
    [:]

  private static let maximumCount = 20_000

  init(planning: PlanningContext) {
    self.planning = planning
  }

  mutating func learn(from trials: [Trial]) {
    for trial in trials {
      guard case .valid = trial.plan.purpose, let exchange = trial.exchanges.first,
        let answer = exchange.answer, let operation = exchange.request.operation,
        operation.method == .get, sightings.count < Self.maximumCount
      else { continue }
      sightings.append(
        Sighting(
          request: exchange.request, index: trial.plan.index, status: answer.status,
          named: Self.named(exchange.request)))
      if exchange.request.viewer == planning.roster.first, answer.isSuccess,
        operation.path.parameterNames.isEmpty, let json = answer.json
      {
        let objects = Self.objects(in: json)
        if !objects.isEmpty {
          listed[operation.path.text, default: []].append((exchange.request, objects))
        }
      }
    }
  }

  private static func named(_ request: OutgoingRequest) -> JSONValue? {
    guard let operation = request.operation, operation.path.parameterNames.count == 1,
      let value = request.pathValues.values.first
    else { return nil }
    return value
  }

  /// The items of a list, which may stand in a member of the answer.
  private static func objects(in json: JSONValue) -> [JSONDictionary<JSONValue>] {
    switch json {
    case .array(let items): items.compactMap(\.object)
    case .object(let members):
      members.values.compactMap(\.array).flatMap { $0.compactMap(\.object) }
    case .null, .bool, .number, .string: []
    }
  }

  // MARK: - Cases

  func cases() -> [Case] {
    existing + privileged + unknown
  }

  private func makeCase(
    _ precedent: Precedent, _ summary: String, _ known: OutgoingRequest, _ other: Sighting
  ) -> Case? {
    guard let operation = other.operation else { return nil }
    var plan = Case(operation, .precedent(precedent), summary, [known, other.request])
    plan.index = other.index
    return plan
  }

  /// Things that the first viewer owns and that another answer shows, and that their own path denies.
  private var existing: [Case] {
    let first = planning.roster.first
    return sightings.compactMap { sighting -> Case? in
      guard sighting.request.viewer == first, [403, 404, 410].contains(sighting.status),
        let operation = sighting.operation, let value = sighting.named,
        let text = ParameterEncoder.scalar(value),
        let name = operation.path.parameterNames.first, operation.path.text.hasSuffix("/{\(name)}"),
        planning.configuration.parameters[name]?.contains(where: { $0.isExactly(text) }) ?? false
      else { return nil }
      let collection = String(operation.path.text.dropLast("/{\(name)}".count))
      // The same in a path below, or in the list above.
      let below = sightings.first { other in
        other.isSuccess && other.named == value && other.request.viewer == first
          && other.operation?.path.text.hasPrefix(operation.path.text + "/") ?? false
      }
      let above = listed[collection]?.first { _, objects in
        objects.contains { object in
          Ownership.propertyNames(of: name).contains { property in
            object[property].flatMap(ParameterEncoder.scalar)?.isExactly(text) ?? false
          }
        }
      }
      guard let known = below?.request ?? above?.request ?? sameName(sighting, name, text) else {
        return nil
      }
      return makeCase(.exists, "what is given", known, sighting)
    }
  }

  /// Another operation with a parameter of that name which knows the value, where the two are about one kind of
  /// things: there is no other kind that is named so.
  private func sameName(
    _ sighting: Sighting, _ name: String, _ text: String
  ) -> OutgoingRequest? {
    // `id` may mean anything.
    guard Ownership.propertyNames(of: name).count > 1 else { return nil }
    return sightings.first { other in
      other.isSuccess && other.request.viewer == sighting.request.viewer
        && other.operation?.path.parameterNames == [name] && other.named == sighting.named
        && other.operation?.path.text != sighting.operation?.path.text
    }?.request
  }

  /// What the first viewer is refused and a lesser one gets.
  private var privileged: [Case] {
    var seen: Set<String> = []
    return sightings.compactMap { sighting -> Case? in
      guard sighting.request.viewer == planning.roster.first,
        planning.roster.first.credential != nil,
        [401, 403, 404, 410].contains(sighting.status),
        let other = sightings.first(where: { other in
          other.isSuccess && other.request.viewer != sighting.request.viewer
            && other.request.target.isExactly(sighting.request.target)
            && other.operation?.name == sighting.operation?.name
        }), seen.insert(sighting.request.target).inserted
      else { return nil }
      return makeCase(.lesserViewer, "the same for a lesser viewer", other.request, sighting)
    }
  }

  /// What one operation does not know and another one does, although nothing is called so.
  private var unknown: [Case] {
    let madeUp = sightings.filter {
      $0.request.isMadeUp && $0.operation.map(Self.knowsAbsence) ?? false
    }
    return madeUp.compactMap { sighting -> Case? in
      guard sighting.isSuccess, let value = sighting.named, let operation = sighting.operation,
        let name = operation.path.parameterNames.first,
        let prefix = Self.prefix(of: operation.path.text, through: name),
        let other = madeUp.first(where: { other in
          PrecedentCheck.absences.contains(other.status) && other.named == value
            && other.request.viewer == sighting.request.viewer
            && other.operation?.path.text.hasPrefix(prefix) ?? false
        })
      else { return nil }
      return makeCase(.unknown, "a made-up \(name)", other.request, sighting)
    }
  }

  /// Whether the document has an answer for what is not there.
  private static func knowsAbsence(_ operation: Operation) -> Bool {
    operation.responses.contains { response in
      PrecedentCheck.absences.contains { response.status == .code($0) }
    }
  }

  private static func prefix(of path: String, through name: String) -> String? {
    path.firstRange(of: "{\(name)}").map { String(path[..<$0.upperBound]) }
  }
}
