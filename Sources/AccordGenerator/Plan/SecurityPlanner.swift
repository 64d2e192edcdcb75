import AccordOpenAPI

/// Decides how security schemes, and what operations require of them, look in Swift.
struct SecurityPlanner {
  private let document: OpenAPIDocument
  private let naming: SwiftNaming
  private let schemes: [SecurityPlan.Scheme]
  private var scope: NameScope

  /// A longer list is spelled where it is needed.
  private static let longestName = 80

  init(_ document: OpenAPIDocument, naming: SwiftNaming) {
    self.document = document
    self.naming = naming
    scope = NameScope(reserving: ["none", "credentials", "presented", "request", "all"])
    let found = document.components.securitySchemes
    let names = scope.claim(
      // Nobody spells it `oAuth2`.
      members: found.map { $0.name.replacing("OAuth", with: "Oauth") }, naming)
    schemes = zip(found, names).map { scheme, claimed in
      SecurityPlan.Scheme(
        name: scheme.name, memberName: ReservedNames.escaped(claimed.name), kind: scheme.kind,
        documentation: scheme.documentation, credential: scheme.kind.credential)
    }
  }

  /// The plan, and what each of the operations requires, in their order.
  mutating func plan(
    _ operations: [Operation]
  ) -> (plan: SecurityPlan, requirements: [SecurityPlan.Requirement]) {
    let required = operations.map { alternatives(of: $0) }
    var uses: [[SecurityPlan.Alternative]: Int] = [:]
    for alternatives in required { uses[alternatives, default: 0] += 1 }
    var plan = SecurityPlan(schemes: schemes)
    var names: [[SecurityPlan.Alternative]: String] = [:]
    let requirements = required.map { alternatives -> SecurityPlan.Requirement in
      if alternatives.isEmpty { return .open }
      if let name = names[alternatives] { return .named(name) }
      let wanted = naming.memberName(text(alternatives))
      guard uses[alternatives, default: 0] > 1, wanted.utf8.count <= Self.longestName else {
        return .listed(alternatives)
      }
      // A list of one scheme would take the scheme's own name.
      let name = ReservedNames.escaped(
        scope.claim(scope.isTaken(wanted) ? naming.memberName("only \(wanted)") : wanted))
      names[alternatives] = name
      plan.lists.append(.init(name: name, alternatives: alternatives))
      return .named(name)
    }
    let tokens = schemes.filter { $0.credential == .token }
    if tokens.count == 1, !schemes.contains(where: { $0.memberName == "bearer" }) {
      plan.onlyTokenScheme = tokens[0].memberName
    }
    return (plan, requirements)
  }

  private func alternatives(of operation: Operation) -> [SecurityPlan.Alternative] {
    guard document.statesSecurity else {
      // A scheme that nothing is said about would have no use at all.
      let usable = schemes.filter { $0.credential != nil }
      return usable.isEmpty
        ? [] : usable.map { .items([.init(scheme: $0.memberName, scopes: [])]) } + [.items([])]
    }
    let described = operation.security.compactMap { requirement -> SecurityPlan.Alternative? in
      let items = requirement.items.compactMap { item in
        schemes.first { $0.name.isExactly(item.scheme) }
          .map { SecurityPlan.Item(scheme: $0.memberName, scopes: item.scopes) }
      }
      return items.count == requirement.items.count ? .items(items) : nil
    }
    if described.isEmpty, !operation.security.isEmpty { return [.unknown] }
    // Where all that there is asks for nothing, nothing needs to be said.
    return described.allSatisfy { $0 == .items([]) } ? [] : described
  }

  /// What the list is called: `bearer or apiKey read or none`.
  private func text(_ alternatives: [SecurityPlan.Alternative]) -> String {
    alternatives.map { alternative in
      switch alternative {
      case .unknown: "unknown"
      case .items([]): "none"
      case .items(let items):
        items.map { ([$0.scheme] + $0.scopes).joined(separator: " ") }.joined(separator: " and ")
      }
    }.joined(separator: " or ")
  }
}

extension SecurityScheme {
  fileprivate var documentation: String? {
    var parts = [description].compactMap { $0 }
    switch kind {
    case .bearer(let format?): parts.append("Format: \(format).")
    case .openIDConnect(let url) where !url.isEmpty: parts.append("Provider: \(url)")
    case .mutualTLS: parts.append("A certificate, which the transport shows.")
    case .oauth2(let flows):
      var scopes: [OAuthFlow.Scope] = []
      for scope in flows.flatMap(\.scopes) where !scopes.contains(where: { $0.name == scope.name })
      {
        scopes.append(scope)
      }
      if !scopes.isEmpty {
        let lines = scopes.map { scope in
          "- `\(scope.name)`" + (scope.description.isEmpty ? "" : ": \(scope.description)")
        }
        parts.append("Scopes:\n" + lines.joined(separator: "\n"))
      }
    case .apiKey, .basic, .bearer(nil), .http, .openIDConnect: break
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
  }
}

extension SecurityScheme.Kind {
  fileprivate var credential: SecurityPlan.Credential? {
    switch self {
    case .bearer, .oauth2, .openIDConnect: .token
    case .basic: .basic
    case .apiKey: .apiKey
    case .http: .authorization
    case .mutualTLS: nil
    }
  }
}
