import AccordOpenAPI

/// A credential that is valid is known.
public struct CredentialAcceptedCheck: ExchangeCheck {
  public let name = "credential-accepted"
  public let explanation = "A viewer's valid credential is never answered by 401."

  public init() {}

  public func examine(
    _ answer: Answer, to request: OutgoingRequest, of plan: Case, in context: CheckContext
  ) -> Verdict {
    if case .badCredential = plan.purpose { return .notApplicable }
    guard let operation = request.operation, let credential = request.viewer.credential,
      request.credential?.credential == credential,
      credential.fits(operation, in: context.document), answer.status < 500
    else { return .notApplicable }
    guard answer.status == 401 else { return .holds }
    return .broken([
      Finding(
        signature: request.viewer.name, scope: .server, location: operation.location,
        expected: "the valid credential of \(request.viewer.name) to be accepted",
        got: answer.summary)
    ])
  }
}

extension Credential {
  /// Whether the operation takes credentials of this kind, and nothing besides.
  func fits(_ operation: Operation, in document: OpenAPIDocument) -> Bool {
    operation.security.contains { requirement in
      guard requirement.items.count == 1, let item = requirement.items.first,
        let scheme = document.components.securitySchemes.first(where: { $0.name == item.scheme })
      else { return false }
      return fits(scheme)
    }
  }

  private func fits(_ scheme: SecurityScheme) -> Bool {
    let shown = parts.scheme?.lowercased()
    switch scheme.kind {
    case .apiKey(let name, .header): return name.lowercased() == self.name.canonicalName
    case .apiKey(_, .cookie): return self.name == .cookie
    case .apiKey(_, .query), .apiKey(_, .path): return false
    case .basic: return shown == "basic"
    case .bearer, .oauth2, .openIDConnect: return shown == "bearer"
    case .http(let name): return shown == name.lowercased()
    case .mutualTLS: return false
    }
  }
}

extension Operation {
  /// Whether there is no way to call it without credentials.
  var demandsCredentials: Bool {
    !security.isEmpty && security.allSatisfy { !$0.items.isEmpty }
  }

  /// Whether it looks at credentials at all.
  var takesCredentials: Bool {
    security.contains { !$0.items.isEmpty }
  }
}
