import AccordOpenAPI

extension OperationEmitter {
  func emitCall(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.calls) {") { source in
      source.document(operation.documentation)
      source.deprecation(operation.isDeprecated)
      let result = "Call<\(operation.successType), \(operation.refusalType)>"
      source.block(
        Wrapping.list(
          "\(access.prefix)static func \(operation.name)(", operation.arguments(withDefaults: true),
          ") -> \(result) {")
      ) { emitCallBody(operation, into: &$0) }
    }
  }

  private func emitCallBody(_ operation: OperationPlan, into source: inout SourceText) {
    let query = operation.parameters.filter { $0.place == .query }
    let headers = operation.parameters.filter { $0.place == .header || $0.place == .cookie }
    source.line("\(query.isEmpty ? "let" : "var") target = RequestTarget(\(operation.pathLiteral))")
    for parameter in query {
      let label = SourceText.literal(parameter.jsonName)
      switch (parameter.isArray, parameter.arrayStyle) {
      case (false, _): source.line("target.addQuery(\(label), \(parameter.name))")
      case (true, .exploded):
        source.line("target.addQuery(\(label), exploding: \(parameter.name))")
      case (true, .joined(let separator)):
        source.line(
          "target.addQuery(\(label), joining: \(parameter.name), by: \(SourceText.literal(separator)))"
        )
      }
    }
    if !headers.isEmpty { source.line("var headerFields = HTTPFields()") }
    for parameter in headers {
      let kind = parameter.place == .cookie ? "cookie" : "name"
      source.line(
        "headerFields.add(\(kind): \(SourceText.literal(parameter.jsonName)), \(parameter.name))")
    }
    var arguments = ["\(names.operations).\(operation.name)", "target"]
    if !headers.isEmpty { arguments.append("headerFields: headerFields") }
    if let body = operation.body { arguments.append("body: \(body.encoding)") }
    if operation.hasChecks {
      arguments.append(
        "violations: \(names.operations).\(operation.violationsName)(\(operation.forwardedChecks))")
    }
    source.block(
      Wrapping.list("return Call(", arguments, ") { answer throws(JSONError) in")
    ) { emitSuccess(operation, into: &$0) }
  }

  private func emitSuccess(_ operation: OperationPlan, into source: inout SourceText) {
    source.line("switch answer.head.status {")
    switch operation.success {
    case .one(let status, let content):
      source.line("case \(status.successPattern): \(content.reading("answer.body") ?? "()")")
    case .several(_, let cases):
      for answer in cases {
        let values = [
          answer.status.isOpen ? "answer.head.status" : nil, answer.content.reading("answer.body"),
        ].compactMap { $0 }
        let payload = values.isEmpty ? "" : "(\(values.joined(separator: ", ")))"
        source.line("case \(answer.status.successPattern): .\(answer.name)\(payload)")
      }
    }
    source.line("default: nil")
    source.line("}")
  }

  func emitMethod(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.client) {") { source in
      source.document(operation.documentation)
      source.deprecation(operation.isDeprecated)
      source.block(operation.signature(access: access, withDefaults: true) + " {") { source in
        source.line(
          "try await core.send(\(names.calls).\(operation.name)(\(operation.forwarded))).body")
      }
    }
  }
}
