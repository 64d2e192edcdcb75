/// A media type or a range of them, as `Content-Type`, `Accept` and documents write them (RFC 9110, section 8.3).
struct ContentType: Sendable, Hashable {
  /// In lower case. `*` stands for any.
  let type: String
  let subtype: String
  /// With names in lower case, in their order.
  let parameters: [Parameter]

  struct Parameter: Sendable, Hashable {
    let name: String
    let value: String
  }

  init(_ text: String) {
    var parts = Self.split(text)[...]
    let essence = (parts.popFirst() ?? "").lowercased()
    let slash = essence.firstIndex(of: "/") ?? essence.endIndex
    type = String(essence[..<slash])
    subtype = String(essence[slash...].dropFirst())
    parameters = parts.compactMap { part in
      guard let sign = part.firstIndex(of: "=") else { return nil }
      return Parameter(
        name: Self.trimmed(part[..<sign]).lowercased(),
        value: Self.unquoted(Self.trimmed(part[sign...].dropFirst())))
    }
  }

  var essence: String { "\(type)/\(subtype)" }

  var isJSON: Bool {
    subtype == "json" && (type == "application" || type == "text") || subtype.hasSuffix("+json")
  }

  func parameter(_ name: String) -> String? {
    parameters.first { $0.name == name }?.value
  }

  /// How exactly this type or range names `other`, or `nil` if it does not cover it. Parameters that this one has
  /// must be there; `charset` says nothing about what a body is.
  func precision(for other: ContentType) -> Int? {
    let asked = parameters.filter { $0.name != "charset" }
    let isMet = asked.allSatisfy { parameter in
      other.parameter(parameter.name)?.lowercased() == parameter.value.lowercased()
    }
    guard isMet else { return nil }
    if type == "*" { return 0 }
    guard type == other.type else { return nil }
    if subtype == "*" { return 1 }
    return subtype == other.subtype ? 2 + asked.count : nil
  }

  /// The index of the one that names `found` most exactly. Where none does, JSON is taken for JSON of any name.
  static func best(of documented: [String], for found: String) -> Int? {
    let found = ContentType(found)
    var best: (index: Int, precision: Int)?
    for (index, text) in documented.enumerated() {
      guard let precision = ContentType(text).precision(for: found) else { continue }
      if best.map({ precision > $0.precision }) ?? true { best = (index, precision) }
    }
    if let best { return best.index }
    return found.isJSON ? documented.firstIndex { ContentType($0).isJSON } : nil
  }

  /// What a body is labelled with of which only a range of types is documented.
  static func concrete(_ text: String) -> String {
    let type = ContentType(text)
    guard type.type == "*" || type.subtype.contains("*") else { return text }
    if type.type == "text" { return "text/plain; charset=utf-8" }
    // What exactly it is, nobody has said; it is at least in the range.
    return type.type == "*" ? "application/octet-stream" : "\(type.type)/octet-stream"
  }

  static func concreteJSON(_ text: String) -> String {
    text.contains("*") ? "application/json" : text
  }

  // MARK: - Text

  /// At semicolons outside of quotes.
  private static func split(_ text: String) -> [String] {
    var parts = [String.UnicodeScalarView()]
    var isQuoted = false
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if scalar == ";", !isQuoted {
        parts.append(String.UnicodeScalarView())
        continue
      }
      if scalar == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && scalar == "\\" && !isEscaped
      parts[parts.count - 1].append(scalar)
    }
    return parts.map { trimmed(Substring(String($0))) }
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return String(rest)
  }

  private static func unquoted(_ text: String) -> String {
    guard text.utf8.count >= 2, text.utf8.first == 0x22, text.utf8.last == 0x22 else { return text }
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars.dropFirst().dropLast() {
      if scalar == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      isEscaped = false
      result.append(scalar)
    }
    return String(result)
  }
}

extension Route {
  /// Whether a request's body is handed on as it comes.
  func streams(_ head: HTTPRequest) -> Bool {
    guard !streamed.isEmpty, let contentType = head.headerFields[.contentType] else { return false }
    return ContentType.best(of: streamed, for: contentType) != nil
  }
}
