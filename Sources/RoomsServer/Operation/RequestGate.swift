import Synchronization

/// How many requests are answered at once. What comes beyond is refused at once instead of waiting: whoever is
/// let in is answered in time, and the refused know that they should come again later.
final class RequestGate: Sendable {
  private let limit: Int
  private let count = Mutex(0)

  init(limit: Int) { self.limit = limit }

  /// Whether there was room. Whoever was let in has to ``leave()``.
  func enter() -> Bool {
    count.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
  }

  func leave() { count.withLock { $0 -= 1 } }

  /// How many are in.
  var occupancy: Int { count.withLock { $0 } }
}
