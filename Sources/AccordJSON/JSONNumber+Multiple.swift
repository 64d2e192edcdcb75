extension JSONNumber {
  /// Whether this number divided by `factor` is an integer: exactly, by decimal digits.
  ///
  /// - Returns: `nil` if the factor is zero, or if the numbers are so long that finding out would take too
  ///   much time.
  public func isMultiple(of factor: JSONNumber) -> Bool? {
    if factor.decimal.isZero { return nil }
    if let value = integer(as: Int64.self), let factor = factor.integer(as: Int64.self) {
      return factor == -1 || value % factor == 0
    }
    return decimal.isMultiple(of: factor.decimal)
  }
}

extension JSONNumber.Decimal {
  /// Steps of long division that are still done; hostile numbers have millions of digits.
  private static var longestDivision: Int { 4_000_000 }

  fileprivate func isMultiple(of factor: Self) -> Bool? {
    if isZero { return true }
    // The digits have no trailing zeros, so a power of ten in the divisor cannot cancel out.
    guard exponent >= factor.exponent else { return false }
    let zeros = exponent - factor.exponent
    if factor.digits.count <= 18 {
      let divisor = factor.digits.reduce(0 as UInt64) { $0 * 10 + UInt64($1) }
      return remainder(by: divisor, zeros: zeros) == 0
    }
    return longRemainderIsZero(by: factor.digits, zeros: zeros)
  }

  /// The remainder of the digits with `zeros` more zeros behind them.
  private func remainder(by divisor: UInt64, zeros: Int) -> UInt64 {
    var remainder: UInt64 = 0
    for digit in digits {
      remainder = Self.multiply(remainder, 10, modulo: divisor)
      remainder = (remainder + UInt64(digit)) % divisor
    }
    // 10^zeros by squaring: the exponent may be huge.
    var power = 10 % divisor
    var rest = zeros
    while rest > 0 && remainder != 0 {
      if rest & 1 == 1 { remainder = Self.multiply(remainder, power, modulo: divisor) }
      power = Self.multiply(power, power, modulo: divisor)
      rest >>= 1
    }
    return remainder
  }

  private static func multiply(_ left: UInt64, _ right: UInt64, modulo divisor: UInt64) -> UInt64 {
    divisor.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
  }

  /// Division as on paper: the remainder is kept as digits, and each digit that comes down is divided by
  /// subtracting.
  private func longRemainderIsZero(by divisor: [UInt8], zeros: Int) -> Bool? {
    let (length, overflows) = digits.count.addingReportingOverflow(zeros)
    guard !overflows, length <= Self.longestDivision / divisor.count else { return nil }
    var remainder: [UInt8] = []
    for position in 0..<length {
      let digit = position < digits.count ? digits[position] : 0
      if position >= digits.count && remainder.isEmpty { return true }
      if !(remainder.isEmpty && digit == 0) { remainder.append(digit) }
      while Self.isNotLess(remainder, than: divisor) { Self.subtract(divisor, from: &remainder) }
    }
    return remainder.isEmpty
  }

  private static func isNotLess(_ left: [UInt8], than right: [UInt8]) -> Bool {
    if left.count != right.count { return left.count > right.count }
    return !left.lexicographicallyPrecedes(right)
  }

  private static func subtract(_ small: [UInt8], from large: inout [UInt8]) {
    var borrow: UInt8 = 0
    for offset in 1...large.count {
      let index = large.count - offset
      let part = (offset <= small.count ? small[small.count - offset] : 0) + borrow
      borrow = large[index] < part ? 1 : 0
      large[index] = large[index] &+ borrow * 10 &- part
    }
    let leading = large.prefix { $0 == 0 }.count
    large.removeFirst(leading)
  }
}
