import AccordOpenAPI

extension OperationEmitter {
  func emitCall(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.calls) {") { source in
      source.document(operation.endpoint)
      source.deprecation(operation.isDeprecated)
      source.block(
        Wrapping.list(
          "\(access.prefix)static func \(operation.name)(", operation.arguments(withDefaults: true),
          ") -> Call<\(operation.successType), \(operation.refusalType)> {")
      ) { emitCallBody(operation, into: &$0) }
    }
  }

  private func emitCallBody(_ operation: OperationPlan, into source: inout SourceText) {
    let query = operation.parameters.filter { $0.place == .query }
    let headers = operation.parameters.filter { $0.place == .header || $0.place == .cookie }
    let target = operation.local("target")
    let headerFields = operation.local("headerFields")
    if !query.isEmpty { source.line("var \(target) = RequestTarget(\(operation.pathLiteral))") }
    for parameter in query {
      let label = SourceText.literal(parameter.jsonName)
      switch (parameter.isArray, parameter.arrayStyle) {
      case (false, _): source.line("\(target).addQuery(\(label), \(parameter.name))")
      case (true, .exploded):
        source.line("\(target).addQuery(\(label), exploding: \(parameter.name))")
      case (true, .joined(let separator)):
        source.line(
          "\(target).addQuery(\(label), joining: \(parameter.name), by: \(SourceText.literal(separator)))"
        )
      }
    }
    if !headers.isEmpty { source.line("var \(headerFields) = HTTPFields()") }
    for parameter in headers {
      let kind = parameter.place == .cookie ? "cookie" : "name"
      source.line(
        "\(headerFields).add(\(kind): \(SourceText.literal(parameter.jsonName)), \(parameter.name))"
      )
    }
    var arguments = [
      "\(names.operations).\(operation.name)", query.isEmpty ? operation.pathLiteral : target,
    ]
    if !headers.isEmpty { arguments.append("headerFields: \(headerFields)") }
    if let body = operation.body { arguments.append("body: \(body.encoding)") }
    if operation.hasViolations {
      arguments.append(
        "violations: \(names.operations).\(operation.violationsName)(\(operation.forwardedChecks))")
    }
    let isOnly = query.isEmpty && headers.isEmpty
    source.line(Wrapping.list(isOnly ? "Call(" : "return Call(", arguments, ")"))
  }

  func emitMethod(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.client) {") { source in
      source.deprecation(operation.isDeprecated)
      source.block(operation.signature(access: access, withDefaults: true) + " {") { source in
        source.line(
          "try await core.send(\(names.calls).\(operation.name)(\(operation.forwarded))).body")
      }
    }
  }
}
