import AccordPatterns

/// Strings that a regular expression matches, made by walking through its syntax. Look-around is not heeded:
/// whoever uses the string checks it.
struct PatternSampler {
  enum Length {
    case shortest
    case random
    /// As near as possible to so many characters.
    case about(Int)
  }

  private var generator: SeededGenerator
  private let isUnicode: Bool
  private let isRandom: Bool
  /// How many more characters there may be than are needed.
  private var room: Int
  private var units: [UInt32] = []
  private var captures: [Int: [UInt32]] = [:]

  /// No string becomes longer than this.
  private static let longest = 10_000

  /// `nil` if the expression has a set of characters of which none can be found.
  static func sample(
    _ expression: RegularExpression, length: Length, using generator: inout SeededGenerator
  ) -> String? {
    var sampler = PatternSampler(
      generator: generator, isUnicode: expression.isUnicode, length: length)
    guard sampler.append(expression.syntax) else { return nil }
    if case .about(let wished) = length {
      // Now it is known how many are needed, and how many more there is room for.
      let needed = sampler.units.count
      sampler = PatternSampler(
        generator: generator, isUnicode: expression.isUnicode, length: .shortest)
      sampler.room = max(0, wished - needed)
      guard sampler.append(expression.syntax) else { return nil }
    }
    generator = sampler.generator
    if expression.isUnicode { return PatternParser.text(sampler.units) }
    return String(decoding: sampler.units.map { UInt16(truncatingIfNeeded: $0) }, as: UTF16.self)
  }

  private init(generator: SeededGenerator, isUnicode: Bool, length: Length) {
    self.generator = generator
    self.isUnicode = isUnicode
    switch length {
    case .shortest, .about:
      isRandom = false
      room = 0
    case .random:
      isRandom = true
      room = 0
    }
  }

  private mutating func append(_ syntax: PatternSyntax) -> Bool {
    guard units.count < Self.longest else { return false }
    switch syntax {
    case .empty, .start, .end, .wordBoundary, .look: return true
    case .character(let set):
      guard let unit = member(of: set) else { return false }
      units.append(unit)
      return true
    case .sequence(let parts):
      for part in parts {
        guard append(part) else { return false }
      }
      return true
    case .alternation(let parts):
      // Which one is random even for a fixed length: the first may be the one that never fits.
      return append(parts[generator.below(parts.count)])
    case .group(let body, let number):
      let start = units.count
      guard append(body) else { return false }
      captures[number] = Array(units[start...])
      return true
    case .backReference(let numbers):
      for number in numbers { units += captures[number] ?? [] }
      return true
    case .repetition(let body, let minimum, let maximum, _):
      return append(repeating: body, minimum: minimum, maximum: maximum)
    }
  }

  private mutating func append(
    repeating body: PatternSyntax, minimum: Int, maximum: Int?
  ) -> Bool {
    let most = maximum ?? Int.max
    if isRandom {
      let count = minimum + generator.below(min(most - minimum, 6) + 1)
      for _ in 0..<count {
        guard append(body) else { return false }
      }
      return true
    }
    for _ in 0..<minimum {
      guard append(body) else { return false }
    }
    var count = minimum
    while room > 0 && count < most {
      let start = units.count
      let roomBefore = room
      room = 0
      guard append(body) else { return false }
      let added = units.count - start
      if added == 0 || added > roomBefore {
        units.removeLast(added)
        room = roomBefore
        return true
      }
      room = roomBefore - added
      count += 1
    }
    return true
  }

  // MARK: - Characters

  private static let common = Array(
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  )
  .compactMap(\.unicodeScalars.first?.value)
  private static let rest = (0x20...0x7E as ClosedRange<UInt32>).map(\.self)
  /// Members of categories and scripts that are not in ASCII.
  private static let foreign: [UInt32] = [
    0xE9, 0xDF, 0x416, 0x3B1, 0x5D0, 0x627, 0x905, 0xE01, 0x3042, 0x30A2, 0xAC00, 0x6F22, 0x2028,
    0xA0, 0x20AC, 0x1F600, 0x301, 0x2167, 0xB2, 0x9, 0xA, 0xD,
  ]

  private mutating func member(of set: CharacterClass) -> UInt32? {
    // A few tries first: most sets have many of the common characters.
    for _ in 0..<4 {
      let unit = Self.common[generator.below(Self.common.count)]
      if set.contains(unit) { return unit }
    }
    for pool in [Self.common, Self.rest, Self.foreign] {
      let members = pool.filter { set.contains($0) && (isUnicode || $0 < 0x10000) }
      if let unit = generator.element(of: members) { return unit }
    }
    if !set.isNegated, let range = set.ranges.first { return range.lowerBound }
    return (0x100...0x2FFF as ClosedRange<UInt32>).first { set.contains($0) }
  }
}
