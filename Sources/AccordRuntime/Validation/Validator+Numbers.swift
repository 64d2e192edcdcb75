extension Validator {
  public mutating func range<Number: Comparable>(
    _ value: Number?, min: Number? = nil, max: Number? = nil, above: Number? = nil,
    below: Number? = nil
  ) {
    guard let value else { return }
    if let min, value < min { report("minimum", "must be at least \(min)") }
    if let max, value > max { report("maximum", "must be at most \(max)") }
    if let above, value <= above { report("exclusiveMinimum", "must be more than \(above)") }
    if let below, value >= below { report("exclusiveMaximum", "must be less than \(below)") }
  }

  /// Bounds that the value's type cannot express, as JSON's numbers.
  public mutating func range(
    _ value: (some JSONWritable)?, exactMin: String? = nil, exactMax: String? = nil,
    exactAbove: String? = nil, exactBelow: String? = nil
  ) {
    guard let number = Self.number(value) else { return }
    func bound(_ literal: String?) -> JSONNumber? { literal.flatMap { JSONNumber(literal: $0) } }
    range(
      number, min: bound(exactMin), max: bound(exactMax), above: bound(exactAbove),
      below: bound(exactBelow))
  }

  public mutating func multiple<Number: BinaryInteger>(_ value: Number?, of divisor: Number) {
    guard let value, divisor != 0, !value.isMultiple(of: divisor) else { return }
    report("multipleOf", "must be a multiple of \(divisor)")
  }

  /// A divisor as JSON's number; decimals are divided as such, not as binary fractions.
  public mutating func multiple(_ value: (some JSONWritable)?, ofExact divisor: String) {
    guard let number = Self.number(value), let exact = JSONNumber(literal: divisor),
      number.isMultiple(of: exact) == false
    else { return }
    report("multipleOf", "must be a multiple of \(divisor)")
  }

  private static func number(_ value: (some JSONWritable)?) -> JSONNumber? {
    guard let bytes = try? value?.json(), let json = try? JSONValue(parsing: bytes) else {
      return nil
    }
    return json.number
  }
}
