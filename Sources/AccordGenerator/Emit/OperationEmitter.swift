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

  // MARK: - Answers

  private func emitAnswers(_ operation: OperationPlan, into source: inout SourceText) {
    if case .several(let name, let cases) = operation.success {
      source.document("What `\(operation.name)` gives.")
      source.block("\(access.prefix)enum \(name): Sendable {") { source in
        for answer in cases { source.line("case \(declaration(of: answer))") }
      }
      source.line()
    }
    guard let refusal = operation.refusal else { return }
    source.document("The documented answers of `\(operation.name)` that are no success.")
    if let first = refusal.sameAs {
      source.line("\(access.prefix)typealias \(refusal.name) = \(first)")
    } else {
      emit(refusal, into: &source)
    }
    source.line()
  }

  private func declaration(of answer: AnswerCasePlan) -> String {
    let values = [answer.status.isOpen ? "Int" : nil, answer.content.payload].compactMap { $0 }
    return values.isEmpty ? answer.name : "\(answer.name)(\(values.joined(separator: ", ")))"
  }

  private func emit(_ refusal: RefusalPlan, into source: inout SourceText) {
    source.block("\(access.prefix)enum \(refusal.name): DocumentedRefusal {") { source in
      for answer in refusal.cases { source.line("case \(declaration(of: answer))") }
      source.line()
      source.block(
        "\(access.prefix)init?(status: Int, headerFields: HTTPFields, body: [UInt8]) throws(JSONError) {"
      ) { source in
        source.line("switch status {")
        for answer in refusal.cases {
          let values = [answer.status.isOpen ? "status" : nil, answer.content.reading("body")]
            .compactMap { $0 }
          let payload = values.isEmpty ? "" : "(\(values.joined(separator: ", ")))"
          source.line("case \(answer.status.pattern): self = .\(answer.name)\(payload)")
        }
        if !refusal.cases.contains(where: { $0.status == .default }) {
          source.line("default: return nil")
        }
        source.line("}")
      }
      source.line()
      source.block("\(access.prefix)var status: Int {") { source in
        source.line("switch self {")
        for answer in refusal.cases {
          if case .code(let code) = answer.status {
            source.line("case .\(answer.name): \(code)")
          } else {
            let rest = answer.content.payload == nil ? "" : ", _"
            source.line("case .\(answer.name)(let status\(rest)): status")
          }
        }
        source.line("}")
      }
      source.line()
      source.block("\(access.prefix)func body() throws(JSONError) -> EncodedBody? {") { source in
        source.line("switch self {")
        for answer in refusal.cases {
          guard let encoded = answer.content.encoding("value") else {
            source.line("case .\(answer.name): nil")
            continue
          }
          let status = answer.status.isOpen ? "_, " : ""
          source.line("case .\(answer.name)(\(status)let value): \(encoded)")
        }
        source.line("}")
      }
    }
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

  // MARK: - Client

  private func emitCall(_ operation: OperationPlan, into source: inout SourceText) {
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

  private func emitMethod(_ operation: OperationPlan, into source: inout SourceText) {
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

  // MARK: - Server

  private func emitRoute(_ operation: OperationPlan, into source: inout SourceText) {
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
