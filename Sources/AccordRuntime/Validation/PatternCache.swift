internal import AccordPatterns
import Synchronization

/// The regular expressions of generated code, each compiled once. Only literals of generated code come
/// here, so it does not grow without end.
final class PatternCache: Sendable {
  static let shared = PatternCache()

  /// What one value may cost; a backtracking expression that needs more is left undecided.
  private static let maximumSteps = 200_000

  private let compiled = Mutex<[ExactString: RegularExpression?]>([:])

  /// Whether the expression matches anywhere in the text. `nil` if the expression is malformed, or if the
  /// answer would cost too much.
  func matches(_ pattern: String, _ text: String) -> Bool? {
    expression(pattern)?.matches(text, maximumSteps: Self.maximumSteps).isMatch
  }

  private func expression(_ pattern: String) -> RegularExpression? {
    let key = ExactString(pattern)
    if let known = compiled.withLock({ $0[key] }) { return known }
    let expression = RegularExpression(pattern)
    compiled.withLock { $0[key] = .some(expression) }
    return expression
  }
}
