/// How deep the smallest valid value of each schema is: what leads out of a recursion, and what does not.
enum SchemaHeights {
  /// For schemas that no finite value satisfies.
  static let infinite = Int.max

  /// The least solution, found by repeating until nothing changes.
  static func compute(for nodes: [SchemaNode]) -> [Int] {
    var heights = Array(repeating: infinite, count: nodes.count)
    var isChanging = true
    while isChanging {
      isChanging = false
      // Children come after their parents: backwards, most is settled in the first round.
      for id in nodes.indices.reversed() {
        let height = height(of: nodes[id].rules, heights)
        if height < heights[id] {
          heights[id] = height
          isChanging = true
        }
      }
    }
    return heights
  }

  private static func height(of rules: SchemaRules, _ heights: [Int]) -> Int {
    if let verdict = rules.verdict { return verdict ? 0 : infinite }
    if rules.isNullable || rules.enumeration != nil || rules.constant != nil { return 0 }
    var height = ownHeight(of: rules, heights)
    for child in rules.allOf { height = max(height, heights[child]) }
    if let reference = rules.reference { height = max(height, heights[reference]) }
    if let reference = rules.dynamicReference { height = max(height, heights[reference.initial]) }
    for branches in [rules.anyOf, rules.oneOf] where !branches.isEmpty {
      height = max(height, branches.map { heights[$0] }.min() ?? 0)
    }
    return height
  }

  private static func ownHeight(of rules: SchemaRules, _ heights: [Int]) -> Int {
    let types = rules.types ?? .all
    let scalars: TypeSet = [.null, .boolean, .integer, .number, .string]
    if rules.types != nil && !types.isDisjoint(with: scalars) { return 0 }
    var candidates: [Int] = []
    if types.contains(.object) {
      let required = (rules.object?.required ?? []).map { name in
        rules.object?.properties[name].map { heights[$0] } ?? 0
      }
      candidates.append(deeper(required.max() ?? 0))
    }
    if types.contains(.array) {
      var items: [Int] = []
      for index in 0..<min(rules.array?.minItems ?? 0, 64) {
        if let array = rules.array, index < array.prefix.count {
          items.append(heights[array.prefix[index]])
        } else if let rest = rules.array?.rest {
          items.append(heights[rest])
        }
      }
      if let contains = rules.array?.contains, rules.array?.minContains != 0 {
        items.append(heights[contains])
      }
      candidates.append(deeper(items.max() ?? 0))
    }
    return candidates.min() ?? 0
  }

  private static func deeper(_ height: Int) -> Int { height == infinite ? infinite : height + 1 }
}
