/// Reads a regular expression: ECMA-262, section "Patterns", with the `u` flag, or without it in the lenient
/// form of annex B.
package struct PatternParser {
  let units: [UInt32]
  let isUnicode: Bool
  var position = 0
  private var groupCount = 0
  /// The capturing groups in the whole pattern: annex B reads `\2` by whether there is a second one.
  private var totalGroups = 0
  private var names: [String: [Int]] = [:]
  private var hasNames = false
  private var unresolvedNames: [String] = []
  private var nesting = 0

  /// Reading and compiling recurse.
  private static let deepest = 100

  private init(units: [UInt32], isUnicode: Bool) {
    self.units = units
    self.isUnicode = isUnicode
  }

  /// `nil` if the pattern is malformed.
  static func parse(_ pattern: String, isUnicode: Bool) -> PatternSyntax? {
    var parser = PatternParser(
      units: isUnicode
        ? pattern.unicodeScalars.map(\.value) : pattern.utf16.map { UInt32($0) },
      isUnicode: isUnicode)
    parser.countGroups()
    guard let syntax = parser.disjunction(), parser.position == parser.units.count,
      parser.unresolvedNames.isEmpty
    else { return nil }
    return syntax
  }

  // MARK: - Characters

  var current: UInt32? { position < units.count ? units[position] : nil }

  /// For comparing with syntax: surrogates are none of it.
  static func scalar(_ unit: UInt32) -> Unicode.Scalar { Unicode.Scalar(unit) ?? "\u{FFFD}" }

  func isAt(_ character: Unicode.Scalar) -> Bool { current == character.value }

  mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard isAt(character) else { return false }
    position += 1
    return true
  }

  mutating func consume(_ text: String) -> Bool {
    let characters = text.unicodeScalars.map(\.value)
    guard units[position...].starts(with: characters) else { return false }
    position += characters.count
    return true
  }

  /// Groups and names, ahead of reading: both may be referred to before they come.
  private mutating func countGroups() {
    var index = 0
    var isInClass = false
    while index < units.count {
      switch Self.scalar(units[index]) {
      case "\\": index += 1
      case "[": isInClass = true
      case "]": isInClass = false
      case "(" where !isInClass:
        let rest = units[(index + 1)...]
        if !rest.starts(with: "?".unicodeScalars.map(\.value)) {
          totalGroups += 1
        } else if rest.starts(with: "?<".unicodeScalars.map(\.value)),
          let next = rest.dropFirst(2).first,
          next != 61, next != 33
        {
          totalGroups += 1
          hasNames = true
          let name = rest.dropFirst(2).prefix { $0 != 62 }
          names[Self.text(name), default: []].append(totalGroups)
        }
      default: break
      }
      index += 1
    }
  }

  package static func text(_ units: some Sequence<UInt32>) -> String {
    var text = ""
    for unit in units { text.unicodeScalars.append(Unicode.Scalar(unit) ?? "\u{FFFD}") }
    return text
  }

  // MARK: - Structure

  private mutating func disjunction() -> PatternSyntax? {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepest else { return nil }
    var alternatives: [PatternSyntax] = []
    repeat {
      guard let alternative = alternative() else { return nil }
      alternatives.append(alternative)
    } while consume("|" as Unicode.Scalar)
    return alternatives.count == 1 ? alternatives[0] : .alternation(alternatives)
  }

  private mutating func alternative() -> PatternSyntax? {
    var terms: [PatternSyntax] = []
    while let unit = current, unit != 124, unit != 41 {
      guard let term = term() else { return nil }
      terms.append(term)
    }
    switch terms.count {
    case 0: return .empty
    case 1: return terms[0]
    default: return .sequence(terms)
    }
  }

  private mutating func term() -> PatternSyntax? {
    guard let atom = atom() else { return nil }
    let minimum: Int
    let maximum: Int?
    switch quantifier() {
    case .none: return atom
    case .malformed: return nil
    case .repeats(let lower, let upper): (minimum, maximum) = (lower, upper)
    }
    switch atom {
    case .start, .end, .wordBoundary: return nil
    case .look(_, let isAhead, _):
      // Annex B lets a lookahead be repeated, which says nothing.
      guard !isUnicode, isAhead else { return nil }
    case .empty, .character, .sequence, .alternation, .group, .repetition, .backReference: break
    }
    if let maximum, maximum < minimum { return nil }
    let isGreedy = !consume("?" as Unicode.Scalar)
    return .repetition(atom, minimum: minimum, maximum: maximum, isGreedy: isGreedy)
  }

  private enum Quantifier {
    case none
    case malformed
    case repeats(minimum: Int, maximum: Int?)
  }

  private mutating func quantifier() -> Quantifier {
    if consume("*" as Unicode.Scalar) { return .repeats(minimum: 0, maximum: nil) }
    if consume("+" as Unicode.Scalar) { return .repeats(minimum: 1, maximum: nil) }
    if consume("?" as Unicode.Scalar) { return .repeats(minimum: 0, maximum: 1) }
    let start = position
    guard consume("{" as Unicode.Scalar) else { return .none }
    if let minimum = number() {
      var maximum: Int? = minimum
      if consume("," as Unicode.Scalar) { maximum = number() }
      if consume("}" as Unicode.Scalar) {
        return .repeats(minimum: minimum, maximum: maximum)
      }
    }
    // Without the flag a brace that begins no quantifier stands for itself; with it, it is a mistake.
    if isUnicode { return .malformed }
    position = start
    return .none
  }

  /// Decimal digits; a number that is too large stays at a size that no string has.
  mutating func number() -> Int? {
    let start = position
    var value = 0
    while let unit = current, unit &- 48 < 10 {
      value = min(value * 10 + Int(unit - 48), 1 << 40)
      position += 1
    }
    return position > start ? value : nil
  }

  private mutating func atom() -> PatternSyntax? {
    guard let unit = current else { return nil }
    position += 1
    switch Self.scalar(unit) {
    case "^": return .start
    case "$": return .end
    case ".": return .character(.anyInLine)
    case "(": return group()
    case "[": return characterClass().map { .character($0) }
    case "\\": return escape()
    case "*", "+", "?": return nil
    case "{" where isUnicode, "}" where isUnicode, "]" where isUnicode: return nil
    case "{":
      // A quantifier with nothing to repeat.
      position -= 1
      if case .repeats = quantifier() { return nil }
      position += 1
      return .character(CharacterClass([unit...unit]))
    default: return .character(CharacterClass([unit...unit]))
    }
  }

  private mutating func group() -> PatternSyntax? {
    var wrap: (PatternSyntax) -> PatternSyntax = { $0 }
    if consume("?:") {
      // Groups only.
    } else if consume("?=") {
      wrap = { .look($0, isAhead: true, isNegated: false) }
    } else if consume("?!") {
      wrap = { .look($0, isAhead: true, isNegated: true) }
    } else if consume("?<=") {
      wrap = { .look($0, isAhead: false, isNegated: false) }
    } else if consume("?<!") {
      wrap = { .look($0, isAhead: false, isNegated: true) }
    } else {
      if consume("?<") {
        guard groupName() != nil else { return nil }
      } else if isAt("?") {
        return nil
      }
      groupCount += 1
      let number = groupCount
      wrap = { .group($0, number: number) }
    }
    guard let body = disjunction(), consume(")" as Unicode.Scalar) else { return nil }
    return wrap(body)
  }

  private mutating func groupName() -> String? {
    let name = units[position...].prefix { $0 != 62 }
    guard let first = name.first, position + name.count < units.count,
      Self.isNameCharacter(first, isFirst: true),
      name.allSatisfy({ Self.isNameCharacter($0, isFirst: false) })
    else { return nil }
    position += name.count + 1
    return Self.text(name)
  }

  private static func isNameCharacter(_ unit: UInt32, isFirst: Bool) -> Bool {
    guard let scalar = Unicode.Scalar(unit) else { return true }
    if scalar == "$" || scalar == "_" { return true }
    return isFirst ? scalar.properties.isIDStart : scalar.properties.isIDContinue
  }

  // MARK: - Escapes outside classes

  private mutating func escape() -> PatternSyntax? {
    guard let unit = current else { return nil }
    switch Self.scalar(unit) {
    case "b":
      position += 1
      return .wordBoundary(isNegated: false)
    case "B":
      position += 1
      return .wordBoundary(isNegated: true)
    case "k" where isUnicode || hasNames:
      position += 1
      guard consume("<" as Unicode.Scalar), let name = groupName(), let numbers = names[name] else {
        return nil
      }
      return .backReference(numbers)
    case "1"..."9":
      let start = position
      if let number = number(), number <= totalGroups { return .backReference([number]) }
      if isUnicode { return nil }
      position = start
    default: break
    }
    if let set = classEscape() { return .character(set) }
    return characterEscape(isInClass: false).map { .character(CharacterClass([$0...$0])) }
  }
}
