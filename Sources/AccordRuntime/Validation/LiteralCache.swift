import Synchronization

/// What was made of literals of generated code, each once. Only such literals come here, so it does not grow without end.
final class LiteralCache<Made: Sendable>: Sendable {
  private let make: @Sendable (String) -> Made
  private let made = Mutex<[ExactString: Made]>([:])

  init(_ make: @escaping @Sendable (String) -> Made) {
    self.make = make
  }

  subscript(literal: String) -> Made {
    let key = ExactString(literal)
    if let known = made.withLock({ $0[key] }) { return known }
    let new = make(literal)
    made.withLock { $0[key] = new }
    return new
  }
}
