/// The members of an object whose own name a style does not write: `R=100&G=200` is a color, if somebody says
/// that `R` and `G` are its members.
public enum ParameterMembers: Sendable, Hashable {
  case named([String])
  /// All that are not the names of other parameters, alone or with brackets behind them.
  case allBut([String])

  func contain(_ name: String) -> Bool {
    switch self {
    case .named(let names): names.contains { $0.isExactly(name) }
    case .allBut(let names):
      !names.contains { other in
        name.utf8.starts(with: other.utf8)
          && [nil, UInt8(ascii: "[")].contains(name.utf8.dropFirst(other.utf8.count).first)
      }
    }
  }
}

/// Takes texts of a style apart: the other direction of ``ParameterEncoder``.
struct ParameterDecoder {
  struct Pair {
    /// Decoded.
    var name: String
    /// As it came: a separator is told from an encoded one.
    var raw: Substring
  }

  let style: ParameterStyle
  let decode: (Substring) -> String

  // MARK: - Names and values

  /// What pairs say of a parameter; `nil` if they say nothing.
  func node(
    _ name: String, in pairs: [Pair], members: ParameterMembers? = nil
  ) throws(ParameterNode.Problem) -> ParameterNode? {
    if style.form == .deepObject { return deepNode(name, in: pairs) }
    let own = pairs.filter { $0.name.isExactly(name) }
    if style.form == .json {
      guard own.count < 2 else { throw .repeated }
      return own.first.map { ParameterNode([.json(decode($0.raw))]) }
    }
    if style.isExploded, let members {
      let others = pairs.filter { !$0.name.isExactly(name) && members.contain($0.name) }
      let all = pairs.filter { members.contain($0.name) }
      var forms = own.isEmpty ? [] : Self.forms(of: own.map { decode($0.raw) })
      if !(own.isEmpty ? others : all).isEmpty { forms.append(.members(grouped(all))) }
      return forms.isEmpty ? nil : ParameterNode(forms)
    }
    guard let first = own.first else { return nil }
    if style.isExploded || own.count > 1 {
      return ParameterNode(Self.forms(of: own.map { decode($0.raw) }))
    }
    return node(joined: first.raw)
  }

  /// The values of each name, in the order in which the names come first.
  func grouped(_ pairs: [Pair]) -> [(name: String, value: ParameterNode)] {
    Self.groups(pairs.map { ($0.name, decode($0.raw)) }).map { name, texts in
      (name, ParameterNode(Self.forms(of: texts)))
    }
  }

  private static func groups<Value>(_ pairs: [(String, Value)]) -> [(String, [Value])] {
    var names: [String] = []
    var values: [ExactString: [Value]] = [:]
    for (name, value) in pairs {
      let key = ExactString(name)
      if values[key] == nil { names.append(name) }
      values[key, default: []].append(value)
    }
    return names.map { ($0, values[ExactString($0)] ?? []) }
  }

  /// One text may be a list of one.
  private static func forms(of texts: [String]) -> [ParameterNode.Form] {
    guard let text = texts.first, texts.count == 1 else {
      return [.list(texts.map { ParameterNode(text: $0) })]
    }
    let list = ParameterNode.Form.list([ParameterNode(text: text)])
    return ParameterNode.forms(of: text) + (text.isEmpty ? [list, .list([])] : [list])
  }

  // MARK: - Brackets

  /// More brackets than anybody nests, and few enough for the stack.
  private static let maximumDepth = 32

  private func deepNode(_ name: String, in pairs: [Pair]) -> ParameterNode? {
    let entries = pairs.compactMap { pair -> (keys: ArraySlice<String>, text: String)? in
      Self.keys(of: pair.name, in: name).map { ($0[...], decode(pair.raw)) }
    }
    return entries.isEmpty ? nil : Self.deepNode(entries)
  }

  /// The keys in the brackets behind a name.
  private static func keys(of text: String, in name: String) -> [String]? {
    var rest = Substring(text).utf8
    guard rest.starts(with: name.utf8) else { return nil }
    rest = rest.dropFirst(name.utf8.count)
    var keys: [String] = []
    while let bracket = rest.popFirst() {
      guard bracket == UInt8(ascii: "["), keys.count < maximumDepth,
        let end = rest.firstIndex(of: UInt8(ascii: "]"))
      else { return nil }
      keys.append(String(Substring(rest[..<end])))
      rest = rest[end...].dropFirst()
    }
    return keys
  }

  /// - Parameter choices: how often numbers in brackets may be names as well as indices. Each time doubles the
  ///   node, so there is an end to it; below, they are indices.
  private static func deepNode(
    _ entries: [(keys: ArraySlice<String>, text: String)], choices: Int = 4
  ) -> ParameterNode {
    var forms: [ParameterNode.Form] = []
    let nested = entries.compactMap { entry in
      entry.keys.first.map { ($0, (keys: entry.keys.dropFirst(), text: entry.text)) }
    }
    if !nested.isEmpty {
      let groups = groups(nested)
      let areIndices = groups.allSatisfy { $0.0.isEmpty || JSONPointer.index($0.0) != nil }
      let children = groups.map { key, entries in
        (name: key, value: deepNode(entries, choices: areIndices ? choices - 1 : choices))
      }
      if !areIndices || choices > 0 && !groups.contains(where: { $0.0.isEmpty }) {
        forms.append(.members(children))
      }
      if areIndices {
        // Empty brackets are one item each.
        let items = zip(groups, children).flatMap { group, child in
          group.0.isEmpty && group.1.allSatisfy(\.keys.isEmpty)
            ? group.1.map { ParameterNode(text: $0.text) } : [child.value]
        }
        forms.append(.list(items))
      }
    }
    let texts = entries.filter(\.keys.isEmpty).map(\.text)
    if !texts.isEmpty { forms += Self.forms(of: texts) }
    return ParameterNode(forms)
  }

  // MARK: - One text

  /// What a text of a path or a header says; `nil` if it is not of the style.
  func node(_ name: String, text: Substring) -> ParameterNode? {
    switch style.form {
    case .json: return ParameterNode([.json(decode(text))])
    case .label:
      // Alone in its segment, the dot is encoded.
      let length = text.utf8.first == UInt8(ascii: ".") ? 1 : 3
      guard decode(Substring(text.utf8.prefix(length))) == "." else { return nil }
      return node(joined: Substring(text.utf8.dropFirst(length)))
    case .matrix: return matrixNode(name, text: text)
    case .simple, .form, .spaceDelimited, .pipeDelimited, .deepObject: return node(joined: text)
    }
  }

  private func matrixNode(_ name: String, text: Substring) -> ParameterNode? {
    guard text.utf8.first == UInt8(ascii: ";") else { return nil }
    let pairs = text.utf8.dropFirst().split(separator: UInt8(ascii: ";")).map { pair in
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return Pair(
        name: decode(Substring(parts[0])), raw: parts.count > 1 ? Substring(parts[1]) : "")
    }
    let own = pairs.filter { $0.name.isExactly(name) }
    guard style.isExploded else {
      return own.count == 1 && pairs.count == 1 ? node(joined: own[0].raw) : nil
    }
    var forms: [ParameterNode.Form] = []
    if own.count == pairs.count { forms += Self.forms(of: own.map { decode($0.raw) }) }
    forms.append(.members(grouped(pairs)))
    return ParameterNode(forms)
  }

  /// Items between separators; names and values in turn; or one text.
  private func node(joined text: Substring) -> ParameterNode {
    let whole = ParameterNode.forms(of: decode(text))
    if text.isEmpty { return ParameterNode(whole + [.list([]), .members([])]) }
    let pieces = pieces(of: text)
    let items = ParameterNode.Form.list(pieces.map { ParameterNode(text: decode($0)) })
    let members = members(pieces).map { [ParameterNode.Form.members($0)] } ?? []
    if pieces.count > 1 { return ParameterNode([items] + members + whole) }
    var forms = whole + [items] + members
    // Some encode the commas between items too. That is not told from a comma in an item, unless none can
    // have one.
    let decoded = decode(text)
    if decoded.utf8.contains(UInt8(ascii: ",")), style.separator == "," {
      let parts = decoded.split(separator: ",", omittingEmptySubsequences: false)
      forms.append(.list(parts.map { ParameterNode(text: String($0)) }))
    }
    return ParameterNode(forms)
  }

  private func pieces(of text: Substring) -> [Substring] {
    switch style.form {
    case .spaceDelimited, .pipeDelimited:
      // Their separators stand encoded.
      return decode(text).split(separator: style.separator, omittingEmptySubsequences: false)
        .map { Substring(PercentEncoding.query(String($0))) }
    case .simple, .label, .matrix, .form, .deepObject, .json:
      guard let separator = style.separator.asciiValue else { return [text] }
      return text.utf8.split(separator: separator, omittingEmptySubsequences: false)
        .map { Substring($0) }
    }
  }

  private func members(_ pieces: [Substring]) -> [(name: String, value: ParameterNode)]? {
    var members: [(name: String, value: ParameterNode)] = []
    if style.isExploded {
      for piece in pieces {
        guard let mark = piece.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let value = Substring(piece.utf8[mark...].dropFirst())
        members.append((decode(piece[..<mark]), ParameterNode(text: decode(value))))
      }
      return members
    }
    guard pieces.count.isMultiple(of: 2) else { return nil }
    for index in stride(from: 0, to: pieces.count, by: 2) {
      members.append((decode(pieces[index]), ParameterNode(text: decode(pieces[index + 1]))))
    }
    return members
  }
}

extension ParameterNode.Problem {
  static let repeated = Self(pointer: .root, reason: .invalid("must be given once"))
}
