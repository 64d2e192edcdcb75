/// What a ``Batcher`` knows: which keys are asked for, by whom, and in which request. Every change is made
/// under the batcher's lock; what has to happen afterwards is left in ``effects``.
struct BatchingState<Key: Hashable & Sendable, Value: Sendable> {
  typealias Caller = CheckedContinuation<Value?, any Error>

  enum Effect {
    case resume(Caller, Result<Value?, any Error>)
    case cancel(Task<Void, Never>)
    case tell(BatchEvent)
  }

  /// What the state needs done while it is locked. Tasks that are made run after the lock is free.
  struct Surroundings {
    /// Since the batcher was made.
    var now: Duration
    /// Calls ``close(_:_:)`` at that time; never, if there is none.
    var closeAt: (_ batch: Int, Duration?) -> Task<Void, Never>?
    var send: (_ batch: Int, [Key]) -> Task<Void, Never>
  }

  /// A key that somebody waits for, or that is under way.
  private struct Slot {
    var batch: Int
    /// Its place in the batch's keys.
    var position: Int
    var callers: [Int: Caller] = [:]
  }

  private struct Batch {
    enum Phase {
      case collecting(timer: Task<Void, Never>?)
      case queued
      case fetching(Task<Void, Never>)
    }

    var phase: Phase
    let opened: Duration
    var sent: Duration = .zero
    /// The batch whose failure this one goes back to; itself, if it is the first.
    let origin: Int
    /// Until the request is sent, also those that nobody waits for any more; their slots are gone, or elsewhere.
    var keys: [Key] = []
    /// How many slots have a caller. At zero the batch is given up.
    var awaited = 0
  }

  private let window: BatchWindow
  private let limit: Int?
  private let maximumConcurrentBatches: Int
  private let recovery: BatchRecovery
  private var lastWaiter = 0
  private var lastBatch = 0
  private var slots: [Key: Slot] = [:]
  private var batches: [Int: Batch] = [:]
  /// The batch that still takes keys.
  private var collecting: Int?
  private var queue: [Int] = []
  /// Requests that have not returned yet, those that were given up included.
  private var fetching = 0
  /// For batches that were halved: how many are left of them, and how many requests they may still send.
  private var recoveries: [Int: (batches: Int, requests: Int)] = [:]
  var listeners: [Int: AsyncStream<BatchEvent>.Continuation] = [:]
  var effects: [Effect] = []

  init(
    window: BatchWindow, limit: Int?, maximumConcurrentBatches: Int, recovery: BatchRecovery
  ) {
    self.window = window
    self.limit = limit
    self.maximumConcurrentBatches = maximumConcurrentBatches
    self.recovery = recovery
  }

  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  mutating func makeWaiter() -> Int {
    lastWaiter += 1
    return lastWaiter
  }

  private mutating func tell(_ event: @autoclosure () -> BatchEvent) {
    if !listeners.isEmpty { effects.append(.tell(event())) }
  }

  // MARK: - Callers

  var waitingCallers: Int { slots.values.reduce(0) { $0 + $1.callers.count } }

  mutating func add(_ waiter: Int, _ caller: Caller, for key: Key, _ around: Surroundings) {
    if let slot = slots[key] {
      // A key under way may have lost all of its callers, and gets one again.
      if slot.callers.isEmpty { batches[slot.batch]?.awaited += 1 }
      slots[key]?.callers[waiter] = caller
      tell(.joined)
      return
    }
    let id = collecting ?? openBatch(around)
    let position = batches[id]?.keys.count ?? 0
    batches[id]?.keys.append(key)
    batches[id]?.awaited += 1
    slots[key] = Slot(batch: id, position: position, callers: [waiter: caller])
    tell(.queued)
    if batches[id]?.awaited == limit {
      close(id, around)
    } else {
      wait(for: id, around)
    }
  }

  private mutating func openBatch(_ around: Surroundings) -> Int {
    lastBatch += 1
    batches[lastBatch] = Batch(
      phase: .collecting(timer: nil), opened: around.now, origin: lastBatch)
    collecting = lastBatch
    return lastBatch
  }

  /// Sees to it that a batch that has just got a key is closed in time.
  private mutating func wait(for id: Int, _ around: Surroundings) {
    guard let batch = batches[id], case .collecting(let timer) = batch.phase else { return }
    let end: Duration?
    switch window {
    case .fixed(let length):
      guard batch.keys.count == 1 else { return }
      end = batch.opened + length
    case .debounced(let pause, let cap):
      if let timer { effects.append(.cancel(timer)) }
      end = min(around.now + pause, batch.opened + cap)
    case .untilFull: return
    case .immediate:
      if fetching < maximumConcurrentBatches { close(id, around) }
      return
    }
    batches[id]?.phase = .collecting(timer: around.closeAt(id, end))
  }

  /// A caller was cancelled. Nothing happens if it has its answer already.
  mutating func remove(_ waiter: Int, of key: Key) {
    guard var slot = slots[key], let caller = slot.callers.removeValue(forKey: waiter) else {
      return
    }
    effects.append(.resume(caller, .failure(CancellationError())))
    slots[key] = slot
    guard slot.callers.isEmpty, var batch = batches[slot.batch] else { return }
    batch.awaited -= 1
    batches[slot.batch] = batch
    switch batch.phase {
    case .collecting, .queued: slots[key] = nil
    case .fetching: break
    }
    if batch.awaited == 0 { giveUp(slot.batch) }
  }

  private mutating func giveUp(_ id: Int) {
    guard let batch = removeBatch(id) else { return }
    tell(.cancelled(batch: id))
    switch batch.phase {
    case .collecting(let timer):
      if collecting == id { collecting = nil }
      if let timer { effects.append(.cancel(timer)) }
    case .queued:
      queue.removeAll { $0 == id }
    case .fetching(let task):
      // Whoever asks for one of these keys from now on needs a new request.
      for key in batch.keys { slots[key] = nil }
      effects.append(.cancel(task))
    }
  }

  // MARK: - Batches

  private mutating func removeBatch(_ id: Int) -> Batch? {
    guard let batch = batches.removeValue(forKey: id) else { return nil }
    if var recovery = recoveries[batch.origin] {
      recovery.batches -= 1
      recoveries[batch.origin] = recovery.batches == 0 ? nil : recovery
    }
    return batch
  }

  /// Ends a batch's window, unless that has happened before.
  mutating func close(_ id: Int, _ around: Surroundings) {
    guard case .collecting(let timer) = batches[id]?.phase else { return }
    if let timer { effects.append(.cancel(timer)) }
    if collecting == id { collecting = nil }
    batches[id]?.phase = .queued
    queue.append(id)
    sendNext(around)
  }

  /// Ends the window of the batch that collects now.
  mutating func flush(_ around: Surroundings) {
    if let collecting { close(collecting, around) }
  }

  private mutating func sendNext(_ around: Surroundings) {
    while fetching < maximumConcurrentBatches, !queue.isEmpty {
      let id = queue.removeFirst()
      guard var batch = batches[id] else { continue }
      batch.keys = batch.keys.enumerated().compactMap { position, key in
        guard let slot = slots[key], slot.batch == id, slot.position == position else { return nil }
        return key
      }
      fetching += 1
      batch.sent = around.now
      batch.phase = .fetching(around.send(id, batch.keys))
      batches[id] = batch
      tell(.sent(batch: id, size: batch.keys.count, waited: around.now - batch.opened))
    }
    if window == .immediate, fetching < maximumConcurrentBatches, let collecting {
      close(collecting, around)
    }
  }

  /// A request returned. If it was given up before, nobody waits for it.
  mutating func finish(
    _ id: Int, _ answer: Result<[Key: Result<Value, any Error>], any Error>,
    _ around: Surroundings
  ) {
    fetching -= 1
    defer { sendNext(around) }
    guard let batch = batches[id] else { return }
    let took = around.now - batch.sent
    switch answer {
    case .success: tell(.answered(batch: id, size: batch.keys.count, took: took))
    case .failure(let error):
      tell(.failed(batch: id, size: batch.keys.count, took: took, error))
      if halve(id, after: error, around) { return }
    }
    _ = removeBatch(id)
    for key in batch.keys {
      guard let slot = slots.removeValue(forKey: key) else { continue }
      for (_, caller) in slot.callers {
        effects.append(.resume(caller, Self.value(of: key, in: answer)))
      }
    }
  }

  private static func value(
    of key: Key, in answer: Result<[Key: Result<Value, any Error>], any Error>
  ) -> Result<Value?, any Error> {
    answer.flatMap { answers in
      switch answers[key] {
      case nil: .success(nil)
      case .success(let value): .success(value)
      case .failure(let error): .failure(error)
      }
    }
  }

  // MARK: - Recovery

  /// Asks again in two halves, if that may help and may be done.
  private mutating func halve(_ id: Int, after error: any Error, _ around: Surroundings) -> Bool {
    guard let batch = batches[id], recovery.maximumRequests >= 2 else { return false }
    let awaited = batch.keys.filter { slots[$0]?.callers.isEmpty == false }
    guard awaited.count > 1, case .halve(let delay) = recovery.step(error) else { return false }
    var left = recoveries[batch.origin] ?? (batches: 1, requests: recovery.maximumRequests)
    guard left.requests >= 2 else { return false }
    left.requests -= 2
    left.batches += 2
    recoveries[batch.origin] = left
    for key in batch.keys where slots[key]?.callers.isEmpty == true { slots[key] = nil }
    let middle = awaited.count / 2
    let halves = [awaited[..<middle], awaited[middle...]].map { keys in
      open(Array(keys), origin: batch.origin, opened: batch.opened)
    }
    _ = removeBatch(id)
    tell(.halved(batch: id, into: halves))
    for half in halves {
      if delay > .zero {
        batches[half]?.phase = .collecting(timer: around.closeAt(half, around.now + delay))
      } else {
        batches[half]?.phase = .queued
        queue.append(half)
      }
    }
    return true
  }

  private mutating func open(_ keys: [Key], origin: Int, opened: Duration) -> Int {
    lastBatch += 1
    batches[lastBatch] = Batch(
      phase: .queued, opened: opened, origin: origin, keys: keys, awaited: keys.count)
    for (position, key) in keys.enumerated() {
      slots[key]?.batch = lastBatch
      slots[key]?.position = position
    }
    return lastBatch
  }
}
