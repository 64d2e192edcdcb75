import AccordOpenAPI

extension OperationEmitter {
  func emitRoute(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.routes) {") { source in
      // A host puts each webhook where it likes.
      let prefix = names.subject == .webhooks ? access.prefix : ""
      source.block(
        "\(prefix)static func \(operation.name)<API: \(names.api)>() -> Route<API> {"
      ) { source in
        let reads = !operation.parameters.isEmpty || operation.body != nil
        let streamed = (operation.body?.streamed ?? []).map(SourceText.literal)
        let streaming =
          streamed.isEmpty ? "" : ", streaming: [\(streamed.joined(separator: ", "))]"
        source.block(
          "Route(\(names.operations).\(operation.name)\(streaming)) { \(reads ? "reading" : "_"), api in"
        ) { source in
          if reads { emitReading(operation, into: &source) }
          let call = "try await api.\(operation.name)(\(operation.readArguments))"
          source.line(reads ? "return \(call)" : call)
        }
      }
    }
  }

  private func emitReading(_ operation: OperationPlan, into source: inout SourceText) {
    for (index, parameter) in operation.parameters.enumerated() {
      source.line(
        "let p\(index): \(parameter.type.asOptional.text) = reading.\(parameter.reading)")
    }
    if let body = operation.body { source.line(body.reading) }
    let violations =
      operation.hasViolations
      ? "\(names.operations).\(operation.violationsName)(\(operation.readChecks))" : ""
    source.line("try reading.finish(\(violations))")
  }
}
