/// Those who wait for a key. Nearly always it is one.
struct BatchCallers<Value: Sendable>: Sendable {
  typealias Caller = CheckedContinuation<Value?, any Error>

  private var first: (id: Int, caller: Caller)?
  private var others: [Int: Caller] = [:]

  var isEmpty: Bool { first == nil && others.isEmpty }
  var count: Int { (first == nil ? 0 : 1) + others.count }
  var all: [Caller] { (first.map { [$0.caller] } ?? []) + others.values }

  mutating func add(_ id: Int, _ caller: Caller) {
    if first == nil { first = (id, caller) } else { others[id] = caller }
  }

  mutating func remove(_ id: Int) -> Caller? {
    guard let found = first, found.id == id else { return others.removeValue(forKey: id) }
    first = nil
    return found.caller
  }

  mutating func merge(_ more: BatchCallers) {
    if let first = more.first { add(first.id, first.caller) }
    for (id, caller) in more.others { add(id, caller) }
  }
}
