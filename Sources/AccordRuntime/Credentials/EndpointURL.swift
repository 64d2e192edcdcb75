/// A URL that is called as it is, such as the token endpoint of an authorization server.
public struct EndpointURL: Sendable, Hashable, CustomStringConvertible {
  public let server: ServerURL
  /// Percent-encoded; `nil`: none.
  public let query: String?

  /// - Parameters:
  ///   - text: an absolute `http` or `https` URL without user and fragment, or what is relative to `server`.
  ///   - server: `nil`: only absolute URLs are taken.
  public init?(_ text: String, relativeTo server: ServerURL? = nil) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first else { return nil }
    let path = String(first)
    guard let found = ServerURL(path) ?? server?.resolving(path) else { return nil }
    query = parts.count > 1 ? String(parts[1]) : nil
    guard query?.utf8.allSatisfy({ ServerURL.isPathByte($0) || $0 == UInt8(ascii: "?") }) ?? true
    else { return nil }
    self.server = found
  }

  /// Path and query, as they stand in a request line.
  var target: String {
    (server.basePath.isEmpty ? "/" : server.basePath) + (query.map { "?" + $0 } ?? "")
  }

  public var description: String { "\(server.scheme)://\(server.authority)\(target)" }
}
