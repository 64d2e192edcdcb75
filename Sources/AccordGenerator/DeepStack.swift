import Foundation

/// A thread with a large stack of its own.
///
/// Schemas refer to each other in chains of any length, and deciding about one decides about the next. A document
/// of a megabyte can hold a chain of ten thousand; the stack of a usual thread holds fewer. Memory is only taken
/// as far as the stack is used.
enum DeepStack {
  private static let bytes = 1 << 30

  /// Runs `body` there and waits for its end.
  static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
    let box = Box<Result>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      box.result = body()
      done.signal()
    }
    thread.stackSize = bytes
    thread.start()
    done.wait()
    // The thread has stored a result before it signals.
    return box.result ?? body()
  }

  /// Written by one thread before another reads it: the semaphore is in between.
  private final class Box<Result: Sendable>: @unchecked Sendable {
    var result: Result?
  }
}
