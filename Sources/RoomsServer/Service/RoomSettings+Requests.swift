import AccordRuntime
import RoomsAPI

extension RoomSettings {
  init(_ body: CreateRoom) {
    self.init(
      name: body.name, zulipAutoPost: body.zulipAutoPost, zulipStream: body.zulipStream,
      zulipTopic: body.zulipTopic, isLocked: body.isLocked, roomMode: body.roomMode,
      recordingType: body.recordingType, recordingTrigger: body.recordingTrigger,
      isShared: body.isShared, webhookURL: body.webhookURL, webhookSecret: body.webhookSecret,
      icsURL: body.icsURL.value, icsFetchInterval: body.icsFetchInterval,
      icsEnabled: body.icsEnabled,
      platform: VideoPlatform(rawValue: body.platform.rawValue) ?? .daily,
      skipConsent: body.skipConsent)
  }

  /// Changes what the body holds. Null removes the three settings that may be missing; for all others it is
  /// the same as absent.
  mutating func apply(_ body: UpdateRoom) {
    Self.set(&name, body.name)
    Self.set(&zulipAutoPost, body.zulipAutoPost)
    Self.set(&zulipStream, body.zulipStream)
    Self.set(&zulipTopic, body.zulipTopic)
    Self.set(&isLocked, body.isLocked)
    Self.set(&roomMode, body.roomMode)
    Self.set(&recordingType, body.recordingType)
    Self.set(&recordingTrigger, body.recordingTrigger)
    Self.set(&isShared, body.isShared)
    Self.setOrRemove(&webhookURL, body.webhookURL)
    Self.setOrRemove(&webhookSecret, body.webhookSecret)
    Self.setOrRemove(&icsURL, body.icsURL)
    Self.set(&icsFetchInterval, body.icsFetchInterval)
    Self.set(&icsEnabled, body.icsEnabled)
    if let value = body.platform.value, let known = VideoPlatform(rawValue: value.rawValue) {
      platform = known
    }
    Self.set(&skipConsent, body.skipConsent)
  }

  private static func set<Value>(_ setting: inout Value, _ change: Presence<Value>) {
    if let value = change.value { setting = value }
  }

  private static func setOrRemove<Value>(_ setting: inout Value?, _ change: Presence<Value>) {
    switch change {
    case .absent: break
    case .null: setting = nil
    case .value(let value): setting = value
    }
  }
}
