/// What a server tells a caller that it does not know, or not well enough: the header field `WWW-Authenticate`
/// (RFC 9110, section 11.6.1).
public struct AuthenticationChallenge: Sendable, Hashable {
  /// RFC 6750, section 3.1.
  public enum Problem: String, Sendable, Hashable, CaseIterable {
    case invalidToken = "invalid_token"
    case insufficientScope = "insufficient_scope"
  }

  /// The alternatives that the operation leaves its callers.
  public var security: [SecurityRequirement]
  /// What the credentials are for, as people are shown it.
  public var realm: String
  /// `nil`: there were no credentials.
  public var problem: Problem?

  public init(security: [SecurityRequirement], realm: String, problem: Problem? = nil) {
    self.security = security
    self.realm = realm
    self.problem = problem
  }

  /// One value for each scheme, none twice. For API keys no scheme is registered; theirs is `ApiKey`, and says
  /// where the key belongs.
  public var fieldValues: [String] {
    var values: [String] = []
    for item in security.flatMap(\.items) {
      guard let value = value(of: item), !values.contains(value) else { continue }
      values.append(value)
    }
    // A 401 has at least one challenge.
    return values.isEmpty && !security.isEmpty ? ["Unknown realm=\(Self.quoted(realm))"] : values
  }

  private func value(of item: SecurityRequirement.Item) -> String? {
    let realm = "realm=\(Self.quoted(realm))"
    switch item.scheme.kind {
    case .bearer, .oauth2, .openIDConnect:
      guard let problem else { return "Bearer \(realm)" }
      let scope =
        problem == .insufficientScope && !item.scopes.isEmpty
        ? ", scope=\(Self.quoted(item.scopes.joined(separator: " ")))" : ""
      return "Bearer \(realm), error=\"\(problem.rawValue)\"\(scope)"
    case .basic: return "Basic \(realm), charset=\"UTF-8\""
    case .http(let name): return "\(name) \(realm)"
    case .apiKey(let place, let name):
      return "ApiKey \(realm), in=\"\(place.rawValue)\", name=\(Self.quoted(name))"
    case .mutualTLS: return nil
    }
  }

  /// A quoted string of RFC 9110, section 5.6.4. What a field may not hold becomes a question mark.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case " "..."~": result.unicodeScalars.append(scalar)
      default: result += "?"
      }
    }
    return result + "\""
  }
}
