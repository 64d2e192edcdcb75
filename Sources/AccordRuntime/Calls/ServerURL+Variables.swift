/// The value of a server's variable would not leave the URL what the document says it is, or makes no URL of it.
public struct UnusableServerVariable: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name of the variable, or the part of the URL that several make up.
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  public var description: String { "'\(value)' cannot be used for \(name) in the server's URL" }
}

extension ServerURL {
  /// A URL with `{variables}`, for generated code.
  ///
  /// A value stays in its place. In a host it is a part of the host, without port, user or path; in a path it
  /// may have slashes, and what else cannot stand there is percent-encoded. Only a variable that is all of the
  /// host, or all of the URL up to a path, decides where the server is, as the document has it.
  ///
  /// - Parameter base: what a relative URL is below.
  public init(
    expanding template: String, _ variables: [(name: String, value: String)],
    at base: ServerURL? = nil
  ) throws(UnusableServerVariable) {
    let expansion = ServerExpansion(variables: variables)
    if let separator = template.firstRange(of: "://") {
      let scheme = try expansion.scheme(template[..<separator.lowerBound])
      let rest = template[separator.upperBound...]
      let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      self.init(
        scheme: scheme, authority: try expansion.authority(rest[..<slash]),
        basePath: try expansion.path(rest[slash...]))
      return
    }
    if template.first == "{", let close = template.firstIndex(of: "}") {
      let name = String(template[template.index(after: template.startIndex)..<close])
      let value = expansion.value(name)
      guard let start = ServerURL(value) else {
        throw UnusableServerVariable(name: name, value: value)
      }
      let path = try expansion.path(template[template.index(after: close)...])
      self.init(
        scheme: start.scheme, authority: start.authority, basePath: start.basePath + path)
      return
    }
    // Steps upwards in front are the document's.
    var rest = template[...]
    while rest.hasPrefix("../") || rest.hasPrefix("./") {
      rest = rest.drop { $0 == "." }.dropFirst()
    }
    let path = template[..<rest.startIndex] + (try expansion.path(rest))
    guard let base, let resolved = base.resolving(String(path)) else {
      throw UnusableServerVariable(name: template, value: String(path))
    }
    self = resolved
  }
}

/// Puts values into the parts of a URL.
private struct ServerExpansion {
  let variables: [(name: String, value: String)]

  func value(_ name: String) -> String {
    variables.first { $0.name.isExactly(name) }?.value ?? ""
  }

  func scheme(_ template: Substring) throws(UnusableServerVariable) -> String {
    let scheme = expand(template) { $0 }.lowercased()
    guard scheme == "http" || scheme == "https" else {
      throw UnusableServerVariable(name: String(template), value: scheme)
    }
    return scheme
  }

  func authority(_ template: Substring) throws(UnusableServerVariable) -> String {
    let names = names(in: template)
    // Where a variable is all of the authority, it may bring a port along.
    let isAll = names.count == 1 && template == "{\(names[0])}"
    for name in names where !isAll {
      let value = value(name)
      guard !value.isEmpty, value.utf8.allSatisfy(ServerURL.isHostByte) else {
        throw UnusableServerVariable(name: name, value: value)
      }
    }
    let authority = expand(template) { $0 }
    guard ServerURL.isAuthority(authority[...]) else {
      throw UnusableServerVariable(name: String(template), value: authority)
    }
    return authority
  }

  func path(_ template: Substring) throws(UnusableServerVariable) -> String {
    for name in names(in: template) {
      let value = value(name)
      if value.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) {
        throw UnusableServerVariable(name: name, value: value)
      }
    }
    let path = expand(template) { value in
      value.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .map { PercentEncoding.query(String(Substring($0))) }.joined(separator: "/")
    }
    guard !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
      throw UnusableServerVariable(name: String(template), value: path)
    }
    // Two slashes in front would be the beginning of a host.
    return path.hasPrefix("//") ? "/" + path.drop { $0 == "/" } : path
  }

  private func names(in template: Substring) -> [String] {
    var names: [String] = []
    var rest = template
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      names.append(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return names
  }

  private func expand(_ template: Substring, _ encode: (String) -> String) -> String {
    var result = ""
    var rest = template
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      result += encode(value(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
