import AccordRuntime
import Synchronization

struct FetchFailure: Error, Equatable {
  let number: Int
}

/// Stands for the server behind a batcher: it holds every request until the test answers it.
final class HeldFetches: Sendable {
  typealias Answer = [ExactString: String]

  struct Request: Sendable {
    let number: Int
    let keys: [ExactString]
    var isCancelled = false
    var hasReturned = false
  }

  private struct State {
    var requests: [Request] = []
    var underWay = 0
    var held: [Int: CheckedContinuation<Answer, any Error>] = [:]
  }

  private let state = Mutex(State())
  /// Whether a request returns as soon as it is cancelled, as a well-behaved transport does.
  private let heedsCancellation: Bool

  init(heedsCancellation: Bool = true) {
    self.heedsCancellation = heedsCancellation
  }

  var requests: [Request] { state.withLock { $0.requests } }
  /// How many requests have not returned, and the last one that came.
  var underWayAndLast: (Int, Request?) { state.withLock { ($0.underWay, $0.requests.last) } }
  var keys: [[String]] { requests.map { $0.keys.map(\.value) } }
  /// The numbers of those that wait for an answer, in the order in which they came.
  var held: [Int] { state.withLock { $0.held.keys.sorted() } }

  func request(_ number: Int) -> Request { state.withLock { $0.requests[number] } }

  func fetch(_ keys: [ExactString]) async throws -> Answer {
    let number = state.withLock { state in
      state.requests.append(Request(number: state.requests.count, keys: keys))
      state.underWay += 1
      return state.requests.count - 1
    }
    defer {
      state.withLock { state in
        state.requests[number].hasReturned = true
        state.underWay -= 1
      }
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isLate = state.withLock { state in
          if state.requests[number].isCancelled && heedsCancellation { return true }
          state.held[number] = continuation
          return false
        }
        if isLate { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let continuation = state.withLock { state in
        state.requests[number].isCancelled = true
        return heedsCancellation ? state.held.removeValue(forKey: number) : nil
      }
      continuation?.resume(throwing: CancellationError())
    }
  }

  /// Gives every key its value, but for those left out.
  func answer(_ number: Int, without missing: Set<ExactString> = []) {
    var answer: Answer = [:]
    for key in request(number).keys where !missing.contains(key) { answer[key] = Self.value(key) }
    finish(number, .success(answer))
  }

  func fail(_ number: Int, _ error: any Error) {
    finish(number, .failure(error))
  }

  private func finish(_ number: Int, _ result: Result<Answer, any Error>) {
    state.withLock { $0.held.removeValue(forKey: number) }?.resume(with: result)
  }

  static func value(_ key: ExactString) -> String { "value of \(key)" }
}
