/// Which members and items of a value some schema has looked at: what the `unevaluated…` keywords leave alone
/// (JSON Schema 2020-12, section 11).
struct Evaluation {
  /// Hardly any schema asks, and then none of this is kept.
  let isTracked: Bool
  private(set) var members = PositionSet()
  private(set) var items = PositionSet()

  static var untracked: Evaluation { Evaluation(isTracked: false) }

  init(isTracked: Bool) {
    self.isTracked = isTracked
  }

  mutating func insert(member position: Int) {
    if isTracked { members.insert(position) }
  }

  mutating func insert(item position: Int) {
    if isTracked { items.insert(position) }
  }

  mutating func merge(_ other: Evaluation) {
    guard isTracked else { return }
    members.formUnion(other.members)
    items.formUnion(other.items)
  }
}

/// A set of small integers.
struct PositionSet {
  private var first: UInt64 = 0
  private var rest: [UInt64] = []

  mutating func insert(_ position: Int) {
    if position < 64 {
      first |= 1 << UInt64(position)
      return
    }
    let word = position / 64 - 1
    while rest.count <= word { rest.append(0) }
    rest[word] |= 1 << UInt64(position % 64)
  }

  func contains(_ position: Int) -> Bool {
    if position < 64 { return first & 1 << UInt64(position) != 0 }
    let word = position / 64 - 1
    return word < rest.count && rest[word] & 1 << UInt64(position % 64) != 0
  }

  mutating func formUnion(_ other: PositionSet) {
    first |= other.first
    while rest.count < other.rest.count { rest.append(0) }
    for word in other.rest.indices { rest[word] |= other.rest[word] }
  }
}
