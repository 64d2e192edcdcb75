/// Spells the batching client.
struct BatchingEmitter {
  let plan: APIPlan
  let access: AccessLevel

  private var names: APINames { plan.names }

  func emit() -> String? {
    guard !plan.batches.isEmpty else { return nil }
    var source = SourceText()
    source.document(
      "The API with single calls collected into bulk requests. Each caller gets what it asked for, as before. Changes that are made through it are known to what it collects, and to its cache."
    )
    source.block("\(access.prefix)struct \(names.batchingClient): \(names.api), PrincipalCalling {")
    { source in
      source.line("private let base: any \(names.api)")
      source.line("private let queryCache: QueryCache?")
      for batch in plan.batches {
        source.document("Collects calls for `\(batch.operation.name)`.")
        source.line("\(access.prefix)let \(batch.batcherName): \(batch.batcherType)")
      }
      source.line()
      emitInitializer(into: &source)
      source.line()
      source.line(
        "\(access.prefix)var principal: PrincipalIdentity? { PrincipalIdentity(of: base) }")
      for operation in plan.operations {
        source.line()
        emitMethod(operation, into: &source)
      }
      emitMakeStale(into: &source)
    }
    source.line()
    source.block("extension \(names.api) {") { source in
      source.document("The same API, with single calls collected into bulk requests.")
      source.block(
        "\(access.prefix)func batching(_ options: BatchingOptions = BatchingOptions()) -> \(names.batchingClient) {"
      ) {
        $0.line("\(names.batchingClient)(self, options)")
      }
    }
    return source.text
  }

  // MARK: - Collecting

  private func emitInitializer(into source: inout SourceText) {
    source.block(
      "\(access.prefix)init(_ base: any \(names.api), _ options: BatchingOptions = BatchingOptions()) {"
    ) { source in
      source.line("self.base = base")
      source.line("queryCache = options.cache")
      for batch in plan.batches { emitBatcher(batch, into: &source) }
    }
  }

  private func emitBatcher(_ batch: BatchPlan, into source: inout SourceText) {
    let limit = batch.limit.map(String.init) ?? "nil"
    let id = "\(names.operations).\(batch.operation.name).id"
    source.block(
      "\(batch.batcherName) = Batcher(\(id), window: .milliseconds(\(batch.window)), limit: \(limit), options) { keys in"
    ) { source in
      let request =
        "try await base.\(batch.operation.name)(body: \(batch.bodyType)(\(batch.keysLabel): keys.map(\\.value)))"
      let queries = batch.serves.filter(\.operation.isQuery)
      if queries.isEmpty {
        source.line("let answer = \(request)")
      } else {
        source.block("let answer = try await options.priming({ answer in", closing: "}) {") {
          source in
          source.line("answer.flatMap { key, value -> [QueryAnswer] in [")
          for served in queries {
            source.line(
              "  QueryAnswer(\(key(of: served, "key")).asked(of: base), value\(served.slice)),")
          }
          source.line("] }")
        }
        source.line("  \(request)")
        source.line("}")
      }
      source.line(
        "return Dictionary(answer.map { (ExactString($0.key), $0.value) }, uniquingKeysWith: { $1 })"
      )
    }
  }

  /// The query key of a single call that a bulk operation serves.
  private func key(of served: BatchPlan.Served, _ key: String) -> String {
    "\(names.queries).\(served.operation.name)(\(served.key.asLabel): \(key))"
  }

  // MARK: - Calls

  private func emitMethod(_ operation: OperationPlan, into source: inout SourceText) {
    source.deprecation(operation.isDeprecated)
    source.block(operation.signature(access: access, withDefaults: true) + " {") { source in
      let base = operation.local("base") == "base" ? "base" : "self.base"
      let direct = "try await \(base).\(operation.name)(\(operation.forwarded))"
      if let (batch, served) = serving(operation) {
        emitServed(operation, by: batch, served, else: direct, into: &source)
      } else if let change = plan.invalidations.first(where: { $0.operation.id == operation.id }) {
        emitChange(change, direct, into: &source)
      } else {
        source.line(direct)
      }
    }
  }

  private func serving(_ operation: OperationPlan) -> (BatchPlan, BatchPlan.Served)? {
    for batch in plan.batches {
      if let served = batch.serves.first(where: { $0.operation.id == operation.id }) {
        return (batch, served)
      }
    }
    return nil
  }

  private func emitServed(
    _ operation: OperationPlan, by batch: BatchPlan, _ served: BatchPlan.Served,
    else direct: String, into source: inout SourceText
  ) {
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
  }

  // MARK: - Changes

  private func emitChange(
    _ change: InvalidationPlan, _ direct: String, into source: inout SourceText
  ) {
    let operation = change.operation
    let (response, failure) = (operation.local("response"), operation.local("failure"))
    source.block(
      "do throws(CallError<\(operation.refusalType)>) {", closing: "} catch let \(failure) {"
    ) { source in
      source.line("let \(response): \(operation.successType) = \(direct)")
      let arguments = change.inputs.map { input in
        let name = String(input.prefix { $0 != ":" })
        return "\(name.asLabel): \(name == "response" ? response : name)"
      }
      source.line(
        "self.makeStale(\(names.invalidations).\(operation.name)(\(arguments.joined(separator: ", "))))"
      )
      source.line("return \(response)")
    }
    source.line("  // Nobody knows of what, exactly, if the answer is missing.")
    let operations = plan.operationNames
    var stale: [String] = []
    for edge in change.edges {
      guard let name = operations[edge.operationID], !stale.contains(name) else { continue }
      stale.append(name)
    }
    let filters = stale.map { "QueryFilter(\(names.operations).\($0).id)" }
    source.line(
      "  if \(failure).mayHaveTakenEffect { self.makeStale([\(filters.joined(separator: ", "))]) }")
    source.line("  throw \(failure)")
    source.line("}")
  }

  private func emitMakeStale(into source: inout SourceText) {
    guard !plan.invalidations.isEmpty else { return }
    source.line()
    source.block("private func makeStale(_ filters: [QueryFilter]) {") { source in
      for batch in plan.batches where batch.serves.contains(where: { $0.operation.isQuery }) {
        let keys = batch.serves.filter(\.operation.isQuery)
          .map { "$0.matches(\(key(of: $0, "key.value")))" }
        source.line(
          "\(batch.batcherName).renew { key in filters.contains { \(keys.joined(separator: " || ")) } }"
        )
      }
      source.line("queryCache?.invalidate(filters)")
    }
  }
}

extension BatchPlan {
  fileprivate var batcherName: String { "\(operation.name.filter { $0 != "`" })Batcher" }
  fileprivate var batcherType: String { "Batcher<ExactString, \(valueType.text)>" }
}

extension APIPlan {
  /// Methods by operation id.
  var operationNames: [String: String] {
    Dictionary(operations.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
  }
}
