import AccordRuntime
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request and what comes back for it: the head once, then the body as it is read. What comes faster than it is read
/// is held back.
final class SessionExchange: Sendable {
  private enum Phase {
    case running
    case ended((any Error)?)
  }

  private struct State {
    var phase = Phase.running
    var response: URLResponse?
    /// What came and was not read yet.
    var buffered: [UInt8] = []
    var isSuspended = false
    var head: CheckedContinuation<URLResponse, any Error>?
    var reader: CheckedContinuation<[UInt8]?, any Error>?
  }

  private let state = Mutex(State())
  private let task: URLSessionTask
  /// Kept for as long as it is sent.
  private let upload: Upload

  /// In bytes.
  private static let bufferLimit = 256 << 10

  init(task: URLSessionTask, upload: Upload) {
    self.task = task
    self.upload = upload
  }

  deinit {
    task.cancel()
  }

  // MARK: - Reading

  func response() async throws -> URLResponse {
    try await whileCancellable {
      try await withCheckedThrowingContinuation { head in
        state.withLock { $0.head = head }
        task.resume()
      }
    }
  }

  /// The next part of the body; `nil` at its end. One reader at a time.
  func next() async throws -> [UInt8]? {
    try await whileCancellable {
      try await withCheckedThrowingContinuation { reader in
        let ready = state.withLock { state -> Result<[UInt8]?, any Error>? in
          if !state.buffered.isEmpty {
            defer { state.buffered = [] }
            return .success(state.buffered)
          }
          switch state.phase {
          case .ended(let error): return error.map { .failure($0) } ?? .success(nil)
          case .running:
            state.reader = reader
            return nil
          }
        }
        goOnIfRead()
        if let ready { reader.resume(with: ready) }
      }
    }
  }

  private func goOnIfRead() {
    let goesOn = state.withLock { state in
      guard state.isSuspended, state.buffered.count < Self.bufferLimit / 2 else { return false }
      state.isSuspended = false
      return true
    }
    if goesOn { task.resume() }
  }

  private func whileCancellable<Value: Sendable>(
    _ work: () async throws -> Value
  ) async throws -> Value {
    try await withTaskCancellationHandler {
      do {
        return try await work()
      } catch {
        try Task.checkCancellation()
        throw (error as? URLError)?.code == .timedOut ? RequestTimeout() : error
      }
    } onCancel: {
      task.cancel()
    }
  }

  // MARK: - What URLSession says

  func receive(_ response: URLResponse) {
    let head = state.withLock { state in
      state.response = response
      defer { state.head = nil }
      return state.head
    }
    head?.resume(returning: response)
  }

  func receive(_ data: Data) {
    guard !data.isEmpty else { return }
    let (reader, holds) = state.withLock { state in
      if let reader = state.reader {
        state.reader = nil
        return (Optional(reader), false)
      }
      state.buffered += data
      let holds = !state.isSuspended && state.buffered.count >= Self.bufferLimit
      if holds { state.isSuspended = true }
      return (nil, holds)
    }
    if holds { task.suspend() }
    reader?.resume(returning: [UInt8](data))
  }

  func end(_ error: (any Error)?) {
    let (head, reader) = state.withLock { state in
      state.phase = .ended(error)
      defer { (state.head, state.reader) = (nil, nil) }
      return (state.head, state.reader)
    }
    head?.resume(throwing: error ?? URLError(.badServerResponse))
    reader?.resume(with: error.map { .failure($0) } ?? .success(nil))
  }
}

/// Hands what the session says to the exchange that it is about.
final class SessionExchanges: NSObject, URLSessionDataDelegate, Sendable {
  /// Weak: whoever drops an answer ends its exchange.
  private struct Entry {
    weak var exchange: SessionExchange?
  }

  private let entries = Mutex<[Int: Entry]>([:])

  func add(_ exchange: SessionExchange, for task: URLSessionTask) {
    entries.withLock { $0[task.taskIdentifier] = Entry(exchange: exchange) }
  }

  private func exchange(of task: URLSessionTask) -> SessionExchange? {
    entries.withLock { $0[task.taskIdentifier]?.exchange }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    guard let exchange = exchange(of: dataTask) else { return completionHandler(.cancel) }
    completionHandler(.allow)
    exchange.receive(response)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    exchange(of: dataTask)?.receive(data)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let entry = entries.withLock { $0.removeValue(forKey: task.taskIdentifier) }
    entry?.exchange?.end(error)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
