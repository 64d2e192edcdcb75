// Character classes and escapes.
extension PatternParser {
  /// What stands behind `[`.
  mutating func characterClass() -> CharacterClass? {
    var set = CharacterClass()
    set.isNegated = consume("^" as Unicode.Scalar)
    while !consume("]" as Unicode.Scalar) {
      guard let low = classAtom() else { return nil }
      guard isAt("-"), position + 1 < units.count, units[position + 1] != 93 else {
        insert(low, into: &set)
        continue
      }
      let dash = position
      position += 1
      guard let high = classAtom() else { return nil }
      switch (low, high) {
      case (.single(let low), .single(let high)):
        guard low <= high else { return nil }
        set.insert(low...high)
      case (.set, _), (_, .set):
        // Annex B: a class such as `\w` begins no range, so the dash stands for itself.
        if isUnicode { return nil }
        insert(low, into: &set)
        set.insert(units[dash]...units[dash])
        insert(high, into: &set)
      }
    }
    set.normalize()
    return set
  }

  private enum ClassAtom {
    case single(UInt32)
    case set(CharacterClass)
  }

  private func insert(_ atom: ClassAtom, into set: inout CharacterClass) {
    switch atom {
    case .single(let unit): set.insert(unit...unit)
    case .set(let other): set.formUnion(other)
    }
  }

  private mutating func classAtom() -> ClassAtom? {
    guard let unit = current else { return nil }
    position += 1
    guard unit == 92 else { return .single(unit) }
    if let set = classEscape() { return .set(set) }
    if isAt("b") {
      position += 1
      return .single(8)
    }
    if isUnicode && isAt("-") {
      position += 1
      return .single(45)
    }
    return characterEscape(isInClass: true).map { .single($0) }
  }

  /// `\d`, `\p{…}` and the like.
  mutating func classEscape() -> CharacterClass? {
    guard let unit = current else { return nil }
    let set: CharacterClass
    switch Self.scalar(unit) {
    case "d": set = .digits
    case "D": set = CharacterClass.digits.negated
    case "w": set = .wordCharacters
    case "W": set = CharacterClass.wordCharacters.negated
    case "s": set = .whiteSpace
    case "S": set = CharacterClass.whiteSpace.negated
    case "p" where isUnicode, "P" where isUnicode:
      return propertyEscape(isNegated: unit == 80)
    default: return nil
    }
    position += 1
    return set
  }

  private mutating func propertyEscape(isNegated: Bool) -> CharacterClass? {
    let start = position
    position += 1
    guard consume("{" as Unicode.Scalar) else {
      position = start
      return nil
    }
    let name = units[position...].prefix { $0 != 125 }
    guard position + name.count < units.count,
      let property = UnicodeProperty(PatternParser.text(name))
    else {
      position = start
      return nil
    }
    position += name.count + 1
    var set = CharacterClass()
    set.insert(property, isNegated: isNegated)
    set.normalize()
    return set
  }

  /// One character that is written as an escape.
  mutating func characterEscape(isInClass: Bool) -> UInt32? {
    guard let unit = current else { return nil }
    position += 1
    switch Self.scalar(unit) {
    case "t": return 9
    case "n": return 10
    case "v": return 11
    case "f": return 12
    case "r": return 13
    case "c": return controlEscape(isInClass: isInClass)
    case "0" where isUnicode:
      if let next = current, next &- 48 < 10 { return nil }
      return 0
    case "0"..."7" where !isUnicode: return octalEscape(first: unit)
    case "x":
      if let value = hexadecimal(digits: 2) { return value }
      return isUnicode ? nil : unit
    case "u": return unicodeEscape()
    default: return identityEscape(unit)
    }
  }

  private func identityEscape(_ unit: UInt32) -> UInt32? {
    if isUnicode {
      let syntaxCharacters = "^$\\.*+?()[]{}|/".unicodeScalars
      return syntaxCharacters.contains { $0.value == unit } ? unit : nil
    }
    // Annex B reads any other letter as itself. In the dialects that such patterns come from, these letters
    // stand for something else (`\A` for the start, say): better not understood than understood wrongly.
    let foreign = "AZzGhHRXQEKNpP".unicodeScalars
    return foreign.contains { $0.value == unit } ? nil : unit
  }

  private mutating func controlEscape(isInClass: Bool) -> UInt32? {
    if let letter = current, (letter | 0x20) &- 97 < 26 {
      position += 1
      return letter % 32
    }
    if isUnicode { return nil }
    // Annex B: the backslash stands for itself, and the `c` comes next.
    position -= 1
    return 92
  }

  private mutating func octalEscape(first: UInt32) -> UInt32 {
    var value = first - 48
    var digits = 1
    while let unit = current, unit &- 48 < 8, digits < 3, value * 8 + (unit - 48) < 256 {
      value = value * 8 + (unit - 48)
      position += 1
      digits += 1
    }
    return value
  }

  private mutating func hexadecimal(digits: Int) -> UInt32? {
    guard position + digits <= units.count else { return nil }
    var value: UInt32 = 0
    for unit in units[position..<(position + digits)] {
      guard let digit = Unicode.Scalar(unit).flatMap({ Character($0).hexDigitValue }),
        unit < 128
      else { return nil }
      value = value * 16 + UInt32(digit)
    }
    position += digits
    return value
  }

  private mutating func unicodeEscape() -> UInt32? {
    let start = position
    if isUnicode && consume("{" as Unicode.Scalar) {
      var value: UInt32 = 0
      var count = 0
      while let digit = hexadecimal(digits: 1) {
        value = value * 16 + digit
        count += 1
        guard value <= CharacterClass.largest else { return nil }
      }
      return count > 0 && consume("}" as Unicode.Scalar) ? value : nil
    }
    guard let first = hexadecimal(digits: 4) else {
      position = start
      return isUnicode ? nil : 117
    }
    guard isUnicode, first & 0xFC00 == 0xD800 else { return first }
    // With the flag two escapes of surrogates are one character.
    let afterFirst = position
    if consume("\\u"), let second = hexadecimal(digits: 4), second & 0xFC00 == 0xDC00 {
      return 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
    }
    position = afterFirst
    return first
  }
}
