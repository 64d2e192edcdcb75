import AccordJSON
import AccordOpenAPI

/// Makes credentials that have to be refused out of ones that are valid, and out of nothing.
struct TokenForger {
  let viewers: [ViewerAccess]
  /// Names of header fields that carry an API key by the document.
  let keyFields: [String]
  /// Whether the document takes bearer tokens.
  let takesBearer: Bool

  struct Forgery: Sendable {
    let name: String
    let presented: PresentedCredential
    /// Whether the user says that it is not valid wherever it is shown; what is made up here is only tried
    /// where the document takes credentials of its kind.
    var isGiven = false

    func isTried(on operation: Operation, in document: OpenAPIDocument) -> Bool {
      operation.takesCredentials
        && (isGiven || presented.credential.fits(operation, in: document))
    }
  }

  func forgeries() -> [Forgery] {
    var result = malformed()
    if let bearer = viewers.first(where: { $0.credential?.bearerToken != nil }) {
      result += altered(bearer)
    }
    let others = viewers.filter {
      guard let credential = $0.credential, credential.bearerToken == nil else { return false }
      return credential.parts.scheme != nil || isKeyField(credential)
    }
    if let other = others.first { result += opaque(other, secret: other.credential?.parts.secret) }
    return result
  }

  private func isKeyField(_ credential: Credential) -> Bool {
    keyFields.contains { $0.lowercased() == credential.name.canonicalName }
  }

  /// Tokens and keys that nobody ever issued; they need no secret and can be written out.
  private func malformed() -> [Forgery] {
    var result: [Forgery] = []
    func add(_ name: String, _ field: String, _ value: String) {
      guard let credential = Credential(field: "\(field): \(value)") else { return }
      result.append(
        Forgery(
          name: name, presented: PresentedCredential(credential: credential, shellValue: value)))
    }
    if takesBearer || viewers.contains(where: { $0.credential?.bearerToken != nil }) {
      add("malformed token", "Authorization", "Bearer not-a-token")
      add("empty token", "Authorization", "Bearer")
      add("token of three empty parts", "Authorization", "Bearer ..")
    }
    for field in keyFields { add("unknown key in \(field)", field, "not-a-key") }
    return result
  }

  private func altered(_ viewer: ViewerAccess) -> [Forgery] {
    guard let credential = viewer.credential, let token = credential.bearerToken else { return [] }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let payload = Base64.decode(url: parts[1]),
      let claims = try? JSONValue(json: payload), case .object = claims
    else { return opaque(viewer, secret: token) }
    let variable = viewer.name.environmentVariable
    var result: [Forgery] = []
    func add(_ name: String, _ token: String, shell: String) {
      result.append(
        Forgery(
          name: "\(viewer.name)'s token with \(name)",
          presented: PresentedCredential(
            credential: credential.replacingSecret(by: token), shellValue: "Bearer \(shell)")))
    }
    func add(_ name: String, payload: String) {
      result.append(
        Forgery(
          name: "\(viewer.name)'s token with \(name)",
          presented: PresentedCredential(
            credential.replacingSecret(by: "\(parts[0]).\(payload).\(parts[2])"),
            variable: "\(variable)_ALTERED",
            remark: "$\(variable)_ALTERED is $\(variable) with \(name), and the old signature")))
    }
    // The whole signature, not its last character: some of that one's bits mean nothing.
    let signature = String(repeating: "A", count: max(parts[2].utf8.count, 43))
    add(
      "another signature", "\(parts[0]).\(parts[1]).\(signature)",
      shell: "${\(variable)%.*}.\(signature)")
    let none = Base64.encode(url: Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
    add(
      "alg none", "\(none).\(parts[1]).",
      shell: "\(none).$(echo \"$\(variable)\" | cut -d. -f2).")
    add(
      "its end cut off", String(token.dropLast(10)), shell: "${\(variable)%??????????}")
    add("its signature cut off", "\(parts[0]).\(parts[1])", shell: "${\(variable)%.*}")
    add("a fourth part", "\(token).accord", shell: "${\(variable)}.accord")
    if let other = alteredSubject(of: claims, besides: viewer) {
      add("another subject", payload: Base64.encode(url: Array(other.serialized().utf8)))
    }
    var marked = claims
    if case .object(var members) = marked {
      members["accord"] = true
      marked = .object(members)
    }
    add("one more claim", payload: Base64.encode(url: Array(marked.serialized().utf8)))
    return result
  }

  /// The claims with the subject of another viewer, so that a server which looks at no signature takes one
  /// person for another; with a made-up one if there is no other.
  private func alteredSubject(of claims: JSONValue, besides viewer: ViewerAccess) -> JSONValue? {
    guard case .object(var members) = claims, let subject = members["sub"]?.string else {
      return nil
    }
    let others = viewers.compactMap { other -> String? in
      guard let token = other.credential?.bearerToken else { return nil }
      let parts = token.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, let payload = Base64.decode(url: String(parts[1])),
        let claims = try? JSONValue(json: payload)
      else { return nil }
      return claims["sub"]?.string
    }
    members["sub"] = .string(others.first { !$0.isExactly(subject) } ?? subject + "-2")
    return .object(members)
  }

  /// A secret that says nothing about how it is made: another character, and the end cut off.
  private func opaque(_ viewer: ViewerAccess, secret: String?) -> [Forgery] {
    guard let credential = viewer.credential, let secret, secret.utf8.count >= 4 else { return [] }
    let variable = viewer.name.environmentVariable
    let prefix = credential.parts.scheme.map { "\($0) " } ?? ""
    func forgery(_ name: String, _ secret: String, shell: String) -> Forgery {
      Forgery(
        name: "\(viewer.name)'s credential with \(name)",
        presented: PresentedCredential(
          credential: credential.replacingSecret(by: secret), shellValue: prefix + shell))
    }
    var result = [
      forgery("its end cut off", String(secret.dropLast(2)), shell: "${\(variable)%??}")
    ]
    // Base64 of Basic credentials must stay decodable, or the server sees a malformed one only.
    let isBasic = credential.parts.scheme?.lowercased() == "basic"
    if isBasic, let decoded = Base64.decode(standard: secret) {
      let longer = Base64.encode(standard: decoded + [UInt8(ascii: "x")])
      result = [
        forgery(
          "another password", longer,
          shell: "$(echo \"$(echo \"$\(variable)\" | base64 -d)x\" | tr -d '\\n' | base64 -w0)")
      ]
    } else if let first = secret.first {
      result.append(
        forgery("something behind its end", secret + "x", shell: "${\(variable)}x"))
      let other: Character = first == "x" ? "y" : "x"
      result.append(
        forgery(
          "another first character", "\(other)\(secret.dropFirst())",
          shell: "\(other)${\(variable)#?}"))
    }
    return result
  }
}
