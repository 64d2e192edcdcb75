import AccordJSON

// Keywords for objects and arrays.
extension Validator {
  mutating func checkObject(
    of node: SchemaNode, _ rules: Shared<ObjectRules>, _ members: JSONDictionary<JSONValue>,
    _ value: JSONValue, _ evaluation: inout Evaluation
  ) -> Bool {
    var isValid = checkNames(of: node, rules, members)
    if !isValid && !isCollecting { return false }
    isValid = checkMembers(rules, members, &evaluation) && isValid
    if !isValid && !isCollecting { return false }
    if rules.hasUnsupportedPattern { doubt(.unsupportedPattern) }
    for (name, id) in rules.dependentSchemas where members.position(of: name) != nil {
      isValid = check(id, value, &evaluation) && isValid
      if !isValid && !isCollecting { return false }
    }
    return isValid
  }

  private mutating func checkNames(
    of node: SchemaNode, _ rules: Shared<ObjectRules>, _ members: JSONDictionary<JSONValue>
  ) -> Bool {
    var isValid = true
    if let minimum = rules.minProperties, members.count < minimum {
      report(node, "minProperties", "at least \(minimum) members", found: "\(members.count)")
      isValid = false
    }
    if let maximum = rules.maxProperties, members.count > maximum {
      report(node, "maxProperties", "at most \(maximum) members", found: "\(members.count)")
      isValid = false
    }
    for name in rules.required
    where members.position(of: name) == nil && !mayBeAbsent(name) {
      report(node, "required", "a member \(ValueSummary.quoted(name))", found: "none")
      isValid = false
      if !isCollecting { return false }
    }
    for (name, others) in rules.dependentRequired where members.position(of: name) != nil {
      for other in others where members.position(of: other) == nil {
        report(
          node, rules.usesDependencies ? "dependencies" : "dependentRequired",
          "a member \(ValueSummary.quoted(other)) beside \(ValueSummary.quoted(name))",
          found: "none")
        isValid = false
      }
    }
    return isValid
  }

  private mutating func checkMembers(
    _ rules: Shared<ObjectRules>, _ members: JSONDictionary<JSONValue>,
    _ evaluation: inout Evaluation
  ) -> Bool {
    guard
      !rules.properties.isEmpty || !rules.patternProperties.isEmpty
        || rules.additionalProperties != nil || rules.propertyNames != nil
    else { return true }
    var isValid = true
    for position in members.keys.indices {
      let key = members.keys[position]
      let value = members.values[position]
      if let names = rules.propertyNames {
        isValid = check(name: key, against: names) && isValid
      }
      var isKnown = false
      if let id = rules.properties[key] {
        isKnown = true
        isValid = check(member: key, value, against: id) && isValid
      }
      for (pattern, id) in rules.patternProperties where matches(pattern, key) ?? false {
        isKnown = true
        isValid = check(member: key, value, against: id) && isValid
      }
      if !isKnown, let id = rules.additionalProperties {
        isKnown = true
        isValid = check(member: key, value, against: id) && isValid
      }
      if isKnown { evaluation.insert(member: position) }
      if !isValid && !isCollecting { return false }
    }
    return isValid
  }

  // MARK: - Arrays

  mutating func checkArray(
    of node: SchemaNode, _ rules: Shared<ArrayRules>, _ items: [JSONValue],
    _ evaluation: inout Evaluation
  ) -> Bool {
    var isValid = true
    if let minimum = rules.minItems, items.count < minimum {
      report(node, "minItems", "at least \(minimum) items", found: "\(items.count)")
      isValid = false
    }
    if let maximum = rules.maxItems, items.count > maximum {
      report(node, "maxItems", "at most \(maximum) items", found: "\(items.count)")
      isValid = false
    }
    if !isValid && !isCollecting { return false }
    if rules.uniqueItems, let (first, second) = firstDuplicates(in: items) {
      report(
        node, "uniqueItems", "items that all differ", found: "items \(first) and \(second) equal")
      isValid = false
    }
    for index in items.indices {
      guard let id = index < rules.prefix.count ? rules.prefix[index] : rules.rest else { break }
      isValid = check(item: index, items[index], against: id) && isValid
      evaluation.insert(item: index)
      if !isValid && !isCollecting { return false }
    }
    if let contains = rules.contains {
      isValid = checkContains(of: node, contains, rules, items, &evaluation) && isValid
    }
    return isValid
  }

  private mutating func checkContains(
    of node: SchemaNode, _ id: SchemaNode.ID, _ rules: Shared<ArrayRules>, _ items: [JSONValue],
    _ evaluation: inout Evaluation
  ) -> Bool {
    let doubtsBefore = doubts
    var count = 0
    for index in items.indices
    where silently({ $0.check(item: index, items[index], against: id) }) {
      count += 1
      evaluation.insert(item: index)
    }
    let minimum = rules.minContains ?? 1
    if count < minimum {
      report(
        node, rules.minContains == nil ? "contains" : "minContains",
        "at least \(minimum) \(minimum == 1 ? "item" : "items") of the kind that `contains` says",
        found: "\(count)")
      return false
    }
    if let maximum = rules.maxContains, count > maximum, doubts == doubtsBefore {
      report(
        node, "maxContains", "at most \(maximum) items of the kind that `contains` says",
        found: "\(count)")
      return false
    }
    return true
  }

  private mutating func firstDuplicates(in items: [JSONValue]) -> (Int, Int)? {
    steps += items.count
    if items.count <= 6 {
      for second in items.indices.dropFirst() {
        for first in 0..<second where items[first] == items[second] { return (first, second) }
      }
      return nil
    }
    var positions: [JSONValue: Int] = [:]
    positions.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      if let first = positions.updateValue(index, forKey: item) { return (first, index) }
    }
    return nil
  }
}
