import NIOCore
import ServiceLifecycle
import Synchronization

/// Cuts off connections whose request has not come, or whose answer was not taken, within its time.
///
/// One look a second at all of them costs less than a timer for each.
final class RequestDeadlines: Service {
  /// A request that is being answered.
  struct Ticket: Sendable, Hashable {
    fileprivate var number: Int
  }

  private struct Open: Sendable {
    var next = 0
    var channels: [Int: (channel: any Channel, end: ContinuousClock.Instant)] = [:]
  }

  private let limit: Duration
  private let open = Mutex(Open())

  init(limit: Duration) { self.limit = limit }

  func begin(_ channel: any Channel, at now: ContinuousClock.Instant = .now) -> Ticket {
    open.withLock { open in
      open.next += 1
      open.channels[open.next] = (channel, now + limit)
      return Ticket(number: open.next)
    }
  }

  func end(_ ticket: Ticket?) {
    guard let ticket else { return }
    open.withLock { _ = $0.channels.removeValue(forKey: ticket.number) }
  }

  /// How many requests are under way.
  var count: Int { open.withLock { $0.channels.count } }

  /// Closes what is late.
  func closeLate(at now: ContinuousClock.Instant = .now) {
    let late = open.withLock { open in
      let late = open.channels.filter { $0.value.end <= now }
      for number in late.keys { open.channels[number] = nil }
      return late.values.map(\.channel)
    }
    for channel in late { channel.close(promise: nil) }
  }

  func run() async throws {
    let seconds = AsyncStream<Void> { continuation in
      let task = Task {
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(1))
          continuation.yield()
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
    for await _ in seconds.cancelOnGracefulShutdown() { closeLate() }
  }
}
