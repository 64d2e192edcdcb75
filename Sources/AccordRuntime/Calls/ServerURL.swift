/// Where a server is: scheme, authority, and what comes before the paths of the document.
public struct ServerURL: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  public let scheme: String
  /// A host, with a port if need be.
  public let authority: String
  /// Empty, or beginning with a slash and not ending with one; percent-encoded.
  public let basePath: String

  /// `nil` unless the text is an absolute `http` or `https` URL without user, query and fragment.
  public init?(_ text: String) {
    guard let separator = text.firstRange(of: "://") else { return nil }
    let scheme = text[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[separator.upperBound...]
    let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    let authority = rest[..<slash]
    let path = rest[slash...]
    guard Self.isAuthority(authority), path.utf8.allSatisfy(Self.isPathByte) else { return nil }
    self.init(scheme: scheme, authority: String(authority), basePath: path)
  }

  /// For generated code, which has looked at the parts before.
  public init(scheme: String, authority: String, basePath: String) {
    self.init(scheme: scheme, authority: authority, basePath: basePath[...])
  }

  private init(scheme: String, authority: String, basePath: Substring) {
    var path = basePath
    while path.last == "/" { path.removeLast() }
    self.scheme = scheme
    self.authority = authority
    self.basePath = String(path)
  }

  public var description: String { "\(scheme)://\(authority)\(basePath)" }

  /// The URL that a relative one stands for, by RFC 3986, section 5.2. The base path counts as a folder:
  /// `v2` below `https://example.org/api` is `https://example.org/api/v2`, and `/v2` is `https://example.org/v2`.
  ///
  /// - Returns: `nil` for anything but a path without query and fragment, which could lead elsewhere.
  public func resolving(_ path: String) -> ServerURL? {
    guard path.utf8.allSatisfy(Self.isPathByte), !path.hasPrefix("//"),
      // What has a colon in its first segment has a scheme (section 4.2).
      !path.utf8.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":"))
    else { return nil }
    let merged = path.hasPrefix("/") ? path : "\(basePath)/\(path)"
    return ServerURL(
      scheme: scheme, authority: authority, basePath: Self.withoutDotSegments(merged))
  }

  /// RFC 3986, section 5.2.4.
  private static func withoutDotSegments(_ path: String) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      switch segment {
      case ".": break
      case "..": _ = segments.popLast()
      default: segments.append(segment)
      }
    }
    return segments.map { "/\($0)" }.joined()
  }

  // MARK: - Characters

  /// A host of RFC 3986, section 3.2.2, or an IPv6 address in brackets, and a port.
  static func isAuthority(_ text: Substring) -> Bool {
    var host = text.utf8[...]
    if let colon = host.lastIndex(of: UInt8(ascii: ":")),
      !host[colon...].contains(UInt8(ascii: "]"))
    {
      let port = host[host.index(after: colon)...]
      guard (1...5).contains(port.count), port.allSatisfy(isDigit),
        (Int(Substring(port)) ?? .max) <= 65_535
      else { return false }
      host = host[..<colon]
    }
    if host.first == UInt8(ascii: "[") {
      return host.count > 3 && host.last == UInt8(ascii: "]")
        && host.dropFirst().dropLast().allSatisfy { byte in
          isDigit(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
        }
    }
    return !host.isEmpty && host.allSatisfy(isHostByte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Names are of letters, digits, hyphens and dots; the underscore occurs in private networks.
  static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// What may stand in a path without being encoded, the percent sign of encoded ones included.
  static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 64...90, 97...122, 0x24...0x2F, UInt8(ascii: "%"), UInt8(ascii: "!"),
      UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
