/// What a ``Batcher`` knows: which keys are asked for, by whom, and in which request. Every change is made
/// under the batcher's lock; what has to happen afterwards is left in ``effects``.
@usableFromInline
struct BatchingState<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline
  typealias Callers = BatchCallers<Value>
  @usableFromInline
  typealias Caller = Callers.Caller

  @usableFromInline
  enum Effect: Sendable {
    case resume(Caller, Result<Value?, any Error>)
    case cancel(Task<Void, Never>)
    case tell(BatchEvent)
  }

  /// What the state needs done while it is locked. Tasks that are made run after the lock is free.
  @usableFromInline
  typealias Surroundings = Batcher<Key, Value>

  /// A key that somebody waits for, or that is under way.
  @usableFromInline
  struct Slot: Sendable {
    @usableFromInline var batch: Int
    /// Its place in the batch's keys.
    @usableFromInline var position: Int
    @usableFromInline var callers: Callers

    @inlinable
    init(batch: Int, position: Int, callers: Callers) {
      self.batch = batch
      self.position = position
      self.callers = callers
    }
  }

  @usableFromInline
  struct Batch: Sendable {
    @usableFromInline
    enum Phase: Sendable {
      case collecting(timer: Task<Void, Never>?)
      case queued
      case fetching(Task<Void, Never>)
    }

    @usableFromInline var phase: Phase
    @usableFromInline let opened: Duration
    @usableFromInline var sent: Duration = .zero
    /// The batch whose failure this one goes back to; itself, if it is the first.
    @usableFromInline let origin: Int
    /// Until the request is sent, also those that nobody waits for any more; their slots are gone, or elsewhere.
    @usableFromInline var keys: [Key] = []
    /// How many keys have a caller. At zero the batch is given up.
    @usableFromInline var awaited = 0
    /// Those who asked before something changed, and who get what this request answers. The slots of their
    /// keys are gone, or another batch's.
    @usableFromInline var outdated: [Key: Callers] = [:]
    /// What was known of changes when the request was sent.
    @usableFromInline var change = ChangeNumber.none
    /// What callers brought along for the request.
    @usableFromInline var contexts: [any Sendable] = []

    @inlinable
    init(phase: Phase, opened: Duration, origin: Int) {
      self.phase = phase
      self.opened = opened
      self.origin = origin
    }

    @inlinable
    var isFetching: Bool {
      switch phase {
      case .fetching: true
      case .collecting, .queued: false
      }
    }

    /// - Returns: the key's place.
    @inlinable
    mutating func append(_ key: Key, _ context: (any Sendable)?) -> Int {
      keys.append(key)
      awaited += 1
      if let context { contexts.append(context) }
      return keys.count - 1
    }
  }

  @usableFromInline let window: BatchWindow
  @usableFromInline let limit: Int?
  @usableFromInline let maximumConcurrentBatches: Int
  @usableFromInline let recovery: BatchRecovery
  @usableFromInline let isInstrumented: Bool
  @usableFromInline var lastBatch = 0
  @usableFromInline var slots: [Key: Slot] = [:]
  @usableFromInline var batches: [Int: Batch] = [:]
  /// The batch that still takes keys.
  @usableFromInline var collecting: Int?
  @usableFromInline var queue: [Int] = []
  /// Requests that have not returned yet, those that were given up included.
  @usableFromInline var fetching = 0
  /// For batches that were halved: how many are left of them, and how many requests they may still send.
  @usableFromInline var recoveries: [Int: (batches: Int, requests: Int)] = [:]
  @usableFromInline var listeners: [Int: AsyncStream<BatchEvent>.Continuation] = [:]
  @usableFromInline var effects: [Effect] = []

  @usableFromInline
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

  @inlinable
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  @inlinable
  mutating func tell(_ event: @autoclosure () -> BatchEvent) {
    if isInstrumented || !listeners.isEmpty { effects.append(.tell(event())) }
  }

  // MARK: - Callers

  @inlinable
  var waitingCallers: Int {
    slots.values.reduce(0) { $0 + $1.callers.count }
      + batches.values.reduce(0) { $0 + $1.outdated.values.reduce(0) { $0 + $1.count } }
  }

  /// - Parameters:
  ///   - change: an answer to a request from before that change is of no use to the caller.
  ///   - context: what the request should know of the caller.
  @inlinable
  mutating func add(
    _ waiter: Int, _ caller: Caller, for key: Key, after change: ChangeNumber,
    _ context: (any Sendable)?, _ around: Surroundings
  ) {
    if let slot = slots[key], join(slot, waiter, caller, for: key, after: change, context) {
      return
    }
    let id = collecting ?? openBatch(around)
    let position = batches[id]?.append(key, context) ?? 0
    slots[key] = Slot(batch: id, position: position, callers: Callers(waiter, caller))
    tell(.queued)
    if let limit, position + 1 >= limit, batches[id]?.awaited == limit {
      close(id, around)
    } else {
      wait(for: id, around)
    }
  }

  /// - Returns: whether the answer to the request that the key is part of is of use to the caller.
  @inlinable
  mutating func join(
    _ slot: Slot, _ waiter: Int, _ caller: Caller, for key: Key, after change: ChangeNumber,
    _ context: (any Sendable)?
  ) -> Bool {
    if let batch = batches[slot.batch], batch.isFetching, batch.change < change {
      outdate(key, of: slot)
      return false
    }
    // A key under way may have lost all of its callers, and gets one again.
    if slot.callers.isEmpty { batches[slot.batch]?.awaited += 1 }
    slots[key]?.callers.add(waiter, caller)
    if let context { batches[slot.batch]?.contexts.append(context) }
    tell(.joined)
    return true
  }

  @inlinable
  mutating func openBatch(_ around: Surroundings) -> Int {
    lastBatch += 1
    batches[lastBatch] = Batch(
      phase: .collecting(timer: nil), opened: around.now, origin: lastBatch)
    collecting = lastBatch
    return lastBatch
  }

  /// Sees to it that a batch that has just got a key is closed in time.
  @inlinable
  mutating func wait(for id: Int, _ around: Surroundings) {
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
    batches[id]?.phase = .collecting(timer: around.closeBatch(id, at: end))
  }

  /// A caller was cancelled. Nothing happens if it has its answer already.
  @inlinable
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

  @usableFromInline
  mutating func removeOutdated(_ waiter: Int, of key: Key) {
    for (id, batch) in batches {
      guard var callers = batch.outdated[key], let caller = callers.remove(waiter) else { continue }
      effects.append(.resume(caller, .failure(CancellationError())))
      batches[id]?.outdated[key] = callers.isEmpty ? nil : callers
      if callers.isEmpty { lessAwaited(id) }
      return
    }
  }

  @inlinable
  mutating func lessAwaited(_ id: Int) {
    batches[id]?.awaited -= 1
    if batches[id]?.awaited == 0 { giveUp(id) }
  }

  // MARK: - Changes

  /// What is under way for these keys may be answered as it was before a change: whoever asks from now on gets
  /// another request, and whoever asked before still gets that answer.
  @usableFromInline
  mutating func renew(_ isMeant: (Key) -> Bool) {
    for (id, batch) in batches where batch.isFetching {
      for key in batch.keys {
        guard let slot = slots[key], slot.batch == id, isMeant(key) else { continue }
        outdate(key, of: slot)
      }
    }
  }

  @usableFromInline
  mutating func outdate(_ key: Key, of slot: Slot) {
    slots[key] = nil
    if !slot.callers.isEmpty { batches[slot.batch]?.outdated[key] = slot.callers }
  }

  @usableFromInline
  mutating func giveUp(_ id: Int) {
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

  @inlinable
  mutating func removeBatch(_ id: Int) -> Batch? {
    guard let batch = batches.removeValue(forKey: id) else { return nil }
    if var recovery = recoveries[batch.origin] {
      recovery.batches -= 1
      recoveries[batch.origin] = recovery.batches == 0 ? nil : recovery
    }
    return batch
  }

  /// Ends a batch's window, unless that has happened before.
  @inlinable
  mutating func close(_ id: Int, _ around: Surroundings) {
    guard case .collecting(let timer) = batches[id]?.phase else { return }
    if let timer { effects.append(.cancel(timer)) }
    if collecting == id { collecting = nil }
    batches[id]?.phase = .queued
    queue.append(id)
    sendNext(around)
  }

  /// Ends the window of the batch that collects now.
  @usableFromInline
  mutating func flush(_ around: Surroundings) {
    if let collecting { close(collecting, around) }
  }

  @inlinable
  mutating func sendNext(_ around: Surroundings) {
    while fetching < maximumConcurrentBatches, !queue.isEmpty {
      let id = queue.removeFirst()
      guard var batch = batches[id] else { continue }
      // Nearly always everybody is still there.
      if batch.awaited < batch.keys.count {
        batch.keys = batch.keys.enumerated().compactMap { position, key in
          guard let slot = slots[key], slot.batch == id, slot.position == position else {
            return nil
          }
          return key
        }
      }
      fetching += 1
      batch.sent = around.now
      batch.change = .last
      batch.phase = .fetching(around.send(id, batch.keys, batch.contexts))
      batches[id] = batch
      tell(.sent(batch: id, size: batch.keys.count, waited: batch.sent - batch.opened))
    }
    if window == .immediate, fetching < maximumConcurrentBatches, let collecting {
      close(collecting, around)
    }
  }

  /// A request returned. If it was given up before, nobody waits for it.
  @inlinable
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
    effects.reserveCapacity(effects.count + batch.awaited + 1)
    for key in batch.keys {
      guard let index = slots.index(forKey: key), slots.values[index].batch == id else { continue }
      let slot = slots.remove(at: index).value
      resume(slot.callers, with: Self.value(of: key, in: answer))
    }
    for (key, callers) in batch.outdated {
      resume(callers, with: Self.value(of: key, in: answer))
    }
  }

  @inlinable
  mutating func resume(_ callers: Callers, with result: Result<Value?, any Error>) {
    callers.forEach { effects.append(.resume($0, result)) }
  }

  @inlinable
  static func value(
    of key: Key, in answer: Result<[Key: Result<Value, any Error>], any Error>
  ) -> Result<Value?, any Error> {
    switch answer {
    case .failure(let error): .failure(error)
    case .success(let answers):
      switch answers[key] {
      case nil: .success(nil)
      case .success(let value): .success(value)
      case .failure(let error): .failure(error)
      }
    }
  }
}
