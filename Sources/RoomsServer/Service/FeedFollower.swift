import Foundation
import Logging
import RoomsAPI
import ServiceLifecycle

/// Reads rooms' feeds and brings their events up to date: at once when an owner asks, and when their time has come.
struct FeedFollower: Sendable {
  let store: any RoomsStore
  let reader: FeedReader
  let clock: WallClock
  let logger: Logger

  /// Reads the feed of a room.
  ///
  /// - Throws: what the store throws. A feed that cannot be read is no error.
  func synchronise(_ room: RoomRow) async throws -> ICSSyncResult {
    guard let url = room.settings.feedURL else {
      return ICSSyncResult(status: .skipped, reason: "The room has no ICS feed.")
    }
    guard room.settings.icsEnabled else {
      return ICSSyncResult(status: .skipped, reason: "The room's ICS feed is switched off.")
    }
    let reading: FeedReading
    do {
      reading = try await reader.read(room, url: url, at: clock.now())
    } catch {
      if error is CancellationError { throw error }
      let reason = Self.reason(of: error)
      // Not the URL: whoever has it reads the calendar.
      logger.notice(
        "A feed could not be read.", metadata: ["room": "\(room.id)", "reason": "\(reason)"])
      try await store.noteFeedFailure(of: room.id, url: url, at: clock.now())
      return ICSSyncResult(status: .error, error: reason)
    }
    let outcome = try await store.apply(reading, to: room.id, url: url, at: clock.now())
    guard let outcome else {
      return ICSSyncResult(
        status: .skipped, reason: "The room's feed was changed while it was read.")
    }
    switch reading {
    case .unchanged:
      return ICSSyncResult(status: .unchanged, hash: room.feed.lastHash)
    case .changed(let snapshot):
      return ICSSyncResult(
        status: .success, hash: snapshot.hash, eventsFound: snapshot.occurrences.count,
        totalEvents: snapshot.eventCount, eventsCreated: outcome.created,
        eventsUpdated: outcome.updated, eventsDeleted: outcome.deleted)
    }
  }

  private static func reason(of error: any Error) -> String {
    switch error {
    case let error as OutboundError: error.description
    case let error as CalendarFeedError: error.description
    case let error as FeedRefused: error.description
    default: "The feed could not be read."
    }
  }
}

/// Follows the feeds of all rooms for as long as the server runs.
///
/// Several servers on one database share the work: each takes the feeds whose time has come for itself.
extension FeedFollower: Service {
  /// How often it looks whose time has come.
  private static let rhythm = Duration.seconds(5)
  /// How many feeds are read at once.
  private static let width = 8

  func run() async throws {
    // A closed database or a server that is gone for a while ends nothing: the next round tries again.
    let rounds = AsyncStream<Void> { continuation in
      let task = Task {
        while !Task.isCancelled {
          continuation.yield()
          try? await Task.sleep(for: Self.rhythm)
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
    for await _ in rounds.cancelOnGracefulShutdown() {
      do {
        try await followDueFeeds()
      } catch is CancellationError {
        return
      } catch {
        logger.warning("The feeds could not be followed.", metadata: ["type": "\(type(of: error))"])
      }
    }
  }

  /// Reads those whose time has come.
  ///
  /// - Returns: how many.
  @discardableResult
  func followDueFeeds() async throws -> Int {
    let rooms = try await store.takeDueFeeds(at: clock.now(), limit: Self.width)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for room in rooms {
        group.addTask { _ = try await synchronise(room) }
      }
      try await group.waitForAll()
    }
    return rooms.count
  }
}
