import AccordOpenAPI

/// Decides how servers look in Swift.
struct ServerPlanner {
  private let document: OpenAPIDocument
  private let naming: SwiftNaming
  private var scope = NameScope(reserving: ["base"])
  private var plan = ServersPlan()
  /// The servers that have been planned, and where; `nil` for those that cannot be used.
  private var known: [ServerKey: Int?] = [:]
  private var enumerations: [EnumerationKey: String] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  /// What makes two servers the same.
  private struct ServerKey: Hashable {
    var url: String
    var variables: [[String]]

    init(_ server: Server) {
      url = server.url
      variables = server.variables.map { [$0.name, $0.defaultValue ?? ""] + $0.values }
    }
  }

  private struct EnumerationKey: Hashable {
    var variable: String
    var values: [String]
  }

  init(_ document: OpenAPIDocument, naming: SwiftNaming) {
    self.document = document
    self.naming = naming
  }

  /// The plan, and the member that stands for the own server of each operation, in their order.
  mutating func plan(_ operations: [Operation]) -> (plan: ServersPlan, own: [String?]) {
    let indices = document.servers.map { index(of: $0) }
    if let first = indices.first ?? nil, plan.servers[first].fixed != nil {
      plan.first = plan.servers[first].memberName
    }
    let own = operations.map { operation -> String? in
      guard let server = operation.servers.first else { return nil }
      if document.servers.first.map(ServerKey.init) == ServerKey(server) { return nil }
      for other in operation.servers.dropFirst() { _ = index(of: other) }
      guard let index = index(of: server) else { return nil }
      plan.hasOperationServers = true
      let planned = plan.servers[index]
      if planned.fixed == nil { noteOpen(server, planned) }
      return planned.fixed == nil ? nil : planned.memberName
    }
    return (plan, own)
  }

  private mutating func noteOpen(_ server: Server, _ planned: ServerPlan) {
    let diagnostic = Diagnostic(
      .note,
      "operations with the server '\(server.url)' are called at the client's server, because "
        + (planned.isRelative ? "it is relative" : "not all of its variables have defaults"),
      at: server.location,
      remedy: "set `server` of such calls, to what `\(planned.memberName)` gives")
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  // MARK: - One server

  private mutating func index(of server: Server) -> Int? {
    let key = ServerKey(server)
    if let index = known[key] { return index }
    let template = ServerTemplate(server.url)
    guard template.isUsable else {
      diagnostics.append(
        Diagnostic(
          .warning, "'\(server.url)' is neither an http or https URL nor a path; it is left out",
          at: server.location, remedy: "write a URL without user, query and fragment"))
      known[key] = .some(nil)
      return nil
    }
    let memberName = ReservedNames.escaped(scope.claim(name(of: server, template)))
    var argumentNames = NameScope(reserving: ["base"])
    let described = template.variables.map { name in
      server.variables.first { $0.name.isExactly(name) }
    }
    let arguments = argumentNames.claim(members: template.variables, naming)
    var variables: [ServerPlan.Variable] = []
    for ((name, argument), variable) in zip(zip(template.variables, arguments), described) {
      variables.append(
        plan(variable, name: name, memberName: ReservedNames.escaped(argument.name), of: server))
    }
    var fixed: ServerPlan.Fixed?
    let defaults = described.compactMap { $0?.defaultValue }
    if !template.isRelative, defaults.count == described.count {
      fixed = self.fixed(template, zip(template.variables, defaults).map { ($0, $1) }, server)
    }
    plan.servers.append(
      ServerPlan(
        memberName: memberName, documentation: documentation(of: server, template),
        url: server.url, isRelative: template.isRelative, variables: variables, fixed: fixed))
    known[key] = plan.servers.count - 1
    return plan.servers.count - 1
  }

  private mutating func fixed(
    _ template: ServerTemplate, _ defaults: [(name: String, value: String)], _ server: Server
  ) -> ServerPlan.Fixed? {
    let url = template.expanded { name in
      defaults.first { $0.name.isExactly(name) }?.value ?? ""
    }
    if let fixed = ServerTemplate.fixed(url) { return fixed }
    diagnostics.append(
      Diagnostic(
        .warning,
        "with the defaults of its variables the server is '\(url)', which is no http or https URL",
        at: server.location, remedy: "correct the defaults"))
    return nil
  }

  private mutating func plan(
    _ variable: Server.Variable?, name: String, memberName: String, of server: Server
  ) -> ServerPlan.Variable {
    guard let variable else {
      diagnostics.append(
        Diagnostic(
          .warning, "the URL '\(server.url)' has {\(name)}, which no variable describes",
          at: server.location, remedy: "describe it in `variables`; callers have to give it now"))
      return .init(name: name, memberName: memberName, enumeration: nil, defaultValue: nil)
    }
    var values: [String] = []
    for value in variable.values where !values.contains(where: { $0.isExactly(value) }) {
      values.append(value)
    }
    guard !values.isEmpty else {
      return .init(
        name: name, memberName: memberName, enumeration: nil,
        defaultValue: variable.defaultValue.map(SourceText.literal))
    }
    if let value = variable.defaultValue, !values.contains(where: { $0.isExactly(value) }) {
      diagnostics.append(
        Diagnostic(
          .warning, "the default '\(value)' of the server variable '\(name)' is not in its `enum`",
          at: server.location, remedy: "add it there; it is allowed now"))
      values.append(value)
    }
    let type = enumeration(variable, values)
    let defaultCase = plan.enumerations.first { $0.name == type }?.cases.first { entry in
      variable.defaultValue.map { entry.value.isExactly($0) } ?? false
    }
    return .init(
      name: name, memberName: memberName, enumeration: type,
      defaultValue: defaultCase.map { ".\($0.name)" })
  }

  private mutating func enumeration(_ variable: Server.Variable, _ values: [String]) -> String {
    let key = EnumerationKey(variable: variable.name, values: values)
    if let name = enumerations[key] { return name }
    let wanted = naming.typeName(variable.name)
    let name = scope.claim(ReservedNames.types.contains(wanted) ? wanted + "Value" : wanted)
    var cases = NameScope(reserving: ["allCases", "rawValue"])
    let names = cases.claim(members: values, naming)
    plan.enumerations.append(
      .init(
        name: name,
        cases: zip(names, values).map { (ReservedNames.escaped($0.name), $1) },
        documentation: variable.description))
    enumerations[key] = name
    return name
  }

  // MARK: - Names and text

  /// `production` for a "Production server"; else what the URL says.
  private func name(of server: Server, _ template: ServerTemplate) -> String {
    if let name = server.name, !SwiftNaming.words(of: name).isEmpty {
      return naming.memberName(name)
    }
    if let description = server.description {
      let noise: Set<String> = [
        "the", "a", "an", "server", "servers", "environment", "endpoint", "region", "api", "url",
        "our",
      ]
      let words = SwiftNaming.words(of: description)
      let telling = words.filter { !noise.contains($0.lowercased()) }
      if words.count <= 6, (1...3).contains(telling.count) {
        return naming.memberName(telling.joined(separator: " ").lowercased())
      }
    }
    if document.servers.first.map(ServerKey.init) == ServerKey(server) { return "standard" }
    let text = template.expanded { name in
      server.variables.first { $0.name.isExactly(name) }?.defaultValue ?? name
    }
    let address = text.firstRange(of: "://").map { text[$0.upperBound...] }
    return naming.memberName(String(address ?? text[...]))
  }

  private func documentation(of server: Server, _ template: ServerTemplate) -> String {
    var parts = [server.description].compactMap { $0 } + ["`\(server.url)`"]
    for name in template.variables {
      let variable = server.variables.first { $0.name.isExactly(name) }
      if let text = variable?.description { parts.append("- `\(name)`: \(text)") }
    }
    return parts.joined(separator: "\n\n")
  }
}
