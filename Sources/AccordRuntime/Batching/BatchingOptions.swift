/// How a generated batching client goes about it. Everything has a value that suits most; what the document
/// says about a batch, its size limit above all, is not changed here.
public struct BatchingOptions: Sendable {
  /// `nil`: as long from the first key on as the document says.
  public var window: BatchWindow?
  /// How many bulk requests of one operation may be under way at a time, at least 1.
  public var maximumConcurrentBatches: Int
  /// What happens when a bulk request fails as a whole.
  public var recovery: BatchRecovery
  /// What windows and waits are measured by.
  public var clock: any Clock<Duration>
  /// Is given what bulk answers say about single calls, and told what changes make stale. One cache may serve
  /// several clients: values are kept by who asked.
  public var cache: QueryCache?
  /// Follows what is done, for metrics and traces.
  public var instrument: (any BatchInstrument)?

  public init(
    window: BatchWindow? = nil, maximumConcurrentBatches: Int = 4,
    recovery: BatchRecovery = .halving(), clock: any Clock<Duration> = ContinuousClock(),
    cache: QueryCache? = nil, instrument: (any BatchInstrument)? = nil
  ) {
    self.window = window
    self.maximumConcurrentBatches = maximumConcurrentBatches
    self.recovery = recovery
    self.clock = clock
    self.cache = cache
    self.instrument = instrument
  }

  /// Sends a bulk request, and gives the cache what its answer says about single calls. For generated code.
  ///
  /// - Throws: what `request` throws.
  public func priming<Answer>(
    _ answers: (Answer) -> [QueryAnswer], _ request: () async throws -> Answer
  ) async throws -> Answer {
    guard let cache else { return try await request() }
    return try await cache.priming(with: answers, request)
  }
}

extension Batcher {
  /// For generated batching clients.
  ///
  /// - Parameters:
  ///   - name: the id of the bulk operation.
  ///   - window: the document's.
  ///   - fetch: asks for many keys; those that the answer leaves out have no value.
  public convenience init(
    _ name: String, window: Duration, limit: Int?, _ options: BatchingOptions,
    fetch: @escaping @Sendable ([Key]) async throws -> [Key: Value]
  ) {
    self.init(
      window: options.window ?? .fixed(window), limit: limit,
      maximumConcurrentBatches: options.maximumConcurrentBatches, recovery: options.recovery,
      clock: options.clock, name: name, instrument: options.instrument
    ) { keys in try await fetch(keys).mapValues { .success($0) } }
  }
}
