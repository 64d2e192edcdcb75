/// Where somebody wants to be called: all of the URL counts, its query too.
///
/// Such URLs come from users. Whoever sends to them decides first which hosts may be reached.
public struct WebhookURL: Sendable, Hashable, CustomStringConvertible {
  /// Scheme and host.
  public let server: ServerURL
  /// Percent-encoded as it was written, and never empty.
  public let path: String
  /// Percent-encoded as it was written, without its question mark; `nil` if there is none.
  public let query: String?

  /// `nil` unless the text is an absolute `http` or `https` URL without user and fragment.
  public init?(_ text: String) {
    let bytes = text.utf8
    let scheme = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    let end = bytes[scheme...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
    let split = end ?? text.endIndex
    guard let server = ServerURL(String(text[..<split])),
      text[split...].utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
    else { return nil }
    let parts = text[split...].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts.first.map(String.init) ?? ""
    self.server = server
    self.path = path.isEmpty ? "/" : path
    query = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
  }

  public var description: String { "\(server)\(path)\(query.map { "?" + $0 } ?? "")" }
}

extension Call {
  /// The same call to whoever is there, whatever path it had. Its own query comes behind that of the URL.
  public func sent(to url: WebhookURL) -> Call {
    var call = self
    call.target = target.moved(to: url.path, query: url.query.map { [$0] } ?? [])
    return call
  }
}
