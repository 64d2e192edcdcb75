import Synchronization

/// Hands a value on from one user to the next: whoever has taken it is the only one that has it.
///
/// Unchecked, because the value need not be sendable. It is safe all the same: `value` is touched under the lock only,
/// and leaves when it is taken, so that it is never in two hands at a time.
final class Baton<Value>: @unchecked Sendable {
  private let lock = Mutex(())
  private var value: Value?

  init(_ value: Value) {
    self.value = value
  }

  /// `nil` while somebody else has it.
  func take() -> Value? {
    lock.withLock { _ in
      defer { value = nil }
      return value
    }
  }

  func give(_ value: Value) {
    lock.withLock { _ in self.value = value }
  }
}
