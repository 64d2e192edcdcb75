import AccordOpenAPI

extension OperationEmitter {
  func emitRoute(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.routes) {") { source in
      source.block(
        "static func \(operation.name)<API: \(names.api)>() -> Route<API> {"
      ) { source in
        source.block("Route(\(names.operations).\(operation.name)) { request, api in") { source in
          emitArguments(operation, into: &source)
          let call = "try await api.\(operation.name)(\(operation.forwarded))"
          source.block(
            "return try await ServerResponse.answering({ () throws(CallError<\(operation.refusalType)>) in \(call) }) { success throws(JSONError) in"
          ) { emitServerSuccess(operation, into: &$0) }
        }
      }
    }
  }

  private func emitArguments(_ operation: OperationPlan, into source: inout SourceText) {
    guard !operation.parameters.isEmpty || operation.body != nil else {
      source.line("_ = request")
      return
    }
    source.line("var reading = RequestReading(request)")
    for (index, parameter) in operation.parameters.enumerated() {
      source.line(
        "let p\(index): \(parameter.type.asOptional.text) = reading.\(parameter.reading)")
    }
    if let body = operation.body { source.line("let b = \(body.reading)") }
    if operation.hasChecks {
      source.line(
        "reading.report(\(names.operations).\(operation.violationsName)(\(operation.readChecks)))")
    }
    source.line("try reading.finish()")
    for (index, parameter) in operation.parameters.enumerated() {
      source.line("let \(parameter.name) = \(parameter.value(of: "p\(index)"))")
    }
    if let body = operation.body {
      source.line("let body = \(body.isRequired ? "try reading.require(b)" : "b")")
    }
  }

  private func emitServerSuccess(_ operation: OperationPlan, into source: inout SourceText) {
    switch operation.success {
    case .one(let status, let content):
      let code = status.sampleCode
      if content == .none { source.line("_ = success") }
      source.line("return \(content.response("\(code)", "success"))")
    case .several(_, let cases):
      source.line("switch success {")
      for answer in cases {
        let bindings = [
          answer.status.isOpen ? "let status" : nil, answer.content == .none ? nil : "let value",
        ].compactMap { $0 }
        let pattern = bindings.isEmpty ? "" : "(\(bindings.joined(separator: ", ")))"
        let status = answer.status.isOpen ? "status" : "\(answer.status.sampleCode)"
        source.line(
          "case .\(answer.name)\(pattern): return \(answer.content.response(status, "value"))")
      }
      source.line("}")
    }
  }
}
