/// The syntax tree of a regular expression.
package indirect enum PatternSyntax: Sendable {
  case empty
  /// One character out of a set.
  case character(CharacterClass)
  case sequence([PatternSyntax])
  case alternation([PatternSyntax])
  /// A capturing group, counted from 1.
  case group(PatternSyntax, number: Int)
  case repetition(PatternSyntax, minimum: Int, maximum: Int?, isGreedy: Bool)
  case start
  case end
  case wordBoundary(isNegated: Bool)
  case look(PatternSyntax, isAhead: Bool, isNegated: Bool)
  /// Groups of one name may stand in several alternatives: whichever took part counts.
  case backReference([Int])

  /// Whether a finite automaton can decide it.
  var isRegular: Bool {
    switch self {
    case .empty, .character, .start, .end, .wordBoundary: true
    case .sequence(let parts), .alternation(let parts): parts.allSatisfy(\.isRegular)
    case .group(let body, _), .repetition(let body, _, _, _): body.isRegular
    case .look, .backReference: false
    }
  }

  /// The numbers of the capturing groups inside.
  var groups: Range<Int> {
    var range: Range<Int>?
    func visit(_ syntax: PatternSyntax) {
      switch syntax {
      case .empty, .character, .start, .end, .wordBoundary, .backReference: break
      case .sequence(let parts), .alternation(let parts): parts.forEach(visit)
      case .group(let body, let number):
        range = min(range?.lowerBound ?? number, number)..<max(range?.upperBound ?? 0, number + 1)
        visit(body)
      case .repetition(let body, _, _, _), .look(let body, _, _): visit(body)
      }
    }
    visit(self)
    return range ?? 0..<0
  }
}

/// A set of characters: ranges of scalars or code units, and Unicode properties.
package struct CharacterClass: Sendable {
  /// Sorted, without overlaps.
  package private(set) var ranges: [ClosedRange<UInt32>] = []
  private(set) var properties: [(property: UnicodeProperty, isNegated: Bool)] = []
  package var isNegated = false
  /// The answers for ASCII, which most text is.
  private var ascii: (UInt64, UInt64) = (0, 0)

  static let largest: UInt32 = 0x10FFFF

  init(_ ranges: [ClosedRange<UInt32>] = [], isNegated: Bool = false) {
    self.isNegated = isNegated
    for range in ranges { insert(range) }
    normalize()
  }

  mutating func insert(_ range: ClosedRange<UInt32>) {
    ranges.append(range)
  }

  mutating func insert(_ property: UnicodeProperty, isNegated: Bool) {
    properties.append((property, isNegated))
  }

  mutating func formUnion(_ other: CharacterClass) {
    properties += other.properties
    ranges += other.isNegated ? other.complement : other.ranges
  }

  /// To be called after the last insertion.
  mutating func normalize() {
    ranges.sort { $0.lowerBound < $1.lowerBound }
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges {
      if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    ranges = merged
    ascii = (0, 0)
    for unit in 0..<64 as Range<UInt32> where isMember(unit) { ascii.0 |= 1 << UInt64(unit) }
    for unit in 64..<128 as Range<UInt32> where isMember(unit) {
      ascii.1 |= 1 << UInt64(unit - 64)
    }
  }

  package func contains(_ unit: UInt32) -> Bool {
    if unit < 64 { return ascii.0 & 1 << UInt64(unit) != 0 }
    if unit < 128 { return ascii.1 & 1 << UInt64(unit - 64) != 0 }
    return isMember(unit)
  }

  private func isMember(_ unit: UInt32) -> Bool {
    (isInRanges(unit) || properties.contains { $0.property.contains(unit) != $0.isNegated })
      != isNegated
  }

  private func isInRanges(_ unit: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < unit { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(unit)
  }

  private var complement: [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.largest { result.append(next...Self.largest) }
    return result
  }

  // The classes that have escapes of their own (ECMA-262, CharacterClassEscape).
  static let digits = CharacterClass([48...57])
  static let wordCharacters = CharacterClass([48...57, 65...90, 95...95, 97...122])
  static let whiteSpace = CharacterClass([
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])
  /// All but line terminators, for `.`.
  static let anyInLine = CharacterClass(
    [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isNegated: true)

  var negated: CharacterClass {
    var copy = self
    copy.isNegated.toggle()
    copy.normalize()
    return copy
  }
}
