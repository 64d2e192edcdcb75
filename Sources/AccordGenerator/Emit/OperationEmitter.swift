import AccordOpenAPI

/// Spells an operation: its answers, its call, the client's method and the server's route.
struct OperationEmitter {
  let names: APINames
  let access: AccessLevel
  let parts: Set<GeneratedPart>

  func emit(_ operation: OperationPlan) -> String {
    var source = SourceText()
    emitAnswers(operation, into: &source)
    emitDescription(operation, into: &source)
    if parts.contains(.client) {
      emitCall(operation, into: &source)
      emitMethod(operation, into: &source)
    }
    if operation.hasChecks { emitViolations(operation, into: &source) }
    if parts.contains(.server) { emitRoute(operation, into: &source) }
    return source.text
  }

  // MARK: - Description and constraints

  private func emitDescription(_ operation: OperationPlan, into source: inout SourceText) {
    source.block("extension \(names.operations) {") { source in
      source.line(
        "\(access.prefix)static let \(operation.name) = OperationDescription(id: \(SourceText.literal(operation.id)), method: \(operation.method.source), path: \(SourceText.literal(operation.path.text)))"
      )
    }
  }

  private func emitViolations(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.operations) {") { source in
      source.document("What of the arguments breaks a constraint of the document.")
      source.block(
        Wrapping.list(
          "static func \(operation.violationsName)(", operation.checkedArguments,
          ") -> [ConstraintViolation] {")
      ) { source in
        source.block("Validator.violations { request in") { source in
          for parameter in operation.parameters where !parameter.checks.isEmpty {
            let checks = CheckText.statements(
              parameter.checks, of: parameter.name, validator: "$0")
            source.line(
              "request.check(.\(parameter.place.rawValue)(\(SourceText.literal(parameter.jsonName)))) { \(checks) }"
            )
          }
          if let body = operation.body, !body.checks.isEmpty {
            let checks = CheckText.statements(
              body.checks, of: "body", validator: "$0")
            source.line("request.check(.body) { \(checks) }")
          }
        }
      }
    }
  }
}
