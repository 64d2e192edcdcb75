// Takes the place of Swift's own `Mutex` where the thread sanitiser looks on (`make sanitize`). That one's lock is in a
// library that is not instrumented: on Linux the sanitiser does not see it, and takes all that it guards for races. It
// knows those of POSIX.

import Glibc

/// As much of `Synchronization.Mutex` as this package uses.
@usableFromInline struct Mutex<Value>: ~Copyable, Sendable {
  /// `@unchecked`: the value is reached with the lock held only. Both are apart from this object: to the sanitiser, who
  /// changes a property has the whole object in hand.
  @usableFromInline final class Storage: @unchecked Sendable {
    @usableFromInline let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    @usableFromInline let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    @usableFromInline init(_ value: Value) {
      self.value.initialize(to: value)
      pthread_mutex_init(lock, nil)
    }

    deinit {
      pthread_mutex_destroy(lock)
      lock.deallocate()
      value.deinitialize(count: 1)
      value.deallocate()
    }
  }

  @usableFromInline let storage: Storage

  @usableFromInline init(_ value: consuming sending Value) { storage = Storage(value) }

  @usableFromInline borrowing func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(storage.lock)
    defer { pthread_mutex_unlock(storage.lock) }
    return try body(&storage.value.pointee)
  }
}
