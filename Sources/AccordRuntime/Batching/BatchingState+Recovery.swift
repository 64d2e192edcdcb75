/// What becomes of a batch that failed as a whole.
extension BatchingState {
  /// Asks again in two halves, if that may help and may be done.
  @usableFromInline
  mutating func halve(_ id: Int, after error: any Error, _ around: Surroundings) -> Bool {
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
        batches[half]?.phase = .collecting(timer: around.closeBatch(half, at: around.now + delay))
      } else {
        batches[half]?.phase = .queued
        queue.append(half)
      }
    }
    return true
  }

  /// Those who asked before a change get an answer from after it as well: with those who asked for their key since,
  /// or in the request that is sent again.
  @usableFromInline
  mutating func takeBackOutdated(of batch: Batch, _ id: Int) {
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

  @usableFromInline
  mutating func open(_ keys: [Key], from failed: Batch) -> Int {
    lastBatch += 1
    var batch = Batch(phase: .queued, opened: failed.opened, origin: failed.origin)
    batch.keys = keys
    batch.awaited = keys.count
    batch.contexts = failed.contexts
    batches[lastBatch] = batch
    for (position, key) in keys.enumerated() {
      slots[key]?.batch = lastBatch
      slots[key]?.position = position
    }
    return lastBatch
  }
}
