import AccordJSON

extension CompiledSchema {
  /// The kinds of value that the schema may accept at a place inside a value: what a parameter must be read as
  /// that comes as text. A kind that is listed is not certain to be accepted; one that is not is certain not
  /// to be.
  public func acceptedKinds(at pointer: JSONPointer = .root) -> Set<JSONValue.Kind> {
    var schemas = [root]
    for token in pointer.tokens { schemas = schemas.flatMap { children(of: $0, named: token) } }
    var types = TypeSet.all
    for id in schemas { types = types.intersecting(program.types(of: id)) }
    return Set(JSONValue.Kind.allCases.filter { !types.intersecting(TypeSet($0)).isEmpty })
  }

  /// The schemas that may apply to a member or an item.
  private func children(of root: SchemaNode.ID, named token: String) -> [SchemaNode.ID] {
    var result: [SchemaNode.ID] = []
    var seen: Set<SchemaNode.ID> = [root]
    var pending = [root]
    while let id = pending.popLast() {
      let rules = program.nodes[id].rules
      if let object = rules.object {
        if let property = object.properties[token] {
          result.append(property)
        } else if let additional = object.additionalProperties {
          result.append(additional)
        }
      }
      if let array = rules.array, let index = JSONPointer.index(token) {
        if array.prefix.indices.contains(index) {
          result.append(array.prefix[index])
        } else if let rest = array.rest {
          result.append(rest)
        }
      }
      for child in rules.allOf + [rules.reference].compactMap(\.self)
      where seen.insert(child).inserted {
        pending.append(child)
      }
      // Of several branches only one needs to hold: what it says cannot be demanded of all.
      let branches = rules.anyOf + rules.oneOf
      if branches.count == 1, seen.insert(branches[0]).inserted { pending.append(branches[0]) }
    }
    return result
  }
}

extension SchemaProgram {
  /// The types that a schema may accept: more than it does, perhaps, and never fewer.
  func types(of id: SchemaNode.ID) -> TypeSet {
    var visited: Set<SchemaNode.ID> = []
    return types(of: id, &visited)
  }

  private func types(of id: SchemaNode.ID, _ visited: inout Set<SchemaNode.ID>) -> TypeSet {
    guard visited.insert(id).inserted else { return .all }
    defer { visited.remove(id) }
    let rules = nodes[id].rules
    if let verdict = rules.verdict { return verdict ? .all : [] }
    var types = rules.types ?? .all
    if let enumeration = rules.enumeration {
      types = types.intersecting(Self.types(of: enumeration.values))
    }
    if let constant = rules.constant { types = types.intersecting(Self.types(of: [constant])) }
    for child in rules.allOf + [rules.reference].compactMap(\.self) {
      types = types.intersecting(self.types(of: child, &visited))
    }
    for branches in [rules.anyOf, rules.oneOf] where !branches.isEmpty {
      var union: TypeSet = []
      for branch in branches { union.formUnion(self.types(of: branch, &visited)) }
      types = types.intersecting(union)
    }
    return rules.isNullable ? types.union(.null) : types
  }

  private static func types(of values: [JSONValue]) -> TypeSet {
    values.reduce(into: []) { $0.formUnion(TypeSet($1.kind)) }
  }
}
