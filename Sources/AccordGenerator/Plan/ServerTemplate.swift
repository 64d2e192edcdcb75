import AccordOpenAPI

/// The URL of a server, with `{variables}`.
struct ServerTemplate {
  let text: String
  /// In the order of the text, none twice.
  let variables: [String]
  /// Whether it says no scheme and no host.
  let isRelative: Bool

  init(_ text: String) {
    self.text = text
    let parts = PathTemplate(text).parts
    var variables: [String] = []
    for case .parameter(let name) in parts where !variables.contains(name) {
      variables.append(name)
    }
    self.variables = variables
    // A variable in front may stand for a whole URL.
    var startsOpen = false
    if case .parameter? = parts.first { startsOpen = true }
    isRelative = !text.contains("://") && !startsOpen
  }

  /// Whether the runtime will know what to do with it, given good values.
  var isUsable: Bool {
    let sample = expanded { _ in "1" }
    if isRelative {
      return Self.isPath(sample) && !sample.hasPrefix("//") && !Self.hasScheme(sample)
    }
    guard text.contains("://") else { return Self.isPath(sample) }
    guard let end = text.firstRange(of: "://") else { return false }
    let scheme = text[..<end.lowerBound]
    let known = ["http", "https"].contains(scheme.lowercased()) || scheme.contains("{")
    // A variable may be the port, a part of the host, or all of it.
    guard let separator = sample.firstRange(of: "://") else { return false }
    return known && Self.fixed("http" + sample[separator.lowerBound...]) != nil
  }

  func expanded(_ value: (String) -> String) -> String {
    PathTemplate(text).parts.map { part in
      switch part {
      case .literal(let text): text
      case .parameter(let name): value(name)
      }
    }.joined()
  }

  /// The parts of an absolute `http` or `https` URL without user, query and fragment.
  static func fixed(_ url: String) -> ServerPlan.Fixed? {
    guard let separator = url.firstRange(of: "://") else { return nil }
    let scheme = url[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = url[separator.upperBound...].utf8
    let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    let authority = String(Substring(rest[..<slash]))
    let path = String(Substring(rest[slash...]))
    guard isAuthority(authority), isPath(path) else { return nil }
    return ServerPlan.Fixed(scheme: scheme, authority: authority, basePath: path)
  }

  private static func hasScheme(_ path: String) -> Bool {
    path.utf8.prefix { $0 != UInt8(ascii: "/") }.contains(UInt8(ascii: ":"))
  }

  static func isPath(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z0-9\-._~%!$&'()*+,;=:@\/]*/) != nil
      && !text.split(separator: "/").contains { $0 == "." || $0 == ".." }
  }

  private static func isAuthority(_ text: String) -> Bool {
    let form = /([A-Za-z0-9\-._]+|\[[0-9A-Fa-f:.]{2,}\])(?::([0-9]{1,5}))?/
    guard let match = text.wholeMatch(of: form) else { return false }
    return match.2.map { (Int($0) ?? .max) <= 65_535 } ?? true
  }
}
