import Foundation

/// A URL that may be called, taken apart and put together again, so that what was checked is what is called,
/// whoever reads it next.
struct OutboundURL: Sendable, Equatable {
  enum Scheme: String, Sendable {
    case http, https

    var defaultPort: Int { self == .http ? 80 : 443 }
  }

  let scheme: Scheme
  /// In lower case, without brackets.
  let host: String
  let port: Int
  /// Path and query, beginning with a slash.
  let target: String

  private static let maximumLength = 4_096

  /// - Throws: ``OutboundError``.
  init(_ text: String, relativeTo base: OutboundURL? = nil) throws(OutboundError) {
    guard text.utf8.count <= Self.maximumLength,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
    else { throw .invalidURL }
    // Whoever subscribes to a calendar is often given a URL with a scheme for that, which stands for https.
    var text = text
    for prefix in ["webcal://", "webcals://"] where text.lowercased().hasPrefix(prefix) {
      text = "https://" + text.dropFirst(prefix.count)
    }
    let parent = base.flatMap { URL(string: $0.text) }
    guard let url = URL(string: text, relativeTo: parent)?.absoluteURL,
      let components = URLComponents(url: url, resolvingAgainstBaseURL: true)
    else { throw .invalidURL }
    guard let name = components.scheme?.lowercased() else { throw .invalidURL }
    guard let scheme = Scheme(rawValue: name) else {
      throw name.utf8.count <= 20 ? .unsupportedScheme(name) : .invalidURL
    }
    guard components.percentEncodedUser == nil, components.percentEncodedPassword == nil else {
      throw .credentialsInURL
    }
    guard let host = components.encodedHost.flatMap(Self.checkedHost) else { throw .invalidURL }
    let port = components.port ?? scheme.defaultPort
    guard (1...65_535).contains(port) else { throw .invalidURL }
    var target = components.percentEncodedPath
    if !target.hasPrefix("/") { target = "/" + target }
    if let query = components.percentEncodedQuery { target += "?" + query }
    (self.scheme, self.host, self.port, self.target) = (scheme, host, port, target)
  }

  var text: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(scheme.rawValue)://\(name)\(port == scheme.defaultPort ? "" : ":\(port)")\(target)"
  }

  /// Names of letters, digits, hyphens, underscores and dots, and addresses of either version.
  private static func checkedHost(_ host: String) -> String? {
    var host = host.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
      return NetworkAddress(host).map { _ in host }
    }
    if host.contains(":") { return NetworkAddress(host).map { _ in host } }
    guard !host.isEmpty, host.utf8.count <= 253,
      host.utf8.allSatisfy({ byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
          true
        default: false
        }
      })
    else { return nil }
    return host
  }
}
