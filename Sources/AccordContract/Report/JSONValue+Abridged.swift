import AccordJSON

extension JSONValue {
  /// The value with so much left out of its arrays, objects and strings that its text has at most about `limit`
  /// bytes. What is left out is said where it was, and the text is still JSON.
  func abridged(to limit: Int) -> JSONValue {
    for size in [64, 24, 10, 5, 3, 2, 1] {
      let value = abridged(items: size, characters: 60 + 20 * size, depth: 4 + size)
      if value.serialized().utf8.count <= limit { return value }
    }
    return abridged(items: 1, characters: 20, depth: 2)
  }

  private func abridged(items limit: Int, characters: Int, depth: Int) -> JSONValue {
    switch self {
    case .null, .bool, .number: return self
    case .string(let text):
      let head = text.prefix(characters)
      return head.endIndex == text.endIndex ? self : .string("\(head)…")
    case .array(let items):
      guard depth > 0 else { return .string("… \(items.count) items") }
      var result = items.prefix(limit).map {
        $0.abridged(items: limit, characters: characters, depth: depth - 1)
      }
      if items.count > limit { result.append(.string("… \(items.count - limit) more")) }
      return .array(result)
    case .object(let members):
      guard depth > 0 else { return .string("… \(members.count) members") }
      // Objects are what people look at; they keep more than arrays do.
      let kept = 4 * limit + 8
      var result = JSONDictionary<JSONValue>()
      for (key, value) in members.prefix(kept) {
        result[key] = value.abridged(items: limit, characters: characters, depth: depth - 1)
      }
      if members.count > kept { result["…"] = .string("\(members.count - kept) more") }
      return .object(result)
    }
  }
}
