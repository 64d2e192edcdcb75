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

  /// A validator of the member `token`.
  public subscript(token: String) -> Validator {
    get {
      var copy = self
      copy.path.append(token)
      return copy
    }
    _modify {
      path.append(token)
      yield &self
      path.removeLast()
    }
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
}

/// Collects violations over the parts of a request.
public struct RequestValidator: Sendable {
  public private(set) var violations: [ConstraintViolation] = []

  public init() {}

  /// A validator for that part; what it finds is added.
  public subscript(part: ConstraintViolation.Part) -> Validator {
    get { Validator(part) }
    set { violations += newValue.violations }
  }
}
