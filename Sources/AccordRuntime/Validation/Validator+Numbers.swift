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

  public mutating func multiple<Number: BinaryInteger>(_ value: Number?, of divisor: Number) {
    guard let value, divisor != 0, !value.isMultiple(of: divisor) else { return }
    report("multipleOf", "must be a multiple of \(divisor)")
  }
}
