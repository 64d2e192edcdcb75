/// Spells what receives webhooks and callbacks, and what sends them.
struct WebhookEmitter {
  let plan: WebhookPlan
  let access: AccessLevel
  let parts: Set<GeneratedPart>

  private var names: APINames { plan.names }

  /// Those that call the API receive its webhooks, and the API sends them: what is a client's and what is a
  /// server's changes places.
  private var swappedParts: Set<GeneratedPart> {
    var swapped = parts.intersection([.models])
    if parts.contains(.client) { swapped.insert(.server) }
    if parts.contains(.server) { swapped.insert(.client) }
    return swapped
  }

  func emit() -> String {
    var source = SourceText()
    emitProtocol(into: &source)
    if swappedParts.contains(.server) { emitRoutes(into: &source) }
    if swappedParts.contains(.client) { emitSender(into: &source) }
    let operations = OperationEmitter(
      names: names, access: access, parts: swappedParts,
      security: SecurityEmitter(plan: SecurityPlan(), names: plan.names, access: access))
    let emitted = plan.operations.map { operations.emit($0) }
    return ([source.text] + emitted).joined(separator: "\n")
  }

  private func emitProtocol(into source: inout SourceText) {
    source.document("What the API calls at its users. Receivers conform to it, and what sends.")
    source.block("\(access.prefix)protocol \(names.api): Sendable {") { source in
      for operation in plan.operations {
        source.document(operation.fullDocumentation)
        source.line(operation.signature(access: .internal, withDefaults: false))
      }
    }
    source.line()
    source.document("What is fixed about each of them.")
    source.line("\(access.prefix)enum \(names.operations) {}")
  }

  private func emitRoutes(into source: inout SourceText) {
    source.line()
    source.document(
      """
      Routes for a `Router` over whatever conforms to `\(names.api)`. The document gives no paths: they are the \
      methods' names, unless `at(_:)` says otherwise.
      """)
    source.block("\(access.prefix)enum \(names.routes) {") { source in
      source.block("\(access.prefix)static func all<API: \(names.api)>() -> [Route<API>] {") {
        source in
        source.line("[")
        for operation in plan.operations { source.line("  \(operation.name)(),") }
        source.line("]")
      }
    }
  }

  private func emitSender(into source: inout SourceText) {
    source.line()
    source.document("Calls of a receiver as plain values.")
    source.line("\(access.prefix)enum \(names.calls) {}")
    source.line()
    source.document("Sends webhooks and callbacks to one URL.")
    source.block("\(access.prefix)struct \(names.client): \(names.api) {") { source in
      source.line("\(access.prefix)let core: APIClient")
      source.line("\(access.prefix)let url: WebhookURL")
      source.line()
      source.block(
        "\(access.prefix)init(url: WebhookURL, transport: any ClientTransport, credentials: Credentials = .none) {"
      ) { source in
        source.line(
          "core = APIClient(server: url.server, transport: transport, credentials: credentials)")
        source.line("self.url = url")
      }
    }
  }
}
