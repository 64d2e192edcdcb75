extension JSONNumber {
  /// A decimal number: ±0.d₁d₂… is not how it is kept, but ±(d₁d₂…dₙ) · 10^`exponent`, with neither
  /// leading nor trailing zeros, so that equal numbers are equal member by member. Zero has no digits.
  public struct Decimal: Sendable, Hashable {
    public let isNegative: Bool
    /// Each from 0 to 9, the most significant first.
    public let digits: [UInt8]
    /// Clamped to ±2^40: beyond it numbers of one sign and the same digits count as equal.
    public let exponent: Int

    init(isNegative: Bool, digits: [UInt8], exponent: Int) {
      self.isNegative = isNegative && !digits.isEmpty
      self.digits = digits
      self.exponent = digits.isEmpty ? 0 : exponent
    }

    init(validLiteral literal: String) {
      var isNegative = false
      var digits: [UInt8] = []
      var fractionDigits = 0
      var exponent = 0
      var exponentIsNegative = false
      enum Part { case integer, fraction, exponent }
      var part = Part.integer
      for byte in literal.utf8 {
        switch (part, byte) {
        case (.integer, UInt8(ascii: "-")): isNegative = true
        case (.integer, UInt8(ascii: ".")): part = .fraction
        case (.integer, UInt8(ascii: "e")), (.integer, UInt8(ascii: "E")),
          (.fraction, UInt8(ascii: "e")), (.fraction, UInt8(ascii: "E")):
          part = .exponent
        case (.exponent, UInt8(ascii: "-")): exponentIsNegative = true
        case (.exponent, UInt8(ascii: "+")): break
        case (.exponent, _):
          if exponent < Self.largestExponent { exponent = exponent * 10 + Int(byte &- 48) }
        case (.integer, _), (.fraction, _):
          if part == .fraction { fractionDigits += 1 }
          if !(digits.isEmpty && byte == UInt8(ascii: "0")) { digits.append(byte &- 48) }
        }
      }
      exponent = min(exponent, Self.largestExponent)
      if exponentIsNegative { exponent = -exponent }
      exponent -= fractionDigits
      while let last = digits.last, last == 0 {
        digits.removeLast()
        exponent += 1
      }
      self.init(isNegative: isNegative, digits: digits, exponent: exponent)
    }

    private static let largestExponent = 1 << 40

    public var isZero: Bool { digits.isEmpty }

    /// The value as an integer of the given type, or `nil` if it has a fraction or does not fit.
    func integer<Integer: FixedWidthInteger>() -> Integer? {
      guard exponent >= 0 else { return nil }
      // No integer type here has more digits; this also bounds the loop below.
      guard digits.count + exponent <= 40 || digits.isEmpty else { return nil }
      var result: Integer = 0
      for position in 0..<(digits.count + exponent) {
        let digit = position < digits.count ? digits[position] : 0
        let (scaled, overflows) = result.multipliedReportingOverflow(by: 10)
        guard !overflows, let digit = Integer(exactly: digit) else { return nil }
        let (sum, overflowsToo) =
          isNegative
          ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
        guard !overflowsToo else { return nil }
        result = sum
      }
      return result
    }
  }
}

extension JSONNumber.Decimal: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    if left.isZero { return !right.isZero && !right.isNegative }
    if right.isZero { return left.isNegative }
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative
      ? right.hasSmallerMagnitude(than: left) : left.hasSmallerMagnitude(than: right)
  }

  private func hasSmallerMagnitude(than other: Self) -> Bool {
    let magnitude = digits.count + exponent
    let otherMagnitude = other.digits.count + other.exponent
    if magnitude != otherMagnitude { return magnitude < otherMagnitude }
    // The same power of ten in front: the digits decide, and a missing digit is a zero.
    for position in 0..<max(digits.count, other.digits.count) {
      let digit = position < digits.count ? digits[position] : 0
      let otherDigit = position < other.digits.count ? other.digits[position] : 0
      if digit != otherDigit { return digit < otherDigit }
    }
    return false
  }
}
