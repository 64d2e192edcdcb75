import AccordJSON
import AccordOpenAPI

/// Decides how operations stand to each other: which of them are served in bulk, and what a change makes stale.
struct RelationPlanner {
  private let plan: APIPlan
  private let document: OpenAPIDocument
  private let operations: [String: OperationPlan]
  private let types: [String: TypePlan]
  private(set) var diagnostics: [Diagnostic] = []

  private let isSelection: Bool

  /// - Parameter isSelection: whether operations are missing because nobody selected them.
  init(_ plan: APIPlan, _ document: OpenAPIDocument, isSelection: Bool = false) {
    self.plan = plan
    self.isSelection = isSelection
    self.document = document
    operations = Dictionary(plan.operations.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    let relates = !document.accord.batches.isEmpty || !document.accord.invalidations.isEmpty
    types = relates ? plan.typesByName : [:]
  }

  private mutating func leaveOut(_ what: String, _ why: String, at location: Location) {
    diagnostics.append(
      Diagnostic(
        .warning, "\(what) is left out of the generated code: \(why)", at: location,
        remedy: "change the operation or take the extension away"))
  }

  /// What belongs to operations that nobody selected is no fault of the document.
  private mutating func noteUnselected(_ what: String, at location: Location) {
    diagnostics.append(
      Diagnostic(
        .note,
        "\(what) is left out of the generated code: it names operations that are not selected",
        at: location))
  }

  // MARK: - Batches

  mutating func batches() -> [BatchPlan] {
    document.accord.batches.compactMap { batch in
      let named = [batch.operationID] + batch.serves.map(\.operationID)
      if isSelection, named.contains(where: { operations[$0] == nil }) {
        noteUnselected("this batch", at: batch.location)
        return nil
      }
      switch batchPlan(batch) {
      case .success(let plan): return plan
      case .failure(let reason):
        leaveOut("this batch", reason.text, at: batch.location)
        return nil
      }
    }
  }

  private struct Reason: Error {
    var text: String
  }

  private func batchPlan(_ batch: Batch) -> Result<BatchPlan, Reason> {
    guard let operation = operations[batch.operationID] else {
      return .failure(Reason(text: "its operation is not generated"))
    }
    guard batch.keys.tokens.count == 1, let member = batch.keys.tokens.first,
      case .json(.named(let bodyType), _)? = operation.body?.content,
      case .structure(let body)? = types[bodyType]?.shape,
      let keys = body.properties.first(where: { $0.jsonName.isExactly(member) })
    else { return .failure(Reason(text: "the keys are not a member of a JSON object")) }
    guard keys.type == .array(.string) else {
      return .failure(Reason(text: "the keys are not strings"))
    }
    guard body.properties.allSatisfy({ $0.jsonName == keys.jsonName || $0.kind != .required }),
      operation.parameters.allSatisfy({ !$0.isRequired })
    else { return .failure(Reason(text: "the request needs more than the keys")) }
    guard case .one(_, .json(let answer, _), headers: nil) = operation.success,
      case .map(let value) = resolve(answer)
    else { return .failure(Reason(text: "the answer is not an object by key")) }
    let serves = batch.serves.compactMap { served($0, of: batch, value: value) }
    guard serves.count == batch.serves.count else {
      return .failure(Reason(text: "a slice or a key of it has no place in the Swift types"))
    }
    return .success(
      BatchPlan(
        operation: operation, bodyType: bodyType, keysLabel: keys.name, valueType: value,
        limit: batch.limit, window: batch.window, serves: serves))
  }

  private func served(
    _ served: Batch.Served, of batch: Batch, value: TypeReference
  ) -> BatchPlan.Served? {
    guard let operation = operations[served.operationID],
      case .request(.path(let name)) = served.key,
      let key = operation.parameters.first(where: { $0.jsonName.isExactly(name) }),
      key.type == .string, operation.body == nil,
      let slice = path(served.slice, from: value), operation.successType == slice.type.text
    else { return nil }
    let others = operation.parameters.filter { $0.name != key.name }
    let fixed = others.compactMap { other in other.defaultValue.map { (other.name, $0) } }
    guard fixed.count == others.count else { return nil }
    return BatchPlan.Served(
      operation: operation, key: key.name, fixed: fixed, slice: slice.source,
      absent: batch.absent.flatMap { emptyLiteral($0.value, of: slice.type) })
  }

  private func emptyLiteral(_ node: Node, of type: TypeReference) -> String? {
    switch (node.content, resolve(type)) {
    case (.null, .optional): "nil"
    case (.array(let items), .array) where items.isEmpty: "[]"
    case (.object(let object), .map) where object.members.isEmpty: "[:]"
    case (.string(let text), .string): SourceText.literal(text)
    case (.bool(let value), .bool): value ? "true" : "false"
    case (.number(let number), .int), (.number(let number), .double): number.literal
    default: nil
    }
  }

  /// The type with aliases followed.
  private func resolve(_ type: TypeReference) -> TypeReference {
    var type = type
    for _ in 0..<64 {
      guard case .named(let name) = type, case .alias(let next) = types[name]?.shape else { break }
      type = next
    }
    return type
  }

  /// The Swift source and type of what a pointer leads to below a value of a type.
  private func path(
    _ pointer: JSONPointer, from type: TypeReference
  ) -> (source: String, type: TypeReference)? {
    var source = ""
    var type = type
    for token in pointer.tokens {
      guard case .named(let name) = resolve(type), case .structure(let plan)? = types[name]?.shape,
        let property = plan.properties.first(where: { $0.jsonName.isExactly(token) })
      else { return nil }
      switch property.kind {
      case .required, .defaulted: source += ".\(property.name)"
      case .optional, .nullable, .threeState: return nil
      }
      type = property.type
    }
    return (source, type)
  }

  // MARK: - Invalidation

  mutating func invalidations() -> [InvalidationPlan] {
    var plans: [InvalidationPlan] = []
    for invalidation in document.accord.invalidations {
      guard let operation = operations[invalidation.operationID] else { continue }
      var inputs: [String] = []
      var edges: [InvalidationPlan.Edge] = []
      for edge in invalidation.edges {
        if isSelection, operations[edge.operationID] == nil {
          noteUnselected("this edge", at: edge.location)
          continue
        }
        let arguments = edge.arguments.compactMap { argument in
          source(of: argument.value, in: operation, inputs: &inputs).map {
            (name: argument.parameter, value: $0)
          }
        }
        // Without an argument more becomes stale than needs to, never less.
        if arguments.count < edge.arguments.count {
          leaveOut(
            "an argument of this edge", "its place has no member in the Swift types",
            at: edge.location)
        }
        edges.append(.init(operationID: edge.operationID, arguments: arguments))
      }
      if isSelection, edges.isEmpty { continue }
      plans.append(InvalidationPlan(operation: operation, inputs: inputs, edges: edges))
    }
    return plans
  }

  private func source(
    of expression: RuntimeExpression, in operation: OperationPlan, inputs: inout [String]
  ) -> String? {
    func add(_ input: String) {
      if !inputs.contains(input) { inputs.append(input) }
    }
    func parameter(_ name: String, _ place: Parameter.Place) -> String? {
      guard
        let parameter = operation.parameters.first(where: {
          $0.jsonName.isExactly(name) && $0.place == place
        })
      else { return nil }
      add("\(parameter.name): \(parameter.type.text)")
      return parameter.name
    }
    switch expression {
    case .request(.path(let name)): return parameter(name, .path)
    case .request(.query(let name)): return parameter(name, .query)
    case .request(.header(let name)): return parameter(name, .header)
    case .request(.body(let pointer)):
      guard case .json(let type, _)? = operation.body?.content,
        let path = path(pointer, from: type)
      else { return nil }
      add("body: \(type.text)")
      return "body\(path.source)"
    case .response(.body(let pointer)):
      guard case .one(_, .json(let type, _), let headers) = operation.success,
        let path = path(pointer, from: type)
      else { return nil }
      add("response: \(operation.successType)")
      return "response\(headers == nil ? "" : ".body")\(path.source)"
    case .response(.path), .response(.query), .response(.header), .url, .method, .statusCode:
      return nil
    }
  }
}
