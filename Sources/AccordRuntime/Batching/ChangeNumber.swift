import Synchronization

/// Changes in the order in which this process learned of them: what an answer must be newer than.
@usableFromInline
struct ChangeNumber: Comparable, Sendable {
  @usableFromInline let value: UInt64

  private init(_ value: UInt64) {
    self.value = value
  }

  @usableFromInline
  static let none = ChangeNumber(0)

  private static let counter = Atomic<UInt64>(0)

  /// The last one that there was.
  @usableFromInline
  static var last: ChangeNumber { ChangeNumber(counter.load(ordering: .acquiring)) }

  /// A change that has happened now.
  static func next() -> ChangeNumber {
    ChangeNumber(counter.add(1, ordering: .acquiringAndReleasing).newValue)
  }

  /// What the answers to the calls of the current task must be newer than. A query cache sets it when it fetches
  /// again what has become stale: a ``Batcher`` then sends a new request instead of joining an older one.
  @usableFromInline @TaskLocal static var required = ChangeNumber.none

  @inlinable
  static func < (left: ChangeNumber, right: ChangeNumber) -> Bool { left.value < right.value }
}
