import AccordOpenAPI

extension OperationEmitter {
  func emitAnswers(_ operation: OperationPlan, into source: inout SourceText) {
    if case .several(let name, let cases) = operation.success {
      source.document("What `\(operation.name)` gives.")
      emit(name, "DocumentedAnswer", cases, into: &source)
      source.line()
    }
    guard let refusal = operation.refusal else { return }
    if let shared = refusal.sharedName {
      source.line("\(access.prefix)typealias \(refusal.name) = \(shared)")
    } else {
      emit(refusal.name, "DocumentedRefusal", refusal.cases, into: &source)
    }
    source.line()
  }

  /// The types that several operations have.
  func emit(_ refusals: [RefusalPlan]) -> String {
    var source = SourceText()
    for (index, refusal) in refusals.enumerated() {
      if index > 0 { source.line() }
      emit(refusal.name, "DocumentedRefusal", refusal.cases, into: &source)
    }
    return source.text
  }

  private func emit(
    _ name: String, _ conformance: String, _ cases: [AnswerCasePlan], into source: inout SourceText
  ) {
    let isSuccess = conformance == "DocumentedAnswer"
    source.block("\(access.prefix)enum \(name): \(conformance) {") { source in
      for answer in cases { source.line("case \(declaration(of: answer))") }
      emitContentTypes(cases, into: &source)
      source.block(
        "\(access.prefix)init?(_ answer: IncomingAnswer) throws(AnswerProblem) {"
      ) { source in
        source.line("switch answer.status {")
        var isFirst = true
        for (index, answer) in cases.enumerated() {
          let label = answer.status.label(isSuccess: isSuccess)
          guard !answer.alternatives.isEmpty else {
            source.line("\(label): \(assignment(of: answer))")
            continue
          }
          if isFirst {
            let types = answer.alternatives.map(SourceText.literal).joined(separator: ", ")
            source.line("\(label):")
            source.line("  switch try answer.index(of: [\(types)]) {")
          }
          let position = cases[..<index].count { $0.status == answer.status }
          let isLast = cases.dropFirst(index + 1).first?.status != answer.status
          source.line("  \(isLast ? "default" : "case \(position)"): \(assignment(of: answer))")
          if isLast { source.line("  }") }
          isFirst = isLast
        }
        if isSuccess || !cases.contains(where: { $0.status == .default }) {
          source.line("default: return nil")
        }
        source.line("}")
      }
      source.block("\(access.prefix)var answer: OutgoingAnswer {") { source in
        source.line("switch self {")
        for answer in cases { source.line(outgoing(answer)) }
        source.line("}")
      }
    }
  }

  private func assignment(of answer: AnswerCasePlan) -> String {
    let values = [
      answer.status.isOpen ? "answer.status" : nil, answer.content.reading,
      answer.headers.map { _ in "headers: try answer.headers()" },
    ]
    .compactMap { $0 }
    return "self = .\(answer.name)\(values.isEmpty ? "" : "(\(values.joined(separator: ", ")))")"
  }

  private func declaration(of answer: AnswerCasePlan) -> String {
    let headers = answer.headers.map { name in
      "headers: \(name)\(answer.hasOptionalHeaders ? " = \(name)()" : "")"
    }
    let values = [answer.status.isOpen ? "Int" : nil, answer.content.payload, headers]
      .compactMap { $0 }
    return values.isEmpty ? answer.name : "\(answer.name)(\(values.joined(separator: ", ")))"
  }

  private func emitContentTypes(_ cases: [AnswerCasePlan], into source: inout SourceText) {
    var types: [String] = []
    for type in cases.flatMap(\.content.contentTypes) where !types.contains(type) {
      types.append(type)
    }
    // What the runtime takes for granted.
    if types != ["application/json"], !types.isEmpty { emit("contentTypes", types, into: &source) }
    let streamed = cases.map(\.content).filter(\.isStreamed).flatMap(\.contentTypes)
    if !streamed.isEmpty { emit("streamed", streamed, into: &source) }
  }

  private func emit(_ name: String, _ values: [String], into source: inout SourceText) {
    let list = values.map(SourceText.literal).joined(separator: ", ")
    source.line("\(access.prefix)static var \(name): [String] { [\(list)] }")
  }

  /// The enum of a request's body that has one of several content types.
  func emitBody(_ operation: OperationPlan, into source: inout SourceText) {
    guard let body = operation.body, case .choice(let name) = body.content else { return }
    source.document("What `\(operation.name)` takes.")
    let isAsync = body.choices.contains { $0.content.effects != "try" }
    source.block("\(access.prefix)enum \(name): DocumentedBody {") { source in
      for choice in body.choices { source.line("case \(choice.name)(\(choice.content.text))") }
      emit("contentTypes", body.choices.map { $0.content.contentTypes[0] }, into: &source)
      source.block(
        "\(access.prefix)init?(_ reading: inout RequestReading, _ index: Int) \(isAsync ? "async " : "")throws(RequestProblem) {"
      ) { source in
        source.line("switch index {")
        for (index, choice) in body.choices.enumerated() {
          let isLast = index == body.choices.count - 1
          source.line("\(isLast ? "default" : "case \(index)"):")
          source.line(
            "  guard let value: \(choice.content.text) = \(choice.content.effects) reading.\(choice.content.requestReading(isRequired: true)) else { return nil }"
          )
          source.line("  self = .\(choice.name)(value)")
        }
        source.line("}")
      }
      source.block("\(access.prefix)var body: CallBody {") { source in
        source.line("switch self {")
        for choice in body.choices {
          source.line("case .\(choice.name)(let value): \(choice.content.encoding("value"))")
        }
        source.line("}")
      }
    }
    source.line()
  }

  private func outgoing(_ answer: AnswerCasePlan) -> String {
    let hasValue = answer.content != .none
    var bindings: [String] = hasValue ? ["let value"] : []
    var status = ""
    if case .code(let code) = answer.status {
      status = "\(code)"
    } else {
      bindings.insert("let status", at: 0)
      status = "status"
    }
    if answer.headers != nil { bindings.append("let headers") }
    let pattern = bindings.isEmpty ? "" : "(\(bindings.joined(separator: ", ")))"
    let value = answer.content.spelled(status, hasValue ? "value" : nil)
    let headers = answer.headers == nil ? "" : ".with(headers)"
    return
      "case .\(answer.name)\(pattern): \(headers.isEmpty ? "" : "OutgoingAnswer")\(value)\(headers)"
  }
}
