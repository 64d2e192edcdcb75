/// How much work a validation may do. A schema can be written so that checking a small value takes longer
/// than anyone can wait.
public struct ValidationLimits: Sendable, Hashable {
  /// How many schemas may apply inside one another. A bound, because checking recurses.
  public var maximumDepth: Int
  /// How many times a schema is applied to a value, counting members and items too.
  public var maximumSteps: Int
  /// Steps of one pattern on one string.
  public var maximumPatternSteps: Int
  /// After so many violations no more are listed.
  public var maximumViolations: Int

  public init(
    maximumDepth: Int = 256, maximumSteps: Int = 20_000_000,
    maximumPatternSteps: Int = 1_000_000, maximumViolations: Int = 50
  ) {
    self.maximumDepth = maximumDepth
    self.maximumSteps = maximumSteps
    self.maximumPatternSteps = maximumPatternSteps
    self.maximumViolations = maximumViolations
  }
}

/// Why a value was not checked completely.
public enum Incompleteness: Sendable, Hashable {
  /// ``ValidationLimits/maximumDepth`` was reached.
  case depth
  /// ``ValidationLimits/maximumSteps`` was reached.
  case steps
  /// ``ValidationLimits/maximumPatternSteps`` was reached, or a number is too long to be divided.
  case patternSteps
  /// A reference leads nowhere.
  case unresolvedReference
  /// A pattern is no regular expression that is understood.
  case unsupportedPattern
}

/// What a validation found.
public struct ValidationResult: Sendable {
  /// Empty if nothing wrong was found.
  public let violations: [Violation]
  /// Why not all was checked, if it was not.
  public let incompleteness: Incompleteness?

  /// Whether something was not checked.
  public var isIncomplete: Bool { incompleteness != nil }
  /// Whether all was checked, and nothing wrong was found.
  public var isValid: Bool { violations.isEmpty && incompleteness == nil }
}
