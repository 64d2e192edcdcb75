import AccordJSON

// What can be broken in arrays and objects.
extension MutationFinder {
  /// An array or object that is too large by one is made up to this size.
  private static let mostItems = 1_100

  mutating func addArrays(_ items: [JSONValue], _ shape: SampleShape, at place: JSONPointer) {
    for rules in shape.arrays {
      if let minimum = rules.minItems, minimum > 0, items.count >= minimum {
        add(
          .array(Array(items.prefix(minimum - 1))), at: place, "minItems",
          "of \(minimum - 1) items, one too few")
      }
      if let maximum = rules.maxItems, maximum < Self.mostItems,
        let longer = lengthened(items, to: maximum + 1, shape, at: place)
      {
        add(.array(longer), at: place, "maxItems", "of \(maximum + 1) items, one too many")
      }
      if rules.uniqueItems { addDuplicates(items, shape, at: place) }
      if rules.contains != nil {
        let keyword = rules.minContains == nil ? "contains" : "minContains"
        add([], at: place, keyword, "an empty array, without the item that has to be there")
      }
      if let rest = rules.rest, program.nodes[rest].rules.verdict == false {
        addItemTooMany(items, rest, at: place)
      }
    }
    for id in shape.unevaluatedItems where program.nodes[id].rules.verdict == false {
      addItemTooMany(items, id, at: place)
    }
  }

  private mutating func addItemTooMany(
    _ items: [JSONValue], _ id: SchemaNode.ID, at place: JSONPointer
  ) {
    let keyword = program.nodes[id].location.pointer.tokens.last ?? "items"
    add(
      .array(items + ["surplus"]), at: place, breaking: place.appending(items.count), keyword,
      "with an item that has no place in it")
  }

  private mutating func addDuplicates(
    _ items: [JSONValue], _ shape: SampleShape, at place: JSONPointer
  ) {
    let summary = "with two equal items"
    if let first = items.first {
      add(.array(items + [first]), at: place, "uniqueItems", summary)
      if items.count > 1 {
        add(.array([first] + [first] + items.dropFirst(2)), at: place, "uniqueItems", summary)
      }
    } else if let item = sample(of: shape.schemas(ofItem: 0), depth: place.tokens.count) {
      add([item, item], at: place, "uniqueItems", summary)
    }
  }

  /// The array with more items, which differ if they have to.
  private mutating func lengthened(
    _ items: [JSONValue], to count: Int, _ shape: SampleShape, at place: JSONPointer
  ) -> [JSONValue]? {
    var result = items
    let isUnique = shape.arrays.contains(where: \.uniqueItems)
    var seen = Set(items)
    var misses = 0
    while result.count < count {
      if !isUnique, let last = result.last, result.count >= 1,
        shape.schemas(ofItem: result.count) == shape.schemas(ofItem: result.count - 1)
      {
        result.append(last)
        continue
      }
      let ids = shape.schemas(ofItem: result.count)
      guard let item = sample(of: ids, depth: place.tokens.count),
        !isUnique || seen.insert(item).inserted
      else {
        misses += 1
        if misses > 20 { return nil }
        continue
      }
      result.append(item)
    }
    return result
  }

  // MARK: - Objects

  mutating func addObjects(
    _ members: JSONDictionary<JSONValue>, _ shape: SampleShape, at place: JSONPointer
  ) {
    for name in shape.requiredNames where members.position(of: name) != nil {
      var fewer = members
      fewer[name] = nil
      add(
        .object(fewer), at: place, "required",
        "without the required member \(ValueSummary.quoted(name))",
        variant: name)
    }
    for rules in shape.objects {
      addDependent(members, rules, at: place)
      addCounts(members, rules, shape, at: place)
      if rules.propertyNames != nil { addNames(members, at: place) }
      if let id = rules.additionalProperties, program.nodes[id].rules.verdict == false {
        addUnexpected(members, "additionalProperties", at: place)
      }
    }
    for id in shape.unevaluatedProperties where program.nodes[id].rules.verdict == false {
      addUnexpected(members, "unevaluatedProperties", at: place)
    }
  }

  private mutating func addUnexpected(
    _ members: JSONDictionary<JSONValue>, _ keyword: String, at place: JSONPointer
  ) {
    let name = freeName(in: members)
    var more = members
    more[name] = "surplus"
    add(
      .object(more), at: place, breaking: place.appending(name), keyword,
      "with the member \(ValueSummary.quoted(name)), which the schema does not have")
  }

  private func freeName(in members: JSONDictionary<JSONValue>, _ stem: String = "unexpected")
    -> String
  {
    var name = stem
    var number = 2
    while members.position(of: name) != nil {
      name = "\(stem)\(number)"
      number += 1
    }
    return name
  }

  private mutating func addDependent(
    _ members: JSONDictionary<JSONValue>, _ rules: ObjectRules, at place: JSONPointer
  ) {
    for (name, others) in rules.dependentRequired where members.position(of: name) != nil {
      for other in others where members.position(of: other) != nil {
        var fewer = members
        fewer[other] = nil
        add(
          .object(fewer), at: place,
          rules.usesDependencies ? "dependencies" : "dependentRequired",
          "with \(ValueSummary.quoted(name)) but without \(ValueSummary.quoted(other))",
          variant: other)
      }
    }
  }

  private mutating func addCounts(
    _ members: JSONDictionary<JSONValue>, _ rules: ObjectRules, _ shape: SampleShape,
    at place: JSONPointer
  ) {
    if let minimum = rules.minProperties, minimum > 0, members.count >= minimum {
      var fewer = members
      let required = shape.requiredNames
      // What is required goes last: its absence would be another mistake.
      let order =
        members.keys.filter { name in !required.contains { $0.isExactly(name) } }
        + members.keys.filter { name in required.contains { $0.isExactly(name) } }
      for name in order where fewer.count >= minimum { fewer[name] = nil }
      add(.object(fewer), at: place, "minProperties", "with \(minimum - 1) members, one too few")
    }
    if let maximum = rules.maxProperties, maximum < Self.mostItems {
      var more = members
      var misses = 0
      while more.count <= maximum && misses < 20 {
        let name = freeName(in: more, "surplus")
        let ids = shape.schemas(ofMember: name)
        guard let value = ids.isEmpty ? "surplus" : sample(of: ids, depth: place.tokens.count)
        else {
          misses += 1
          continue
        }
        more[name] = value
      }
      add(.object(more), at: place, "maxProperties", "with \(maximum + 1) members, one too many")
    }
  }

  private mutating func addNames(_ members: JSONDictionary<JSONValue>, at place: JSONPointer) {
    for name in [
      "", "!", "a name that is much too long for anything " + String(repeating: "x", count: 80),
    ] {
      guard members.position(of: name) == nil else { continue }
      var more = members
      more[name] = members.values.first ?? "text"
      add(
        .object(more), at: place, "propertyNames",
        "with a member of the forbidden name \(ValueSummary.quoted(name))")
    }
  }
}
