extension Validator {
  /// The length counts Unicode scalars (JSON Schema Validation, section 6.3.1).
  public mutating func length(_ value: String?, min: Int? = nil, max: Int? = nil) {
    guard let value else { return }
    let count = value.unicodeScalars.count
    if let min, count < min { report("minLength", "must have at least \(min) characters") }
    if let max, count > max { report("maxLength", "must have at most \(max) characters") }
  }

  /// The length of the text that JSON holds for the value.
  public mutating func length(_ value: (some FormattedString)?, min: Int? = nil, max: Int? = nil) {
    length(value?.text, min: min, max: max)
  }

  /// A regular expression of ECMA-262, which may match anywhere in the value (JSON Schema Validation, section
  /// 6.3.3). One that is malformed, or too costly for the value, refuses nothing.
  public mutating func pattern(_ value: String?, _ expression: String) {
    guard let value, Self.matches(expression, value) == false else { return }
    report("pattern", "must match \(expression)")
  }

  /// The pattern of the text that JSON holds for the value.
  public mutating func pattern(_ value: (some FormattedString)?, _ expression: String) {
    pattern(value?.text, expression)
  }

  /// One of the values of a JSON array.
  public mutating func values(_ value: (some JSONWritable)?, _ allowed: String) {
    guard let bytes = try? value?.json(), let json = try? JSONValue(parsing: bytes),
      let list = try? JSONValue(parsing: allowed).array, !list.contains(json)
    else { return }
    report(list.count == 1 ? "const" : "enum", "must be one of the documented values")
  }

  public mutating func known(_ value: (some OpenEnum)?) {
    if let value, !value.isKnown { report("enum", "must be one of the documented values") }
  }

  public mutating func known(_ value: (some OpenValueEnum)?) {
    if let value, !value.isKnown { report("enum", "must be one of the documented values") }
  }
}
