/// Spells the servers of the document.
struct ServerEmitter {
  let plan: ServersPlan
  let names: APINames
  let access: AccessLevel

  func emit() -> String? {
    guard !plan.servers.isEmpty else { return nil }
    var source = SourceText()
    source.document("The servers that the document names.")
    source.block("\(access.prefix)enum \(names.servers) {") { source in
      for enumeration in plan.enumerations { emit(enumeration, into: &source) }
      for server in plan.servers {
        if let fixed = server.fixed { emit(server, fixed, into: &source) }
        if server.isRelative || !server.variables.isEmpty { emit(server, into: &source) }
      }
    }
    return source.text
  }

  private func emit(_ enumeration: ServersPlan.Enumeration, into source: inout SourceText) {
    source.document(enumeration.documentation)
    source.block("\(access.prefix)enum \(enumeration.name): String, Sendable, CaseIterable {") {
      source in
      for (name, value) in enumeration.cases {
        source.line("case \(name) = \(SourceText.literal(value))")
      }
    }
    source.line()
  }

  /// With the defaults of all variables.
  private func emit(
    _ server: ServerPlan, _ fixed: ServerPlan.Fixed, into source: inout SourceText
  ) {
    source.document(
      server.variables.isEmpty
        ? server.documentation : "`\(server.url)` with the default of each variable.")
    let arguments = [
      ("scheme", fixed.scheme), ("authority", fixed.authority), ("basePath", fixed.basePath),
    ].map { "\($0.0): \(SourceText.literal($0.1))" }
    source.line(
      "\(access.prefix)static let \(server.memberName) = ServerURL(\(arguments.joined(separator: ", ")))"
    )
  }

  private func emit(_ server: ServerPlan, into source: inout SourceText) {
    source.document(server.documentation)
    if server.isRelative {
      source.document("- Parameter base: the URL of the folder that the document was found in.")
    }
    var parameters = server.isRelative ? ["at base: ServerURL"] : []
    for variable in server.variables {
      let value = variable.defaultValue.map { " = \($0)" } ?? ""
      parameters.append("\(variable.memberName): \(variable.enumeration ?? "String")\(value)")
    }
    let url = SourceText.literal(server.url)
    let opening = "\(access.prefix)static func \(server.memberName)("
    guard !server.variables.isEmpty else {
      source.block(opening + parameters.joined(separator: ", ") + ") -> ServerURL {") {
        $0.line("base.resolving(\(url)) ?? base")
      }
      return
    }
    let end = ") throws(UnusableServerVariable) -> ServerURL {"
    source.block(Wrapping.list(opening, parameters, end)) { source in
      let values = server.variables.map { variable in
        let value = variable.memberName + (variable.enumeration == nil ? "" : ".rawValue")
        return "(\(SourceText.literal(variable.name)), \(value))"
      }
      let base = server.isRelative ? ", at: base" : ""
      source.line("try ServerURL(expanding: \(url), [\(values.joined(separator: ", "))]\(base))")
    }
  }
}
