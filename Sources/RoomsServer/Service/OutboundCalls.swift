import Logging
import RoomsAPI

/// What the server asks of others over the network for its users.
struct OutboundCalls: Sendable {
  let feeds: FeedFollower
  let webhooks: WebhookCaller
  /// Whether nothing is asked of anybody.
  let isOff: Bool

  init(client: OutboundClient, store: any RoomsStore, clock: WallClock, logger: Logger) {
    feeds = FeedFollower(
      store: store, reader: FeedReader(client: client), clock: clock, logger: logger)
    webhooks = WebhookCaller(client: client, clock: clock)
    isOff = client.isOff
  }

  /// None.
  static func off(store: any RoomsStore, clock: WallClock) -> OutboundCalls {
    OutboundCalls(
      client: OutboundClient(policy: .off), store: store, clock: clock,
      logger: Logger(label: "off") { _ in SwiftLogNoOpLogHandler() })
  }
}
