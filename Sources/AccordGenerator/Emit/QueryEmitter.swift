/// Spells query keys, queries and invalidation.
struct QueryEmitter {
  let plan: APIPlan
  let access: AccessLevel

  private var names: APINames { plan.names }

  func emit() -> String {
    var source = SourceText()
    source.document("The keys that answers are cached under.")
    source.block("\(access.prefix)enum \(names.queries) {") { source in
      for operation in plan.operations where operation.isQuery {
        emitKey(operation, into: &source)
      }
    }
    emitAsking(into: &source)
    guard !plan.invalidations.isEmpty else { return source.text }
    source.line()
    source.document("What each change makes stale.")
    source.block("\(access.prefix)enum \(names.invalidations) {") { source in
      for invalidation in plan.invalidations { emit(invalidation, into: &source) }
    }
    return source.text
  }

  private func emitKey(_ operation: OperationPlan, into source: inout SourceText) {
    let arguments = operation.parameters.map {
      "\(SourceText.literal($0.jsonName)): \($0.name)"
    }
    source.block(
      Wrapping.list(
        "\(access.prefix)static func \(operation.name)(", operation.arguments(withDefaults: true),
        ") -> QueryKey<\(operation.successType)> {")
    ) { source in
      let id = "\(names.operations).\(operation.name).id"
      source.line(
        arguments.isEmpty
          ? "QueryKey(\(id))" : "QueryKey(\(id), [\(arguments.joined(separator: ", "))])")
    }
  }

  /// Queries with what fetches them, for a cache and for models of user interfaces.
  private func emitAsking(into source: inout SourceText) {
    let queries = plan.operations.filter(\.isQuery)
    guard !queries.isEmpty else { return }
    source.line()
    source.document(
      "The questions themselves, for a `QueryCache`. Their answers are kept for whoever the API calls as."
    )
    source.block("extension \(names.queries) {") { source in
      for operation in queries {
        let (api, policy) = (operation.local("api"), operation.local("policy"))
        let arguments =
          ["of \(api): any \(names.api)"] + operation.arguments(withDefaults: true)
          + [(policy == "policy" ? "" : "policy ") + "\(policy): QueryPolicy? = nil"]
        source.deprecation(operation.isDeprecated)
        source.block(
          Wrapping.list(
            "\(access.prefix)static func \(operation.name)(",
            arguments,
            ") -> Query<\(operation.successType)> {")
        ) { source in
          // A parameter of the same name hides it.
          let isHidden = operation.parameters.contains { $0.name == operation.name }
          let key =
            "\(isHidden ? "Self." : "")\(operation.name)(\(operation.forwarded)).asked(of: \(api))"
          source.line(
            "Query(\(key), policy: \(policy)) { try await \(api).\(operation.name)(\(operation.forwarded)) }"
          )
        }
      }
    }
  }

  private func emit(_ invalidation: InvalidationPlan, into source: inout SourceText) {
    let operationNames = plan.operationNames
    source.block(
      Wrapping.list(
        "\(access.prefix)static func \(invalidation.operation.name)(", invalidation.inputs,
        ") -> [QueryFilter] {")
    ) { source in
      source.line("[")
      for edge in invalidation.edges {
        guard let name = operationNames[edge.operationID] else { continue }
        let arguments = edge.arguments.map {
          "\(SourceText.literal($0.name)): \($0.value)"
        }
        let id = "\(names.operations).\(name).id"
        source.line(
          arguments.isEmpty
            ? "  QueryFilter(\(id)),"
            : "  QueryFilter(\(id), [\(arguments.joined(separator: ", "))]),")
      }
      source.line("]")
    }
  }
}

extension OperationPlan {
  /// Whether its answers can be kept: it only reads, and its arguments say all about the request.
  var isQuery: Bool { method.isSafe && body == nil }
}
