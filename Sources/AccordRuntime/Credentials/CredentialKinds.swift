/// A bearer token, or who can be asked for one: for bearer authentication, OAuth 2.0 and OpenID Connect.
public struct BearerToken: Sendable, Hashable {
  enum Source: Sendable {
    case fixed(Secret)
    case provider(any TokenProvider)
  }

  let source: Source

  public init(_ token: String) {
    source = .fixed(Secret(token))
  }

  /// The provider's identity is what makes two such tokens the same: it stands for one principal.
  public init(from provider: any TokenProvider) {
    source = .provider(provider)
  }

  /// `nil` where a provider has to be asked.
  public var secret: Secret? {
    switch source {
    case .fixed(let secret): secret
    case .provider: nil
    }
  }

  public static func == (left: BearerToken, right: BearerToken) -> Bool {
    switch (left.source, right.source) {
    case (.fixed(let left), .fixed(let right)): left == right
    case (.provider(let left), .provider(let right)): left === right
    case (.fixed, .provider), (.provider, .fixed): false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch source {
    case .fixed(let secret): hasher.combine(secret)
    case .provider(let provider): hasher.combine(ObjectIdentifier(provider))
    }
  }
}

extension BearerToken: CustomStringConvertible, CustomReflectable {
  public var description: String { "a bearer token" }
  /// Nothing: a provider may be of a type that shows what it holds.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A name and a password, RFC 7617.
public struct BasicCredentials: Sendable, Hashable {
  /// Without a colon.
  public var user: String
  public var password: Secret

  public init(user: String, password: String) {
    self.user = user
    self.password = Secret(password)
  }

  /// What stands behind `Basic`; `nil` for a name with a colon in it, and for control characters.
  var encoded: String? {
    guard !user.utf8.contains(UInt8(ascii: ":")), Self.isPlain(user), Self.isPlain(password.text)
    else { return nil }
    return Base64Data(Array("\(user):\(password.text)".utf8)).text
  }

  /// `nil` unless this is the Base64 of UTF-8 text without control characters and with a colon.
  init?(encoded: Substring) {
    let bytes = Array(encoded.utf8)
    guard let data = bytes.withUnsafeBufferPointer({ Base64Data(utf8: $0) }),
      let text = String(validating: data.bytes, as: UTF8.self), Self.isPlain(text),
      let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    let password = text[text.utf8.index(after: colon)...]
    self.init(user: String(text[..<colon]), password: String(password))
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}

/// A key that an API hands out, wherever the document has it put.
public struct APIKey: Sendable, Hashable {
  public var secret: Secret

  public init(_ key: String) {
    secret = Secret(key)
  }
}

/// The whole value of an `Authorization` field, for schemes that are made elsewhere, such as Digest.
public struct AuthorizationValue: Sendable, Hashable {
  public var secret: Secret

  /// - Parameter value: with the name of the scheme: `Digest username="...", ...`.
  public init(_ value: String) {
    secret = Secret(value)
  }
}
