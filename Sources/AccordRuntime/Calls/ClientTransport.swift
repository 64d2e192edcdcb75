public import HTTPTypes

/// Sends a request and gives the answer. The one seam between generated clients and the network.
public protocol ClientTransport: Sendable {
  /// - Parameters:
  ///   - request: with scheme, authority and path set.
  ///   - body: `nil`: none.
  ///   - maximumBodySize: in bytes; an answer with a larger body is an error.
  func send(
    _ request: HTTPRequest, body: [UInt8]?, maximumBodySize: Int
  ) async throws -> (HTTPResponse, [UInt8])
}

/// What callers prove themselves with. Its description never shows the secret.
public struct Credentials: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  private enum Kind: Sendable, Hashable {
    case none
    case header(HTTPField.Name, String)
    case query(name: String, value: String)
    case cookie(name: String, value: String)
  }

  private let kind: Kind

  private init(_ kind: Kind) {
    self.kind = kind
  }

  public static let none = Credentials(.none)

  /// RFC 6750.
  public static func bearer(_ token: String) -> Credentials {
    Credentials(.header(.authorization, "Bearer " + token))
  }

  public static func apiKey(_ key: String, header name: HTTPField.Name) -> Credentials {
    Credentials(.header(name, key))
  }

  public static func apiKey(_ key: String, query name: String) -> Credentials {
    Credentials(.query(name: name, value: key))
  }

  public static func apiKey(_ key: String, cookie name: String) -> Credentials {
    Credentials(.cookie(name: name, value: key))
  }

  func apply(to headerFields: inout HTTPFields, _ target: inout RequestTarget) {
    switch kind {
    case .none: break
    case .header(let name, let value): headerFields[name] = value
    case .query(let name, let value): target.addQuery(name, value)
    case .cookie(let name, let value):
      let cookie = "\(name)=\(value)"
      headerFields[.cookie] = headerFields[.cookie].map { "\($0); \(cookie)" } ?? cookie
    }
  }

  public var description: String {
    switch kind {
    case .none: "no credentials"
    case .header(let name, _): "credentials in the header \(name)"
    case .query(let name, _): "credentials in the query parameter \(name)"
    case .cookie(let name, _): "credentials in the cookie \(name)"
    }
  }

  /// Nothing: `dump` and failed expectations would print the secret.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
