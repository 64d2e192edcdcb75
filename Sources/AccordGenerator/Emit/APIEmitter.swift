import AccordJSON
import AccordOpenAPI

/// Spells what stands for the API as a whole: the protocol, the client, the routes, masks, batches and queries.
struct APIEmitter {
  let plan: APIPlan
  let access: AccessLevel

  private var names: APINames { plan.names }

  // MARK: - The protocol

  func emitAPI() -> String {
    var source = SourceText()
    source.document(plan.documentation)
    source.document("The client, the batching client, servers and test doubles conform to it.")
    for tag in plan.tags {
      guard let text = tag.documentation else { continue }
      source.line("///")
      source.document("\(Self.title(of: tag.name)): \(text)")
    }
    source.block("\(access.prefix)protocol \(names.api): Sendable {") { source in
      for group in groups {
        if let title = group.title { source.line("// MARK: - \(title)\n") }
        for operation in group.operations {
          source.document(operation.fullDocumentation)
          source.line(operation.signature(access: .internal, withDefaults: false))
        }
        if group.title != nil, group.operations.last?.name != groups.last?.operations.last?.name {
          source.line()
        }
      }
    }
    let shortcuts = plan.operations.filter { operation in
      operation.parameters.contains { !$0.isRequired }
        || operation.body?.canBeOmitted == true
    }
    if !shortcuts.isEmpty {
      source.line()
      source.document("The operations without what may be left out.")
      source.block("extension \(names.api) {") { source in
        for operation in shortcuts { emitShortcut(operation, into: &source) }
      }
    }
    source.line()
    source.document("What is fixed about each operation.")
    source.line("\(access.prefix)enum \(names.operations) {}")
    return source.text
  }

  /// The operations by their tags; those without any come first, and without a title.
  private var groups: [(title: String?, operations: [OperationPlan])] {
    var byTag: [ExactString: [OperationPlan]] = [:]
    for operation in plan.operations {
      if let tag = operation.tag { byTag[ExactString(tag), default: []].append(operation) }
    }
    let rest = (title: String?.none, operations: plan.operations.filter { $0.tag == nil })
    let tagged = plan.tags.map { tag in
      (title: Optional(Self.title(of: tag.name)), operations: byTag[ExactString(tag.name)] ?? [])
    }
    return ([rest] + tagged).filter { !$0.operations.isEmpty }
  }

  /// Only letters and digits of the document stand in a comment that is no documentation.
  private static func title(of tag: String) -> String {
    SwiftNaming.words(of: tag).joined(separator: " ")
  }

  private func emitShortcut(_ operation: OperationPlan, into source: inout SourceText) {
    var required = operation
    required.parameters = operation.parameters.filter(\.isRequired)
    if operation.body?.canBeOmitted == true { required.body = nil }
    source.deprecation(operation.isDeprecated)
    source.block(required.signature(access: access, withDefaults: false) + " {") { source in
      var arguments = required.parameters.map { "\($0.name.asLabel): \($0.name)" }
      if let body = operation.body {
        arguments.append(body.canBeOmitted ? "body: nil" : "body: body")
      }
      arguments += operation.parameters.filter { !$0.isRequired }
        .map { "\($0.name.asLabel): \($0.defaultValue ?? "nil")" }
      let method =
        operation.local(operation.name) == operation.name
        ? operation.name : "self.\(operation.name)"
      source.line("try await \(method)(\(arguments.joined(separator: ", ")))")
    }
  }

  // MARK: - Client and server

  func emitClient() -> String {
    var source = SourceText()
    source.document("Calls of the API as plain values.")
    source.line("\(access.prefix)enum \(names.calls) {}")
    source.line()
    source.document("The API over HTTP.")
    source.block("\(access.prefix)struct \(names.client): \(names.api), PrincipalCalling {") {
      source in
      source.line("\(access.prefix)let core: APIClient")
      source.line("\(access.prefix)var principal: PrincipalIdentity? { core.principal }")
      source.line()
      source.block("\(access.prefix)init(core: APIClient) {") { $0.line("self.core = core") }
      source.line()
      emitInitializers(into: &source)
    }
    return source.text
  }

  private func emitInitializers(into source: inout SourceText) {
    let security = SecurityEmitter(plan: plan.security, names: names, access: access)
    let type = security.credentialsType
    let credentials = "credentials: \(security.coreCredentials("credentials"))"
    if plan.servers.hasOperationServers {
      source.document(
        "Every call goes to `server`, those of operations with a server of their own too. See `usesOperationServers` of `APIClient`."
      )
    }
    source.block(
      "\(access.prefix)init(server: ServerURL, transport: any ClientTransport, credentials: \(type) = .none) {"
    ) { source in
      source.line("core = APIClient(server: server, transport: transport, \(credentials))")
    }
    guard let server = plan.servers.first else { return }
    source.line()
    source.document(
      "Calls go to the document's first server, or to that of their operation if it has one of its own."
    )
    source.block(
      "\(access.prefix)init(transport: any ClientTransport, credentials: \(type) = .none) {"
    ) { source in
      source.line(
        "core = APIClient(server: \(names.servers).\(server), transport: transport, \(credentials), usesOperationServers: true)"
      )
    }
  }

  func emitServer() -> String {
    var source = SourceText()
    source.document(
      "The operations as routes, for a `Router` over whatever conforms to `\(names.api)`.")
    source.block("\(access.prefix)enum \(names.routes) {") { source in
      source.block("\(access.prefix)static func all<API: \(names.api)>() -> [Route<API>] {") {
        source in
        source.line("[")
        for operation in plan.operations { source.line("  \(operation.name)(),") }
        source.line("]")
      }
    }
    return source.text
  }

  // MARK: - Masks

  func emitMasks() -> String? {
    guard !plan.viewers.isEmpty else { return nil }
    var source = SourceText()
    source.document("Who may look, the most privileged first.")
    source.block("\(access.prefix)enum \(names.viewer): String, Sendable, CaseIterable {") {
      source in
      for viewer in plan.viewers {
        source.line("case \(viewer.name) = \(SourceText.literal(viewer.value))")
      }
    }
    for mask in plan.masks {
      source.line()
      emit(mask, into: &source)
    }
    return source.text
  }

  private func emit(_ mask: MaskPlan, into source: inout SourceText) {
    source.block("extension \(mask.type) {") { source in
      source.document("The value as that viewer may see it.")
      source.block(
        "\(access.prefix)func masked(for viewer: \(names.viewer)) -> \(mask.type) {"
      ) { source in
        source.line("var copy = self")
        for rule in mask.rules { emit(rule, into: &source) }
        for descent in mask.descents {
          let value = "copy.\(descent.property)"
          if descent.kind == .threeState {
            source.line(
              "if case .value(let value) = \(value) { \(value) = .value(\(descended("value", descent.type.unwrapped))) }"
            )
          } else {
            let type: TypeReference =
              switch descent.kind {
              case .optional, .nullable: descent.type.asOptional
              case .required, .defaulted, .threeState: descent.type
              }
            source.line("\(value) = \(descended(value, type))")
          }
        }
        source.line("return copy")
      }
    }
  }

  private func emit(_ rule: MaskPlan.Rule, into source: inout SourceText) {
    let hiddenFrom = plan.viewers.map(\.name).filter { !rule.visibleTo.contains($0) }
    guard !hiddenFrom.isEmpty else { return }
    source.line("switch viewer {")
    if !rule.visibleTo.isEmpty {
      source.line("case \(rule.visibleTo.map { ".\($0)" }.joined(separator: ", ")): break")
    }
    let assignment = "copy.\(rule.property) = \(rule.replacement)"
    let body =
      rule.conditions.isEmpty
      ? assignment : "if \(rule.conditions.joined(separator: ", ")) { \(assignment) }"
    source.line("case \(hiddenFrom.map { ".\($0)" }.joined(separator: ", ")): \(body)")
    source.line("}")
  }

  private func descended(_ value: String, _ type: TypeReference) -> String {
    switch type {
    case .optional(.named): "\(value)?.masked(for: viewer)"
    case .optional(let wrapped): "\(value).map { value in \(descended("value", wrapped)) }"
    case .array(let item): "\(value).map { value in \(descended("value", item)) }"
    case .map(let item): "\(value).mapValues { value in \(descended("value", item)) }"
    case .named: "\(value).masked(for: viewer)"
    case .string, .bool, .int, .int32, .int64, .uint32, .uint64, .double, .float, .number,
      .timestamp, .calendarDate, .time, .duration, .uuid, .base64, .file, .value:
      value
    }
  }
}
