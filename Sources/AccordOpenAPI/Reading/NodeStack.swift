import AccordJSON

// Readers keep the finished values of all open containers on one stack, so that every container is
// allocated once, in its final size. A slice of the stack must not live on while the stack is cut: the
// stack would be copied, and reading would take quadratic time.

extension [Node] {
  /// Takes the values from that position on off the stack.
  mutating func popArray(from start: Int) -> [Node] {
    let items = Array(self[start...])
    removeLast(count - start)
    return items
  }
}

extension [NodeObject.Member] {
  /// Takes the members from that position on off the stack; keys that stand there twice are reported, and
  /// the first of them counts.
  mutating func popObject(
    from start: Int, reportingTo diagnostics: inout [Diagnostic]
  ) -> NodeObject {
    var duplicates: [(first: Int, again: NodeObject.Member)] = []
    let object = NodeObject(checking: self[start...]) { duplicates.append(($0, $1)) }
    for (first, again) in duplicates {
      let place = object.members[first].keyLocation
      diagnostics.append(
        Diagnostic(
          .error,
          "the key \(JSONValue.string(again.key)) stands twice in one object, first at \(place)",
          at: again.keyLocation, remedy: "remove one of the two"))
    }
    removeLast(count - start)
    return object
  }
}
