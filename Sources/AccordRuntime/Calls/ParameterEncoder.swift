/// Writes values of any type as the texts of a style, going by their JSON.
struct ParameterEncoder {
  /// Whether texts are percent-encoded. Those of header fields are not: OpenAPI 3.1, appendix D.
  enum Escaping {
    case percent, none
  }

  /// A name and a value, encoded. Without a name, the value stands for itself.
  struct Pair: Equatable {
    var name: String
    var value: String

    var text: String { name + "=" + value }
  }

  /// What a value is made of, for all styles but `deepObject`.
  private enum Parts {
    case text(String)
    case list([String])
    case members([(name: String, text: String)])
  }

  let style: ParameterStyle
  var escaping = Escaping.percent
  /// Why a value cannot be written so that it can be read back.
  private(set) var problem: String?

  init(_ style: ParameterStyle, escaping: Escaping = .percent) {
    self.style = style
    self.escaping = escaping
  }

  // MARK: - Names and values

  /// The pairs that a value is in a query, a form or a cookie. None for what has neither text nor members.
  mutating func pairs(_ name: String, _ value: JSONValue) -> [Pair] {
    switch style.form {
    case .json: return [Pair(name: encoded(name), value: encoded(value.serialized()))]
    case .deepObject: return deepPairs(encoded(name), value)
    case .simple, .label, .matrix, .form, .spaceDelimited, .pipeDelimited: break
    }
    guard let parts = Self.parts(of: value) else { return [] }
    switch parts {
    case .list(let items) where style.isExploded:
      return items.map { Pair(name: encoded(name), value: encoded($0)) }
    case .members(let members) where style.isExploded:
      return members.map { Pair(name: encoded($0.name), value: encoded($0.text)) }
    case .text, .list, .members:
      return [Pair(name: encoded(name), value: joined(parts))]
    }
  }

  private func deepPairs(_ name: String, _ value: JSONValue) -> [Pair] {
    switch value {
    case .null: return []
    case .bool, .number, .string: return [Pair(name: name, value: encoded(value.parameterText))]
    case .array(let items):
      let hasNested = items.contains { $0.array != nil || $0.object != nil }
      return items.enumerated().flatMap { index, item in
        deepPairs(name + inBrackets(hasNested ? "\(index)" : ""), item)
      }
    case .object(let members):
      return members.flatMap { key, value in deepPairs(name + inBrackets(encoded(key)), value) }
    }
  }

  private func inBrackets(_ key: String) -> String {
    switch escaping {
    case .percent: "%5B\(key)%5D"
    case .none: "[\(key)]"
    }
  }

  // MARK: - One text

  /// The text that a value is in a path or a header. Empty for what has neither text nor members.
  mutating func text(_ name: String, _ value: JSONValue) -> String {
    if style.form == .json { return encoded(value.serialized()) }
    guard let parts = Self.parts(of: value) else { return "" }
    switch style.form {
    case .label: return "." + joined(parts)
    case .matrix: return matrix(name, parts)
    case .simple, .form, .spaceDelimited, .pipeDelimited, .deepObject, .json: return joined(parts)
    }
  }

  private mutating func matrix(_ name: String, _ parts: Parts) -> String {
    func pair(_ name: String, _ text: String) -> String {
      text.isEmpty ? ";\(encoded(name))" : ";\(encoded(name))=\(text)"
    }
    switch parts {
    case .list(let items) where style.isExploded:
      return items.map { pair(name, encoded($0)) }.joined()
    case .members(let members) where style.isExploded:
      return members.map { pair($0.name, encoded($0.text)) }.joined()
    case .text, .list, .members: return pair(name, joined(parts))
    }
  }

  private mutating func joined(_ parts: Parts) -> String {
    switch parts {
    case .text(let text): return encoded(text)
    case .list(let items):
      for item in items { checkItem(item) }
      return items.map(encoded).joined(separator: encodedSeparator)
    case .members(let members):
      for member in members {
        checkItem(member.name, isName: style.isExploded)
        checkItem(member.text)
      }
      let assignment = style.isExploded ? "=" : encodedSeparator
      return members.map { encoded($0.name) + assignment + encoded($0.text) }
        .joined(separator: encodedSeparator)
    }
  }

  /// What cannot be escaped must not stand in an item.
  private mutating func checkItem(_ text: String, isName: Bool = false) {
    switch (style.form, escaping) {
    case (.spaceDelimited, _), (.pipeDelimited, _):
      if text.contains(style.separator) {
        problem = "must not hold what stands between the items: '\(style.separator)'"
      }
    case (_, .none):
      if text.utf8.contains(UInt8(ascii: ",")) || isName && text.utf8.contains(UInt8(ascii: "=")) {
        problem = "must not hold what stands between the items: ','"
      } else if text.first == " " || text.last == " " {
        problem = "must not have items that begin or end with a space"
      }
    case (_, .percent): break
    }
  }

  // MARK: - Encoding

  private var encodedSeparator: String {
    switch (style.separator, escaping) {
    case (" ", .percent): "%20"
    case ("|", .percent): "%7C"
    case (let separator, _): String(separator)
    }
  }

  private func encoded(_ text: String) -> String {
    if escaping == .none { return text }
    let separator = style.separator.asciiValue
    let isJoined = !style.isExploded && style.form != .json && style.form != .deepObject
    let kept =
      style.allowsReserved
      ? PercentEncoding.reserved.filter { !(isJoined && $0 == separator) } : []
    // A dot is unreserved, and yet ends an item here.
    return PercentEncoding.encode(text, keeping: kept, but: separator == 0x2E ? 0x2E : nil)
  }

  /// `nil` for what RFC 6570 calls undefined (section 2.3): null, and lists without items.
  private static func parts(of value: JSONValue) -> Parts? {
    switch value {
    case .null: return nil
    case .bool, .number, .string: return .text(value.parameterText)
    case .array(let items):
      let texts = items.filter { $0.kind != .null }.map(\.parameterText)
      return texts.isEmpty ? nil : .list(texts)
    case .object(let members):
      let texts = members.filter { $0.value.kind != .null }
        .map { (name: $0.key, text: $0.value.parameterText) }
      return texts.isEmpty ? nil : .members(texts)
    }
  }
}
