import AccordJSON
import AccordOpenAPI
import HTTPTypes

/// Requests that change something: what creates first, then what changes, then what deletes. Nothing that the
/// run has not created itself is changed or deleted; only POST may touch given values.
struct WritePlanner {
  let context: PlanningContext

  /// The stages, each of which needs what the ones before it have created.
  enum Stage: CaseIterable {
    /// Things that the paths below name.
    case create
    /// Things that other paths name by their type: a meeting of a room, which `{meeting_id}` means.
    case nest
    case change, delete

    var creates: Bool {
      switch self {
      case .create, .nest: true
      case .change, .delete: false
      }
    }
  }

  /// What earlier stages have created.
  struct Creation: Sendable {
    /// Of the operation that did.
    let path: String
    /// Path parameters that mean the `id` of such a thing.
    let parameters: [String]
    /// The operation's answer.
    let value: JSONValue
  }

  func operations(_ stage: Stage) -> [Operation] {
    context.document.operations.filter { !context.onlyReads($0) && self.stage(of: $0) == stage }
  }

  private func stage(of operation: Operation) -> Stage {
    switch operation.method {
    case .delete: .delete
    case .post where isCreating(operation): .create
    case .post where !parameters(naming: operation).isEmpty: .nest
    case .get, .put, .post, .options, .head, .patch, .trace, .query: .change
    }
  }

  /// Whether other paths continue this one with a parameter: what it makes can then be named there.
  func isCreating(_ operation: Operation) -> Bool {
    operation.method == .post
      && context.document.operations.contains { $0.path.text.hasPrefix(operation.path.text + "/{") }
  }

  /// The path parameters of other operations that name what this one answers with, by the name of its type:
  /// `meeting_id` for a `Meeting`.
  func parameters(naming operation: Operation) -> [String] {
    let schema = operation.responses.first { $0.status.contains(200) || $0.status.contains(201) }?
      .content.first { $0.isJSON }?.schema
    guard let id = schema?.reference?.target,
      let name = context.document.components.schemas.first(where: { $0.id == id })?.name
    else { return [] }
    let wanted = ["\(name)_id".lowercased(), "\(name)id".lowercased()]
    let used = context.document.operations.filter { $0.path != operation.path }
      .flatMap(\.path.parameterNames)
    let names = Set(used).filter { wanted.contains($0.lowercased()) }
    // What is named in the path is there already.
    return names.isDisjoint(with: operation.path.parameterNames) ? names.sorted() : []
  }

  /// Where something may be created: adding to what exists destroys nothing.
  func creatingPath(
    of operation: Operation, _ created: [Creation]
  ) -> OperationPlanner.PathValues {
    let values = names(of: created, for: operation)
    return values.isEmpty ? .any : .created(values)
  }

  func cases(
    for operation: Operation, _ created: [Creation]
  ) -> (cases: [Case], invalid: InvalidCases) {
    let values = names(of: created, for: operation)
    let pathValues: OperationPlanner.PathValues
    switch operation.method {
    case .post:
      pathValues = creatingPath(of: operation, created)
    case .put, .patch, .delete, .get, .options, .head, .trace, .query:
      pathValues = values.isEmpty ? .unlikely : .created(values)
    }
    var planner = OperationPlanner(operation, context, pathValues: pathValues)
    let half = Swift.max(context.configuration.cases / 2, 1)
    let stranger = OperationPlanner(operation, context, pathValues: .unlikely)
    let hasPath = !operation.path.parameterNames.isEmpty
    // Invalid requests come first: they leave everything as it is, unless the server is wrong. What the run
    // has created is at stake only.
    var cases = (hasPath && values.isEmpty ? stranger : planner).authenticationCases()
    let invalid = planner.invalidCases(limit: half)
    cases += invalid.cases
    switch operation.method {
    case .delete: cases += deletions(operation, created)
    case .get, .put, .post, .options, .head, .patch, .trace, .query:
      cases += planner.validCases(limit: Swift.min(half, 20))
    }
    return (cases, invalid)
  }

  /// Each created thing once, by whoever created it.
  private func deletions(_ operation: Operation, _ created: [Creation]) -> [Case] {
    let values = names(of: created, for: operation)
    guard let viewer = context.viewers(of: operation).first else { return [] }
    var planners: [OperationPlanner] = []
    if let name = operation.path.parameterNames.first, let all = values[name] {
      planners = all.map {
        OperationPlanner(operation, context, pathValues: .created([name: [$0]]))
      }
    }
    planners.append(OperationPlanner(operation, context, pathValues: .unlikely))
    return planners.compactMap {
      $0.makeCase(.valid, "what this run has created", $0.base(as: viewer))
    }
  }

  /// What the created things are called in the operation's path.
  private func names(
    of created: [Creation], for operation: Operation
  ) -> JSONDictionary<[JSONValue]> {
    var result = namesByType(of: created, for: operation)
    guard result.isEmpty else { return result }
    for creation in created {
      let prefix = creation.path + "/{"
      guard operation.path.text.hasPrefix(prefix),
        let name = operation.path.text.dropFirst(prefix.count).split(separator: "}").first
      else { continue }
      let parameter = String(name)
      for property in Ownership.propertyNames(of: parameter) {
        guard let value = creation.value[property],
          ParameterEncoder.scalar(value) != nil
        else { continue }
        result[parameter, default: []].append(value)
        break
      }
    }
    return result
  }

  /// The same, where a parameter names the type of a created thing, which says all the others itself: a meeting
  /// knows its room.
  private func namesByType(
    of created: [Creation], for operation: Operation
  ) -> JSONDictionary<[JSONValue]> {
    var result = JSONDictionary<[JSONValue]>()
    let names = operation.path.parameterNames
    for creation in created where names.contains(where: creation.parameters.contains) {
      let values = names.compactMap { name in
        creation.value[creation.parameters.contains(name) ? "id" : name]
      }
      guard values.count == names.count,
        values.allSatisfy({ ParameterEncoder.scalar($0) != nil })
      else { continue }
      for (name, value) in zip(names, values) { result[name, default: []].append(value) }
    }
    return result
  }

  /// What a trial of a creating stage has created.
  func creation(of trial: Trial) -> Creation? {
    guard let operation = trial.plan.operation, operation.method == .post,
      stage(of: operation).creates, case .valid = trial.plan.purpose,
      let answer = trial.exchanges.first?.answer,
      answer.isSuccess, let json = answer.json, case .object = json
    else { return nil }
    return Creation(
      path: operation.path.text, parameters: parameters(naming: operation), value: json)
  }
}

extension JSONDictionary {
  subscript(key: String, default fallback: @autoclosure () -> Value) -> Value {
    get { self[key] ?? fallback() }
    set { self[key] = newValue }
  }
}
