import AccordJSON
import AccordOpenAPI
import AccordSchema

/// Bulk requests, beside the single requests that they stand for.
struct BatchPlanner {
  let context: PlanningContext
  let batch: Batch
  let bulk: OperationPlanner
  private let singles: [Single]

  private struct Single {
    let served: Batch.Served
    let planner: OperationPlanner
    /// The position of the parameter that takes the key.
    let position: Int
  }

  /// `nil` if the bulk operation cannot be called.
  init?(_ batch: Batch, _ context: PlanningContext) {
    guard let operation = context.document.operation(id: batch.operationID) else { return nil }
    self.context = context
    self.batch = batch
    bulk = OperationPlanner(operation, context)
    guard let body = bulk.body, body.media.isJSON, body.typical != nil else { return nil }
    singles = batch.serves.compactMap { served in
      guard let operation = context.document.operation(id: served.operationID),
        context.onlyReads(operation), let position = Self.position(of: served.key, in: operation)
      else { return nil }
      return Single(
        served: served, planner: OperationPlanner(operation, context), position: position)
    }
  }

  private static func position(of key: RuntimeExpression, in operation: Operation) -> Int? {
    let wanted: (String, Parameter.Place)
    switch key {
    case .request(.path(let name)): wanted = (name, .path)
    case .request(.query(let name)): wanted = (name, .query)
    case .request(.header(let name)): wanted = (name, .header)
    case .request(.body), .response, .url, .method, .statusCode: return nil
    }
    return operation.parameters.firstIndex {
      $0.name.isExactly(wanted.0) && $0.place == wanted.1
    }
  }

  /// Keys that exist: those given for the parameters that take the key.
  var knownKeys: [JSONValue] {
    var seen: Set<JSONValue> = []
    let pools = singles.flatMap { $0.planner.parameters[$0.position].pool }
    return pools.map(typed).filter { seen.insert($0).inserted }
  }

  /// A key as the body has it: a number where the body wants numbers.
  private func typed(_ key: JSONValue) -> JSONValue {
    guard let schema = bulk.body?.schema, let text = key.string,
      !schema.acceptedKinds(at: batch.keys.appending(0)).contains(.string),
      let number = JSONNumber(literal: text)
    else { return key }
    return .number(number)
  }

  /// Keys that most likely do not exist and that need care in paths and in JSON; the two spellings of one word
  /// in different normal forms are two keys.
  var trickyKeys: [JSONValue] {
    let texts = [
      "accord unknown", "accord/unknown", "50%", "a%2Fb", "a?b=c&d", "a#b", "a+b", "caf\u{E9}",
      "cafe\u{301}", "日本", "\"quoted\"", "a;b,c",
    ]
    return texts.map { .string($0) }.filter { body(with: [$0]) != nil }
  }

  func unknownKeys(_ count: Int) -> [JSONValue] {
    let isText = body(with: ["accord"]) != nil
    return (0..<count).map { index in
      isText ? .string("accord-\(index)") : .number(JSONNumber(1_900_000_000 + index))
    }
  }

  /// A valid body with these keys; `nil` if the schema does not allow them.
  func body(with keys: [JSONValue]) -> JSONValue? {
    let value = unchecked(keys)
    guard let schema = bulk.body?.schema else { return value }
    // A bare `nil` would be taken for JSON's null.
    guard schema.isValid(value, direction: .request) else { return .none }
    return value
  }

  private func unchecked(_ keys: [JSONValue]) -> JSONValue {
    (bulk.body?.typical ?? .object([:])).setting(.array(keys), at: batch.keys.tokens[...])
  }

  // MARK: - Cases

  func cases() -> [Case] {
    let known = knownKeys.filter { body(with: [$0]) != nil }
    let limit = batch.limit ?? 100
    return context.viewers(of: bulk.operation).flatMap { viewer -> [Case?] in
      var cases: [Case?] = []
      for chunk in known.chunks(of: Swift.min(8, limit)) {
        cases.append(comparison("\(chunk.count) known keys", chunk, comparing: chunk, viewer))
      }
      for key in known.prefix(2) where limit > 0 {
        cases.append(comparison("one key", [key], comparing: [key], viewer))
      }
      for chunk in trickyKeys.chunks(of: Swift.min(6, limit)) {
        cases.append(
          comparison("unknown keys that need escaping", chunk, comparing: chunk, viewer))
      }
      cases += shapes(known, limit, viewer)
      cases += parts(known, limit, viewer)
      return cases
    }.compactMap { $0 }
  }

  /// How many keys there are, and in which order.
  private func shapes(_ known: [JSONValue], _ limit: Int, _ viewer: ViewerAccess) -> [Case?] {
    let some = (known + unknownKeys(4)).prefix(4)
    var cases: [Case?] = [comparison("no keys", [], comparing: [], viewer)]
    let mixed = some.reversed() + some.prefix(1) + some.suffix(1)
    if mixed.count <= limit {
      cases.append(
        comparison(
          "duplicates, in reverse order", Array(mixed), comparing: Array(some.prefix(2)), viewer))
    }
    guard let declared = batch.limit, declared > 0, declared <= 5000 else { return cases }
    let all = Array((known + unknownKeys(declared)).prefix(declared))
    cases.append(
      comparison(
        "\(declared) keys, as many as are allowed", all.reversed(),
        comparing: Array(known.prefix(2)), viewer))
    let tooMany = unchecked((known + unknownKeys(declared + 1)).prefix(declared + 1).map { $0 })
    if let draft = draft(tooMany, viewer), let schema = bulk.body?.schema,
      !schema.isValid(tooMany, direction: .request)
    {
      let broken = BrokenConstraint(
        part: .body(batch.keys), keyword: "maxItems", location: batch.location)
      cases.append(
        bulk.makeCase(
          .invalid(broken), "\(declared + 1) keys, one more than are allowed", draft))
    }
    return cases
  }

  private func draft(_ body: JSONValue, _ viewer: ViewerAccess) -> RequestDraft? {
    guard let media = bulk.body?.media else { return nil }
    var draft = bulk.base(as: viewer)
    draft.body = .value(body, media)
    return draft
  }

  /// The bulk request alone, as one viewer sends it.
  func bulkRequest(keys: [JSONValue], as viewer: ViewerAccess) -> OutgoingRequest? {
    body(with: keys).flatMap { draft($0, viewer) }?.request()
  }

  private func comparison(
    _ summary: String, _ keys: [JSONValue], comparing: [JSONValue], _ viewer: ViewerAccess
  ) -> Case? {
    guard let first = bulkRequest(keys: keys, as: viewer) else { return nil }
    var requests = [first]
    let known = knownKeys
    var compared: [BatchComparison.Single] = []
    for key in comparing {
      for single in singles {
        let operation = single.planner.operation
        guard context.viewers(of: operation).contains(viewer) else { continue }
        var draft = single.planner.base(as: viewer)
        draft.values[single.position] = key
        guard let request = draft.request() else { continue }
        compared.append(
          .init(
            request: requests.count, key: key, isMadeUp: !known.contains(key),
            slice: single.served.slice,
            operationName: operation.name, location: single.served.location))
        requests.append(request)
      }
    }
    return Case(
      bulk.operation, .batch(BatchComparison(batch: batch, keys: keys, singles: compared)), summary,
      requests)
  }
}

extension JSONValue {
  /// The value with another one at the place; objects are made where there are none.
  func setting(_ value: JSONValue, at tokens: ArraySlice<String>) -> JSONValue {
    guard let first = tokens.first else { return value }
    let rest = tokens.dropFirst()
    if case .array(var items) = self, let index = JSONPointer.index(first),
      items.indices.contains(index)
    {
      items[index] = items[index].setting(value, at: rest)
      return .array(items)
    }
    var members = object ?? [:]
    members[first] = (members[first] ?? .object([:])).setting(value, at: rest)
    return .object(members)
  }
}

extension Array {
  func chunks(of size: Int) -> [[Element]] {
    guard size > 0 else { return [] }
    return stride(from: 0, to: count, by: size).map {
      Array(self[$0..<Swift.min($0 + size, count)])
    }
  }
}
