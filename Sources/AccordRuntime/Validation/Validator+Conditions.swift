internal import AccordPatterns

extension Validator {
  private static let conditions = LiteralCache<Condition?> { literal in
    (try? JSONValue(parsing: literal)).map(Condition.init)
  }

  /// What a document demands of a value and no type expresses, as a schema of JSON Schema 2020-12.
  ///
  /// Of its keywords those are known that ``Condition`` lists; it has no references.
  public mutating func meets(_ value: (some JSONWritable)?, _ condition: String) {
    guard let value, let condition = Self.conditions[condition],
      let json = (try? value.json()).flatMap({ try? JSONValue(parsing: $0) })
    else { return }
    condition.check(json, &self)
  }

  // MARK: - Patterns

  /// What one value may cost; a backtracking expression that needs more is left undecided.
  private static let maximumSteps = 200_000
  private static let expressions = LiteralCache<RegularExpression?> { RegularExpression($0) }

  /// Whether the expression matches anywhere in the text. `nil` if the expression is malformed, or if the
  /// answer would cost too much.
  static func matches(_ pattern: String, _ text: String) -> Bool? {
    expressions[pattern]?.matches(text, maximumSteps: maximumSteps).isMatch
  }
}
