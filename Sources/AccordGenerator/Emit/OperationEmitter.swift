import AccordOpenAPI

/// Spells an operation: its answers, its call, the client's method and the server's route.
struct OperationEmitter {
  let names: APINames
  let access: AccessLevel
  let parts: Set<GeneratedPart>
  let security: SecurityEmitter

  func emit(_ operation: OperationPlan) -> String {
    var source = SourceText()
    emitBody(operation, into: &source)
    emitAnswers(operation, into: &source)
    emitDescription(operation, into: &source)
    if parts.contains(.client) {
      emitCall(operation, into: &source)
      emitMethod(operation, into: &source)
    }
    if parts.contains(.server) { emitRoute(operation, into: &source) }
    return source.text
  }

  // MARK: - Description and constraints

  private func emitDescription(_ operation: OperationPlan, into source: inout SourceText) {
    source.block("extension \(names.operations) {") { source in
      var arguments = [
        SourceText.literal(operation.id), operation.method.source,
        SourceText.literal(operation.path.text), operation.format,
      ]
      if let required = security.text(operation.security) {
        arguments.append("security: \(required)")
      }
      if let server = operation.server { arguments.append("server: \(names.servers).\(server)") }
      source.line(
        "\(access.prefix)static let \(operation.name) = APIOperation<\(operation.successType), \(operation.refusalType)>(\(arguments.joined(separator: ", ")))"
      )
      if operation.hasViolations { emitViolations(operation, into: &source) }
    }
  }

  private func emitViolations(_ operation: OperationPlan, into source: inout SourceText) {
    source.block(
      Wrapping.list(
        "static func \(operation.violationsName)(", operation.checkedArguments,
        ") -> [ConstraintViolation] {")
    ) { source in
      let validator = operation.local("request")
      source.line("var \(validator) = RequestValidator()")
      for statement in operation.checkStatements(validator: validator) { source.line(statement) }
      source.line("return \(validator).violations")
    }
  }
}
