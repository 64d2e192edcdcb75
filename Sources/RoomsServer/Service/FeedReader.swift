import AccordRuntime
import Crypto
import RoomsAPI

/// What came of reading a room's feed.
enum FeedReading: Sendable {
  /// The feed says the same as the last time.
  case unchanged
  case changed(FeedSnapshot)
}

/// A feed as it was at one moment.
struct FeedSnapshot: Sendable {
  var occurrences: [CalendarOccurrence]
  /// How many events the feed holds, of all times.
  var eventCount: Int
  /// Of its bytes.
  var hash: String
  var entityTag: String?
}

/// Reads rooms' feeds.
struct FeedReader: Sendable {
  let client: OutboundClient

  /// A feed that never changes still has to be looked at now and then: as time goes on, other occurrences of its
  /// events come into the window.
  private static let renewal: Int64 = 12 * 60

  /// - Throws: ``OutboundError``, ``CalendarFeedError``, ``FeedRefused``.
  func read(_ room: RoomRow, url: String, at now: Instant) async throws -> FeedReading {
    let isFresh =
      room.feed.lastExpansion.map { $0.adding(minutes: Self.renewal) > now } ?? false
    var request = OutboundRequest(url: url, followsRedirects: true)
    request.headerFields = [
      ("Accept", "text/calendar, text/plain;q=0.5, */*;q=0.1"), ("Accept-Encoding", "gzip"),
    ]
    if isFresh, let tag = room.feed.lastETag, Self.isSafe(tag) {
      request.headerFields.append(("If-None-Match", tag))
    }
    let answer = try await client.send(request)
    if answer.status == 304, isFresh { return .unchanged }
    guard answer.status == 200 else { throw FeedRefused(status: answer.status) }
    let hash = Self.hexadecimal(SHA256.hash(data: answer.body).prefix(16))
    if isFresh, room.feed.lastHash == hash { return .unchanged }
    let feed = try CalendarFeed(answer.body, window: .around(now))
    return .changed(
      FeedSnapshot(
        occurrences: feed.occurrences, eventCount: feed.eventCount, hash: hash,
        entityTag: answer.entityTag.flatMap { Self.isSafe($0) ? $0 : nil }))
  }

  /// Whether it can stand in a header field.
  private static func isSafe(_ tag: String) -> Bool {
    tag.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The server of a feed did not give it.
struct FeedRefused: Error, Hashable, CustomStringConvertible {
  var status: Int
  var description: String { "The feed's server answered with status \(status)." }
}
