/// Runs a pattern's program by trying one way after another. It keeps its own stack, and gives up after so
/// many steps: there are expressions for which the ways grow exponentially with the text.
struct BacktrackingMatcher {
  private let program: PatternProgram
  private let units: [UInt32]
  private let maximumSteps: Int
  private var steps = 0
  /// Both ends of each group, by number; -1 for a group that took no part.
  private var captures: [Int]
  private var registers: [Int]
  private var undo: [Undo] = []

  private enum Undo {
    case tryAt(instruction: Int, position: Int)
    /// A run of characters that may be shorter (or longer, if it is not greedy), by one at a time.
    case shorten(instruction: Int, position: Int, count: Int)
    case restoreCapture(slot: Int, value: Int)
    case restoreRegister(Int, value: Int)
  }

  init(program: PatternProgram, units: [UInt32], maximumSteps: Int) {
    self.program = program
    self.units = units
    self.maximumSteps = maximumSteps
    captures = Array(repeating: -1, count: program.groupCount * 2)
    registers = Array(repeating: -1, count: program.registerCount)
  }

  mutating func matchesAnywhere() -> RegularExpression.Match {
    for start in 0...units.count {
      undo.removeAll(keepingCapacity: true)
      for slot in captures.indices { captures[slot] = -1 }
      if run(from: 0, at: start) { return RegularExpression.Match(isMatch: true, steps: steps) }
      if steps > maximumSteps { return RegularExpression.Match(isMatch: nil, steps: steps) }
    }
    return RegularExpression.Match(isMatch: false, steps: steps)
  }

  /// Runs until `accept`, or until no way is left above the current height of the stack.
  private mutating func run(from start: Int, at startPosition: Int) -> Bool {
    let floor = undo.count
    var next: (instruction: Int, position: Int)? = (start, startPosition)
    while true {
      guard let (instruction, position) = next ?? backtrack(to: floor) else { return false }
      steps += 1
      if steps > maximumSteps { return false }
      if case .accept = program.instructions[instruction] { return true }
      next = step(instruction, position)
    }
  }

  /// One instruction. `nil` if this way leads no further.
  private mutating func step(
    _ instruction: Int, _ position: Int
  ) -> (instruction: Int, position: Int)? {
    let following = instruction + 1
    switch program.instructions[instruction] {
    case .accept: return nil
    case .character(let set, let isForward):
      let index = isForward ? position : position - 1
      guard units.indices.contains(index), set.contains(units[index]) else { return nil }
      return (following, isForward ? position + 1 : position - 1)
    case .run: return startRun(instruction, position)
    case .fork(let preferred, let otherwise):
      undo.append(.tryAt(instruction: otherwise, position: position))
      return (preferred, position)
    case .jump(let target): return (target, position)
    case .start: return position == 0 ? (following, position) : nil
    case .end: return position == units.count ? (following, position) : nil
    case .wordBoundary(let isNegated):
      return units.isWordBoundary(at: position) != isNegated ? (following, position) : nil
    case .save(let slot):
      setCapture(slot, position)
      return (following, position)
    case .forget(let groups):
      for slot in (groups.lowerBound * 2)..<(groups.upperBound * 2) { setCapture(slot, -1) }
      return (following, position)
    case .beginIteration(let register):
      undo.append(.restoreRegister(register, value: registers[register]))
      registers[register] = position
      return (following, position)
    case .endIteration(let register):
      return registers[register] == position ? nil : (following, position)
    case .look(_, let isNegated, let end):
      return look(from: following, at: position, isNegated: isNegated)
        ? (end, position) : nil
    case .backReference(let numbers, let isForward):
      return backReference(numbers, at: position, isForward: isForward).map { (following, $0) }
    }
  }

  private mutating func setCapture(_ slot: Int, _ value: Int) {
    undo.append(.restoreCapture(slot: slot, value: captures[slot]))
    captures[slot] = value
  }

  private mutating func backtrack(to floor: Int) -> (instruction: Int, position: Int)? {
    while undo.count > floor {
      switch undo.removeLast() {
      case .tryAt(let instruction, let position): return (instruction, position)
      case .shorten(let instruction, let position, let count):
        if let next = continueRun(instruction, position, count: count) { return next }
      case .restoreCapture(let slot, let value): captures[slot] = value
      case .restoreRegister(let register, let value): registers[register] = value
      }
    }
    return nil
  }

  // MARK: - Runs of one set

  private mutating func startRun(
    _ instruction: Int, _ position: Int
  ) -> (instruction: Int, position: Int)? {
    guard
      case .run(let set, let minimum, let maximum, let isGreedy, let isForward) =
        program.instructions[instruction]
    else { return nil }
    let wanted = isGreedy ? maximum : minimum
    var count = 0
    while count < wanted {
      let index = isForward ? position + count : position - count - 1
      guard units.indices.contains(index), set.contains(units[index]) else { break }
      count += 1
    }
    steps += count / 8
    guard count >= minimum else { return nil }
    if isGreedy ? count > minimum : count < maximum {
      undo.append(.shorten(instruction: instruction, position: position, count: count))
    }
    return (instruction + 1, isForward ? position + count : position - count)
  }

  private mutating func continueRun(
    _ instruction: Int, _ position: Int, count: Int
  ) -> (instruction: Int, position: Int)? {
    guard
      case .run(let set, let minimum, let maximum, let isGreedy, let isForward) =
        program.instructions[instruction]
    else { return nil }
    var count = count
    if isGreedy {
      count -= 1
    } else {
      let index = isForward ? position + count : position - count - 1
      guard units.indices.contains(index), set.contains(units[index]) else { return nil }
      count += 1
    }
    if isGreedy ? count > minimum : count < maximum {
      undo.append(.shorten(instruction: instruction, position: position, count: count))
    }
    return (instruction + 1, isForward ? position + count : position - count)
  }

  // MARK: - Look-around and back-references

  private mutating func look(from body: Int, at position: Int, isNegated: Bool) -> Bool {
    let floor = undo.count
    let found = run(from: body, at: position)
    if found && !isNegated {
      // What was captured stays, but there is no way back into the look-around.
      let restores = undo[floor...].filter { entry in
        switch entry {
        case .tryAt, .shorten: false
        case .restoreCapture, .restoreRegister: true
        }
      }
      undo.replaceSubrange(floor..., with: restores)
      return true
    }
    while undo.count > floor {
      switch undo.removeLast() {
      case .tryAt, .shorten: break
      case .restoreCapture(let slot, let value): captures[slot] = value
      case .restoreRegister(let register, let value): registers[register] = value
      }
    }
    // After giving up, nothing is known; the caller sees that by the steps.
    return !found && isNegated && steps <= maximumSteps
  }

  private func backReference(_ numbers: [Int], at position: Int, isForward: Bool) -> Int? {
    for number in numbers {
      let (start, end) = (captures[number * 2], captures[number * 2 + 1])
      guard start >= 0, end >= start else { continue }
      let length = end - start
      let from = isForward ? position : position - length
      guard from >= 0, from + length <= units.count,
        units[from..<(from + length)].elementsEqual(units[start..<end])
      else { return nil }
      return isForward ? position + length : from
    }
    // A group that took no part matches nothing, which always matches.
    return position
  }
}
