import AccordJSON

// Arrays and objects.
extension ValueGenerator {
  mutating func array(_ shape: SampleShape, at place: Place) -> JSONValue? {
    let (minimum, maximum) = shape.itemCounts
    guard minimum <= maximum ?? .max, minimum <= 2_000 else { return nil }
    let isUnique = shape.arrays.contains(where: \.uniqueItems)
    let counts = self.counts(shape, minimum, maximum)
    let index = chooser.choose(
      Decision(place: place.pointer, kind: .count), of: counts.count,
      smallest: counts.indices.min { counts[$0] < counts[$1] } ?? 0, isSmall: isSmall(place)
    ) { counts[$0] == 1 ? "with 1 item" : "with \(counts[$0]) items" }
    let count = counts[index]
    let room = max(0, (place.room - count) / max(count, 1))
    var items: [JSONValue] = []
    var seen: Set<JSONValue> = []
    for position in 0..<count {
      var ids = shape.schemas(ofItem: position)
      for array in shape.arrays {
        if let contains = array.contains, position < array.minContains ?? 1 { ids.append(contains) }
      }
      // The first item is made as the chooser says; the others shall differ from it.
      let inside = place.inside(String(position), room: room)
      guard
        let item = position == 0
          ? value(of: ids, at: inside)
          : otherItem(ids, at: inside, isUnique ? seen : nil)
      else {
        if items.count >= minimum { break }
        return nil
      }
      seen.insert(item)
      items.append(item)
    }
    return .array(items)
  }

  private func counts(_ shape: SampleShape, _ minimum: Int, _ maximum: Int?) -> [Int] {
    let most = maximum ?? max(minimum, limits.maximumItems)
    let prefix = shape.arrays.map(\.prefix.count).max() ?? 0
    let usual = min(max(minimum, prefix, 1), most)
    var counts = [usual, minimum, min(2, most), min(max(usual, limits.maximumItems), most)]
    if let maximum, maximum <= 200 { counts.append(maximum) }
    // An array whose items cannot exist is empty.
    if !shape.schemas(ofItem: 0).allSatisfy({ program.heights[$0] != SchemaHeights.infinite }) {
      counts = [0]
    }
    var seen: Set<Int> = []
    return counts.filter { $0 >= minimum && seen.insert($0).inserted }
  }

  private mutating func otherItem(
    _ ids: [SchemaNode.ID], at place: Place, _ seen: Set<JSONValue>?
  ) -> JSONValue? {
    let mode = chooser.mode
    guard mode != .smallest || seen != nil else { return value(of: ids, at: place) }
    chooser.mode = .random
    defer { chooser.mode = mode }
    for _ in 0..<30 {
      guard let item = value(of: ids, at: place) else { continue }
      if let seen, seen.contains(item) { continue }
      if seen == nil || isValid(item, ids) { return item }
    }
    return nil
  }

  // MARK: - Objects

  mutating func object(_ shape: SampleShape, at place: Place) -> JSONValue? {
    let plan = members(shape, at: place)
    let room = max(0, (place.room - plan.count) / max(plan.count, 1))
    var members: JSONDictionary<JSONValue> = [:]
    for (name, ids, isRequired) in plan {
      if let tag = shape.tags[name], isValid(tag, ids) {
        members[name] = tag
        continue
      }
      guard let value = value(of: ids, at: place.inside(name, room: room)) else {
        if isRequired { return nil }
        continue
      }
      members[name] = value
    }
    addOthers(to: &members, shape, at: place, room: room)
    return .object(members)
  }

  private typealias Member = (name: String, ids: [SchemaNode.ID], isRequired: Bool)

  /// Which members the object is to have.
  private mutating func members(_ shape: SampleShape, at place: Place) -> [Member] {
    let required = Set(shape.requiredNames.map { ExactString($0) })
    var plan: [Member] = []
    var absent: [Member] = []
    for name in shape.memberNames {
      let ids = shape.schemas(ofMember: name)
      let isRequired = required.contains(ExactString(name))
      if isExcluded(ids) { continue }
      if isRequired {
        plan.append((name, ids, true))
        continue
      }
      if ids.contains(where: { program.heights[$0] == SchemaHeights.infinite }) { continue }
      let includes = chooser.includesOptional
      let option = chooser.choose(
        Decision(place: place.pointer, kind: .optional(ExactString(name))), of: 2,
        usual: includes ? 0 : 1, smallest: 1, isSmall: isSmall(place)
      ) { $0 == 0 ? "with \(ValueSummary.quoted(name))" : "without \(ValueSummary.quoted(name))" }
      if option == 0 { plan.append((name, ids, false)) } else { absent.append((name, ids, false)) }
    }
    addDependent(to: &plan, &absent, shape)
    let (minimum, maximum) = shape.memberCounts
    while plan.count < minimum, !absent.isEmpty { plan.append(absent.removeFirst()) }
    if let maximum {
      while plan.count > maximum, let last = plan.lastIndex(where: { !$0.isRequired }) {
        plan.remove(at: last)
      }
    }
    return plan
  }

  /// Members that have to be there because others are.
  private func addDependent(
    to plan: inout [Member], _ absent: inout [Member], _ shape: SampleShape
  ) {
    var names = Set(plan.map { ExactString($0.name) })
    var next = 0
    while next < plan.count {
      for object in shape.objects {
        for name in object.dependentRequired[plan[next].name] ?? []
        where names.insert(ExactString(name)).inserted {
          if let index = absent.firstIndex(where: { $0.name.isExactly(name) }) {
            plan.append(absent.remove(at: index))
          } else {
            plan.append((name, shape.schemas(ofMember: name), true))
          }
        }
      }
      next += 1
    }
  }

  /// Whether a member is not sent this way: `readOnly` in a request, `writeOnly` in a response.
  private func isExcluded(_ ids: [SchemaNode.ID]) -> Bool {
    var pending = ids
    var seen = Set(ids)
    while let id = pending.popLast() {
      let rules = program.nodes[id].rules
      switch direction {
      case .request: if rules.isReadOnly { return true }
      case .response: if rules.isWriteOnly { return true }
      }
      for child in rules.allOf + [rules.reference].compactMap(\.self)
      where seen.insert(child).inserted {
        pending.append(child)
      }
    }
    return false
  }

  // MARK: - Members that no schema names

  private mutating func addOthers(
    to members: inout JSONDictionary<JSONValue>, _ shape: SampleShape, at place: Place, room: Int
  ) {
    let (minimum, maximum) = shape.memberCounts
    var wanted = max(0, minimum - members.count)
    if wanted == 0, isMap(shape), members.count < maximum ?? .max {
      wanted =
        chooser.choose(
          Decision(place: place.pointer, kind: .additional), of: 2,
          usual: shape.memberNames.isEmpty ? 0 : 1, smallest: 1, isSmall: isSmall(place)
        ) { $0 == 0 ? "with a member of another name" : "without members of other names" } == 0
        ? 1 : 0
    }
    guard wanted > 0, wanted <= 1_000 else { return }
    var attempts = 0
    while wanted > 0 && attempts < 40 + wanted * 2 {
      attempts += 1
      guard let name = otherName(shape, attempts), members.position(of: name) == nil else {
        continue
      }
      let ids = shape.schemas(ofMember: name)
      guard !isExcluded(ids), let value = value(of: ids, at: place.inside(name, room: room)) else {
        continue
      }
      members[name] = value
      wanted -= 1
    }
  }

  /// Whether there is a schema for members of any name, and not just permission.
  private func isMap(_ shape: SampleShape) -> Bool {
    shape.objects.contains { object in
      if !object.patternProperties.isEmpty { return true }
      guard let additional = object.additionalProperties else { return false }
      return program.nodes[additional].rules.verdict == nil
    }
  }

  private mutating func otherName(_ shape: SampleShape, _ attempt: Int) -> String? {
    for object in shape.objects {
      if let names = object.propertyNames {
        let mode = chooser.mode
        chooser.mode = .random
        defer { chooser.mode = mode }
        let place = Place(pointer: .root, depth: limits.maximumDepth, room: 1)
        return value(of: [names], at: place)?.string
      }
      if let (pattern, _) = object.patternProperties.first {
        return PatternSampler.sample(pattern, length: .random, using: &chooser.generator)
      }
    }
    return attempt == 1 ? "key" : "key\(attempt)"
  }
}
