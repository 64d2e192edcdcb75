import AccordOpenAPI

extension OperationEmitter {
  func emitAnswers(_ operation: OperationPlan, into source: inout SourceText) {
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
}
