/// A URI or a relative reference in its five parts: RFC 3986, section 4.1.
///
/// Parts are kept as they are written: nothing is decoded, and no case is changed.
struct URIReference: Sendable {
  var scheme: String?
  var authority: String?
  var path: String
  var query: String?
  var fragment: String?

  /// Splits any text (RFC 3986, appendix B). Whether the parts are valid is not looked at.
  init(_ text: String) {
    var rest = Substring(text)
    fragment = rest.split(behindFirst: "#")
    query = rest.split(behindFirst: "?")
    if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")),
      Self.isScheme(rest[..<colon])
    {
      scheme = String(rest[..<colon])
      rest = rest[rest.utf8.index(after: colon)...]
    }
    if rest.utf8.starts(with: "//".utf8) {
      rest = Substring(rest.utf8.dropFirst(2))
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }

  private init(scheme: String?, authority: String?, path: String, query: String?) {
    self.scheme = scheme
    self.authority = authority
    self.path = path
    self.query = query
  }

  /// `ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`
  static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, (first | 0x20) &- 97 < 26 else { return false }
    return text.utf8.allSatisfy {
      ($0 | 0x20) &- 97 < 26 || $0 &- 48 < 10 || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: ".")
    }
  }

  /// This reference as seen from `base`: RFC 3986, section 5.2.2.
  func resolved(against base: URIReference) -> URIReference {
    var result: URIReference
    if scheme != nil {
      result = URIReference(
        scheme: scheme, authority: authority, path: Self.removingDotSegments(path), query: query)
    } else if authority != nil {
      result = URIReference(
        scheme: base.scheme, authority: authority, path: Self.removingDotSegments(path),
        query: query)
    } else if path.isEmpty {
      result = URIReference(
        scheme: base.scheme, authority: base.authority, path: base.path,
        query: query ?? base.query)
    } else {
      let merged = path.utf8.first == UInt8(ascii: "/") ? path : base.merging(path)
      result = URIReference(
        scheme: base.scheme, authority: base.authority, path: Self.removingDotSegments(merged),
        query: query)
    }
    result.fragment = fragment
    return result
  }

  /// RFC 3986, section 5.2.3.
  private func merging(_ reference: String) -> String {
    if authority != nil && path.isEmpty { return "/" + reference }
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return reference }
    return String(path[...slash]) + reference
  }

  /// RFC 3986, section 5.2.4. An opaque path (`urn:a:b`) has no segments to remove.
  private static func removingDotSegments(_ path: String) -> String {
    guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    let segments = path.utf8.split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    var kept: [String] = []
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".":
        if isLast { kept.append("") }
      case "..":
        if kept.count > (isAbsolute ? 1 : 0) { kept.removeLast() }
        if isLast { kept.append("") }
      default:
        kept.append(segment)
      }
    }
    return kept.joined(separator: "/")
  }

  var withoutFragment: URIReference {
    var copy = self
    copy.fragment = nil
    return copy
  }

  /// RFC 3986, section 5.3.
  var text: String {
    var result = ""
    if let scheme { result += scheme + ":" }
    if let authority { result += "//" + authority }
    result += path
    if let query { result += "?" + query }
    if let fragment { result += "#" + fragment }
    return result
  }
}

extension Substring {
  /// Cuts off and returns what follows the first `separator`, and drops the separator.
  fileprivate mutating func split(behindFirst separator: Unicode.Scalar) -> String? {
    guard let index = unicodeScalars.firstIndex(of: separator) else { return nil }
    let tail = String(self[unicodeScalars.index(after: index)...])
    self = self[..<index]
    return tail
  }
}
