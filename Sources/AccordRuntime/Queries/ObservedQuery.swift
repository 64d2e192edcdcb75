public import Observation

/// A query for a user interface: its properties change when the answer does, and whatever shows them is told
/// (SwiftUI does so by itself, others by `withObservationTracking`). For as long as it lives the query is
/// watched: what becomes out of date is fetched again.
@MainActor @Observable
public final class ObservedQuery<Value: Sendable> {
  /// The last answer that came. It stays while a new one is fetched, and when that fails.
  public private(set) var value: Value?
  /// Why the last attempt failed, if it did.
  public private(set) var error: (any Error)?
  /// When the value came.
  public private(set) var updatedAt: Timestamp?
  public private(set) var isFetching = false

  /// Nothing to show yet, but it is on its way.
  public var isLoading: Bool { value == nil && isFetching }

  @ObservationIgnored private let query: Query<Value>
  @ObservationIgnored private let cache: QueryCache
  @ObservationIgnored private var watching: Task<Void, Never>?

  public init(_ query: Query<Value>, in cache: QueryCache) {
    self.query = query
    self.cache = cache
    show(cache.state(of: query.key))
    let states = cache.states(of: query)
    watching = Task { [weak self] in
      for await state in states {
        guard let self else { return }
        show(state)
      }
    }
  }

  isolated deinit {
    watching?.cancel()
  }

  /// Fetches a new answer, however fresh the last one is. What comes of it is seen in the properties.
  public func refresh() async {
    _ = try? await cache.newValue(of: query)
  }

  private func show(_ state: QueryState<Value>) {
    value = state.value
    error = state.error
    updatedAt = state.updatedAt
    isFetching = state.isFetching
  }
}
