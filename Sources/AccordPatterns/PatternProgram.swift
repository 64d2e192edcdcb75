/// A regular expression as instructions for a backtracking matcher, which can do all that ECMA-262 has.
struct PatternProgram: Sendable {
  enum Instruction: Sendable {
    case character(CharacterClass, isForward: Bool)
    /// A set of characters, repeated: with no need to write a thousand of them out.
    case run(CharacterClass, minimum: Int, maximum: Int, isGreedy: Bool, isForward: Bool)
    case fork(preferred: Int, otherwise: Int)
    case jump(Int)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    /// Remembers the place, as one end of a capturing group.
    case save(slot: Int)
    case forget(groups: Range<Int>)
    /// Remembers where an iteration begins; an iteration that reads nothing is not repeated.
    case beginIteration(register: Int)
    case endIteration(register: Int)
    /// The body follows, up to `accept`; what comes after it is at `next`.
    case look(isAhead: Bool, isNegated: Bool, next: Int)
    case backReference([Int], isForward: Bool)
    case accept
  }

  private(set) var instructions: [Instruction] = []
  private(set) var registerCount = 0
  let groupCount: Int

  private static let mostInstructions = 20_000

  /// `nil` if the expression is too large when its repetitions are written out.
  init?(_ syntax: PatternSyntax) {
    groupCount = max(syntax.groups.upperBound, 1)
    guard append(syntax, isForward: true) else { return nil }
    instructions.append(.accept)
  }

  /// - Parameter isForward: whether it reads towards the end; inside a lookbehind it does not.
  private mutating func append(_ syntax: PatternSyntax, isForward: Bool) -> Bool {
    guard instructions.count <= Self.mostInstructions else { return false }
    switch syntax {
    case .empty: break
    case .character(let set): instructions.append(.character(set, isForward: isForward))
    case .sequence(let parts):
      for part in isForward ? parts : parts.reversed() {
        guard append(part, isForward: isForward) else { return false }
      }
    case .alternation(let parts): return append(alternatives: parts, isForward: isForward)
    case .group(let body, let number):
      instructions.append(.save(slot: number * 2 + (isForward ? 0 : 1)))
      guard append(body, isForward: isForward) else { return false }
      instructions.append(.save(slot: number * 2 + (isForward ? 1 : 0)))
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      return append(
        repeating: body, minimum: minimum, maximum: maximum, isGreedy: isGreedy,
        isForward: isForward)
    case .start: instructions.append(.start)
    case .end: instructions.append(.end)
    case .wordBoundary(let isNegated): instructions.append(.wordBoundary(isNegated: isNegated))
    case .look(let body, let isAhead, let isNegated):
      let look = reserve()
      guard append(body, isForward: isAhead) else { return false }
      instructions.append(.accept)
      instructions[look] = .look(
        isAhead: isAhead, isNegated: isNegated, next: instructions.count)
    case .backReference(let numbers):
      instructions.append(.backReference(numbers, isForward: isForward))
    }
    return true
  }

  private mutating func append(alternatives: [PatternSyntax], isForward: Bool) -> Bool {
    var jumps: [Int] = []
    for (index, alternative) in alternatives.enumerated() {
      let isLast = index == alternatives.count - 1
      let fork = isLast ? nil : reserve()
      guard append(alternative, isForward: isForward) else { return false }
      guard let fork else { break }
      jumps.append(reserve())
      instructions[fork] = .fork(preferred: fork + 1, otherwise: instructions.count)
    }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
    return true
  }

  private mutating func append(
    repeating body: PatternSyntax, minimum: Int, maximum: Int?, isGreedy: Bool, isForward: Bool
  ) -> Bool {
    if case .character(let set) = body {
      instructions.append(
        .run(
          set, minimum: minimum, maximum: maximum ?? Int.max, isGreedy: isGreedy,
          isForward: isForward))
      return true
    }
    let groups = body.groups
    for _ in 0..<minimum {
      if !groups.isEmpty { instructions.append(.forget(groups: groups)) }
      guard append(body, isForward: isForward) else { return false }
    }
    guard let maximum else {
      let fork = reserve()
      guard appendIteration(of: body, groups: groups, isForward: isForward) else { return false }
      instructions.append(.jump(fork))
      instructions[fork] = self.fork(into: fork + 1, past: instructions.count, isGreedy: isGreedy)
      return true
    }
    var forks: [Int] = []
    for _ in minimum..<maximum {
      forks.append(reserve())
      guard appendIteration(of: body, groups: groups, isForward: isForward) else { return false }
    }
    for fork in forks {
      instructions[fork] = self.fork(into: fork + 1, past: instructions.count, isGreedy: isGreedy)
    }
    return true
  }

  private mutating func appendIteration(
    of body: PatternSyntax, groups: Range<Int>, isForward: Bool
  ) -> Bool {
    let register = registerCount
    registerCount += 1
    instructions.append(.beginIteration(register: register))
    if !groups.isEmpty { instructions.append(.forget(groups: groups)) }
    guard append(body, isForward: isForward) else { return false }
    instructions.append(.endIteration(register: register))
    return true
  }

  private func fork(into body: Int, past end: Int, isGreedy: Bool) -> Instruction {
    isGreedy
      ? .fork(preferred: body, otherwise: end) : .fork(preferred: end, otherwise: body)
  }

  private mutating func reserve() -> Int {
    instructions.append(.accept)
    return instructions.count - 1
  }
}
