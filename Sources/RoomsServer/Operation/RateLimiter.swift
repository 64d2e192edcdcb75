import Synchronization

/// How often each principal may ask: a bucket that fills steadily and holds a minute's worth at most.
///
/// Whoever shows a valid credential has a bucket of their own, on whichever connections they come. All others share
/// that of their address, and so do those who guess credentials.
final class RateLimiter: Sendable {
  enum Key: Hashable, Sendable {
    case user(UserID)
    case address(String)
  }

  private struct Bucket: Sendable {
    /// In requests.
    var level: Double
    var filledAt: Instant
  }

  private let requestsPerMinute: Int
  private let buckets = Mutex<[Key: Bucket]>([:])

  /// A bucket that is full says nothing, and is forgotten; so many are remembered.
  private static let capacity = 100_000

  /// - Parameter requestsPerMinute: at least 1.
  init(requestsPerMinute: Int) { self.requestsPerMinute = max(1, requestsPerMinute) }

  /// Takes one request out of a bucket.
  ///
  /// - Returns: `nil` if there was one, else how many seconds it takes until there is.
  func take(_ key: Key, at now: Instant) -> Int? {
    let perSecond = Double(requestsPerMinute) / 60
    return buckets.withLock { buckets in
      var bucket = buckets[key] ?? Bucket(level: Double(requestsPerMinute), filledAt: now)
      // A clock that was set back fills nothing.
      let seconds = max(0, Double(now.microseconds - bucket.filledAt.microseconds) / 1_000_000)
      bucket.level = min(Double(requestsPerMinute), bucket.level + seconds * perSecond)
      bucket.filledAt = now
      guard bucket.level >= 1 else {
        buckets[key] = bucket
        return max(1, Int(((1 - bucket.level) / perSecond).rounded(.up)))
      }
      bucket.level -= 1
      if buckets.count >= Self.capacity, buckets[key] == nil { Self.forgetFull(&buckets, at: now) }
      buckets[key] = bucket
      return nil
    }
  }

  /// After a minute without requests, a bucket is full. If that frees too little, all are forgotten: more principals
  /// at once than fit are more than this limit is for.
  private static func forgetFull(_ buckets: inout [Key: Bucket], at now: Instant) {
    let minuteAgo = now.adding(minutes: -1)
    buckets = buckets.filter { $0.value.filledAt > minuteAgo }
    if buckets.count > capacity / 2 { buckets = [:] }
  }

  /// How many buckets are remembered.
  var count: Int { buckets.withLock { $0.count } }
}
