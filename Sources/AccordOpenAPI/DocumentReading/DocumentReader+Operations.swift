import AccordJSON

/// What operations take from the document if they are silent themselves.
struct OperationContext {
  var security: [SecurityRequirement]
  var servers: [Server]
  /// The security schemes that exist.
  var schemeNames: Set<String>

  /// What holds for operations that the API calls at its users: who they are and what they require is theirs.
  var ofReceivers: OperationContext {
    OperationContext(security: [], servers: [], schemeNames: schemeNames)
  }
}

extension DocumentReader {
  func readPaths(_ root: Part, _ context: OperationContext) -> [Operation] {
    guard let paths = member("paths", of: root, wanted: .object) else {
      if root["paths"] == nil, version == .v3_0 {
        report(.warning, "the document has no `paths`", at: root.location, "add them")
      }
      return []
    }
    return (paths.members ?? []).flatMap { member -> [Operation] in
      if member.key.isExtensionName { return [] }
      if !member.key.hasPrefix("/") {
        report(
          .warning, "the path '\(member.key)' does not begin with '/'", at: member.keyLocation,
          "write '/\(member.key)'")
      }
      return readPathItem(member.value, path: PathTemplate(member.key), context)
    }
  }

  func readWebhooks(_ root: Part, _ context: OperationContext) -> [Operation] {
    members("webhooks", of: root).flatMap { member in
      member.key.isExtensionName
        ? [] : readPathItem(member.value, path: PathTemplate(member.key), context.ofReceivers)
    }
  }

  private static let pathItemFields: Set<String> = [
    "$ref", "summary", "description", "servers", "parameters", "additionalOperations",
  ]

  /// Reads the operations of a path item: its own, and those of the one that it refers to.
  func readPathItem(
    _ item: Part, path: PathTemplate, _ context: OperationContext
  ) -> [Operation] {
    guard item.node.kind == .object else {
      report(
        .warning, "a path must hold an object, but holds \(item.node.kind.withArticle)",
        at: item.location, "write the operations of the path here")
      return []
    }
    var operations: [Operation] = []
    if item.reference != nil, let target = followed(item), target.reference == nil {
      operations = readPathItem(target, path: path, context)
    }
    var context = context
    let servers = readServers(item)
    if !servers.isEmpty { context.servers = servers }
    let shared = readParameters(item)
    for member in item.members ?? [] {
      guard let method = Operation.Method(rawValue: member.key) else {
        reportUnknownField(member)
        continue
      }
      guard member.value.node.kind == .object else {
        report(
          .warning, "an operation must be an object, but is \(member.value.node.kind.withArticle)",
          at: member.value.location, "describe the operation here, or remove it")
        continue
      }
      operations.removeAll { $0.method == method }
      operations.append(
        readOperation(
          member.value, method: method, path: path, keyLocation: member.keyLocation,
          shared: shared, context))
    }
    return operations
  }

  private func reportUnknownField(_ member: Part.Member) {
    if member.key == "additionalOperations" {
      report(
        .warning, "`additionalOperations` are not supported and left out", at: member.keyLocation,
        "use the methods of OpenAPI \(version.rawValue)")
      return
    }
    guard !member.key.isExtensionName, !Self.pathItemFields.contains(member.key) else { return }
    report(
      .warning, "'\(member.key)' is neither a method nor another field of a path; it is ignored",
      at: member.keyLocation,
      Spelling.remedy(
        for: member.key, among: Operation.Method.allCases.map(\.rawValue),
        otherwise: "methods are written in lower case"))
  }

  private func readOperation(
    _ part: Part, method: Operation.Method, path: PathTemplate, keyLocation: Location,
    shared: [Parameter], _ context: OperationContext
  ) -> Operation {
    let servers = readServers(part)
    let own = readParameters(part)
    let replaced = Set(own.map(\.key))
    let inherited = shared.filter { !replaced.contains($0.key) }
    let security = readSecurity(part)
    var operation = Operation(
      method: method, path: path, operationID: string("operationId", of: part),
      summary: string("summary", of: part), description: string("description", of: part),
      isDeprecated: flag("deprecated", of: part) ?? false, tags: strings("tags", of: part),
      parameters: inherited + own, requestBody: readRequestBody(part),
      responses: readResponses(part), security: security ?? context.security,
      servers: servers.isEmpty ? context.servers : servers, pointer: part.pointer,
      location: keyLocation)
    operation.callbacks = members("callbacks", of: part).flatMap { readCallbacks($0, context) }
    noteExtensions(of: part, operation)
    checkPathParameters(of: operation)
    checkSecurity(of: part, security ?? [], schemeNames: context.schemeNames)
    return operation
  }

  /// Reads what one key of `callbacks` holds. One that leads back to an operation which is being read ends there.
  func readCallbacks(_ member: Part.Member, _ context: OperationContext) -> [Callback] {
    guard !member.key.isExtensionName, let part = followed(member.value) else { return [] }
    if let known = callbacks[part.schemaID] {
      return known.map {
        Callback(name: member.key, expression: $0.expression, operations: $0.operations)
      }
    }
    callbacks[part.schemaID] = []
    let read = (part.members ?? []).compactMap { item -> Callback? in
      guard !item.key.isExtensionName, item.key != "$ref" else { return nil }
      let operations = readPathItem(item.value, path: PathTemplate(""), context.ofReceivers)
      return Callback(name: member.key, expression: item.key, operations: operations)
    }
    callbacks[part.schemaID] = read
    return read
  }

  private func checkPathParameters(of operation: Operation) {
    let names = operation.path.parameterNames
    guard !operation.path.parts.isEmpty else { return }
    let described = operation.parameters.filter { $0.place == .path }
    let describedNames = Set(described.map { ExactString($0.name) })
    let templateNames = Set(names.map { ExactString($0) })
    for name in templateNames.subtracting(describedNames).sorted() {
      report(
        .warning, "the path '\(operation.path.text)' has {\(name)}, which no parameter describes",
        at: operation.location, "add a parameter '\(name)' with `in: path`")
    }
    for parameter in described where !templateNames.contains(ExactString(parameter.name)) {
      report(
        .warning, "the path '\(operation.path.text)' has no {\(parameter.name)}",
        at: operation.location,
        Spelling.remedy(
          for: parameter.name, among: names, otherwise: "remove the parameter '\(parameter.name)'"))
    }
  }
}
