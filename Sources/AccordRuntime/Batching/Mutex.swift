// Only where the thread sanitiser looks on (`make sanitize`). The lock of Swift's own `Mutex` is in a library that is not
// instrumented: on Linux the sanitiser does not see it and takes all that it guards for races. It knows those of POSIX.
#if ACCORD_THREAD_SANITIZER
  import Glibc

  /// As much of `Synchronization.Mutex` as this package uses.
  public struct Mutex<Value>: ~Copyable, Sendable {
    /// `@unchecked`: the value is reached with the lock held only.
    @usableFromInline final class Storage: @unchecked Sendable {
      @usableFromInline var value: Value
      @usableFromInline let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

      @usableFromInline init(_ value: Value) {
        self.value = value
        pthread_mutex_init(lock, nil)
      }

      deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
      }
    }

    @usableFromInline let storage: Storage

    public init(_ value: consuming sending Value) { storage = Storage(value) }

    public borrowing func withLock<Result, Failure: Error>(
      _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      pthread_mutex_lock(storage.lock)
      defer { pthread_mutex_unlock(storage.lock) }
      return try body(&storage.value)
    }
  }
#endif
