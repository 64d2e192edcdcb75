import AccordJSON

extension ExtensionReader {
  private static let name = ExtensionName.invalidates.rawValue

  mutating func readInvalidation(_ found: FoundOperationExtension) -> Invalidation? {
    guard let id = found.operation.operationID else {
      report(
        "an operation with `\(Self.name)` needs an operationId", at: found.part.location,
        "add an `operationId` to \(found.operation.name)")
      return nil
    }
    guard let items = found.part.items else {
      report(
        "`\(Self.name)` must be a list, but is \(found.part.node.kind.withArticle)",
        at: found.part.location, "write each stale operation as an item, behind '- '")
      return nil
    }
    return Invalidation(
      operationID: id, edges: items.compactMap { readEdge($0, from: found.operation) })
  }

  private mutating func readEdge(_ part: Part, from source: Operation) -> Invalidation.Edge? {
    let fields = ExtensionFields(part, name: Self.name)
    guard fields.check(known: ["operationId", "with"], required: ["operationId"], &log) else {
      return nil
    }
    guard let target = readOperation(fields), let id = target.operationID else { return nil }
    let arguments = (fields.object("with", &log)?.members ?? []).compactMap {
      readArgument($0, from: source, to: target)
    }
    return Invalidation.Edge(operationID: id, arguments: arguments, location: part.location)
  }

  private mutating func readArgument(
    _ member: NodeObject.Member, from source: Operation, to target: Operation
  ) -> Invalidation.Edge.Argument? {
    guard target.parameters.contains(where: { $0.name.isExactly(member.key) }) else {
      report(
        "\(target.name) has no parameter '\(member.key)'", at: member.keyLocation,
        Spelling.remedy(
          for: member.key, among: target.parameters.map(\.name),
          otherwise: "name a parameter of that operation"))
      return nil
    }
    guard let text = member.value.string, let expression = RuntimeExpression(text) else {
      report(
        "\(member.value.value) does not say where the value comes from", at: member.value.location,
        "write $request.path.name, $request.body#/pointer or $response.body#/pointer, say")
      return nil
    }
    guard check(expression, of: source, at: member.value.location) else { return nil }
    return .init(parameter: member.key, value: expression)
  }

  // MARK: - Expressions

  /// Whether the expression leads to something in the operation's requests or answers; reports it if not.
  mutating func check(
    _ expression: RuntimeExpression, of operation: Operation, at location: Location
  ) -> Bool {
    switch expression {
    case .url, .method, .statusCode: return true
    case .request(.path(let name)): return check(name, .path, of: operation, at: location)
    case .request(.query(let name)): return check(name, .query, of: operation, at: location)
    case .request(.header(let name)): return check(name, .header, of: operation, at: location)
    case .request(.body(let pointer)):
      return schemas(
        at: pointer, ofBody: operation.requestBody?.content, "the request of \(operation.name)",
        at: location) != nil
    case .response(.body(let pointer)):
      guard let schema = successSchema(of: operation) else {
        report(
          "\(operation.name) has no JSON answer", at: location,
          "take the value from the request instead")
        return false
      }
      return schemas(at: pointer, of: schema, "the answer of \(operation.name)", at: location)
        != nil
    case .response(.header(let name)):
      return checkResponseHeader(name, of: operation, at: location)
    case .response(.path), .response(.query):
      report(
        "'\(expression)' leads nowhere: an answer has only headers and a body", at: location,
        "write $response.body#/pointer or $response.header.name")
      return false
    }
  }

  private mutating func check(
    _ name: String, _ place: Parameter.Place, of operation: Operation, at location: Location
  ) -> Bool {
    let names = operation.parameters.filter { $0.place == place }.map(\.name)
    // Names of header fields are compared without regard to case (RFC 9110, section 5.1).
    let exists = names.contains {
      place == .header ? $0.lowercased().isExactly(name.lowercased()) : $0.isExactly(name)
    }
    if exists { return true }
    report(
      "\(operation.name) has no \(place.rawValue) parameter '\(name)'", at: location,
      Spelling.remedy(for: name, among: names, otherwise: "name a parameter of that operation"))
    return false
  }

  private mutating func checkResponseHeader(
    _ name: String, of operation: Operation, at location: Location
  ) -> Bool {
    let names = operation.responses.flatMap(\.headers).map(\.name).uniqued
    if names.contains(where: { $0.lowercased().isExactly(name.lowercased()) }) { return true }
    report(
      "no answer of \(operation.name) has a header '\(name)'", at: location,
      Spelling.remedy(
        for: name, among: names, otherwise: "describe the header, or take another value"))
    return false
  }
}
