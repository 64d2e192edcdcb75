import AccordOpenAPI

/// Compares who gets in.
enum SecurityComparison {
  /// What an operation asks of its callers. An old credential must still do (else callers are locked out), and
  /// nothing that did not do before may do now without being noticed.
  static func requirements(_ before: Operation, _ after: Operation) -> [Change] {
    let old = before.security.alternatives
    let new = after.security.alternatives
    let lockedOut = old.filter { had in !new.contains { $0.isMet(by: had) } }
    let letIn = new.filter { asked in !old.contains { $0.isMet(by: asked) } }
    func change(_ rule: Rule, _ verdict: Verdict, _ reason: String) -> [Change] {
      [
        Change(
          rule, .operation(name: after.name, part: "security"), wire: verdict, reason: reason,
          old: before.location, new: after.location)
      ]
    }
    switch (lockedOut.first, letIn.first) {
    case (nil, nil): return []
    case (let locked?, nil):
      return change(
        .securityTightened, .breaking,
        "whoever comes with \(locked.spelled) is no longer let in; needed is \(new.spelled)")
    case (nil, let let_?):
      return change(
        .securityLoosened, .risky,
        let_.items.isEmpty
          ? "anybody is let in, where \(old.spelled) was needed"
          : "\(let_.spelled) is enough now, where \(old.spelled) was needed")
    case (_?, _?):
      return change(
        .securityChanged, .breaking, "\(old.spelled) was needed, and now \(new.spelled) is")
    }
  }

  static func schemes(_ old: OpenAPIDocument, _ new: OpenAPIDocument) -> [Change] {
    var changes: [Change] = []
    let (before, after) = (old.components.securitySchemes, new.components.securitySchemes)
    for scheme in before {
      guard let other = after.first(where: { $0.name.isExactly(scheme.name) }) else {
        changes.append(
          Change(
            .securitySchemeRemoved, .securityScheme(scheme.name), wire: .none,
            reason: "it is no longer declared; operations that asked for it are told separately",
            old: scheme.location, new: nil))
        continue
      }
      if scheme.kind.spelled != other.kind.spelled {
        changes.append(
          Change(
            .securitySchemeChanged, .securityScheme(scheme.name), wire: .breaking,
            reason: "it was \(scheme.kind.spelled) and is \(other.kind.spelled)",
            old: scheme.location, new: other.location))
      }
    }
    for scheme in after where !before.contains(where: { $0.name.isExactly(scheme.name) }) {
      changes.append(
        Change(
          .securitySchemeAdded, .securityScheme(scheme.name), wire: .none, reason: "it is new",
          old: nil, new: scheme.location))
    }
    return changes
  }
}

extension [SecurityRequirement] {
  /// None at all is one that asks for nothing.
  fileprivate var alternatives: [SecurityRequirement] {
    isEmpty ? [SecurityRequirement(items: [])] : self
  }

  fileprivate var spelled: String { map(\.spelled).joined(separator: ", or ") }
}

extension SecurityRequirement {
  /// Whether somebody who meets `other` meets this one, too.
  fileprivate func isMet(by other: SecurityRequirement) -> Bool {
    items.allSatisfy { asked in
      other.items.contains {
        $0.scheme.isExactly(asked.scheme) && Set($0.scopes).isSuperset(of: asked.scopes)
      }
    }
  }

  fileprivate var spelled: String {
    guard !items.isEmpty else { return "nothing" }
    return items.map { item in
      item.scopes.isEmpty
        ? item.scheme : "\(item.scheme) (\(item.scopes.joined(separator: ", ")))"
    }.joined(separator: " and ")
  }
}

extension SecurityScheme.Kind {
  fileprivate var spelled: String {
    switch self {
    case .apiKey(let name, let place): "an API key in the \(place.rawValue) '\(name)'"
    case .basic: "HTTP basic authentication"
    case .bearer: "a bearer token"
    case .http(let scheme): "HTTP authentication by '\(scheme)'"
    case .oauth2: "OAuth 2"
    case .openIDConnect(let url): "OpenID Connect by \(url)"
    case .mutualTLS: "mutual TLS"
    }
  }
}
