import AccordRuntime

/// What is known of a room's feed.
struct FeedState: Sendable, Hashable {
  /// When it was last read.
  var lastSync: Instant?
  /// What came with it then (RFC 9110, section 8.8.3).
  var lastETag: String?
  /// Of its bytes.
  var lastHash: String?
  /// When its events were last spread over the window in which they are kept.
  var lastExpansion: Instant?
  /// When it is to be read next; `nil` if nothing is to be read.
  var nextSync: Instant?

  /// The next time after one that was successful or not.
  func next(after now: Instant, of settings: RoomSettings) -> Instant? {
    settings.isFollowingFeed ? now.adding(seconds: Int64(settings.icsFetchInterval)) : nil
  }

  /// After its room was changed. Of another feed nothing is known, and it is read as soon as can be.
  func changed(from old: RoomSettings, to new: RoomSettings, at now: Instant) -> FeedState {
    var state = old.hasSameFeed(as: new) ? self : FeedState()
    if !new.isFollowingFeed {
      state.nextSync = nil
    } else if let lastSync = state.lastSync {
      state.nextSync = max(now, lastSync.adding(seconds: Int64(new.icsFetchInterval)))
    } else {
      state.nextSync = now
    }
    return state
  }
}

/// What became of a room's events when its feed was read.
struct FeedChanges: Sendable, Hashable {
  var created = 0
  var updated = 0
  var deleted = 0
}

extension RoomSettings {
  /// The URL of the feed; `nil` if there is none.
  var feedURL: String? { icsURL.flatMap { $0.isEmpty ? nil : $0 } }

  var isFollowingFeed: Bool { icsEnabled && feedURL != nil }

  func hasSameFeed(as other: RoomSettings) -> Bool {
    switch (feedURL, other.feedURL) {
    case (nil, nil): true
    case (let left?, let right?): left.isExactly(right)
    case (nil, _?), (_?, nil): false
    }
  }
}
