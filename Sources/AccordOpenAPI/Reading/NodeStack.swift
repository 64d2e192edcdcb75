import AccordJSON

/// The finished values of all containers that are still open. One stack for all of them, so that every
/// container is allocated once, in its final size, and its values are moved there rather than copied.
final class NodeStack<Element> {
  private var base: UnsafeMutablePointer<Element>
  private var capacity = 256
  private(set) var count = 0

  init() {
    base = .allocate(capacity: capacity)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  func append(_ element: consuming Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  private func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }

  /// Changes the element on top; there must be one.
  func updateTop(_ body: (inout Element) -> Void) {
    precondition(count > 0)
    body(&base[count - 1])
  }

  /// Takes the elements from that position on off the stack.
  func pop(from start: Int) -> [Element] {
    precondition(start >= 0 && start <= count)
    let length = count - start
    count = start
    return Array(unsafeUninitializedCapacity: length) { buffer, initializedCount in
      buffer.baseAddress?.moveInitialize(from: base + start, count: length)
      initializedCount = length
    }
  }
}

extension NodeStack<NodeObject.Member> {
  /// Takes the members from that position on off the stack; keys that stand there twice are reported, and
  /// the first of them counts.
  func popObject(from start: Int, reportingTo diagnostics: inout [Diagnostic]) -> NodeObject {
    NodeObject(checking: pop(from: start)) { first, again in
      diagnostics.append(
        Diagnostic(
          .error,
          "the key \(JSONValue.string(again.key)) stands twice in one object, first at \(first.keyLocation)",
          at: again.keyLocation, remedy: "remove one of the two"))
    }
  }
}
