/// What a ``QueryCache`` knows. Every change is made under the cache's lock; what has to happen afterwards is
/// left in ``effects``.
struct QueryStore {
  typealias Caller = CheckedContinuation<any Sendable, any Error>

  enum Effect {
    case resume(Caller, Result<any Sendable, any Error>)
    case show(AsyncStream<QuerySnapshot>.Continuation, QuerySnapshot)
    case finish(AsyncStream<QuerySnapshot>.Continuation)
    case cancel(Task<Void, Never>)
  }

  /// How an entry's value is got, and how long it lasts.
  struct Source: Sendable {
    var policy: QueryPolicy
    var fetch: @Sendable () async throws -> any Sendable
    /// What the value must be newer than.
    var change = ChangeNumber.none
  }

  /// What the store needs done while it is locked. Tasks that are made run after the lock is free.
  struct Surroundings {
    /// Since the cache was made.
    var now: Duration
    var date: Timestamp
    var startFetch: (QueryFilter, _ id: Int, Source) -> Task<Void, Never>
    var startCollection: (QueryFilter, _ id: Int, Duration) -> Task<Void, Never>
  }

  private struct Entry {
    /// Entries are dealt with in the order in which they came.
    let order: Int
    /// As the server gave it.
    var value: (any Sendable)?
    var edits: [(id: Int, edit: QueryEdit)] = []
    /// `order`: later than the ids of what began before.
    var updated: (at: Duration, date: Timestamp, order: Int)?
    var error: (any Error)?
    var isInvalidated = false
    var source: Source?
    var fetch: (id: Int, task: Task<Void, Never>)?
    var callers: [Int: Caller] = [:]
    var watchers: [Int: AsyncStream<QuerySnapshot>.Continuation] = [:]
    var collection: (id: Int, task: Task<Void, Never>)?

    var isAwaited: Bool { !callers.isEmpty || !watchers.isEmpty }
    var shown: (any Sendable)? {
      value.map { edits.reduce($0) { value, pending in pending.edit.apply(value) } }
    }

    func isStale(at now: Duration, _ policy: QueryPolicy) -> Bool {
      guard value != nil, let updated, !isInvalidated else { return true }
      return now - updated.at >= policy.staleTime
    }
  }

  /// Of values that came without a source.
  private let policy: QueryPolicy
  private var entries: [QueryFilter: Entry] = [:]
  /// For each request under way that will bring answers to other questions: which of them it must not bring any more.
  private var primings: [Int: [QueryFilter]] = [:]
  private var lastID = 0
  var effects: [Effect] = []

  init(policy: QueryPolicy) {
    self.policy = policy
  }

  var count: Int { entries.count }

  mutating func makeID() -> Int {
    lastID += 1
    return lastID
  }

  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  // MARK: - Reading

  /// A fresh value, or `nil`.
  func freshValue(
    _ key: QueryFilter, _ policy: QueryPolicy, at now: Duration
  ) -> (any Sendable)? {
    guard let entry = entries[key], !entry.isStale(at: now, policy) else { return nil }
    return entry.shown
  }

  func snapshot(_ key: QueryFilter, at now: Duration) -> QuerySnapshot {
    guard let entry = entries[key] else {
      return QuerySnapshot(isFetching: false, isStale: true)
    }
    return QuerySnapshot(
      value: entry.shown, error: entry.error, updatedAt: entry.updated?.date,
      isFetching: entry.fetch != nil,
      isStale: entry.isStale(at: now, entry.source?.policy ?? policy))
  }

  /// Lets a caller wait for the next value, which is fetched unless that has begun.
  mutating func add(
    _ id: Int, _ caller: Caller, for key: QueryFilter, _ source: Source, _ around: Surroundings
  ) {
    use(key, source)
    entries[key]?.callers[id] = caller
    fetchIfNeeded(key, around)
  }

  mutating func removeCaller(_ id: Int, of key: QueryFilter, _ around: Surroundings) {
    guard let caller = entries[key]?.callers.removeValue(forKey: id) else { return }
    effects.append(.resume(caller, .failure(CancellationError())))
    release(key, around)
  }

  // MARK: - Watching

  /// Shows the state and all that follow. With a source, what is stale is fetched.
  mutating func watch(
    _ id: Int, _ watcher: AsyncStream<QuerySnapshot>.Continuation, _ key: QueryFilter,
    _ source: Source?, _ around: Surroundings
  ) {
    use(key, source)
    entries[key]?.watchers[id] = watcher
    if let source, entries[key]?.isStale(at: around.now, source.policy) == true {
      fetchIfNeeded(key, around)
    }
    effects.append(.show(watcher, snapshot(key, at: around.now)))
  }

  mutating func removeWatcher(_ id: Int, of key: QueryFilter, _ around: Surroundings) {
    guard entries[key]?.watchers.removeValue(forKey: id) != nil else { return }
    release(key, around)
  }

  private mutating func use(_ key: QueryFilter, _ source: Source?) {
    var entry = entries[key] ?? Entry(order: makeID())
    if let source { entry.source = source }
    if let collection = entry.collection { effects.append(.cancel(collection.task)) }
    entry.collection = nil
    entries[key] = entry
  }

  /// Nobody may be left who waits for the entry: then what is under way is given up, and its time runs out.
  private mutating func release(_ key: QueryFilter, _ around: Surroundings) {
    guard let entry = entries[key], !entry.isAwaited else { return }
    cancelFetch(key)
    guard entry.edits.isEmpty, entry.collection == nil else { return }
    let id = makeID()
    let time = (entry.source?.policy ?? policy).unusedTime
    entries[key]?.collection = (id, around.startCollection(key, id, time))
  }

  /// The time of an unused entry is over.
  mutating func collect(_ key: QueryFilter, _ id: Int) {
    if entries[key]?.collection?.id == id { entries[key] = nil }
  }

  // MARK: - Fetching

  private mutating func fetchIfNeeded(_ key: QueryFilter, _ around: Surroundings) {
    // What comes while a change is under way may hold it or not. It is fetched when the change is over.
    guard let entry = entries[key], entry.fetch == nil, entry.edits.isEmpty,
      var source = entry.source
    else { return }
    source.change = .last
    let id = makeID()
    entries[key]?.fetch = (id, around.startFetch(key, id, source))
    show(key, around)
  }

  private mutating func cancelFetch(_ key: QueryFilter) {
    guard let fetch = entries[key]?.fetch else { return }
    entries[key]?.fetch = nil
    effects.append(.cancel(fetch.task))
  }

  mutating func finish(
    _ key: QueryFilter, _ id: Int, _ result: Result<any Sendable, any Error>,
    _ around: Surroundings
  ) {
    // A fetch that was given up, or that a newer one has replaced, has nothing to say.
    guard var entry = entries[key], entry.fetch?.id == id else { return }
    entry.fetch = nil
    let callers = entry.callers
    entry.callers = [:]
    switch result {
    case .success(let value):
      entry.value = value
      entry.updated = (around.now, around.date, makeID())
      entry.error = nil
      entry.isInvalidated = false
    case .failure(let error): entry.error = error
    }
    entries[key] = entry
    for (_, caller) in callers.sorted(by: { $0.key < $1.key }) {
      effects.append(.resume(caller, result))
    }
    show(key, around)
    release(key, around)
  }

  private mutating func show(_ key: QueryFilter, _ around: Surroundings) {
    guard let entry = entries[key], !entry.watchers.isEmpty else { return }
    let snapshot = snapshot(key, at: around.now)
    for (_, watcher) in entry.watchers.sorted(by: { $0.key < $1.key }) {
      effects.append(.show(watcher, snapshot))
    }
  }

  // MARK: - Changing

  /// Puts a value there that came from elsewhere.
  mutating func set(_ key: QueryFilter, _ value: any Sendable, _ around: Surroundings) {
    cancelFetch(key)
    var entry = entries[key] ?? Entry(order: makeID())
    entry.value = value
    entry.updated = (around.now, around.date, makeID())
    entry.error = nil
    entry.isInvalidated = false
    let callers = entry.callers
    entry.callers = [:]
    entries[key] = entry
    let shown = entry.shown ?? value
    for (_, caller) in callers.sorted(by: { $0.key < $1.key }) {
      effects.append(.resume(caller, .success(shown)))
    }
    show(key, around)
    release(key, around)
  }

  /// Makes what matches out of date, and fetches again what somebody waits for or watches.
  mutating func invalidate(_ filters: [QueryFilter], _ around: Surroundings) {
    // What is under way elsewhere, in a batch, may have been answered before the change as well.
    _ = ChangeNumber.next()
    exclude(filters)
    for key in keys(matching: filters) {
      // What is under way may have been answered before the change.
      cancelFetch(key)
      entries[key]?.isInvalidated = true
      if entries[key]?.isAwaited == true { fetchIfNeeded(key, around) }
      show(key, around)
    }
  }

  /// Forgets what matches. Those who wait are told that it was cancelled, those who watch see it end.
  mutating func remove(_ filters: [QueryFilter]?) {
    if let filters { exclude(filters) } else { primings = [:] }
    let keys = if let filters { keys(matching: filters) } else { orderedKeys }
    for key in keys {
      guard let entry = entries.removeValue(forKey: key) else { continue }
      for task in [entry.fetch?.task, entry.collection?.task].compactMap({ $0 }) {
        effects.append(.cancel(task))
      }
      for (_, caller) in entry.callers.sorted(by: { $0.key < $1.key }) {
        effects.append(.resume(caller, .failure(CancellationError())))
      }
      for (_, watcher) in entry.watchers.sorted(by: { $0.key < $1.key }) {
        effects.append(.finish(watcher))
      }
    }
  }

  private var orderedKeys: [QueryFilter] {
    entries.sorted { $0.value.order < $1.value.order }.map(\.key)
  }

  private func keys(matching filters: [QueryFilter]) -> [QueryFilter] {
    orderedKeys.filter { key in filters.contains { $0.matches(key) } }
  }

  // MARK: - Answers to other questions

  mutating func beginPriming() -> Int {
    let id = makeID()
    // What comes while a change is under way may hold it or not.
    primings[id] = entries.filter { !$0.value.edits.isEmpty }.map(\.key)
    return id
  }

  mutating func endPriming(_ id: Int, _ answers: [QueryAnswer], _ around: Surroundings) {
    guard let excluded = primings.removeValue(forKey: id) else { return }
    for answer in answers where !excluded.contains(where: { $0.matches(answer.key) }) {
      let entry = entries[answer.key]
      // What is being fetched gets its value from there, and what has come since may be newer.
      guard entry?.fetch == nil, (entry?.updated?.order ?? 0) < id else { continue }
      set(answer.key, answer.value, around)
    }
  }

  private mutating func exclude(_ filters: [QueryFilter]) {
    for id in primings.keys { primings[id]?.append(contentsOf: filters) }
  }

  // MARK: - Optimistic changes

  mutating func begin(_ edits: [QueryEdit], _ id: Int, _ around: Surroundings) {
    exclude(edits.map(\.key))
    for edit in edits where entries[edit.key] != nil {
      cancelFetch(edit.key)
      use(edit.key, nil)
      entries[edit.key]?.edits.append((id, edit))
      show(edit.key, around)
    }
  }

  /// - Parameter isKept: the server agreed; otherwise the values are again what they were.
  mutating func end(_ edits: [QueryEdit], _ id: Int, isKept: Bool, _ around: Surroundings) {
    for edit in edits {
      guard var entry = entries[edit.key], entry.edits.contains(where: { $0.id == id }) else {
        continue
      }
      if isKept, let value = entry.value {
        entry.value = entry.edits.filter { $0.id == id }
          .reduce(value) { value, pending in pending.edit.apply(value) }
      }
      entry.edits.removeAll { $0.id == id }
      entries[edit.key] = entry
      if entry.isAwaited,
        !entry.callers.isEmpty || entry.isStale(at: around.now, entry.source?.policy ?? policy)
      {
        fetchIfNeeded(edit.key, around)
      }
      show(edit.key, around)
      release(edit.key, around)
    }
  }
}
