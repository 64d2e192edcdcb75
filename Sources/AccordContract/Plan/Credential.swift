import HTTPTypes

/// What a request shows to prove who sends it: one header field.
///
/// Its description never holds the secret.
public struct Credential: Sendable, Hashable {
  public let name: HTTPField.Name
  public let value: String

  public init(name: HTTPField.Name, value: String) {
    self.name = name
    self.value = value
  }

  /// Reads `Header: value`. `nil` without a colon, a name or a value, or with bytes that no header may hold.
  public init?(field text: String) {
    guard let colon = text.firstIndex(of: ":"),
      let name = HTTPField.Name(String(text[..<colon]))
    else { return nil }
    let value = text[text.index(after: colon)...].trimmingBlanks
    guard !value.isEmpty, HTTPField.isValidValue(value) else { return nil }
    self.init(name: name, value: value)
  }

  /// The authentication scheme (RFC 9110, section 11.4) and what follows it: `Bearer` and the token.
  /// Other fields than `Authorization` have no scheme.
  var parts: (scheme: String?, secret: String) {
    guard name == .authorization else { return (nil, value) }
    guard let space = value.firstIndex(of: " ") else {
      return Self.bareSchemes.contains(value.lowercased()) ? (value, "") : (nil, value)
    }
    return (String(value[..<space]), value[value.index(after: space)...].trimmingBlanks)
  }

  /// Schemes that are no secrets even where nothing follows them.
  private static let bareSchemes: Set<String> = ["basic", "bearer", "digest", "negotiate"]

  /// The token, if this is a bearer token (RFC 6750).
  var bearerToken: String? {
    let (scheme, secret) = parts
    return scheme?.lowercased() == "bearer" ? secret : nil
  }

  func replacingSecret(by secret: String) -> Credential {
    Credential(name: name, value: parts.scheme.map { "\($0) \(secret)" } ?? secret)
  }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "\(name): (hidden)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A credential as a request presents it, and how a person presents it again without seeing it.
public struct PresentedCredential: Sendable, Hashable {
  public let credential: Credential
  /// What to write between double quotes in a shell: `Bearer $ACCORD_OWNER`.
  public let shellValue: String
  /// What the environment variable holds, where its name does not say it.
  public let remark: String?

  public init(credential: Credential, shellValue: String, remark: String? = nil) {
    self.credential = credential
    self.shellValue = shellValue
    self.remark = remark
  }

  /// A credential whose secret is in the environment variable of that name.
  init(_ credential: Credential, variable: String, remark: String? = nil) {
    let prefix = credential.parts.scheme.map { "\($0) " } ?? ""
    self.init(credential: credential, shellValue: "\(prefix)$\(variable)", remark: remark)
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends, as RFC 9110 has it for field values.
  var trimmingBlanks: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    var bytes = Array(utf8)[...]
    while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `ACCORD_` and the name in capitals, for an environment variable.
  var environmentVariable: String {
    var result = "ACCORD_"
    for scalar in unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9": result += String(scalar).uppercased()
      default: result += "_"
      }
    }
    return result
  }
}
