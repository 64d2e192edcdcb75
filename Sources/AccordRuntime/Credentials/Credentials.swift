public import HTTPTypes

/// What one principal has to prove itself with: a credential for each scheme that it has one for. Generated clients
/// have a type of their own that makes it, with a member for each scheme of the document.
///
/// Of an operation's alternatives the first is used that all schemes are there for, and only that: nothing goes
/// to operations that do not ask for it. It prints without any secret.
public struct Credentials: Sendable, Hashable {
  enum Credential: Sendable, Hashable {
    case token(BearerToken)
    case basic(BasicCredentials)
    case apiKey(APIKey)
    case authorization(AuthorizationValue)
  }

  struct Entry: Sendable, Hashable {
    var scheme: SecurityScheme
    var credential: Credential
  }

  private var entries: [Entry] = []
  /// Whether they go with every call, whatever its operation requires.
  private var isForAll = false

  private init() {}

  /// Nobody. Every call is sent, and the server may refuse it.
  public static let none = Credentials()

  // MARK: - By scheme. `nil` adds nothing.

  public mutating func add(_ scheme: SecurityScheme, _ token: BearerToken?) {
    if let token { entries.append(Entry(scheme: scheme, credential: .token(token))) }
  }

  public mutating func add(_ scheme: SecurityScheme, _ basic: BasicCredentials?) {
    if let basic { entries.append(Entry(scheme: scheme, credential: .basic(basic))) }
  }

  public mutating func add(_ scheme: SecurityScheme, _ key: APIKey?) {
    if let key { entries.append(Entry(scheme: scheme, credential: .apiKey(key))) }
  }

  public mutating func add(_ scheme: SecurityScheme, _ value: AuthorizationValue?) {
    if let value { entries.append(Entry(scheme: scheme, credential: .authorization(value))) }
  }

  // MARK: - For all calls

  private static func always(_ kind: SecurityScheme.Kind, _ credential: Credential) -> Credentials {
    var credentials = Credentials()
    credentials.entries = [Entry(scheme: SecurityScheme("", kind), credential: credential)]
    credentials.isForAll = true
    return credentials
  }

  /// A token that goes with every call, for documents that do not say what they require. RFC 6750.
  public static func bearer(_ token: String) -> Credentials {
    always(.bearer, .token(BearerToken(token)))
  }

  /// The same with tokens that end.
  public static func bearer(from provider: any TokenProvider) -> Credentials {
    always(.bearer, .token(BearerToken(from: provider)))
  }

  /// A name and a password that go with every call. RFC 7617.
  public static func basic(user: String, password: String) -> Credentials {
    always(.basic, .basic(BasicCredentials(user: user, password: password)))
  }

  /// A key that goes with every call.
  public static func apiKey(_ key: String, header name: HTTPField.Name) -> Credentials {
    always(.apiKey(.header, name.rawName), .apiKey(APIKey(key)))
  }

  public static func apiKey(_ key: String, query name: String) -> Credentials {
    always(.apiKey(.query, name), .apiKey(APIKey(key)))
  }

  public static func apiKey(_ key: String, cookie name: String) -> Credentials {
    always(.apiKey(.cookie, name), .apiKey(APIKey(key)))
  }

  // MARK: - Choice

  /// What goes with a call of the operation.
  ///
  /// The first alternative that is complete, and that sends anything; else nothing, if one alternative asks for
  /// nothing, or for nothing that a request could show.
  ///
  /// - Throws: ``MissingCredentials`` if there are credentials, but not those.
  func choice(for operation: OperationDescription) throws(MissingCredentials) -> [Entry] {
    if isForAll { return entries }
    if entries.isEmpty { return [] }
    var missing: [[String]] = []
    var mayBeNobody = operation.security.isEmpty
    for alternative in operation.security {
      let schemes = alternative.items.map(\.scheme).filter { $0.kind != .mutualTLS }
      if schemes.isEmpty {
        mayBeNobody = true
        continue
      }
      let found = schemes.compactMap { scheme in entries.first { $0.scheme == scheme } }
      if found.count == schemes.count { return found }
      missing.append(
        schemes.filter { scheme in !entries.contains { $0.scheme == scheme } }.map(\.name))
    }
    if mayBeNobody { return [] }
    throw MissingCredentials(operationID: operation.id, missing: missing)
  }
}

extension Credentials: CustomStringConvertible {
  /// For which schemes there is something.
  public var description: String {
    if entries.isEmpty { return "no credentials" }
    if isForAll { return "credentials for all calls" }
    return "credentials for " + entries.map { "'\($0.scheme.name)'" }.joined(separator: ", ")
  }
}
