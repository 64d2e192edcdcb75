import AccordJSON

extension DocumentReader {
  func readNamedSchemas(_ root: Part) -> [Components.NamedSchema] {
    guard let components = member("components", of: root, wanted: .object) else { return [] }
    return members("schemas", of: components).map { member in
      .init(
        name: member.key, id: readSchema(member.value).id, keyLocation: member.keyLocation)
    }
  }

  /// Reads the components that nothing refers to as well, so that their faults are found.
  func readOtherComponents(_ root: Part, _ context: OperationContext) {
    guard let components = root["components"], components.node.kind == .object else { return }
    func parts(_ key: String) -> [Part.Member] {
      members(key, of: components).filter { !$0.key.isExtensionName }
    }
    for member in parts("parameters") { _ = readParameter(member.value) }
    for member in parts("requestBodies") { _ = readRequestBody(at: member.value) }
    for member in parts("responses") {
      if let part = followed(member.value) { _ = readResponse(part) }
    }
    for member in parts("headers") { _ = readHeader(member) }
    for member in parts("examples") { _ = followed(member.value) }
    for member in parts("links") { _ = followed(member.value) }
    for member in parts("callbacks") { _ = readCallbacks(member, context) }
    for member in parts("pathItems") {
      _ = readPathItem(member.value, path: PathTemplate(""), context)
    }
  }

  // MARK: - Servers

  func readServers(_ owner: Part) -> [Server] {
    items("servers", of: owner).compactMap { part in
      guard let url = requiredString("url", of: part, what: "a server") else { return nil }
      return Server(
        url: url, description: string("description", of: part),
        variables: members("variables", of: part).map(readVariable), location: part.location)
    }
  }

  private func readVariable(_ member: Part.Member) -> Server.Variable {
    let values = member.value.node.kind == .object ? strings("enum", of: member.value) : []
    let defaultValue = string("default", of: member.value)
    if defaultValue == nil {
      report(
        .warning, "the server variable '\(member.key)' has no `default`", at: member.keyLocation,
        "add one: OpenAPI requires it")
    }
    return .init(
      name: member.key, values: values, defaultValue: defaultValue ?? values.first ?? "",
      description: string("description", of: member.value))
  }

  // MARK: - Security

  func readSecuritySchemes(_ root: Part) -> [SecurityScheme] {
    guard let components = root["components"], components.node.kind == .object else { return [] }
    return members("securitySchemes", of: components).compactMap { member in
      guard let part = followed(member.value),
        let kind = readSecurityKind(part, name: member.key)
      else { return nil }
      return SecurityScheme(
        name: member.key, kind: kind, description: string("description", of: part),
        location: member.keyLocation)
    }
  }

  private func readSecurityKind(_ part: Part, name: String) -> SecurityScheme.Kind? {
    let what = "the security scheme '\(name)'"
    guard let type = requiredString("type", of: part, what: what) else { return nil }
    switch type {
    case "apiKey":
      guard let key = requiredString("name", of: part, what: what),
        let text = requiredString("in", of: part, what: what)
      else { return nil }
      if let place = Parameter.Place(rawValue: text), place != .path {
        return .apiKey(name: key, place: place)
      }
      report(
        .warning, "an API key cannot be in '\(text)'; \(what) is ignored",
        at: part["in"]?.location ?? part.location, "possible are 'query', 'header', 'cookie'")
      return nil
    case "http":
      guard let scheme = requiredString("scheme", of: part, what: what) else { return nil }
      switch scheme.lowercased() {
      case "basic": return .basic
      case "bearer": return .bearer(format: string("bearerFormat", of: part))
      default: return .http(scheme: scheme)
      }
    case "oauth2": return .oauth2
    case "openIdConnect":
      return .openIDConnect(url: string("openIdConnectUrl", of: part) ?? "")
    case "mutualTLS": return .mutualTLS
    default:
      report(
        .warning, "there is no type '\(type)' of security schemes; \(what) is ignored",
        at: part["type"]?.location ?? part.location,
        Spelling.remedy(
          for: type, among: ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"],
          otherwise: "correct it"))
      return nil
    }
  }

  /// What the document or an operation requires; `nil` if it is silent.
  func readSecurity(_ owner: Part) -> [SecurityRequirement]? {
    guard let security = member("security", of: owner, wanted: .array) else { return nil }
    let items = security.items ?? []
    let requirements: [SecurityRequirement] = items.compactMap { part in
      guard let members = part.members else {
        report(
          .warning,
          "a security requirement must be an object, but is \(part.node.kind.withArticle)",
          at: part.location, "write the name of a security scheme with a list of scopes")
        return nil
      }
      return SecurityRequirement(
        items: members.map { .init(scheme: $0.key, scopes: strings($0.key, of: part)) })
    }
    // An empty list opens an operation to all; one that only became empty must not.
    return requirements.isEmpty && !items.isEmpty ? nil : requirements
  }
}
