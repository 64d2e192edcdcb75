import AccordOpenAPI

/// Spells the security schemes, what is required of them, and the credentials that callers have for them.
struct SecurityEmitter {
  let plan: SecurityPlan
  let names: APINames
  let access: AccessLevel

  // MARK: - Schemes

  func emitSchemes() -> String? {
    guard !plan.schemes.isEmpty || !plan.lists.isEmpty else { return nil }
    var source = SourceText()
    source.document("How callers prove who they are, and what operations require of that.")
    source.block("\(access.prefix)enum \(names.security) {") { source in
      for scheme in plan.schemes {
        source.document(scheme.documentation)
        let name = SourceText.literal(scheme.name)
        source.line(
          "\(access.prefix)static let \(scheme.memberName) = SecurityScheme(\(name), \(Self.kind(scheme.kind)))"
        )
      }
      for list in plan.lists {
        source.line(
          "\(access.prefix)static let \(list.name): [SecurityRequirement] = \(text(list.alternatives))"
        )
      }
    }
    return source.text
  }

  private static func kind(_ kind: SecurityScheme.Kind) -> String {
    switch kind {
    case .bearer: return ".bearer"
    case .basic: return ".basic"
    case .http(let scheme): return ".http(\(SourceText.literal(scheme)))"
    case .apiKey(let name, let place):
      return ".apiKey(.\(place.rawValue), \(SourceText.literal(name)))"
    case .openIDConnect(let url): return ".openIDConnect(\(SourceText.literal(url)))"
    case .mutualTLS: return ".mutualTLS"
    case .oauth2(let flows): return ".oauth2([\(flows.map(flow).joined(separator: ", "))])"
    }
  }

  private static func flow(_ flow: OAuthFlow) -> String {
    var arguments = [".\(flow.kind.rawValue)"]
    for (label, url) in [
      ("authorizationURL", flow.authorizationURL), ("tokenURL", flow.tokenURL),
      ("refreshURL", flow.refreshURL),
    ] {
      if let url { arguments.append("\(label): \(SourceText.literal(url))") }
    }
    return "OAuthFlow(\(arguments.joined(separator: ", ")))"
  }

  // MARK: - Requirements

  /// The list of an operation; `nil` if it requires nothing.
  func text(_ requirement: SecurityPlan.Requirement) -> String? {
    switch requirement {
    case .open: nil
    case .named(let name): "\(names.security).\(name)"
    case .listed(let alternatives): text(alternatives)
    }
  }

  private func text(_ alternatives: [SecurityPlan.Alternative]) -> String {
    let texts = alternatives.map { alternative in
      switch alternative {
      case .unknown: return ".unknown"
      case .items([]): return ".nothing"
      case .items(let items):
        let hasScopes = items.contains { !$0.scopes.isEmpty }
        let list = items.map { item in
          let scheme = "\(names.security).\(item.scheme)"
          if !hasScopes { return scheme }
          let scopes = item.scopes.map(SourceText.literal).joined(separator: ", ")
          return scopes.isEmpty ? ".init(\(scheme))" : ".init(\(scheme), [\(scopes)])"
        }.joined(separator: ", ")
        return hasScopes ? "SecurityRequirement(items: [\(list)])" : "SecurityRequirement(\(list))"
      }
    }
    return "[\(texts.joined(separator: ", "))]"
  }

  // MARK: - Credentials

  /// What a client takes for credentials.
  var credentialsType: String { plan.presentable.isEmpty ? "Credentials" : names.credentials }

  /// The same as its core takes it.
  func coreCredentials(_ value: String) -> String {
    plan.presentable.isEmpty ? value : "\(value).credentials"
  }

  func emitCredentials() -> String? {
    let schemes = plan.presentable
    guard !schemes.isEmpty else { return nil }
    var source = SourceText()
    source.document(
      "What somebody proves themselves with. Of an operation's alternatives the first is used that is complete here, and nothing else is sent."
    )
    let type = names.credentials
    source.block("\(access.prefix)struct \(type): Sendable, Hashable {") { source in
      for scheme in schemes {
        source.document(scheme.documentation)
        source.line("\(access.prefix)var \(scheme.memberName): \(scheme.credentialType)?")
      }
      source.line()
      let arguments = schemes.map { "\($0.memberName): \($0.credentialType)? = nil" }
      source.block(Wrapping.list("\(access.prefix)init(", arguments, ") {")) { source in
        for scheme in schemes {
          source.line("self.\(scheme.memberName) = \(scheme.memberName)")
        }
      }
      source.line()
      source.document(
        "What a request shows, for servers. Whether it is good is not looked at; what is malformed is left out."
      )
      source.block("\(access.prefix)init(presentedIn request: ServerRequest) {") { source in
        source.line("let presented = PresentedCredentials(request)")
        for scheme in schemes {
          source.line(
            "\(scheme.memberName) = presented.\(scheme.reading)(\(names.security).\(scheme.memberName))"
          )
        }
      }
      source.line()
      source.document("Nobody. Every call is sent, and the server may refuse it.")
      source.line("\(access.prefix)static let none = \(type)()")
      for scheme in schemes { emitFactories(scheme, named: scheme.memberName, into: &source) }
      if let scheme = schemes.first(where: { $0.memberName == plan.onlyTokenScheme }) {
        emitFactories(scheme, named: "bearer", into: &source)
      }
      source.line()
      source.document("As the client's core takes them.")
      source.block("\(access.prefix)var credentials: Credentials {") { source in
        source.line("var all = Credentials.none")
        for scheme in schemes {
          source.line("all.add(\(names.security).\(scheme.memberName), \(scheme.memberName))")
        }
        source.line("return all")
      }
    }
    return source.text
  }

  private func emitFactories(
    _ scheme: SecurityPlan.Scheme, named name: String, into source: inout SourceText
  ) {
    for (parameters, value) in scheme.factories {
      source.block(
        "\(access.prefix)static func \(name)(\(parameters)) -> \(names.credentials) {"
      ) { source in
        source.line("\(names.credentials)(\(scheme.memberName.asLabel): .init(\(value)))")
      }
    }
  }
}

/// The runtime's types are named with their module: schemas are free to be called so.
extension SecurityPlan.Scheme {
  var credentialType: String {
    switch credential {
    case .token: "AccordRuntime.BearerToken"
    case .basic: "AccordRuntime.BasicCredentials"
    case .apiKey: "AccordRuntime.APIKey"
    case .authorization, nil: "AccordRuntime.AuthorizationValue"
    }
  }

  /// How it is read from what a request shows.
  fileprivate var reading: String {
    switch credential {
    case .token: "token"
    case .basic: "basic"
    case .apiKey: "apiKey"
    case .authorization, nil: "authorization"
    }
  }

  /// Parameters, and what is made of them.
  fileprivate var factories: [(String, String)] {
    switch credential {
    case .token:
      [
        ("_ token: String", "token"),
        ("from provider: any AccordRuntime.TokenProvider", "from: provider"),
      ]
    case .basic: [("user: String, password: String", "user: user, password: password")]
    case .apiKey: [("_ key: String", "key")]
    case .authorization: [("_ value: String", "value")]
    case nil: []
    }
  }
}
