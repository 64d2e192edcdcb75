import AccordJSON

/// A point at which a value can be made in several ways.
struct Decision: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// Which schema of an `anyOf` or `oneOf`, or which side of an `if`.
    case branch(SchemaNode.ID)
    case type
    /// Which of several values.
    case value
    /// How many items.
    case count
    /// Whether a member that may be absent is there.
    case optional(ExactString)
    /// Whether there are members that the schema does not name.
    case additional
  }

  let place: JSONPointer
  let kind: Kind
}

/// Decides, and remembers what there was to decide.
struct Chooser: Sendable {
  enum Mode: Sendable {
    /// The first option, except where told otherwise: for going through all options in turn.
    case systematic
    /// Any option.
    case random
    /// Whatever makes the smallest value.
    case smallest
  }

  var mode: Mode
  /// What to do otherwise than usual, in systematic mode.
  var overrides: [Decision: Int] = [:]
  /// The decision that the value is about, whose option becomes the summary.
  var focus: Decision?
  /// Whether members that may be absent are there, in systematic mode.
  var includesOptional = true
  private(set) var summary: String?
  private(set) var encountered: [(decision: Decision, options: Int, usual: Int)] = []
  var generator: SeededGenerator

  init(mode: Mode, seed: UInt64) {
    self.mode = mode
    generator = SeededGenerator(seed: seed)
  }

  /// - Parameters:
  ///   - usual: the option in systematic mode.
  ///   - smallest: the option that makes the smallest value.
  ///   - isSmall: whether there is no more room, so that the smallest is taken whatever the mode.
  mutating func choose(
    _ decision: Decision, of options: Int, usual: Int = 0, smallest: Int = 0,
    isSmall: Bool = false, label: (Int) -> String
  ) -> Int {
    guard options > 1 else { return 0 }
    if isSmall { return smallest }
    switch mode {
    case .smallest: return smallest
    case .random: return generator.below(options)
    case .systematic:
      encountered.append((decision, options, usual))
      let option = overrides[decision].map { min($0, options - 1) } ?? usual
      if decision == focus { summary = label(option) }
      return option
    }
  }
}
