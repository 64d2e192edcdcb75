import AccordJSON
import AccordOpenAPI

/// Decides how operations look in Swift.
struct OperationPlanner {
  let document: OpenAPIDocument
  let naming: SwiftNaming
  let types: TypePlanner
  /// Which operation declared each set of answers first.
  var refusals: [[AnswerShape]: String] = [:]
  var diagnostics: [Diagnostic] = []

  struct AnswerShape: Hashable {
    var status: Response.Status
    var content: ContentPlan
  }

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
    return zip(operations, names).compactMap { operation, name in
      isSelected(operation) ? plan(operation, name: name) : nil
    }
  }

  private mutating func plan(_ operation: Operation, name: String) -> OperationPlan {
    let typeName = naming.typeName(name.filter { $0 != "`" })
    let success = success(of: operation, typeName: typeName)
    let parameters = parameters(of: operation, typeName: typeName)
    return OperationPlan(
      id: operation.operationID ?? operation.name, method: operation.method, path: operation.path,
      name: name, typeName: typeName, documentation: documentation(of: operation),
      isDeprecated: operation.isDeprecated,
      // Those that must be given come first, so that the others can be left out.
      parameters: parameters.filter(\.isRequired) + parameters.filter { !$0.isRequired },
      body: operation.requestBody.flatMap { body($0, typeName: typeName) }, success: success,
      refusal: refusal(of: operation, typeName: typeName))
  }

  private func documentation(of operation: Operation) -> String {
    var parts = [operation.summary, operation.description].compactMap { text in
      text.map { $0.trimmingSuffix(while: \.isWhitespace) }
    }
    if parts.count == 2, parts[0] == parts[1] { parts.removeLast() }
    parts.append("`\(operation.method.name) \(operation.path.text)`")
    return parts.joined(separator: "\n\n")
  }
}

extension String {
  fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, matches(last) { text.removeLast() }
    return String(text)
  }
}
