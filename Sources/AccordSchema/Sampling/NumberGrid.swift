import AccordJSON

/// The numbers that a shape allows, as whole multiples of a power of ten: exact, where doubles are not.
struct NumberGrid {
  /// All values are counted in units of 10 to this power; never positive.
  private let exponent: Int
  private let step: Int64
  private let lower: Int64?
  private let upper: Int64?

  /// `nil` if the bounds do not fit into 64 bits, or if there is nothing between them.
  init?(_ rules: [NumberRules], isInteger: Bool) {
    let isInteger = isInteger || rules.contains { $0.format?.isInteger ?? false }
    var exponent = isInteger ? 0 : -2
    let numbers = rules.flatMap {
      [$0.minimum, $0.maximum, $0.exclusiveMinimum, $0.exclusiveMaximum, $0.multipleOf]
    }
    for number in numbers.compactMap(\.self) {
      exponent = min(exponent, number.decimal.exponent)
    }
    guard exponent > -18 else { return nil }
    self.exponent = exponent
    let unit: Int64 = isInteger ? (0..<(-exponent)).reduce(1) { unit, _ in unit * 10 } : 1
    var step: Int64? = unit
    for factor in rules.compactMap(\.multipleOf) {
      guard let scaled = Self.scaled(factor, exponent), scaled > 0 else { return nil }
      step = step.flatMap { Self.leastCommonMultiple($0, scaled) }
    }
    guard let step else { return nil }
    self.step = step
    var lower: Int64?
    var upper: Int64?
    for rule in rules {
      let bounds = rule.format?.bounds
      for (bound, inset) in [(rule.minimum, 0), (rule.exclusiveMinimum, 1), (bounds?.lower, 0)]
        as [(JSONNumber?, Int64)]
      {
        guard let bound, let value = Self.scaled(bound, exponent) else { continue }
        lower = max(lower ?? .min, value.addingReportingOverflow(inset).partialValue)
      }
      for (bound, inset) in [(rule.maximum, 0), (rule.exclusiveMaximum, 1), (bounds?.upper, 0)]
        as [(JSONNumber?, Int64)]
      {
        guard let bound, let value = Self.scaled(bound, exponent) else { continue }
        upper = min(upper ?? .max, value.subtractingReportingOverflow(inset).partialValue)
      }
    }
    self.lower = lower.flatMap { Self.roundUp($0, to: step) }
    self.upper = upper.flatMap { Self.roundDown($0, to: step) }
    if let lower = self.lower, let upper = self.upper, lower > upper { return nil }
  }

  /// A number in units of the grid; `nil` if it does not fit or lies between.
  private static func scaled(_ number: JSONNumber, _ exponent: Int) -> Int64? {
    let decimal = number.decimal
    let zeros = decimal.exponent - exponent
    guard decimal.isZero || (zeros >= 0 && decimal.digits.count + zeros <= 20) else { return nil }
    var value: Int64 = 0
    for position in 0..<(decimal.isZero ? 0 : decimal.digits.count + zeros) {
      let digit = position < decimal.digits.count ? Int64(decimal.digits[position]) : 0
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) =
        decimal.isNegative
        ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if overflows || overflowsToo { return nil }
      value = sum
    }
    return value
  }

  private static func leastCommonMultiple(_ left: Int64, _ right: Int64) -> Int64? {
    var (divisor, rest) = (left, right)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    let (product, overflows) = (left / divisor).multipliedReportingOverflow(by: right)
    return overflows ? nil : product
  }

  private static func roundUp(_ value: Int64, to step: Int64) -> Int64? {
    let remainder = value % step
    if remainder == 0 { return value }
    let (result, overflows) = value.addingReportingOverflow(
      remainder > 0 ? step - remainder : -remainder)
    return overflows ? nil : result
  }

  private static func roundDown(_ value: Int64, to step: Int64) -> Int64? {
    let remainder = value % step
    if remainder == 0 { return value }
    let (result, overflows) = value.subtractingReportingOverflow(
      remainder > 0 ? remainder : step + remainder)
    return overflows ? nil : result
  }

  private func number(_ value: Int64) -> JSONNumber? {
    if exponent == 0 { return JSONNumber(value) }
    var digits = String(value.magnitude)
    let fraction = -exponent
    while digits.utf8.count <= fraction { digits = "0" + digits }
    var whole = String(digits.prefix(digits.utf8.count - fraction))
    var part = String(digits.suffix(fraction))
    while part.utf8.last == UInt8(ascii: "0") { part.removeLast() }
    if value < 0 { whole = "-" + whole }
    return JSONNumber(literal: part.isEmpty ? whole : "\(whole).\(part)")
  }

  private func contains(_ value: Int64) -> Bool {
    value % step == 0 && value >= lower ?? .min && value <= upper ?? .max
  }

  /// Some number, neither extreme nor odd.
  private var typical: Int64 {
    var unit: Int64 = 1
    for _ in 0..<(-exponent) { unit *= 10 }
    let wished = 12 * unit
    if let lower, let upper {
      if contains(wished) { return wished }
      // Half of each, because the difference may not fit.
      return Self.roundDown(lower / 2 + upper / 2, to: step).map { max($0, lower) } ?? lower
    }
    if let lower, wished < lower { return lower }
    if let upper, wished > upper { return upper }
    return Self.roundUp(wished, to: step).flatMap { contains($0) ? $0 : nil } ?? lower ?? upper ?? 0
  }

  /// Values that are worth trying, the usual one first.
  func candidates() -> [(value: JSONNumber, label: String)] {
    var result: [(Int64, String)] = [(typical, "a number")]
    if let lower {
      result.append((lower, "the minimum"))
      let (next, overflows) = lower.addingReportingOverflow(step)
      if !overflows { result.append((next, "just above the minimum")) }
    } else {
      result.append((-step, "a negative number"))
    }
    if let upper {
      result.append((upper, "the maximum"))
      let (next, overflows) = upper.subtractingReportingOverflow(step)
      if !overflows { result.append((next, "just below the maximum")) }
    }
    result.append((0, "zero"))
    var seen: Set<Int64> = []
    return result.compactMap { value, label in
      guard contains(value), seen.insert(value).inserted, let number = number(value) else {
        return nil
      }
      return (number, label)
    }
  }

  func random(using generator: inout SeededGenerator) -> JSONNumber? {
    // Without a bound, some way from the other one, as far as there is room.
    let (below, underflows) = (upper ?? 1_000_000).subtractingReportingOverflow(2_000_000)
    let low = lower ?? (underflows ? .min : below)
    let (above, overflows) = max(low, 0).addingReportingOverflow(1_000_000)
    let high = upper ?? (overflows ? .max : above)
    guard low <= high else { return nil }
    let span = UInt64(bitPattern: high &- low) / UInt64(step)
    let offset =
      span == .max ? generator.next() : generator.next().multipliedFullWidth(by: span + 1).high
    let value = Int64(truncatingIfNeeded: UInt64(bitPattern: low) &+ offset &* UInt64(step))
    return Self.roundUp(value, to: step).flatMap { contains($0) ? number($0) : nil }
  }

  /// The number next to a bound on the outside, which is what off-by-one mistakes let through.
  func outside() -> (below: JSONNumber?, above: JSONNumber?) {
    func neighbour(_ value: Int64?, _ distance: Int64) -> JSONNumber? {
      guard let value else { return nil }
      let (next, overflows) = value.addingReportingOverflow(distance)
      return overflows ? nil : number(next)
    }
    return (neighbour(lower, -step), neighbour(upper, step))
  }
}
