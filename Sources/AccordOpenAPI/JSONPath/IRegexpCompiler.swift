/// Compiles the text of a pattern: the grammar of RFC 9485, section 4.
///
/// Beyond it, `^` and `$` are anchors at the ends of a pattern's branches, as in every other dialect:
/// in RFC 9485 they would be plain characters there, which nobody means.
struct IRegexpCompiler {
  private typealias Program = [IRegexp.Instruction]

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var nesting = 0

  private static let deepestNesting = 64
  private static let longestProgram = 10_000

  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  mutating func compile() -> [IRegexp.Instruction]? {
    guard let program = parseAlternatives(), position == scalars.count else { return nil }
    return program + [.match]
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  // MARK: - Structure

  private mutating func parseAlternatives() -> Program? {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepestNesting, var result = parseBranch() else { return nil }
    while take("|") {
      guard let other = parseBranch() else { return nil }
      result =
        [.split(1, result.count + 2)] + Self.moved(result, by: 1)
        + [.jump(result.count + 2 + other.count)] + Self.moved(other, by: result.count + 2)
      guard result.count <= Self.longestProgram else { return nil }
    }
    return result
  }

  private mutating func parseBranch() -> Program? {
    var result: Program = []
    while let scalar = next, scalar != "|", scalar != ")" {
      guard let atom = parseAtom(), let piece = parseQuantifier(of: atom) else { return nil }
      result += Self.moved(piece, by: result.count)
      guard result.count <= Self.longestProgram else { return nil }
    }
    return result
  }

  private static func moved(_ program: Program, by offset: Int) -> Program {
    offset == 0
      ? program
      : program.map { instruction in
        switch instruction {
        case .split(let left, let right): .split(left + offset, right + offset)
        case .jump(let target): .jump(target + offset)
        case .scalar, .start, .end, .match: instruction
        }
      }
  }

  // MARK: - Quantifiers

  private mutating func parseQuantifier(of atom: Program) -> Program? {
    if take("*") { return repeated(atom, least: 0, most: nil) }
    if take("+") { return repeated(atom, least: 1, most: nil) }
    if take("?") { return repeated(atom, least: 0, most: 1) }
    guard take("{") else { return atom }
    guard let least = parseNumber() else { return nil }
    if take("}") { return repeated(atom, least: least, most: least) }
    guard take(",") else { return nil }
    if take("}") { return repeated(atom, least: least, most: nil) }
    guard let most = parseNumber(), take("}"), least <= most else { return nil }
    return repeated(atom, least: least, most: most)
  }

  private mutating func parseNumber() -> Int? {
    var value = 0
    let start = position
    while let scalar = next, JSONPathParser.isDigit(scalar) {
      value = min(value * 10 + Int(scalar.value - 48), Self.longestProgram)
      position += 1
    }
    return position > start ? value : nil
  }

  private func repeated(_ atom: Program, least: Int, most: Int?) -> Program? {
    guard (most ?? least + 1) * (atom.count + 2) <= Self.longestProgram else { return nil }
    var result: Program = []
    for _ in 0..<least { result += Self.moved(atom, by: result.count) }
    guard let most else {
      let start = result.count
      result.append(.split(start + 1, start + atom.count + 2))
      result += Self.moved(atom, by: start + 1)
      result.append(.jump(start))
      return result
    }
    let end = result.count + (most - least) * (atom.count + 1)
    for _ in least..<most {
      result.append(.split(result.count + 1, end))
      result += Self.moved(atom, by: result.count)
    }
    return result
  }

  // MARK: - Atoms

  private mutating func parseAtom() -> Program? {
    guard let scalar = next else { return nil }
    position += 1
    switch scalar {
    case "(":
      guard let group = parseAlternatives(), take(")") else { return nil }
      return group
    case ".": return [.scalar(.anyCharacter)]
    case "[": return parseClass().map { [.scalar($0)] }
    case "\\": return parseEscape().map { [.scalar(ScalarSet(items: [$0]))] }
    case "^" where isAtBranchStart: return [.start]
    case "$" where next == nil || next == "|" || next == ")": return [.end]
    case "*", "+", "?", "{", "}", "]": return nil
    default: return [.scalar(ScalarSet(items: [.range(scalar.value...scalar.value)]))]
    }
  }

  private var isAtBranchStart: Bool {
    guard position >= 2 else { return true }
    return scalars[position - 2] == "(" || scalars[position - 2] == "|"
  }

  private mutating func parseEscape() -> ScalarSet.Item? {
    guard let scalar = next else { return nil }
    position += 1
    switch scalar {
    case "n": return .range(0x0A...0x0A)
    case "r": return .range(0x0D...0x0D)
    case "t": return .range(0x09...0x09)
    case "p", "P": return parseCategory(isNegated: scalar == "P")
    case "(", ")", "*", "+", "-", ".", "?", "[", "\\", "]", "^", "{", "|", "}", "$":
      return .range(scalar.value...scalar.value)
    default: return nil
    }
  }

  private mutating func parseCategory(isNegated: Bool) -> ScalarSet.Item? {
    guard take("{") else { return nil }
    var name = ""
    while let scalar = next, scalar != "}" {
      name.unicodeScalars.append(scalar)
      position += 1
    }
    guard take("}"), Unicode.GeneralCategory.abbreviations.contains(name) else { return nil }
    return .category(name, isNegated: isNegated)
  }

  private mutating func parseClass() -> ScalarSet? {
    var set = ScalarSet(items: [])
    set.isNegated = take("^")
    if take("-") { set.items.append(.range(0x2D...0x2D)) }
    while !take("]") {
      if take("-") {
        // A hyphen stands for itself only at the ends.
        guard take("]") else { return nil }
        set.items.append(.range(0x2D...0x2D))
        break
      }
      guard let item = parseClassItem() else { return nil }
      set.items.append(item)
    }
    return set.items.isEmpty ? nil : set
  }

  private mutating func parseClassItem() -> ScalarSet.Item? {
    guard let first = parseClassCharacter() else { return nil }
    guard case .range(let low) = first, next == "-", position + 1 < scalars.count,
      scalars[position + 1] != "]"
    else { return first }
    position += 1
    guard case .range(let high)? = parseClassCharacter(), low.lowerBound <= high.lowerBound else {
      return nil
    }
    return .range(low.lowerBound...high.lowerBound)
  }

  private mutating func parseClassCharacter() -> ScalarSet.Item? {
    guard let scalar = next else { return nil }
    position += 1
    switch scalar {
    case "\\": return parseEscape()
    case "[", "]", "-": return nil
    default: return .range(scalar.value...scalar.value)
    }
  }
}
