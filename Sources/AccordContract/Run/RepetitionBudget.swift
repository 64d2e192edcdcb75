import Synchronization

/// How often a run may look into an answer that is another one when it is asked for again. Where data changes all the
/// time there is no end of such answers, and nothing to be found.
final class RepetitionBudget: Sendable {
  /// How often one such request is repeated.
  static let repetitions = 40

  private let rest = Mutex(12)

  /// Whether there was one left, which is spent by asking.
  func take() -> Bool {
    rest.withLock { rest in
      guard rest > 0 else { return false }
      rest -= 1
      return true
    }
  }
}
