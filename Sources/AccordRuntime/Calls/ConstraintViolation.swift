/// A value that the document does not allow, and where it is.
public struct ConstraintViolation: Sendable, Hashable {
  /// Which part of a request a value belongs to.
  public enum Part: Sendable, Hashable {
    case path(String)
    case query(String)
    case header(String)
    case cookie(String)
    case body
  }

  public var part: Part
  /// Where in that part.
  public var pointer: JSONPointer
  /// JSON Schema's keyword, or `type` for a value that could not be read at all.
  public var keyword: String
  /// What is asked for, without the value itself: it may be a secret.
  public var message: String

  public init(part: Part, pointer: JSONPointer, keyword: String, message: String) {
    self.part = part
    self.pointer = pointer
    self.keyword = keyword
    self.message = message
  }
}

/// A generated type that knows the constraints of its schema.
public protocol Validatable {
  func validate(_ validator: inout Validator)
}

/// Collects violations. Generated code names the constraint; what it means is decided here.
public struct Validator: Sendable {
  public private(set) var violations: [ConstraintViolation] = []
  private let part: ConstraintViolation.Part
  private var path: [String] = []

  public init(_ part: ConstraintViolation.Part) {
    self.part = part
  }

  /// Validates what stands below `token`.
  public mutating func at(_ token: String, _ body: (inout Validator) -> Void) {
    path.append(token)
    body(&self)
    path.removeLast()
  }

  public mutating func report(_ keyword: String, _ message: String) {
    violations.append(
      ConstraintViolation(
        part: part, pointer: JSONPointer(tokens: path), keyword: keyword, message: message))
  }

  /// What a value's own type checks, or nothing if its type checks nothing.
  public mutating func validate(_ value: some Any) {
    if let validatable = value as? any Validatable { validatable.validate(&self) }
  }

  public mutating func validate(_ value: (some Validatable)?) {
    value?.validate(&self)
  }

  // MARK: - Strings

  /// The length counts Unicode scalars (JSON Schema Validation, section 6.3.1).
  public mutating func length(_ value: String?, min: Int? = nil, max: Int? = nil) {
    guard let value else { return }
    let count = value.unicodeScalars.count
    if let min, count < min { report("minLength", "must have at least \(min) characters") }
    if let max, count > max { report("maxLength", "must have at most \(max) characters") }
  }

  // MARK: - Numbers

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

  // MARK: - Enums

  public mutating func known(_ value: (some OpenEnum)?) {
    if let value, !value.isKnown { report("enum", "must be one of the documented values") }
  }

  // MARK: - Arrays and objects

  public mutating func count(_ value: (some Collection)?, min: Int? = nil, max: Int? = nil) {
    guard let value else { return }
    if let min, value.count < min { report("minItems", "must have at least \(min) items") }
    if let max, value.count > max { report("maxItems", "must have at most \(max) items") }
  }

  public mutating func count(
    _ value: JSONDictionary<some Any>?, min: Int? = nil, max: Int? = nil
  ) {
    guard let value else { return }
    if let min, value.count < min { report("minProperties", "must have at least \(min) members") }
    if let max, value.count > max { report("maxProperties", "must have at most \(max) members") }
  }

  public mutating func unique<Item: JSONWritable>(_ values: [Item]?) {
    guard let values, values.count > 1 else { return }
    var seen: Set<JSONValue> = []
    for value in values {
      var writer = JSONWriter()
      value.write(to: &writer)
      guard let json = try? JSONValue(parsing: writer.bytes) else { continue }
      if !seen.insert(json).inserted {
        return report("uniqueItems", "must not hold the same item twice")
      }
    }
  }

  /// Each item with its index as the token.
  public mutating func each<Item>(
    _ values: [Item]?, _ body: (inout Validator, Item) -> Void
  ) {
    guard let values else { return }
    for (index, value) in values.enumerated() { at(String(index)) { body(&$0, value) } }
  }

  /// Each value with its key as the token.
  public mutating func each<Item>(
    _ values: JSONDictionary<Item>?, _ body: (inout Validator, Item) -> Void
  ) {
    guard let values else { return }
    for (key, value) in values { at(key) { body(&$0, value) } }
  }
}

extension Validator {
  /// What is wrong with the parts of a request.
  public static func violations(_ body: (inout RequestValidator) -> Void) -> [ConstraintViolation] {
    var validator = RequestValidator()
    body(&validator)
    return validator.violations
  }
}

/// Collects violations over the parts of a request.
public struct RequestValidator: Sendable {
  public private(set) var violations: [ConstraintViolation] = []

  public mutating func check(
    _ part: ConstraintViolation.Part, _ body: (inout Validator) -> Void
  ) {
    var validator = Validator(part)
    body(&validator)
    violations += validator.violations
  }
}
