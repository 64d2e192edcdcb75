/// The words of an operation as Swift orders them: what changes something begins with its verb, what only reads is
/// named after what it gives (API Design Guidelines, "Strive for Fluent Usage").
struct VerbPhrase {
  /// With all its verbs, the verb in front: `createRoom` for `rooms_create`.
  let words: [String]
  /// Without `get` and `list`: `rooms` for `rooms_list`, `room` for `rooms_get`.
  let shortened: [String]

  init(_ words: [String]) {
    guard let last = words.last?.lowercased(), words.count > 1,
      Self.movable.contains(last), !Self.isVerb(words[0])
    else {
      self.words = words
      shortened = Self.withoutReading(words)
      return
    }
    let isPartial = words.count > 2 && words[words.count - 2].lowercased() == "partial"
    let verb = words.suffix(isPartial ? 2 : 1).map { $0.lowercased() }
    var object = Array(words.dropLast(verb.count))
    let noun = object[object.count - 1]
    if !Self.prepositions.contains(noun.lowercased()) {
      object[object.count - 1] = last == "list" ? PathWords.plural(noun) : PathWords.singular(noun)
    }
    self.words = verb + object
    shortened = ["get", "list", "retrieve"].contains(last) ? object : self.words
  }

  private static func withoutReading(_ words: [String]) -> [String] {
    guard words.count > 1 else { return words }
    let place = isReading(words[0]) ? 0 : 1
    guard place + 1 < words.count, isReading(words[place]), place == 0 || !isVerb(words[0]),
      !prepositions.contains(words[place + 1].lowercased()),
      !(words[place + 1].first?.isNumber ?? false)
    else { return words }
    var rest = words
    rest.remove(at: place)
    guard words[place].lowercased() == "list" else { return rest }
    // `listNode` gives more than one node.
    let object = words[(place + 1)...].prefix { !prepositions.contains($0.lowercased()) }
    return object.contains { PathWords.singular($0) != $0 } ? rest : words
  }

  private static func isReading(_ word: String) -> Bool {
    let lower = word.lowercased()
    return lower == "get" || lower == "list"
  }

  private static func isVerb(_ word: String) -> Bool { verbs.contains(word.lowercased()) }

  private static let prepositions: Set<String> = [
    "by", "for", "from", "in", "of", "on", "to", "with", "and", "or", "as", "at",
  ]

  /// Verbs that stand behind their object in many operationIds, and act on one thing.
  private static let movable: Set<String> = [
    "get", "list", "retrieve", "create", "update", "delete", "destroy", "patch", "replace",
    "upsert",
  ]

  /// Words that begin a phrase which is in Swift's order already.
  static let verbs: Set<String> = [
    "get", "list", "create", "update", "delete", "post", "put", "patch", "add", "remove", "set",
    "find", "fetch", "read", "replace", "search", "check", "run", "retrieve", "send", "connect",
    "watch", "write", "bulk", "batch", "multi", "mass", "count", "show", "try", "do", "not", "can",
    "query", "head", "options", "start", "stop", "cancel", "enable", "disable",
    "partial",
  ]
}
