import RoomsAPI

/// What the server would ask of others over the network. This version makes no calls, and its answers say
/// so; whatever will make them takes this place.
enum OutboundCalls {
  /// Reads a room's ICS feed.
  static func synchronise(_ settings: RoomSettings) -> ICSSyncResult {
    guard settings.hasFeed else {
      return ICSSyncResult(status: .skipped, reason: "The room has no ICS feed.")
    }
    guard settings.icsEnabled else {
      return ICSSyncResult(status: .skipped, reason: "The room's ICS feed is switched off.")
    }
    return ICSSyncResult(
      status: .error, error: "This server is not configured to fetch ICS feeds.")
  }

  /// When a room's feed will be read next: never, since nothing reads it.
  static func nextSynchronisation(_ settings: RoomSettings) -> Instant? { nil }

  /// Sends a sample payload to a room's webhook.
  static func testWebhook(_ settings: RoomSettings) -> WebhookTestResult {
    guard let url = settings.webhookURL, !url.isEmpty else {
      return WebhookTestResult(success: false, error: "The room has no webhook.")
    }
    return WebhookTestResult(
      success: false, error: "This server is not configured to call webhooks.")
  }
}

extension RoomSettings {
  var hasFeed: Bool { icsURL.map { !$0.isEmpty } ?? false }
}
