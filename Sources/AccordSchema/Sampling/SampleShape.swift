import AccordJSON

/// All that several schemas together demand of one value, once it is decided which branch of each `anyOf`,
/// `oneOf` and `if` is meant.
struct SampleShape {
  var types: TypeSet = .all
  /// Whether some schema names types. Otherwise they are guessed from the other keywords.
  var hasTypes = false
  /// What `enum` and `const` leave.
  var values: [JSONValue]?
  var numbers: [NumberRules] = []
  var strings: [StringRules] = []
  /// Formats by their names, known or not.
  var formats: [String] = []
  var arrays: [ArrayRules] = []
  var objects: [ObjectRules] = []
  var unevaluatedProperties: [SchemaNode.ID] = []
  var unevaluatedItems: [SchemaNode.ID] = []
  /// Examples and defaults of the document.
  var suggestions: [JSONValue] = []
  /// Members whose values say which branch is meant.
  var tags: JSONDictionary<JSONValue> = [:]
  /// The nodes whose keywords are merged here.
  var nodes: [SchemaNode.ID] = []
  var isPossible = true

  mutating func merge(_ node: SchemaNode, _ id: SchemaNode.ID) {
    let rules = node.rules
    nodes.append(id)
    if rules.verdict == false { isPossible = false }
    if let own = rules.types {
      hasTypes = true
      let permitsNull =
        rules.isNullable && (rules.enumeration.map { $0.contains(.null) } ?? true)
      types = types.intersecting(permitsNull ? own.union(.null) : own)
    }
    if let enumeration = rules.enumeration { restrict(to: enumeration.values) }
    if let constant = rules.constant { restrict(to: [constant]) }
    if let number = rules.number { numbers.append(number.value) }
    if let string = rules.string { strings.append(string.value) }
    if let format = node.source["format"]?.string { formats.append(format) }
    if let array = rules.array { arrays.append(array.value) }
    if let object = rules.object { objects.append(object.value) }
    if let id = rules.unevaluatedProperties { unevaluatedProperties.append(id) }
    if let id = rules.unevaluatedItems { unevaluatedItems.append(id) }
    if let example = node.source["example"] { suggestions.append(example) }
    suggestions += node.source["examples"]?.array ?? []
    if let value = node.source["default"] { suggestions.append(value) }
  }

  private mutating func restrict(to allowed: [JSONValue]) {
    values = values.map { $0.filter(allowed.contains) } ?? allowed
  }

  /// The types to choose from, the most telling first.
  var candidateTypes: [TypeSet] {
    var order: [TypeSet] = [.object, .array, .string, .integer, .number, .boolean, .null]
    if !hasTypes {
      // Keywords of one type are hints, though they forbid no other.
      var hinted: [TypeSet] = []
      if !objects.isEmpty || !tags.isEmpty { hinted.append(.object) }
      if !arrays.isEmpty { hinted.append(.array) }
      if !strings.isEmpty { hinted.append(.string) }
      if !numbers.isEmpty { hinted.append(.number) }
      if !hinted.isEmpty { return hinted }
      order = [.string, .integer, .boolean, .null, .array, .object]
    }
    return order.filter { types.contains($0) }
  }

  // MARK: - Members

  /// The names that the schemas speak of, in their order.
  var memberNames: [String] {
    var names: JSONDictionary<Bool> = [:]
    for object in objects {
      for name in object.properties.keys { names[name] = true }
    }
    for name in requiredNames { names[name] = true }
    for name in tags.keys { names[name] = true }
    return names.keys
  }

  var requiredNames: [String] {
    var names: JSONDictionary<Bool> = [:]
    for object in objects {
      for name in object.required { names[name] = true }
    }
    return names.keys
  }

  /// The schemas that a member of that name has to satisfy.
  func schemas(ofMember name: String) -> [SchemaNode.ID] {
    var result: [SchemaNode.ID] = []
    var isKnown = false
    for object in objects {
      var isKnownHere = false
      if let id = object.properties[name] {
        result.append(id)
        isKnownHere = true
      }
      for (pattern, id) in object.patternProperties
      where pattern.matches(name).isMatch ?? false {
        result.append(id)
        isKnownHere = true
      }
      if !isKnownHere, let additional = object.additionalProperties {
        result.append(additional)
        isKnownHere = true
      }
      isKnown = isKnown || isKnownHere
    }
    return isKnown ? result : result + unevaluatedProperties
  }

  /// The schemas that an item has to satisfy, those of `contains` aside.
  func schemas(ofItem index: Int) -> [SchemaNode.ID] {
    var result: [SchemaNode.ID] = []
    for array in arrays {
      if index < array.prefix.count {
        result.append(array.prefix[index])
      } else if let rest = array.rest {
        result.append(rest)
      }
    }
    return result.isEmpty ? unevaluatedItems : result
  }

  // MARK: - Sizes

  var itemCounts: (minimum: Int, maximum: Int?) {
    let contained = arrays.map { $0.contains == nil ? 0 : $0.minContains ?? 1 }
    return (
      max(arrays.compactMap(\.minItems).max() ?? 0, contained.max() ?? 0),
      arrays.compactMap(\.maxItems).min()
    )
  }

  var lengths: (minimum: Int, maximum: Int?) {
    (strings.compactMap(\.minLength).max() ?? 0, strings.compactMap(\.maxLength).min())
  }

  var memberCounts: (minimum: Int, maximum: Int?) {
    (objects.compactMap(\.minProperties).max() ?? 0, objects.compactMap(\.maxProperties).min())
  }
}

/// Merges schemas, asking at each fork which way to go.
struct ShapeBuilder {
  let program: SchemaProgram
  /// Which of the branches to take; `nil` if none.
  typealias BranchChoice = (_ node: SchemaNode.ID, _ branches: [SchemaNode.ID]) -> Int?
  /// Whether the condition of an `if` is to hold.
  typealias ConditionChoice = (_ node: SchemaNode.ID, _ condition: Condition) -> Bool

  private struct Fork {
    let node: SchemaNode.ID
    let branches: [SchemaNode.ID]
  }

  func shape(
    of ids: [SchemaNode.ID], choosing branch: BranchChoice, deciding test: ConditionChoice
  ) -> SampleShape {
    var shape = SampleShape()
    var visited: Set<SchemaNode.ID> = []
    var pending = Array(ids.reversed())
    var forks: [Fork] = []
    while true {
      while let id = pending.popLast() {
        guard visited.insert(id).inserted else { continue }
        shape.merge(program.nodes[id], id)
        pending += next(after: id, &forks, deciding: test).reversed()
        let rules = program.nodes[id].rules
        if rules.discriminator != nil && rules.anyOf.isEmpty && rules.oneOf.isEmpty {
          tag(&shape, by: rules, branch: ids[0])
        }
      }
      // What holds in any case comes before the forks: it may rule branches out.
      guard !forks.isEmpty else { break }
      let fork = forks.removeFirst()
      let possible = fork.branches.filter { isPossible($0, in: shape) }
      guard let index = branch(fork.node, possible), possible.indices.contains(index) else {
        shape.isPossible = false
        continue
      }
      pending.append(possible[index])
      tag(&shape, by: program.nodes[fork.node].rules, branch: possible[index])
    }
    if let values = shape.values, values.isEmpty { shape.isPossible = false }
    if shape.types.isEmpty { shape.isPossible = false }
    return shape
  }

  /// What has to hold with a node, in the order in which it stands there.
  private func next(
    after id: SchemaNode.ID, _ forks: inout [Fork], deciding test: ConditionChoice
  ) -> [SchemaNode.ID] {
    let rules = program.nodes[id].rules
    var next: [SchemaNode.ID] = []
    if let reference = rules.reference { next.append(reference) }
    if let reference = rules.dynamicReference { next.append(reference.initial) }
    next += rules.allOf
    for branches in [rules.anyOf, rules.oneOf] where !branches.isEmpty {
      forks.append(Fork(node: id, branches: branches))
    }
    if let condition = rules.condition {
      if test(id, condition) {
        next.append(condition.test)
        if let consequence = condition.consequence { next.append(consequence) }
      } else if let alternative = condition.alternative {
        next.append(alternative)
      }
    }
    if let object = rules.object {
      for (name, schema) in object.dependentSchemas
      where object.required.contains(where: { $0.isExactly(name) }) {
        next.append(schema)
      }
    }
    return next
  }

  private func isPossible(_ branch: SchemaNode.ID, in shape: SampleShape) -> Bool {
    if let values = shape.values {
      return values.contains { value in
        var validator = Validator(program: program, direction: nil, limits: .init())
        return validator.isValid(value, against: branch)
      }
    }
    return !shape.types.intersecting(program.types(of: branch)).isEmpty
  }

  /// A discriminator's member has to name the branch that was taken.
  private func tag(_ shape: inout SampleShape, by rules: SchemaRules, branch: SchemaNode.ID) {
    guard let discriminator = rules.discriminator, shape.tags[discriminator.property] == nil,
      let value = discriminator.value(of: program.location(ofBranch: branch))
    else { return }
    shape.tags[discriminator.property] = .string(value)
  }
}
