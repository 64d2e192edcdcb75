import NIOCore

/// What requests may cost, one by one and together.
struct ServerLimits: Sendable, Equatable {
  /// Of a body, in bytes. A hundred names of 200 characters need a tenth of it.
  var bodySize = 1 << 20
  /// Of all header fields of a request together, in bytes, and of one of them.
  var headerSize = 32 << 10
  var headerCount = 100
  /// How many requests are answered at once: a page that reloads in thousands of browsers is not refused.
  var requests = 4_000
  var connections = 10_000
  /// From a request's first byte to the last one of its answer, in seconds. Whoever sends or reads more slowly is
  /// cut off.
  var seconds: Int64 = 60
  /// For each principal; `nil` for any number.
  var requestsPerMinute: Int?
}
