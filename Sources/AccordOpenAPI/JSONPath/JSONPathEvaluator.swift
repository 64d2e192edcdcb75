import AccordJSON

/// Finds what a query selects: RFC 9535, sections 2.1 to 2.5.
struct JSONPathEvaluator {
  typealias Match = JSONPath.Match

  private let root: Node
  private var budget: Int
  /// Patterns that were compiled before; `nil` is one that is no pattern.
  private var patterns: [ExactString: IRegexp?] = [:]

  init(root: Node, budget: Int) {
    self.root = root
    self.budget = budget
  }

  /// Whether the budget ran out; what was found is incomplete then.
  var isExhausted: Bool { budget < 0 }

  mutating func matches(of query: JSONPath.Query, from start: Match) -> [Match] {
    var current = [query.isRelative ? start : Match(path: [], node: root)]
    for segment in query.segments {
      var found: [Match] = []
      switch segment {
      case .child(let selectors):
        for match in current { select(selectors, from: match, into: &found) }
      case .descendant(let selectors):
        for match in current { descend(selectors, from: match, into: &found) }
      }
      current = found
      if isExhausted { return [] }
    }
    return current
  }

  private mutating func descend(
    _ selectors: [JSONPath.Selector], from match: Match, into found: inout [Match]
  ) {
    guard spend() else { return }
    select(selectors, from: match, into: &found)
    for child in children(of: match) { descend(selectors, from: child, into: &found) }
  }

  private mutating func spend() -> Bool {
    budget -= 1
    return budget >= 0
  }

  private func children(of match: Match) -> [Match] {
    switch match.node.content {
    case .array(let items):
      items.enumerated().map { Match(path: match.path + [.item($0)], node: $1) }
    case .object(let object):
      object.members.map { Match(path: match.path + [.member($0.key)], node: $0.value) }
    case .null, .bool, .number, .string: []
    }
  }

  // MARK: - Selectors

  private mutating func select(
    _ selectors: [JSONPath.Selector], from match: Match, into found: inout [Match]
  ) {
    for selector in selectors {
      guard spend() else { return }
      switch selector {
      case .name(let name):
        guard let child = match.node[name] else { continue }
        found.append(Match(path: match.path + [.member(name)], node: child))
      case .wildcard:
        let children = children(of: match)
        budget -= children.count
        found += children
      case .index(let index):
        guard let items = match.node.array else { continue }
        let position = index < 0 ? items.count + index : index
        guard items.indices.contains(position) else { continue }
        found.append(Match(path: match.path + [.item(position)], node: items[position]))
      case .slice(let start, let end, let step):
        slice(match, start, end, step, into: &found)
      case .filter(let condition):
        for child in children(of: match) where spend() && holds(condition, for: child) {
          found.append(child)
        }
      }
    }
  }

  /// RFC 9535, section 2.3.4.2.2.
  private mutating func slice(
    _ match: Match, _ start: Int?, _ end: Int?, _ step: Int, into found: inout [Match]
  ) {
    guard let items = match.node.array, step != 0 else { return }
    let count = items.count
    func normal(_ index: Int) -> Int { index >= 0 ? index : count + index }
    func clamp(_ index: Int, _ range: ClosedRange<Int>) -> Int {
      min(max(index, range.lowerBound), range.upperBound)
    }
    var index: Int
    let stop: Int
    if step > 0 {
      index = clamp(normal(start ?? 0), 0...count)
      stop = clamp(normal(end ?? count), 0...count)
    } else {
      index = clamp(normal(start ?? (count - 1)), -1...(count - 1))
      stop = end.map { clamp(normal($0), -1...(count - 1)) } ?? -1
    }
    while step > 0 ? index < stop : index > stop {
      guard spend() else { return }
      found.append(Match(path: match.path + [.item(index)], node: items[index]))
      // Both are at most 2^53, so this cannot overflow.
      index += step
    }
  }

  // MARK: - Conditions

  private mutating func holds(_ condition: JSONPath.Condition, for match: Match) -> Bool {
    guard spend() else { return false }
    switch condition {
    case .or(let alternatives):
      for alternative in alternatives where holds(alternative, for: match) { return true }
      return false
    case .and(let conditions):
      for condition in conditions where !holds(condition, for: match) { return false }
      return true
    case .not(let condition): return !holds(condition, for: match)
    case .exists(let query): return !matches(of: query, from: match).isEmpty
    case .compare(let left, let comparison, let right):
      return compare(value(of: left, for: match), comparison, value(of: right, for: match))
    case .matches(let text, let pattern, let whole):
      guard let text = value(of: text, for: match)?.string,
        let pattern = value(of: pattern, for: match)?.string,
        let expression = compiled(pattern)
      else { return false }
      budget -= text.utf8.count
      return whole ? expression.matchesWhole(text) : expression.matchesPart(of: text)
    }
  }

  private mutating func compiled(_ pattern: String) -> IRegexp? {
    let key = ExactString(pattern)
    if let known = patterns[key] { return known }
    let expression = IRegexp(pattern)
    patterns[key] = .some(expression)
    return expression
  }

  /// The operand's value; `nil` is RFC 9535's `Nothing`.
  private mutating func value(of operand: JSONPath.Operand, for match: Match) -> JSONValue? {
    switch operand {
    case .literal(let value): return value
    case .query(let query): return matches(of: query, from: match).first?.node.value
    case .length(let operand):
      switch value(of: operand, for: match) {
      case .string(let text): return .number(JSONNumber(text.unicodeScalars.count))
      case .array(let items): return .number(JSONNumber(items.count))
      case .object(let members): return .number(JSONNumber(members.count))
      case .null, .bool, .number, .none: return .none
      }
    case .count(let query): return .number(JSONNumber(matches(of: query, from: match).count))
    case .value(let query):
      let found = matches(of: query, from: match)
      // Not `nil` beside a value: `JSONValue` takes that literal for JSON's null.
      guard found.count == 1 else { return .none }
      return found[0].node.value
    }
  }

  /// RFC 9535, section 2.3.5.2.2.
  private func compare(
    _ left: JSONValue?, _ comparison: JSONPath.Comparison, _ right: JSONValue?
  ) -> Bool {
    switch comparison {
    case .equal: left == right
    case .notEqual: left != right
    case .less: isLess(left, right)
    case .greater: isLess(right, left)
    case .lessOrEqual: isLess(left, right) || left == right
    case .greaterOrEqual: isLess(right, left) || left == right
    }
  }

  private func isLess(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left < right
    case (.string(let left), .string(let right)): ExactString(left) < ExactString(right)
    default: false
    }
  }
}
