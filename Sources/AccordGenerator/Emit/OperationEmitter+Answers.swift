import AccordOpenAPI

extension OperationEmitter {
  func emitAnswers(_ operation: OperationPlan, into source: inout SourceText) {
    if case .several(let name, let cases) = operation.success {
      source.document("What `\(operation.name)` gives.")
      emit(name, "DocumentedAnswer", cases, into: &source)
    }
    guard let refusal = operation.refusal else { return }
    if let first = refusal.sameAs {
      source.line("\(access.prefix)typealias \(refusal.name) = \(first)")
    } else {
      emit(refusal.name, "DocumentedRefusal", refusal.cases, into: &source)
    }
    source.line()
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
        for answer in cases {
          let values = [answer.status.isOpen ? "answer.status" : nil, answer.content.reading]
            .compactMap { $0 }
          let payload = values.isEmpty ? "" : "(\(values.joined(separator: ", ")))"
          source.line(
            "\(answer.status.label(isSuccess: isSuccess)): self = .\(answer.name)\(payload)")
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

  private func declaration(of answer: AnswerCasePlan) -> String {
    let values = [answer.status.isOpen ? "Int" : nil, answer.content.payload].compactMap { $0 }
    return values.isEmpty ? answer.name : "\(answer.name)(\(values.joined(separator: ", ")))"
  }

  private func emitContentTypes(_ cases: [AnswerCasePlan], into source: inout SourceText) {
    var types: [String] = []
    for type in cases.compactMap(\.content.contentType) where !types.contains(type) {
      types.append(type)
    }
    // What the runtime takes for granted.
    guard types != ["application/json"], !types.isEmpty else { return }
    let list = types.map(SourceText.literal).joined(separator: ", ")
    source.line("\(access.prefix)static var contentTypes: [String] { [\(list)] }")
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
    let pattern = bindings.isEmpty ? "" : "(\(bindings.joined(separator: ", ")))"
    let value = answer.content.spelled(status, hasValue ? "value" : nil)
    return "case .\(answer.name)\(pattern): \(value)"
  }
}
