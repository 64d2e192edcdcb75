import AccordJSON
import AccordOpenAPI

/// Decides how operations look in Swift.
struct OperationPlanner {
  let document: OpenAPIDocument
  let naming: SwiftNaming
  let types: TypePlanner
  var diagnostics: [Diagnostic] = []
  /// Methods by operationIds and by references to operations.
  private var methodNames: [String: String] = [:]

  init(_ document: OpenAPIDocument, naming: SwiftNaming, types: TypePlanner) {
    self.document = document
    self.naming = naming
    self.types = types
  }

  mutating func plan(
    _ operations: [Operation], base: String, keepsOperationIDs: Bool,
    where isSelected: (Operation) -> Bool
  ) -> [OperationPlan] {
    var operationNaming = OperationNaming(naming, base: base, keepsIDs: keepsOperationIDs)
    let names = operationNaming.names(
      of: operations, fixed: operations.map { types.overrides.name(of: $0) })
    diagnostics += operationNaming.diagnostics
    for (operation, name) in zip(operations, names) {
      methodNames["#\(operation.pointer)"] = name
      if let id = operation.operationID { methodNames[id] = name }
    }
    types.nameHeaders(
      of: zip(operations, names).map { ($0, naming.typeName($1.filter { $0 != "`" })) })
    return zip(operations, names).compactMap { operation, name in
      isSelected(operation) ? plan(operation, name: name) : nil
    }
  }

  mutating func plan(_ operation: Operation, name: String) -> OperationPlan {
    let typeName = naming.typeName(name.filter { $0 != "`" })
    noteBodiless(operation)
    let success = success(of: operation, typeName: typeName)
    let parameters = parameters(of: operation, typeName: typeName)
    return OperationPlan(
      id: operation.operationID ?? operation.name, source: operation.pointer,
      method: operation.method, path: operation.path,
      name: name, typeName: typeName, tag: operation.tags.first,
      documentation: documentation(of: operation),
      isDeprecated: operation.isDeprecated,
      // Those that must be given come first, so that the others can be left out.
      parameters: parameters.filter(\.isRequired) + parameters.filter { !$0.isRequired },
      body: operation.requestBody.flatMap {
        body($0, of: operation.method, typeName: typeName)
      }, success: success,
      refusal: refusal(of: operation, typeName: typeName))
  }

  private mutating func noteBodiless(_ operation: Operation) {
    for response in operation.responses where !response.status.hasBody(to: operation.method) {
      guard let content = response.content.first else { continue }
      let answer = operation.method == .head ? "to HEAD" : "of status \(response.status.text)"
      diagnostics.append(
        Diagnostic(
          .note,
          "an answer \(answer) has no body (RFC 9110, section 6.4.1): its `content` is ignored",
          at: content.location))
    }
  }

  private func documentation(of operation: Operation) -> String {
    var parts = [operation.summary, operation.description].compactMap { text in
      text.map { $0.trimmingSuffix(while: \.isWhitespace) }
    }
    if parts.count == 2, parts[0] == parts[1] { parts.removeLast() }
    parts.append("`\(operation.method.name) \(operation.path.text)`")
    parts += operation.responses.filter { !$0.links.isEmpty }.map(documentation(ofLinksOf:))
    return parts.joined(separator: "\n\n")
  }
  /// What can be called with what an answer holds.
  private func documentation(ofLinksOf response: Response) -> String {
    let lines = response.links.map { link in
      let target = methodNames[link.target] ?? link.target
      var arguments = link.arguments.map { "`\($0.parameter)` = `\(text($0.value))`" }
      if let body = link.requestBody { arguments.append("the body `\(text(body))`") }
      let with = arguments.isEmpty ? "" : " with \(arguments.joined(separator: ", "))"
      let description = link.description.map { ": \(oneLine($0))" } ?? ""
      return "- `\(link.name)`: `\(target)`\(with)\(description)"
    }
    return "Links of the answer \(response.status.text):\n" + lines.joined(separator: "\n")
  }

  private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private func text(_ value: JSONValue) -> String { value.string ?? value.serialized() }
}

extension String {
  fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, matches(last) { text.removeLast() }
    return String(text)
  }
}
