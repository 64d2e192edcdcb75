import AccordJSON

// Keywords that apply other schemas to the same value, and those that depend on what the others looked at.
extension Validator {
  mutating func checkCombinations(
    of node: SchemaNode, _ value: JSONValue, _ evaluation: inout Evaluation
  ) -> Bool {
    var isValid = true
    if node.rules.hasUnresolvedReference { doubt(.unresolvedReference) }
    if let reference = node.rules.reference {
      isValid = check(reference, value, &evaluation)
      if !isValid && !isCollecting { return false }
    }
    if let reference = node.rules.dynamicReference {
      isValid = check(target(of: reference), value, &evaluation) && isValid
      if !isValid && !isCollecting { return false }
    }
    for id in node.rules.allOf {
      isValid = check(id, value, &evaluation) && isValid
      if !isValid && !isCollecting { return false }
    }
    if !node.rules.anyOf.isEmpty {
      isValid = checkAnyOf(of: node, value, &evaluation) && isValid
      if !isValid && !isCollecting { return false }
    }
    if !node.rules.oneOf.isEmpty {
      isValid = checkOneOf(of: node, value, &evaluation) && isValid
      if !isValid && !isCollecting { return false }
    }
    if let not = node.rules.not { isValid = checkNot(not, of: node, value) && isValid }
    if let condition = node.rules.condition {
      isValid = check(condition, value, &evaluation) && isValid
    }
    return isValid
  }

  private mutating func checkNot(
    _ id: SchemaNode.ID, of node: SchemaNode, _ value: JSONValue
  ) -> Bool {
    let doubtsBefore = doubts
    var ignored = Evaluation.untracked
    let matches = silently { $0.check(id, value, &ignored) }
    // What passes only because it could not be checked has not been shown to be forbidden.
    guard matches, doubts == doubtsBefore else { return true }
    report(node, "not", "a value that does not match the schema of `not`", found: value)
    return false
  }

  private mutating func check(
    _ condition: Condition, _ value: JSONValue, _ evaluation: inout Evaluation
  ) -> Bool {
    let doubtsBefore = doubts
    var tested = Evaluation(isTracked: evaluation.isTracked)
    let holds = silently { $0.check(condition.test, value, &tested) }
    guard doubts == doubtsBefore else { return true }
    if holds { evaluation.merge(tested) }
    guard let branch = holds ? condition.consequence : condition.alternative else { return true }
    return check(branch, value, &evaluation)
  }

  // MARK: - anyOf and oneOf

  private mutating func checkAnyOf(
    of node: SchemaNode, _ value: JSONValue, _ evaluation: inout Evaluation
  ) -> Bool {
    var failures: [[Violation]] = []
    var isValid = false
    for id in node.rules.anyOf {
      if check(branch: id, value, &evaluation, failures: &failures) {
        isValid = true
        // All branches that match count towards what has been looked at.
        if !evaluation.isTracked { return true }
      }
    }
    if isValid { return true }
    report(
      node, "anyOf", "a value that matches one of \(node.rules.anyOf.count) schemas",
      found: value, causes: closest(of: failures, branches: node.rules.anyOf, node, value))
    return false
  }

  private mutating func checkOneOf(
    of node: SchemaNode, _ value: JSONValue, _ evaluation: inout Evaluation
  ) -> Bool {
    let doubtsBefore = doubts
    var failures: [[Violation]] = []
    var matching: [Int] = []
    for (index, id) in node.rules.oneOf.enumerated()
    where check(branch: id, value, &evaluation, failures: &failures) {
      matching.append(index)
      if matching.count > 1 && !isCollecting && doubts == doubtsBefore { return false }
    }
    if matching.count == 1 { return true }
    let expected = "a value that matches exactly one of \(node.rules.oneOf.count) schemas"
    if matching.isEmpty {
      report(
        node, "oneOf", expected, found: value,
        causes: closest(of: failures, branches: node.rules.oneOf, node, value))
      return false
    }
    if doubts != doubtsBefore { return true }
    let numbers = matching.prefix(8).map(String.init).joined(separator: ", ")
    report(
      node, "oneOf", expected,
      found: "one that matches \(matching.count) (numbers \(numbers), from 0)")
    return false
  }

  /// Checks one of several, keeping its violations apart: they count only if all the others fail as well.
  private mutating func check(
    branch id: SchemaNode.ID, _ value: JSONValue, _ evaluation: inout Evaluation,
    failures: inout [[Violation]]
  ) -> Bool {
    guard isCollecting else { return check(id, value, &evaluation) }
    let outer = violations
    violations = []
    let isValid = check(id, value, &evaluation)
    if !isValid { failures.append(violations) }
    violations = outer
    return isValid
  }

  /// The violations of the branch that was most likely meant: the one that the discriminator names, or the
  /// one that went wrong least.
  private func closest(
    of failures: [[Violation]], branches: [SchemaNode.ID], _ node: SchemaNode, _ value: JSONValue
  ) -> [Violation] {
    guard isCollecting, failures.count == branches.count else { return [] }
    if let discriminator = node.rules.discriminator,
      let name = value[discriminator.property]?.string,
      let index = branches.firstIndex(where: {
        discriminator.value(of: program.location(ofBranch: $0))?.isExactly(name) ?? false
      })
    {
      return failures[index]
    }
    return failures.min { distance($0, at: depthOfPlace) < distance($1, at: depthOfPlace) } ?? []
  }

  /// How far a branch is from matching: a value of the wrong type is farther than one with a wrong part, and
  /// one whose tag says otherwise is farther than one with many mistakes.
  private func distance(_ violations: [Violation], at depth: Int) -> (rank: Int, count: Int) {
    if violations.isEmpty { return (3, 0) }
    var rank = 0
    for violation in violations {
      switch violation.keyword {
      case "type" where violation.instance.tokens.count == depth: rank = max(rank, 2)
      case "anyOf" where violation.instance.tokens.count == depth,
        "oneOf" where violation.instance.tokens.count == depth:
        rank = max(rank, distance(violation.causes, at: depth).rank)
      case "const", "enum": rank = max(rank, 1)
      default: break
      }
    }
    return (rank, violations.count)
  }

  // MARK: - Unevaluated

  mutating func checkUnevaluated(
    of node: SchemaNode, _ value: JSONValue, _ evaluation: inout Evaluation
  ) -> Bool {
    var isValid = true
    if let id = node.rules.unevaluatedProperties, case .object(let members) = value {
      for position in members.keys.indices where !evaluation.members.contains(position) {
        isValid =
          check(member: members.keys[position], members.values[position], against: id) && isValid
        evaluation.insert(member: position)
        if !isValid && !isCollecting { return false }
      }
    }
    if let id = node.rules.unevaluatedItems, case .array(let items) = value {
      for index in items.indices where !evaluation.items.contains(index) {
        isValid = check(item: index, items[index], against: id) && isValid
        evaluation.insert(item: index)
        if !isValid && !isCollecting { return false }
      }
    }
    return isValid
  }
}

extension SchemaProgram {
  /// Where the schema stands that a branch of `oneOf` or `anyOf` refers to, or the branch itself.
  func location(ofBranch id: SchemaNode.ID) -> SchemaLocation {
    nodes[nodes[id].rules.reference ?? id].location
  }
}
