/// A regular expression as a nondeterministic finite automaton, run with all its states at once (Thompson,
/// 1968): the time is linear in the text, whatever the expression.
struct PatternAutomaton: Sendable {
  private enum State: Sendable {
    case character(Int)
    case fork(Int, Int)
    case jump(Int)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    case accept
  }

  private var states: [State] = []
  private var classes: [CharacterClass] = []

  /// Repetitions are written out, `a{1000}` as a thousand states.
  private static let mostStates = 20_000

  /// `nil` if the expression is not regular, or too large when it is written out.
  init?(_ syntax: PatternSyntax) {
    guard syntax.isRegular, syntax.size(limit: Self.mostStates) <= Self.mostStates else {
      return nil
    }
    append(syntax)
    states.append(.accept)
  }

  // MARK: - Building

  private mutating func append(_ syntax: PatternSyntax) {
    switch syntax {
    case .empty, .look, .backReference: break
    case .character(let set):
      classes.append(set)
      states.append(.character(classes.count - 1))
    case .sequence(let parts):
      for part in parts { append(part) }
    case .alternation(let parts): append(alternatives: parts)
    case .group(let body, _): append(body)
    case .repetition(let body, let minimum, let maximum, _):
      append(repeating: body, minimum: minimum, maximum: maximum)
    case .start: states.append(.start)
    case .end: states.append(.end)
    case .wordBoundary(let isNegated): states.append(.wordBoundary(isNegated: isNegated))
    }
  }

  private mutating func append(alternatives: [PatternSyntax]) {
    var jumps: [Int] = []
    for (index, alternative) in alternatives.enumerated() {
      guard index < alternatives.count - 1 else {
        append(alternative)
        break
      }
      let fork = reserve()
      append(alternative)
      jumps.append(reserve())
      states[fork] = .fork(fork + 1, states.count)
    }
    for jump in jumps { states[jump] = .jump(states.count) }
  }

  private mutating func append(repeating body: PatternSyntax, minimum: Int, maximum: Int?) {
    for _ in 0..<minimum { append(body) }
    guard let maximum else {
      let fork = reserve()
      append(body)
      states.append(.jump(fork))
      states[fork] = .fork(fork + 1, states.count)
      return
    }
    var forks: [Int] = []
    for _ in minimum..<maximum {
      forks.append(reserve())
      append(body)
    }
    for fork in forks { states[fork] = .fork(fork + 1, states.count) }
  }

  private mutating func reserve() -> Int {
    states.append(.accept)
    return states.count - 1
  }

  // MARK: - Running

  func matches(_ text: [UInt32], maximumSteps: Int) -> RegularExpression.Match {
    var steps = 0
    var current = StateSet(capacity: states.count)
    var next = StateSet(capacity: states.count)
    for position in 0...text.count {
      // A match may begin anywhere.
      if enter(0, at: position, of: text, into: &current, steps: &steps) {
        return RegularExpression.Match(isMatch: true, steps: steps)
      }
      if position == text.count { break }
      for index in 0..<current.count {
        steps += 1
        let state = current[index]
        guard case .character(let set) = states[state], classes[set].contains(text[position]) else {
          continue
        }
        if enter(state + 1, at: position + 1, of: text, into: &next, steps: &steps) {
          return RegularExpression.Match(isMatch: true, steps: steps)
        }
      }
      if steps > maximumSteps { return RegularExpression.Match(isMatch: nil, steps: steps) }
      swap(&current, &next)
      next.removeAll()
      if current.count == 0 && startsAtBeginning { break }
    }
    return RegularExpression.Match(isMatch: false, steps: steps)
  }

  private var startsAtBeginning: Bool {
    if case .start = states[0] { true } else { false }
  }

  /// Adds a state and all that is reached from it without reading. Says whether the end is among them.
  private func enter(
    _ state: Int, at position: Int, of text: [UInt32], into set: inout StateSet, steps: inout Int
  ) -> Bool {
    var pending = [state]
    while let state = pending.popLast() {
      guard set.insert(state) else { continue }
      steps += 1
      switch states[state] {
      case .character: break
      case .accept: return true
      case .jump(let target): pending.append(target)
      case .fork(let first, let second):
        pending.append(second)
        pending.append(first)
      case .start:
        if position == 0 { pending.append(state + 1) }
      case .end:
        if position == text.count { pending.append(state + 1) }
      case .wordBoundary(let isNegated):
        if text.isWordBoundary(at: position) != isNegated { pending.append(state + 1) }
      }
    }
    return false
  }
}

/// States in the order of insertion, each once.
private struct StateSet {
  private var members: [Int] = []
  private var isMember: [Bool]

  init(capacity: Int) {
    isMember = Array(repeating: false, count: capacity)
  }

  var count: Int { members.count }
  subscript(index: Int) -> Int { members[index] }

  mutating func insert(_ state: Int) -> Bool {
    if isMember[state] { return false }
    isMember[state] = true
    members.append(state)
    return true
  }

  mutating func removeAll() {
    for member in members { isMember[member] = false }
    members.removeAll(keepingCapacity: true)
  }
}

extension [UInt32] {
  /// Whether exactly one side of a position is a word character.
  func isWordBoundary(at position: Int) -> Bool {
    let before = position > 0 && CharacterClass.wordCharacters.contains(self[position - 1])
    let after = position < count && CharacterClass.wordCharacters.contains(self[position])
    return before != after
  }
}

extension PatternSyntax {
  /// How many states it has when all repetitions are written out, or something above the limit.
  func size(limit: Int) -> Int {
    switch self {
    case .empty: return 1
    case .character, .start, .end, .wordBoundary, .backReference: return 1
    case .sequence(let parts), .alternation(let parts):
      var total = 0
      for part in parts {
        total += part.size(limit: limit) + 2
        if total > limit { break }
      }
      return total
    case .group(let body, _), .look(let body, _, _): return body.size(limit: limit) + 2
    case .repetition(let body, let minimum, let maximum, _):
      let (total, overflows) = (body.size(limit: limit) + 2).multipliedReportingOverflow(
        by: Swift.max(maximum ?? minimum + 1, 1))
      return overflows ? Int.max / 4 : Swift.min(total, Int.max / 4)
    }
  }
}
