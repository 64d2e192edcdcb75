import Synchronization

/// How many retries there may be beside first attempts: a part of them, and a few in any case. A server that is in
/// trouble gets little more to do than without any retries.
public final class RetryBudget: Sendable {
  private let state: Mutex<Double>
  private let ratio: Double
  private let reserve: Double

  /// - Parameters:
  ///   - ratio: retries for each first attempt, from 0.
  ///   - reserve: how many retries can be saved up, and are there at the start.
  public init(ratio: Double = 0.1, reserve: Int = 10) {
    self.ratio = max(ratio, 0)
    self.reserve = Double(max(reserve, 0))
    state = Mutex(self.reserve)
  }

  func deposit() {
    state.withLock { $0 = min($0 + ratio, reserve) }
  }

  /// Whether there may be one more.
  func withdraw() -> Bool {
    state.withLock { balance in
      guard balance >= 1 else { return false }
      balance -= 1
      return true
    }
  }
}
