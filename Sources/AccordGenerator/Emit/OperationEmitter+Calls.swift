import AccordOpenAPI

extension OperationEmitter {
  func emitCall(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.calls) {") { source in
      source.deprecation(operation.isDeprecated)
      source.block(
        Wrapping.list(
          "\(access.prefix)static func \(operation.name)(", operation.arguments(withDefaults: true),
          ") -> Call<\(operation.successType), \(operation.refusalType)> {")
      ) { emitCallBody(operation, into: &$0) }
    }
  }

  private func emitCallBody(_ operation: OperationPlan, into source: inout SourceText) {
    let written = operation.parameters.filter { $0.place != .path }
    let target = operation.local("target")
    if !written.isEmpty { source.line("var \(target) = RequestTarget(\(operation.pathLiteral))") }
    for parameter in written { source.line(parameter.writing(to: target)) }
    var arguments = [
      "\(names.operations).\(operation.name)", written.isEmpty ? operation.pathLiteral : target,
    ]
    if let body = operation.body { arguments.append("body: \(body.encoding)") }
    if operation.hasViolations {
      arguments.append(
        "violations: \(names.operations).\(operation.violationsName)(\(operation.forwardedChecks))")
    }
    source.line(Wrapping.filled(written.isEmpty ? "Call(" : "return Call(", arguments, ")"))
  }

  func emitMethod(_ operation: OperationPlan, into source: inout SourceText) {
    source.line()
    source.block("extension \(names.client) {") { source in
      source.deprecation(operation.isDeprecated)
      source.block(operation.signature(access: access, withDefaults: true) + " {") { source in
        let core = operation.local("core") == "core" ? "core" : "self.core"
        let place = names.subject == .webhooks ? ".sent(to: self.url)" : ""
        source.line(
          "try await \(core).send(\(names.calls).\(operation.name)(\(operation.forwarded))\(place)).body"
        )
      }
    }
  }
}
