/// Follows what a ``Batcher`` does, where it is done: for metrics and traces. It must be quick.
public protocol BatchInstrument: Sendable {
  /// What the request should know of a caller, such as the trace that it belongs to. It is asked for in the
  /// caller's task; the request is sent in nobody's.
  func callerContext() -> (any Sendable)?

  /// Sends a request.
  ///
  /// - Throws: what `request` throws.
  func send<Answer: Sendable>(
    _ batch: OutgoingBatch, _ request: @Sendable () async throws -> Answer
  ) async throws -> Answer

  /// - Parameter name: the batcher's.
  func record(_ event: BatchEvent, of name: String)
}

/// A request for many keys that is about to be sent.
public struct OutgoingBatch: Sendable {
  /// The batcher's: the id of the bulk operation.
  public var name: String
  /// How many keys it asks for.
  public var size: Int
  /// What callers brought along, in the order in which they asked. Whoever was cancelled since is still among them.
  public var callerContexts: [any Sendable]

  public init(name: String, size: Int, callerContexts: [any Sendable]) {
    self.name = name
    self.size = size
    self.callerContexts = callerContexts
  }
}
