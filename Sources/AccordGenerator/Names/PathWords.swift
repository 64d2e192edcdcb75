import AccordOpenAPI

/// The words of a path, for operations that are named after it: by their framework, or because nobody named them.
struct PathWords {
  fileprivate enum Segment {
    case literal([String])
    case parameter([String])
  }

  private var segments: [Segment] = []
  /// Words in front that say which API or version it is, in lower case.
  private(set) var prefixes: Set<String> = []
  private let text: String

  init(_ path: PathTemplate) {
    text = path.text
    for part in path.parts {
      switch part {
      case .literal(let text):
        for piece in text.split(separator: "/") {
          let words = SwiftNaming.words(of: String(piece))
          if !words.isEmpty { segments.append(.literal(words)) }
        }
      case .parameter(let name): segments.append(.parameter(SwiftNaming.words(of: name)))
      }
    }
    for case .literal(let words) in segments where words.count == 1 {
      let word = words[0].lowercased()
      if OperationNoise.isVersion(word) || word == "api" || word == "rest" { prefixes.insert(word) }
    }
  }

  var words: [String] {
    segments.flatMap {
      switch $0 {
      case .literal(let words), .parameter(let words): words
      }
    }
  }

  // MARK: - Naming by path

  /// `getAccountBankAccount` for `GET /v1/accounts/{account}/bank_accounts/{id}`: each collection of which one
  /// item is named is in the singular.
  func named(_ method: Operation.Method) -> [String] {
    var words = [method.rawValue]
    for (index, segment) in segments.enumerated() {
      guard case .literal(var literal) = segment else { continue }
      if literal.count == 1, prefixes.contains(literal[0].lowercased()) { continue }
      if index + 1 < segments.count, case .parameter = segments[index + 1] {
        literal[literal.count - 1] = Self.singular(literal[literal.count - 1])
      }
      words += literal
    }
    return words
  }

  /// The same with more to tell it from others: the last parameter, then all of them, then the versions as well.
  func distinguished(_ method: Operation.Method) -> [[String]] {
    let whole = named(method)
    let parameters = segments.compactMap { segment -> [String]? in
      if case .parameter(let words) = segment { words } else { nil }
    }
    var names: [[String]] = []
    if case .parameter(let last)? = segments.last { names.append(whole + ["by"] + last) }
    if parameters.count > 0 {
      names.append(whole + ["by"] + Array(parameters.joined(separator: ["and"])))
    }
    names.append(
      [method.rawValue]
        + segments.flatMap { segment -> [String] in
          switch segment {
          case .literal(let words): words
          case .parameter(let words): ["by"] + words
          }
        })
    return names
  }

  /// What is behind the method and the path in an operationId that is made of them: `PostChargesCharge`,
  /// `get_files_id_comments`. `nil` if it is not.
  func tail(ofDerived words: [String], _ method: Operation.Method) -> [String]? {
    guard segments.contains(where: \.isParameter), words.count > 1,
      words[0].lowercased() == method.rawValue
    else { return nil }
    let lower = words.map { $0.lowercased() }
    for start in segments.indices {
      // Only what says which API it is may be missing in front.
      guard segments[..<start].allSatisfy({ $0.isPrefix(prefixes) }) else { break }
      if let end = match(lower, from: 1, segments[start...]) { return Array(words[end...]) }
    }
    return nil
  }

  /// How far the words follow the segments, each parameter by its name, by the end of its name, or by `id`.
  private func match(
    _ words: [String], from start: Int, _ segments: ArraySlice<Segment>
  ) -> Int? {
    var positions: Set<Int> = [start]
    for segment in segments {
      var next: Set<Int> = []
      for position in positions {
        switch segment {
        case .literal(let wanted):
          if let end = Self.end(of: wanted, in: words, at: position) { next.insert(end) }
        case .parameter(let wanted):
          for suffix in wanted.indices {
            if let end = Self.end(of: Array(wanted[suffix...]), in: words, at: position) {
              next.insert(end)
            }
          }
          if position < words.count, words[position] == "id" { next.insert(position + 1) }
        }
      }
      if next.isEmpty { return nil }
      positions = next
    }
    return positions.max()
  }

  /// The end of the wanted words, however either side divides them.
  private static func end(of wanted: [String], in words: [String], at start: Int) -> Int? {
    let text = wanted.joined().lowercased()
    var found = ""
    for position in words[min(start, words.count)...].indices {
      found += words[position]
      if found == text { return position + 1 }
      if found.utf8.count >= text.utf8.count { return nil }
    }
    return nil
  }

  // MARK: - Names that repeat the path

  /// Without the path and the method that FastAPI puts behind the function's name:
  /// `read_item_items__item_id__get`.
  func withoutPath(_ words: [String], _ method: Operation.Method) -> [String] {
    var name = words[...]
    let endsWithMethod = name.last?.lowercased() == method.rawValue
    if endsWithMethod { name.removeLast() }
    let path = self.words.joined().lowercased()
    guard !path.isEmpty else { return words }
    var found = ""
    var rest = name
    while found.utf8.count < path.utf8.count, let word = rest.popLast() {
      found = word.lowercased() + found
    }
    guard found == path, !rest.isEmpty else { return words }
    let isVerb = rest.count == 1 && rest.allSatisfy { VerbPhrase.verbs.contains($0.lowercased()) }
    // Without the method, the path may well be the object of a verb: `list_users`.
    guard endsWithMethod || (segments.count > 1 && !isVerb) else { return words }
    return isVerb ? Array(rest) + named(method).dropFirst() : Array(rest)
  }

  // MARK: - Words

  private static let singularWords: Set<String> = [
    "status", "address", "access", "process", "business", "analysis", "basis", "news", "series",
    "alias", "canvas", "bus", "gas", "lens", "dns", "aws", "https", "css", "tls", "sms", "ios",
    "is", "as", "us", "has", "this", "corpus", "consensus", "radius", "bonus", "virus", "menus",
  ]

  /// The singular of an English word, as far as its end tells.
  static func singular(_ word: String) -> String {
    let lower = word.lowercased()
    guard lower.utf8.count > 2, lower.hasSuffix("s"), !singularWords.contains(lower),
      !lower.hasSuffix("ss"), !lower.hasSuffix("us"), !lower.hasSuffix("is")
    else { return word }
    if lower.hasSuffix("ies"), lower.utf8.count > 4 { return String(word.dropLast(3)) + "y" }
    for ending in ["sses", "shes", "ches", "xes", "zes", "uses"] where lower.hasSuffix(ending) {
      return String(word.dropLast(2))
    }
    return String(word.dropLast())
  }

  /// The plural of an English word, as far as its end tells.
  static func plural(_ word: String) -> String {
    let lower = word.lowercased()
    guard lower.utf8.count > 1, singular(word) == word, let last = lower.last else { return word }
    if last == "y", let before = lower.dropLast().last, !"aeiou".contains(before) {
      return word.dropLast() + "ies"
    }
    for ending in ["s", "x", "z", "ch", "sh"] where lower.hasSuffix(ending) { return word + "es" }
    return word + "s"
  }
}

extension PathWords.Segment {
  fileprivate var isParameter: Bool {
    if case .parameter = self { true } else { false }
  }

  fileprivate func isPrefix(_ prefixes: Set<String>) -> Bool {
    guard case .literal(let words) = self, words.count == 1 else { return false }
    return prefixes.contains(words[0].lowercased())
  }
}
