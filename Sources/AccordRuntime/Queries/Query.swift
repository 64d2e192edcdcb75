/// A question that can be asked again: the key its answer is kept under, and how to get one.
public struct Query<Value: Sendable>: Sendable {
  public let key: QueryKey<Value>
  /// `nil`: the cache's own.
  public var policy: QueryPolicy?
  let fetch: @Sendable () async throws -> Value

  public init(
    _ key: QueryKey<Value>, policy: QueryPolicy? = nil,
    fetch: @escaping @Sendable () async throws -> Value
  ) {
    self.key = key
    self.policy = policy
    self.fetch = fetch
  }
}

/// A value and the key that it answers, of whatever type: for what comes with the answer to another question.
public struct QueryAnswer: Sendable {
  let key: QueryFilter
  let value: any Sendable

  public init<Value: Sendable>(_ key: QueryKey<Value>, _ value: Value) {
    self.key = key.filter
    self.value = value
  }
}

/// What is known of an answer at a moment.
public struct QueryState<Value: Sendable>: Sendable {
  /// The last one that came, with changes that are under way already in it.
  public var value: Value?
  /// Why the last attempt failed, if it did. A value from before stays.
  public var error: (any Error)?
  /// When the value came.
  public var updatedAt: Timestamp?
  public var isFetching: Bool
  /// Whether the value is older than its policy allows, or a change has made it out of date.
  public var isStale: Bool

  /// Nothing to show yet, but it is on its way.
  public var isLoading: Bool { value == nil && isFetching }

  init(_ snapshot: QuerySnapshot) {
    value = snapshot.value as? Value
    error = snapshot.error
    updatedAt = snapshot.updatedAt
    isFetching = snapshot.isFetching
    isStale = snapshot.isStale
  }
}

/// A change of a cached value that is shown before the server has agreed to it.
public struct QueryEdit: Sendable {
  let key: QueryFilter
  let apply: @Sendable (any Sendable) -> any Sendable

  /// - Parameter change: what the value will be. It is called again whenever the value below it changes.
  public init<Value: Sendable>(
    _ key: QueryKey<Value>, _ change: @escaping @Sendable (inout Value) -> Void
  ) {
    self.key = key.filter
    apply = { value in
      guard var typed = value as? Value else { return value }
      change(&typed)
      return typed
    }
  }
}

/// The states of one query, from now on. Who is slow misses those in between, never the last one.
public struct QueryStates<Value: Sendable>: AsyncSequence, Sendable {
  let snapshots: AsyncStream<QuerySnapshot>

  public struct AsyncIterator: AsyncIteratorProtocol {
    var base: AsyncStream<QuerySnapshot>.AsyncIterator

    public mutating func next() async -> QueryState<Value>? {
      await base.next().map(QueryState.init)
    }

    public mutating func next(isolation actor: isolated (any Actor)?) async -> QueryState<Value>? {
      await base.next(isolation: actor).map(QueryState.init)
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: snapshots.makeAsyncIterator())
  }
}

/// A ``QueryState`` before its type is known.
struct QuerySnapshot: Sendable {
  var value: (any Sendable)?
  var error: (any Error)?
  var updatedAt: Timestamp?
  var isFetching: Bool
  var isStale: Bool
}
