extension DocumentReader {
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
        guard place == .query || key.isToken else {
          report(
            .warning,
            "'\(key)' cannot be the name of a \(place == .cookie ? "cookie" : "header field"); \(what) is ignored",
            at: part["name"]?.location ?? part.location,
            "use letters, digits and hyphens (RFC 9110, section 5.6.2)")
          return nil
        }
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
      default:
        if scheme.isToken { return .http(scheme: scheme) }
        report(
          .warning,
          "'\(scheme)' cannot be the name of a scheme of HTTP authentication; \(what) is ignored",
          at: part["scheme"]?.location ?? part.location,
          "take one from the HTTP Authentication Scheme Registry, such as 'bearer'")
        return nil
      }
    case "oauth2": return .oauth2(readFlows(part, what: what))
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

  private func readFlows(_ part: Part, what: String) -> [OAuthFlow] {
    let found = members("flows", of: part).filter { !$0.key.isExtensionName }
    if found.isEmpty {
      report(
        .note, "\(what) says no way to get a token", at: part.location, "describe its `flows`")
    }
    return found.compactMap { member in
      guard let kind = OAuthFlow.Kind(rawValue: member.key) else {
        report(
          .warning, "there is no flow '\(member.key)' of OAuth 2.0; it is ignored",
          at: member.keyLocation,
          Spelling.remedy(
            for: member.key, among: OAuthFlow.Kind.allCases.map(\.rawValue), otherwise: "remove it")
        )
        return nil
      }
      let flow = member.value
      guard flow.node.kind == .object else { return nil }
      return OAuthFlow(
        kind: kind,
        authorizationURL: string("authorizationUrl", of: flow)
          ?? string("deviceAuthorizationUrl", of: flow),
        tokenURL: string("tokenUrl", of: flow), refreshURL: string("refreshUrl", of: flow),
        scopes: members("scopes", of: flow).map { scope in
          .init(name: scope.key, description: scope.value.node.string ?? "")
        })
    }
  }

  /// What the document or an operation requires; `nil` if it is silent.
  func readSecurity(_ owner: Part) -> [SecurityRequirement]? {
    guard let security = member("security", of: owner, wanted: .array) else { return nil }
    statesSecurity = true
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

  /// Whether all schemes that are asked for exist.
  func checkSecurity(
    of part: Part, _ security: [SecurityRequirement], schemeNames: Set<String>
  ) {
    for item in security.flatMap(\.items) where !schemeNames.contains(item.scheme) {
      report(
        .warning, "there is no security scheme '\(item.scheme)'",
        at: part["security"]?.location ?? part.location,
        Spelling.remedy(
          for: item.scheme, among: schemeNames.sorted(),
          otherwise: "describe it in `components/securitySchemes`"))
    }
  }
}

extension String {
  /// RFC 9110, section 5.6.2.
  fileprivate var isToken: Bool {
    !isEmpty
      && utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 94...122, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x7C, 0x7E: true
        default: false
        }
      }
  }
}
