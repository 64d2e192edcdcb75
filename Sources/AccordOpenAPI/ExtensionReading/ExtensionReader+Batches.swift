import AccordJSON

extension ExtensionReader {
  private static let name = ExtensionName.batch.rawValue

  mutating func readBatch(_ found: FoundOperationExtension) -> Batch? {
    let fields = ExtensionFields(found.part, name: Self.name)
    let isComplete = fields.check(
      known: ["keys", "window", "serves", "absent"], required: ["keys", "serves"], &log)
    guard let id = found.operation.operationID else {
      report(
        "an operation with `\(Self.name)` needs an operationId", at: found.part.location,
        "add an `operationId` to \(found.operation.name)")
      return nil
    }
    guard isComplete else { return nil }
    let keys = readKeys(fields, found.operation)
    let value = valueSchema(of: found)
    let serves = readServes(fields, found, value: value)
    let absent = readAbsent(fields, serves: serves, value: value)
    guard let keys else { return nil }
    return Batch(
      operationID: id, keys: keys.pointer, limit: keys.limit,
      window: fields.integer("window", in: 0...60_000, &log) ?? 10, serves: serves, absent: absent,
      location: found.part.location)
  }

  // MARK: - Keys

  private mutating func readKeys(
    _ fields: ExtensionFields, _ operation: Operation
  ) -> (pointer: JSONPointer, limit: Int?)? {
    guard let node = fields.string("keys", &log), let text = node.string else { return nil }
    guard case .request(.body(let pointer))? = RuntimeExpression(text) else {
      report(
        "'\(text)' does not say where the request's body holds the keys", at: node.location,
        "write $request.body# and a JSON pointer, such as $request.body#/room_names")
      return nil
    }
    guard
      let found = schemas(
        at: pointer, ofBody: operation.requestBody?.content, "the request of \(operation.name)",
        at: node.location)
    else { return nil }
    guard navigator.types(of: found).contains(.array) else {
      report(
        "the keys at '\(pointer)' are no array", at: node.location,
        "point to the array that holds the keys")
      return nil
    }
    return (pointer, navigator.parts(of: found).compactMap(\.maxItems).min())
  }

  /// The schemas at a place of a JSON body; `nil`, and an error is reported, if the pointer leads nowhere.
  mutating func schemas(
    at pointer: JSONPointer, ofBody content: [MediaType]?, _ what: String, at location: Location
  ) -> [Schema]? {
    guard let schema = content?.first(where: \.isJSON)?.schema else {
      report(
        "\(what) has no JSON body with a schema", at: location,
        "describe the body as `application/json`")
      return nil
    }
    return schemas(at: pointer, of: schema, what, at: location)
  }

  mutating func schemas(
    at pointer: JSONPointer, of schema: Schema, _ what: String, at location: Location
  ) -> [Schema]? {
    do throws(SchemaNavigator.Failure) {
      return try navigator.schemas(at: pointer, of: schema)
    } catch {
      let place = error.found.tokens.isEmpty ? what : "'\(error.found)' in \(what)"
      report(
        "the pointer '\(pointer)' leads nowhere: \(place) has no '\(error.missing)'", at: location,
        Spelling.remedy(
          for: error.missing, among: error.names, otherwise: "correct the pointer, or the schema"))
      return nil
    }
  }

  // MARK: - Served operations

  /// The schema of what the bulk answer holds for one key.
  private mutating func valueSchema(of found: FoundOperationExtension) -> Schema? {
    guard let answer = successSchema(of: found.operation) else {
      report(
        "\(found.operation.name) has no JSON answer that could be split by key",
        at: found.part.location, "describe a 200 response with `application/json` and a schema")
      return nil
    }
    guard let value = navigator.memberSchema(of: answer) else {
      report(
        "the answer of \(found.operation.name) is no object with a member for every key",
        at: found.part.location, "describe it by `additionalProperties`")
      return nil
    }
    return value
  }

  /// The schema of the first JSON answer that reports success.
  func successSchema(of operation: Operation) -> Schema? {
    for response in operation.responses {
      switch response.status {
      case .code(200..<300), .range(2):
        if let schema = response.content.first(where: \.isJSON)?.schema { return schema }
      case .code, .range, .default: continue
      }
    }
    return nil
  }

  private mutating func readServes(
    _ fields: ExtensionFields, _ found: FoundOperationExtension, value: Schema?
  ) -> [Batch.Served] {
    guard let part = fields.part["serves"] else { return [] }
    guard let items = part.items, !items.isEmpty else {
      report(
        "`serves` must be a list of operations", at: part.location,
        "write at least one `{ operationId: …, key: …, slice: … }`")
      return []
    }
    return items.compactMap { readServed($0, by: found.operation, value: value) }
  }

  private mutating func readServed(
    _ part: Part, by bulk: Operation, value: Schema?
  ) -> Batch.Served? {
    let fields = ExtensionFields(part, name: "serves")
    let names = ["operationId", "key", "slice"]
    guard fields.check(known: names, required: names, &log) else { return nil }
    let operation = readOperation(fields)
    let slice = readSlice(fields, value: value)
    guard let operation, let id = operation.operationID else { return nil }
    if operation.pointer == bulk.pointer {
      report(
        "an operation cannot be served by itself", at: part.location,
        "name an operation that answers for one key")
    }
    let key = readKey(fields, of: operation)
    guard let key, let slice else { return nil }
    checkSlice(slice, of: value, against: operation, at: part.node["slice"]?.location)
    return Batch.Served(operationID: id, key: key, slice: slice, location: part.location)
  }

  /// The operation that the field `operationId` names.
  mutating func readOperation(_ fields: ExtensionFields) -> Operation? {
    guard let node = fields.string("operationId", &log), let id = node.string else { return nil }
    if let operation = operations[ExactString(id)] { return operation }
    report(
      "there is no operation '\(id)'", at: node.location,
      Spelling.remedy(
        for: id, among: document.operations.compactMap(\.operationID),
        otherwise: "write the operationId of an operation of this document"))
    return nil
  }

  private mutating func readKey(
    _ fields: ExtensionFields, of operation: Operation
  ) -> RuntimeExpression? {
    guard let node = fields.string("key", &log), let text = node.string else { return nil }
    guard let expression = RuntimeExpression(text), case .request = expression else {
      report(
        "'\(text)' does not say where the single request holds its key", at: node.location,
        "write $request.path.name, $request.query.name, $request.header.name or $request.body#/pointer"
      )
      return nil
    }
    return check(expression, of: operation, at: node.location) ? expression : nil
  }

  private mutating func readSlice(_ fields: ExtensionFields, value: Schema?) -> JSONPointer? {
    guard let node = fields.string("slice", &log), let text = node.string else { return nil }
    guard let pointer = JSONPointer(text) else {
      report(
        "'\(text)' is no JSON pointer", at: node.location,
        "begin it with '/', or leave it empty for the whole value")
      return nil
    }
    guard let value else { return pointer }
    let found = schemas(
      at: pointer, of: value, "what the bulk answer holds for a key", at: node.location)
    return found == nil ? nil : pointer
  }

  /// The slice stands in for the single answer, so it must be a value of the same kind.
  private mutating func checkSlice(
    _ slice: JSONPointer, of value: Schema?, against operation: Operation, at location: Location?
  ) {
    guard let value, let location, let answer = successSchema(of: operation),
      let found = try? navigator.schemas(at: slice, of: value)
    else { return }
    let sliceTypes = navigator.types(of: found)
    let answerTypes = navigator.types(of: [answer])
    guard !sliceTypes.isEmpty, !answerTypes.isEmpty, sliceTypes.isDisjoint(with: answerTypes)
    else { return }
    report(
      "the slice '\(slice)' is of another type than the answer of \(operation.name)",
      at: location, "point to the part that holds the single operation's answer")
  }

  // MARK: - Absent keys

  private mutating func readAbsent(
    _ fields: ExtensionFields, serves: [Batch.Served], value: Schema?
  ) -> Batch.Absent? {
    guard let part = fields.part["absent"] else { return nil }
    let absent = ExtensionFields(part, name: "absent")
    let names = ["statuses", "as"]
    guard absent.check(known: names, required: names, &log), let replacement = part.node["as"],
      let list = part.node["statuses"]
    else { return nil }
    guard let items = list.array, !items.isEmpty else {
      report(
        "`statuses` of `absent` must be a list of status codes", at: list.location,
        "write [403, 404], say")
      return nil
    }
    let statuses = items.compactMap {
      ExtensionFields.integer($0, field: "statuses", of: "absent", in: 100...599, &log)
    }
    for served in serves {
      guard let value, let found = try? navigator.schemas(at: served.slice, of: value) else {
        continue
      }
      let objections = found.compactMap { values.objection(to: replacement, by: $0) }
      guard let objection = objections.first, objections.count == found.count else { continue }
      report(
        "the schema of '\(served.slice)' forbids \(replacement.value): \(objection)",
        at: replacement.location, "write a value that every slice may have")
      return nil
    }
    return Batch.Absent(statuses: statuses, value: replacement)
  }
}
