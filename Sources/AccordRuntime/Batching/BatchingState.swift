/// What a ``Batcher`` knows: which keys are asked for, by whom, and in which request. Every change is made
/// under the batcher's lock; what has to happen afterwards is left in ``effects``.
struct BatchingState<Key: Hashable & Sendable, Value: Sendable> {
  typealias Callers = BatchCallers<Value>
  typealias Caller = Callers.Caller

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
    var send: (_ batch: Int, [Key], _ contexts: [any Sendable]) -> Task<Void, Never>
  }

  /// A key that somebody waits for, or that is under way.
  private struct Slot {
    var batch: Int
    /// Its place in the batch's keys.
    var position: Int
    var callers = Callers()
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
    /// How many keys have a caller. At zero the batch is given up.
    var awaited = 0
    /// Those who asked before something changed, and who get what this request answers. The slots of their
    /// keys are gone, or another batch's.
    var outdated: [Key: Callers] = [:]
    /// What was known of changes when the request was sent.
    var change = ChangeNumber.none
    /// What callers brought along for the request.
    var contexts: [any Sendable] = []

    var isFetching: Bool {
      switch phase {
      case .fetching: true
      case .collecting, .queued: false
      }
    }
  }

  private let window: BatchWindow
  private let limit: Int?
  private let maximumConcurrentBatches: Int
  private let recovery: BatchRecovery
  private let isInstrumented: Bool
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
    window: BatchWindow, limit: Int?, maximumConcurrentBatches: Int, recovery: BatchRecovery,
    isInstrumented: Bool
  ) {
    self.window = window
    self.limit = limit
    self.maximumConcurrentBatches = maximumConcurrentBatches
    self.recovery = recovery
    self.isInstrumented = isInstrumented
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
    if isInstrumented || !listeners.isEmpty { effects.append(.tell(event())) }
  }

  // MARK: - Callers

  var waitingCallers: Int {
    slots.values.reduce(0) { $0 + $1.callers.count }
      + batches.values.reduce(0) { $0 + $1.outdated.values.reduce(0) { $0 + $1.count } }
  }

  /// - Parameters:
  ///   - change: an answer to a request from before that change is of no use to the caller.
  ///   - context: what the request should know of the caller.
  mutating func add(
    _ waiter: Int, _ caller: Caller, for key: Key, after change: ChangeNumber,
    _ context: (any Sendable)?, _ around: Surroundings
  ) {
    if let slot = slots[key], let batch = batches[slot.batch], batch.isFetching,
      batch.change < change
    {
      outdate(key, of: slot)
    }
    if let slot = slots[key] {
      // A key under way may have lost all of its callers, and gets one again.
      if slot.callers.isEmpty { batches[slot.batch]?.awaited += 1 }
      slots[key]?.callers.add(waiter, caller)
      if let context { batches[slot.batch]?.contexts.append(context) }
      tell(.joined)
      return
    }
    let id = collecting ?? openBatch(around)
    let position = batches[id]?.keys.count ?? 0
    batches[id]?.keys.append(key)
    batches[id]?.awaited += 1
    if let context { batches[id]?.contexts.append(context) }
    var slot = Slot(batch: id, position: position)
    slot.callers.add(waiter, caller)
    slots[key] = slot
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
    guard var slot = slots[key], let caller = slot.callers.remove(waiter) else {
      removeOutdated(waiter, of: key)
      return
    }
    effects.append(.resume(caller, .failure(CancellationError())))
    slots[key] = slot
    guard slot.callers.isEmpty, let batch = batches[slot.batch] else { return }
    if !batch.isFetching { slots[key] = nil }
    lessAwaited(slot.batch)
  }

  private mutating func removeOutdated(_ waiter: Int, of key: Key) {
    for (id, batch) in batches {
      guard var callers = batch.outdated[key], let caller = callers.remove(waiter) else { continue }
      effects.append(.resume(caller, .failure(CancellationError())))
      batches[id]?.outdated[key] = callers.isEmpty ? nil : callers
      if callers.isEmpty { lessAwaited(id) }
      return
    }
  }

  private mutating func lessAwaited(_ id: Int) {
    batches[id]?.awaited -= 1
    if batches[id]?.awaited == 0 { giveUp(id) }
  }

  // MARK: - Changes

  /// What is under way for these keys may be answered as it was before a change: whoever asks from now on gets
  /// another request, and whoever asked before still gets that answer.
  mutating func renew(_ isMeant: (Key) -> Bool) {
    for (id, batch) in batches where batch.isFetching {
      for key in batch.keys {
        guard let slot = slots[key], slot.batch == id, isMeant(key) else { continue }
        outdate(key, of: slot)
      }
    }
  }

  private mutating func outdate(_ key: Key, of slot: Slot) {
    slots[key] = nil
    if !slot.callers.isEmpty { batches[slot.batch]?.outdated[key] = slot.callers }
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
      for key in batch.keys where slots[key]?.batch == id { slots[key] = nil }
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
      batch.change = .last
      batch.phase = .fetching(around.send(id, batch.keys, batch.contexts))
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
      guard let slot = slots[key], slot.batch == id else { continue }
      slots[key] = nil
      resume(slot.callers, with: Self.value(of: key, in: answer))
    }
    for (key, callers) in batch.outdated {
      resume(callers, with: Self.value(of: key, in: answer))
    }
  }

  private mutating func resume(_ callers: Callers, with result: Result<Value?, any Error>) {
    for caller in callers.all { effects.append(.resume(caller, result)) }
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
    guard let batch = batches[id], recovery.maximumRequests >= 2, batch.awaited > 1,
      case .halve(let delay) = recovery.step(error)
    else { return false }
    var left = recoveries[batch.origin] ?? (batches: 1, requests: recovery.maximumRequests)
    guard left.requests >= 2 else { return false }
    left.requests -= 2
    left.batches += 2
    recoveries[batch.origin] = left
    takeBackOutdated(of: batch, id)
    let awaited = batch.keys.filter { key in
      guard let slot = slots[key], slot.batch == id else { return false }
      if slot.callers.isEmpty { slots[key] = nil }
      return !slot.callers.isEmpty
    }
    guard !awaited.isEmpty else {
      _ = removeBatch(id)
      return true
    }
    let middle = max(1, awaited.count / 2)
    let halves = [awaited[..<middle], awaited[middle...]].filter { !$0.isEmpty }.map { keys in
      open(Array(keys), from: batch)
    }
    // One half may be all that is left.
    recoveries[batch.origin]?.batches -= 2 - halves.count
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

  /// Those who asked before a change get an answer from after it as well: with those who asked for their key since,
  /// or in the request that is sent again.
  private mutating func takeBackOutdated(of batch: Batch, _ id: Int) {
    for (position, key) in batch.keys.enumerated() {
      guard let callers = batch.outdated[key] else { continue }
      if var slot = slots[key] {
        if slot.callers.isEmpty { batches[slot.batch]?.awaited += 1 }
        slot.callers.merge(callers)
        slots[key] = slot
      } else {
        slots[key] = Slot(batch: id, position: position, callers: callers)
      }
    }
  }

  private mutating func open(_ keys: [Key], from failed: Batch) -> Int {
    lastBatch += 1
    batches[lastBatch] = Batch(
      phase: .queued, opened: failed.opened, origin: failed.origin, keys: keys,
      awaited: keys.count, contexts: failed.contexts)
    for (position, key) in keys.enumerated() {
      slots[key]?.batch = lastBatch
      slots[key]?.position = position
    }
    return lastBatch
  }
}
