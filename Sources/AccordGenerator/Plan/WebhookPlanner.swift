import AccordOpenAPI

/// Decides how webhooks and callbacks look in Swift: each is a method of one protocol.
struct WebhookPlanner {
  /// A webhook or callback before it is planned.
  private struct Call {
    var operation: Operation
    /// Words that it can be called by, the best first.
    var ladder: [[String]]
    /// What it is, for people.
    var introduction: String
  }

  private let calls: [Call]
  private let names: APINames
  private let naming: SwiftNaming
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter isSelected: what is generated at all. A callback belongs to its operation.
  init(
    _ document: OpenAPIDocument, names: APINames, naming: SwiftNaming, keepsOperationIDs: Bool,
    where isSelected: (Operation) -> Bool
  ) {
    self.names = names
    self.naming = naming
    let webhooks = document.webhooks.filter(isSelected).map { operation in
      Call(
        operation: operation,
        ladder: Self.ladder(
          [SwiftNaming.words(of: operation.path.text)], of: operation, keepsOperationIDs),
        introduction: "The webhook `\(operation.path.text)`, sent by `\(operation.method.name)`.")
    }
    let callbacks = document.callbacks.filter { isSelected($0.parent) }.flatMap {
      parent, callback in
      callback.operations.map { operation in
        let name = SwiftNaming.words(of: callback.name)
        let owner = parent.operationID.map(SwiftNaming.words(of:)) ?? []
        let url = "sent by `\(operation.method.name)` to `\(callback.expression)`"
        return Call(
          operation: operation,
          ladder: Self.ladder([name, owner + name], of: operation, keepsOperationIDs),
          introduction: "The callback `\(callback.name)` of `\(parent.name)`, \(url).")
      }
    }
    calls = webhooks + callbacks
  }

  private static func ladder(
    _ names: [[String]], of operation: Operation, _ keepsOperationIDs: Bool
  ) -> [[String]] {
    let id = operation.operationID.map(SwiftNaming.words(of:)) ?? []
    let all = names + [(names.last ?? []) + [operation.method.rawValue]]
    return (keepsOperationIDs ? [id] + all : all + [id]).filter { !$0.isEmpty }
  }

  var isEmpty: Bool { calls.isEmpty }

  mutating func plan(_ planner: inout OperationPlanner) -> WebhookPlan? {
    guard !calls.isEmpty else { return nil }
    var scope = NameScope(reserving: ["core", "url", "all"])
    let ladders = calls.map { call in
      call.ladder.map { words in
        naming.memberName(
          words: words, keepsCapitals: words.contains(where: SwiftNaming.hasLowercase))
      }
    }
    let claimed = scope.claim(
      ladders: ladders, fixed: calls.map { planner.types.overrides.name(of: $0.operation) })
    let operations = zip(calls, claimed).map { call, claimed in
      if claimed.rival != nil { explain(call, claimed.name, planner) }
      return plan(call, ReservedNames.escaped(claimed.name), &planner)
    }
    return WebhookPlan(names: names, operations: operations)
  }

  private mutating func explain(_ call: Call, _ name: String, _ planner: OperationPlanner) {
    let location = call.operation.location
    if let wanted = planner.types.overrides.name(of: call.operation) {
      diagnostics.append(NameOverrides.taken(wanted, at: location))
      return
    }
    diagnostics.append(
      Diagnostic(
        .note, "the method for this is called `\(name)`, because another has its name",
        at: location,
        remedy: "give it a name of its own with `x-accord-name`, in an overlay or here"))
  }

  private mutating func plan(
    _ call: Call, _ name: String, _ planner: inout OperationPlanner
  ) -> OperationPlan {
    var operation = call.operation
    // The reader has said the same of a webhook's, which has a name where others have a path.
    let isCallback = operation.path.parts.isEmpty
    for parameter in operation.parameters where parameter.place == .path && isCallback {
      diagnostics.append(
        Diagnostic(
          .warning,
          "the parameter '\(parameter.name)' is left out: who receives this chooses its path",
          at: parameter.location, remedy: "take it out of the path, or hand it over in the query"))
    }
    operation.parameters.removeAll { $0.place == .path }
    operation.path = PathTemplate("/" + name.filter { $0 != "`" })
    var plan = planner.plan(operation, name: name)
    plan.documentation = [call.introduction, operation.summary, operation.description]
      .compactMap { $0 }.uniquedNeighbours.joined(separator: "\n\n")
    return plan
  }
}

extension [String] {
  fileprivate var uniquedNeighbours: [String] {
    reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}
