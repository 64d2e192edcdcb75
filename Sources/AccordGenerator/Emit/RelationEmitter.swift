/// Spells the batching client, query keys and invalidation.
struct RelationEmitter {
  let plan: APIPlan
  let access: AccessLevel

  private var names: APINames { plan.names }

  // MARK: - Batching

  func emitBatching() -> String? {
    guard !plan.batches.isEmpty else { return nil }
    var source = SourceText()
    source.document(
      "The API with single calls collected into bulk requests. Each caller gets what it asked for, as before."
    )
    source.block("\(access.prefix)struct \(names.batchingClient): \(names.api) {") { source in
      source.line("private let base: any \(names.api)")
      for batch in plan.batches {
        source.line(
          "private let \(batch.batcherName): Batcher<ExactString, \(batch.valueType.text)>")
      }
      source.line()
      emitInitializer(into: &source)
      for operation in plan.operations {
        source.line()
        emitMethod(operation, into: &source)
      }
    }
    source.line()
    source.block("extension \(names.api) {") { source in
      source.document("The same API, with single calls collected into bulk requests.")
      source.block("\(access.prefix)func batching() -> \(names.batchingClient) {") {
        $0.line("\(names.batchingClient)(self)")
      }
    }
    return source.text
  }

  private func emitInitializer(into source: inout SourceText) {
    source.document("Collects calls for as long as the document says, or for `window`, by `clock`.")
    source.block(
      "\(access.prefix)init(_ base: any \(names.api), window: Duration? = nil, clock: any Clock<Duration> = ContinuousClock()) {"
    ) { source in
      source.line("self.base = base")
      for batch in plan.batches {
        let limit = batch.limit.map(String.init) ?? "nil"
        source.block(
          "\(batch.batcherName) = Batcher(window: window ?? .milliseconds(\(batch.window)), limit: \(limit), clock: clock) { keys in"
        ) { source in
          source.line(
            "let answer = try await base.\(batch.operation.name)(body: \(batch.bodyType)(\(batch.keysLabel): keys.map(\\.value)))"
          )
          source.line(
            "return Dictionary(answer.map { (ExactString($0.key), $0.value) }, uniquingKeysWith: { $1 })"
          )
        }
      }
    }
  }

  private func emitMethod(_ operation: OperationPlan, into source: inout SourceText) {
    source.deprecation(operation.isDeprecated)
    source.block(operation.signature(access: access, withDefaults: true) + " {") { source in
      let base = operation.local("base") == "base" ? "base" : "self.base"
      let direct = "try await \(base).\(operation.name)(\(operation.forwarded))"
      for batch in plan.batches {
        guard let served = batch.serves.first(where: { $0.operation.id == operation.id }) else {
          continue
        }
        if !served.fixed.isEmpty {
          let conditions = served.fixed.map { "\($0.name) == \($0.value)" }
          source.line("// The bulk operation answers for these values only.")
          source.line("guard \(conditions.joined(separator: ", ")) else { return \(direct) }")
        }
        if operation.hasChecks {
          source.line("// A value that the document forbids would spoil the request of all others.")
          source.line(
            "guard \(names.calls).\(operation.name)(\(operation.forwarded)).violations.isEmpty else { return \(direct) }"
          )
        }
        let pick =
          served.absent.map { "$0?\(served.slice) ?? \($0)" }
          ?? "$0\(served.slice)"
        let label = served.absent == nil ? "ofPresent" : "of"
        source.line(
          "return try await \(batch.batcherName).slice(\(label): ExactString(\(served.key)), as: \(operation.refusalType).self) { \(pick) }"
        )
        return
      }
      source.line(direct)
    }
  }

  // MARK: - Queries

  func emitQueries() -> String {
    var source = SourceText()
    source.document("The keys that answers are cached under.")
    source.block("\(access.prefix)enum \(names.queries) {") { source in
      for operation in plan.operations where operation.isQuery {
        emitKey(operation, into: &source)
      }
    }
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
      "\(SourceText.literal($0.jsonName)): \($0.name).jsonValue"
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

  private func emit(_ invalidation: InvalidationPlan, into source: inout SourceText) {
    let operationNames = Dictionary(
      plan.operations.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    source.block(
      Wrapping.list(
        "\(access.prefix)static func \(invalidation.operation.name)(", invalidation.inputs,
        ") -> [QueryFilter] {")
    ) { source in
      source.line("[")
      for edge in invalidation.edges {
        guard let name = operationNames[edge.operationID] else { continue }
        let arguments = edge.arguments.map {
          "\(SourceText.literal($0.name)): \($0.value).jsonValue"
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

extension BatchPlan {
  fileprivate var batcherName: String { "\(operation.name.filter { $0 != "`" })Batcher" }
}

extension OperationPlan {
  /// Whether its answers can be kept: it only reads, and its arguments say all about the request.
  fileprivate var isQuery: Bool { method.isSafe && body == nil }
}
