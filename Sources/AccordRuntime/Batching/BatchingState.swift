/// What a ``Batcher`` knows: which keys are asked for, by whom, and in which request. Every change is made
/// under the batcher's lock; what has to happen afterwards is left in ``effects``.
struct BatchingState<Key: Hashable & Sendable, Value: Sendable> {
  typealias Caller = CheckedContinuation<Value?, any Error>

  enum Effect {
    case resume(Caller, Result<Value?, any Error>)
    case cancel(Task<Void, Never>)
  }

  /// A key that somebody waits for, or that is under way.
  private struct Slot {
    let batch: Int
    /// Its place in the batch's keys.
    let position: Int
    var callers: [Int: Caller] = [:]
  }

  private struct Batch {
    enum Phase {
      case collecting(timer: Task<Void, Never>)
      case queued
      case fetching(Task<Void, Never>)
    }

    var phase: Phase
    /// Until the request is sent, also those that nobody waits for any more; their slots are gone, or elsewhere.
    var keys: [Key] = []
    /// How many slots have a caller. At zero the batch is given up.
    var awaited = 0
  }

  private let limit: Int?
  private let maximumConcurrentBatches: Int
  private var lastWaiter = 0
  private var lastBatch = 0
  private var slots: [Key: Slot] = [:]
  private var batches: [Int: Batch] = [:]
  /// The batch that still takes keys.
  private var collecting: Int?
  private var queue: [Int] = []
  /// Requests that have not returned yet, those that were given up included.
  private var fetching = 0
  var effects: [Effect] = []

  init(limit: Int?, maximumConcurrentBatches: Int) {
    self.limit = limit
    self.maximumConcurrentBatches = maximumConcurrentBatches
  }

  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  mutating func makeWaiter() -> Int {
    lastWaiter += 1
    return lastWaiter
  }

  // MARK: - Callers

  var waitingCallers: Int { slots.values.reduce(0) { $0 + $1.callers.count } }

  mutating func add(
    _ waiter: Int, _ caller: Caller, for key: Key, opening open: (Int) -> Task<Void, Never>,
    sending send: (Int, [Key]) -> Task<Void, Never>
  ) {
    if let slot = slots[key] {
      // A key under way may have lost all of its callers, and gets one again.
      if slot.callers.isEmpty { batches[slot.batch]?.awaited += 1 }
      slots[key]?.callers[waiter] = caller
      return
    }
    let id = collecting ?? openBatch(open)
    let position = batches[id]?.keys.count ?? 0
    batches[id]?.keys.append(key)
    batches[id]?.awaited += 1
    slots[key] = Slot(batch: id, position: position, callers: [waiter: caller])
    if batches[id]?.awaited == limit { close(id, sending: send) }
  }

  private mutating func openBatch(_ open: (Int) -> Task<Void, Never>) -> Int {
    lastBatch += 1
    batches[lastBatch] = Batch(phase: .collecting(timer: open(lastBatch)))
    collecting = lastBatch
    return lastBatch
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
    guard let batch = batches.removeValue(forKey: id) else { return }
    switch batch.phase {
    case .collecting(let timer):
      collecting = nil
      effects.append(.cancel(timer))
    case .queued:
      queue.removeAll { $0 == id }
    case .fetching(let task):
      // Whoever asks for one of these keys from now on needs a new request.
      for key in batch.keys { slots[key] = nil }
      effects.append(.cancel(task))
    }
  }

  // MARK: - Batches

  /// Ends a batch's window, unless that has happened before.
  mutating func close(_ id: Int, sending send: (Int, [Key]) -> Task<Void, Never>) {
    guard case .collecting(let timer) = batches[id]?.phase else { return }
    effects.append(.cancel(timer))
    collecting = nil
    batches[id]?.phase = .queued
    queue.append(id)
    sendNext(send)
  }

  private mutating func sendNext(_ send: (Int, [Key]) -> Task<Void, Never>) {
    while fetching < maximumConcurrentBatches, !queue.isEmpty {
      let id = queue.removeFirst()
      guard var batch = batches[id] else { continue }
      batch.keys = batch.keys.enumerated().compactMap { position, key in
        guard let slot = slots[key], slot.batch == id, slot.position == position else { return nil }
        return key
      }
      fetching += 1
      batch.phase = .fetching(send(id, batch.keys))
      batches[id] = batch
    }
  }

  /// A request returned. If it was given up before, nobody waits for it.
  mutating func finish(
    _ id: Int, _ answer: Result<[Key: Value], any Error>,
    sending send: (Int, [Key]) -> Task<Void, Never>
  ) {
    fetching -= 1
    for key in batches.removeValue(forKey: id)?.keys ?? [] {
      guard let slot = slots.removeValue(forKey: key) else { continue }
      for (_, caller) in slot.callers {
        effects.append(.resume(caller, answer.map { $0[key] }))
      }
    }
    sendNext(send)
  }
}
