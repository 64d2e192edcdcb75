/// Those who wait for a key. Nearly always it is one.
@usableFromInline
struct BatchCallers<Value: Sendable>: Sendable {
  @usableFromInline
  // Not a checked continuation: its layout is not known to other modules, so that every copy of what holds one goes by
  // way of metadata, which costs more than the rest of a call. Each caller is resumed exactly once: it is added once,
  // stays with one key of one request at a time, and is resumed by whoever takes it out, under the batcher's lock:
  // when it is cancelled, or when the request of its key returns, which every request does. The batcher itself
  // outlives its callers, who hold it while they wait.
  typealias Caller = UnsafeContinuation<Value?, any Error>

  @usableFromInline var first: (id: Int, caller: Caller)?
  @usableFromInline var others: [Int: Caller] = [:]

  @inlinable
  init() {}

  @inlinable
  init(_ id: Int, _ caller: Caller) {
    first = (id, caller)
  }

  @inlinable var isEmpty: Bool { first == nil && others.isEmpty }
  @inlinable var count: Int { (first == nil ? 0 : 1) + others.count }

  @inlinable
  func forEach(_ body: (Caller) -> Void) {
    if let first { body(first.caller) }
    for caller in others.values { body(caller) }
  }

  @inlinable
  mutating func add(_ id: Int, _ caller: Caller) {
    if first == nil { first = (id, caller) } else { others[id] = caller }
  }

  @inlinable
  mutating func remove(_ id: Int) -> Caller? {
    guard let found = first, found.id == id else { return others.removeValue(forKey: id) }
    first = nil
    return found.caller
  }

  @inlinable
  mutating func merge(_ more: BatchCallers) {
    if let first = more.first { add(first.id, first.caller) }
    for (id, caller) in more.others { add(id, caller) }
  }
}
