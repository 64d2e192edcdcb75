import AccordOpenAPI

/// What an operation may be called, worked out of its operationId and its path.
///
/// Frameworks put more into operationIds than a person would say: versions, the path and the method once more,
/// the class that the code stands in. All of that goes, as long as something is left.
struct OperationNoise {
  /// What all operations share.
  struct Shared {
    /// The API's name, in lower case.
    var base: [String] = []
    /// Words in front that every operationId has.
    var leading: [String] = []
    /// Words behind the first one that every operationId has, as `CoreV1` in `listCoreV1Node`.
    var second: [String] = []
  }

  private let shared: Shared

  init(_ shared: Shared) {
    self.shared = shared
  }

  // MARK: - The ladder

  /// The words of names for the operation, the best first; later ones tell more.
  func ladder(of operation: Operation) -> [[String]] {
    let path = PathWords(operation.path)
    guard let id = operation.operationID, !SwiftNaming.words(of: id).isEmpty else {
      let whole = path.named(operation.method)
      return Self.ladder(
        [VerbPhrase(whole).shortened, whole] + path.distinguished(operation.method))
    }
    let raw = SwiftNaming.words(of: id)
    if let rest = path.tail(ofDerived: raw, operation.method) {
      let whole = path.named(operation.method) + rest
      let longer = path.distinguished(operation.method).map { $0 + rest }
      return Self.ladder([VerbPhrase(whole).shortened, whole] + longer + [raw])
    }
    let function = path.withoutPath(
      Self.withoutSpringMethod(raw, operation.method), operation.method)
    let grouped = essential(function, path)
    let alone = Self.withoutRepeatedGroup(id, grouped)
    let phrase = VerbPhrase(alone)
    var ladder = [phrase.shortened, phrase.words, alone, grouped]
    if function.count < raw.count { ladder += [function, function + path.words] }
    return Self.ladder(ladder + [raw])
  }

  private static func ladder(_ names: [[String]]) -> [[String]] {
    var result: [[String]] = []
    for name in names where !name.isEmpty && !result.contains(name) { result.append(name) }
    return result
  }

  // MARK: - Noise in front

  private func essential(_ id: [String], _ path: PathWords) -> [String] {
    var words = id[...]
    func drop(_ prefix: [String]) {
      guard words.count > prefix.count,
        words.prefix(prefix.count).map({ $0.lowercased() }) == prefix
      else { return }
      words.removeFirst(prefix.count)
    }
    drop(shared.leading)
    while words.count > 1, let first = words.first?.lowercased(),
      Self.isVersion(first) || path.prefixes.contains(first)
    { words.removeFirst() }
    drop(shared.base)
    if !shared.second.isEmpty, words.count > shared.second.count + 1,
      words.dropFirst().prefix(shared.second.count).map({ $0.lowercased() }) == shared.second
    {
      words = words.prefix(1) + words.dropFirst(1 + shared.second.count)
    }
    // A version that is part of the path is part of the name only because of that.
    let bare = words.filter { !Self.isVersion($0) || !path.prefixes.contains($0.lowercased()) }
    return Self.withoutEchoes(bare.isEmpty ? Array(words) : bare)
  }

  /// `users users get` says `users` once.
  private static func withoutEchoes(_ words: [String]) -> [String] {
    var result: [String] = []
    for word in words where result.last?.lowercased() != word.lowercased() { result.append(word) }
    return result
  }

  private static let classSuffixes: Set<String> = [
    "controller", "controllers", "service", "resource", "router", "view", "views", "viewset",
    "handler",
  ]

  /// Drops the class or module that the operation stands in where the rest says the same: `Users` of
  /// `UsersController_getUser`, and of `users.get_all_users`.
  private static func withoutRepeatedGroup(_ id: String, _ words: [String]) -> [String] {
    guard words.count > 1 else { return words }
    let lower = words.map { $0.lowercased() }
    guard let function = function(in: id) else { return words }
    let start = max(0, words.count - SwiftNaming.words(of: function).count)
    guard start > 0, start < words.count else { return words }
    var group = start
    while group > 0, classSuffixes.contains(lower[group - 1]) { group -= 1 }
    let rest = Set(lower[start...].map(PathWords.singular))
    let repeats = lower[..<group].allSatisfy {
      rest.contains(PathWords.singular($0)) || emptyGroups.contains($0)
    }
    return repeats && words.count - start > 1
      ? Array(words[start...]) : Array(words[..<group] + words[start...])
  }

  /// Modules that say nothing.
  private static let emptyGroups: Set<String> = ["main", "index", "root", "default", "app"]

  /// What stands behind the class or the module.
  private static func function(in id: String) -> String? {
    func rest(after index: String.Index) -> String { String(id[id.index(after: index)...]) }
    if let separator = id.lastIndex(where: { ".:/".contains($0) }) { return rest(after: separator) }
    if let underscore = id.firstIndex(of: "_"),
      id[..<underscore].lowercased().hasSuffix("controller")
    {
      return rest(after: underscore)
    }
    // `items-read_items`, as FastAPI's documentation has it.
    if id.contains("_"), let dash = id.firstIndex(of: "-") { return rest(after: dash) }
    return nil
  }

  /// `getUserUsingGET_1`, as Springfox has it.
  private static func withoutSpringMethod(
    _ words: [String], _ method: Operation.Method
  ) -> [String] {
    guard
      let using = words.lastIndex(of: "Using"), using > 0, using + 1 < words.count,
      words[using + 1].lowercased().hasPrefix(method.rawValue),
      words.count - using <= 3, words[(using + 2)...].allSatisfy({ $0.allSatisfy(\.isNumber) })
    else { return words }
    return Array(words[..<using])
  }

  // MARK: - Versions

  static func isVersion(_ word: String) -> Bool {
    var rest = word.utf8[...]
    guard let first = rest.popFirst(), first | 0x20 == 0x76 else { return false }
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    if rest.isEmpty { return true }
    guard !digits.isEmpty else { return false }
    rest = rest.dropFirst(digits.count)
    let stage = String(decoding: rest, as: UTF8.self).lowercased()
    return stage.isEmpty || stage.hasPrefix("alpha") || stage.hasPrefix("beta")
      || stage.hasPrefix("rc")
  }
}

extension OperationNoise.Shared {
  /// Looks for what all operations share.
  init(base: [String], operations: [Operation]) {
    self.base = base
    let ids = operations.compactMap { operation in
      operation.operationID.map { SwiftNaming.words(of: $0).map { $0.lowercased() } }
    }.filter { !$0.isEmpty }
    guard ids.count >= 4, let some = ids.first else { return }
    var leading = 0
    while leading + 1 < some.count, !VerbPhrase.verbs.contains(some[leading]),
      ids.allSatisfy({ $0.count > leading + 1 && $0[leading] == some[leading] })
    { leading += 1 }
    self.leading = Array(some.prefix(leading))
    guard ids.count >= 10, Set(ids.map { $0[leading] }).count > 1 else { return }
    var second = leading + 1
    while second + 1 < some.count,
      ids.allSatisfy({ $0.count > second + 1 && $0[second] == some[second] })
    { second += 1 }
    self.second = Array(some[(leading + 1)..<second])
  }
}
