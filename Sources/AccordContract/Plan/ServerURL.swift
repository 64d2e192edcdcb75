/// Where a server listens: scheme, authority, and a path that all its operations begin with.
public struct ServerURL: Sendable, Hashable, CustomStringConvertible {
  public enum Scheme: String, Sendable, Hashable, CaseIterable {
    case http, https
  }

  public let scheme: Scheme
  /// Host and port, as RFC 3986 writes them: `[::1]:8080`.
  public let authority: String
  /// Without a slash at the end; empty for the root.
  public let basePath: String

  /// Reads `http://host:port/path`. `nil` for anything else, and for what has credentials, a query or a
  /// fragment: credentials belong to viewers, and the others have no meaning here.
  public init?(_ text: String) {
    guard
      let scheme = Scheme.allCases.first(where: {
        text.lowercased().hasPrefix($0.rawValue + "://")
      })
    else { return nil }
    let rest = text.utf8.dropFirst(scheme.rawValue.utf8.count + 3)
    guard rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !rest.contains(UInt8(ascii: "?")), !rest.contains(UInt8(ascii: "#"))
    else { return nil }
    let authority = String(Substring(rest.prefix { $0 != UInt8(ascii: "/") }))
    guard Self.isAuthority(authority) else { return nil }
    var path = Substring(rest.dropFirst(authority.utf8.count))
    while path.hasSuffix("/") { path.removeLast() }
    self.scheme = scheme
    self.authority = authority
    basePath = String(path)
  }

  private static func isAuthority(_ text: String) -> Bool {
    guard !text.isEmpty, !text.contains("@") else { return false }
    var host = Substring(text)
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return false }
      host = text[...end]
    } else if let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
    }
    guard !host.isEmpty else { return false }
    let port = text[host.endIndex...]
    guard !port.isEmpty else { return true }
    guard port.hasPrefix(":"), let number = Int(port.dropFirst()) else { return false }
    return (1...65535).contains(number)
  }

  public var description: String { "\(scheme.rawValue)://\(authority)\(basePath)" }
}
