import AccordOpenAPI

/// Names the methods of an API after its operations: without the version, without the API's own name, and without
/// the verbs that Swift leaves out. `v1_rooms_list_active_meetings` becomes `activeMeetings`.
struct OperationNaming {
  private let naming: SwiftNaming
  private let baseWords: [String]

  /// - Parameter base: the API's name, which operationIds like to repeat.
  init(_ naming: SwiftNaming, base: String) {
    self.naming = naming
    baseWords = SwiftNaming.words(of: base).map { $0.lowercased() }
  }

  /// One name for each operation, all different.
  func names(of operations: [Operation]) -> [String] {
    let words = operations.map { essential($0) }
    let short = words.map { naming.memberName(shortened($0).joined(separator: " ")) }
    let full = words.map { naming.memberName($0.joined(separator: " ")) }
    var uses: [String: Int] = [:]
    for name in short { uses[name, default: 0] += 1 }
    var scope = NameScope(reserving: ["core", "base", "batching"])
    // Where the short names of two operations are the same, all of them keep their verbs.
    return zip(short, full).map { short, full in
      ReservedNames.escaped(scope.claim(uses[short, default: 0] > 1 ? full : short))
    }
  }

  /// The words of the operation's name, without noise in front.
  private func essential(_ operation: Operation) -> [String] {
    var words =
      operation.operationID.map(SwiftNaming.words(of:)) ?? synthesized(operation)
    if words.isEmpty { words = synthesized(operation) }
    while words.count > 1, Self.isVersion(words[0]) { words.removeFirst() }
    if words.count > baseWords.count,
      words.prefix(baseWords.count).map({ $0.lowercased() }) == baseWords
    {
      words.removeFirst(baseWords.count)
    }
    return words
  }

  /// Method and path, for operations without an operationId.
  private func synthesized(_ operation: Operation) -> [String] {
    var words = [operation.method.rawValue]
    for part in operation.path.parts {
      switch part {
      case .literal(let text): words += SwiftNaming.words(of: text).filter { !Self.isVersion($0) }
      case .parameter(let name): words += ["by"] + SwiftNaming.words(of: name)
      }
    }
    return words
  }

  /// A method that only reads is named after what it gives.
  private func shortened(_ words: [String]) -> [String] {
    guard words.count > 1, ["get", "list"].contains(words[0].lowercased()) else { return words }
    let next = words[1].lowercased()
    return ["by", "for", "from", "in", "of", "on", "to", "with", "and", "or"].contains(next)
      ? words : Array(words.dropFirst())
  }

  private static func isVersion(_ word: String) -> Bool {
    let lower = word.lowercased()
    return lower == "v" || (lower.first == "v" && lower.dropFirst().allSatisfy(\.isNumber))
  }
}
