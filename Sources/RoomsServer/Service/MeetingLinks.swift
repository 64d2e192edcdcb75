/// Where guests and hosts enter a meeting.
///
/// This server has no account with a video platform. Its links have the shape of the platforms' links, on
/// names that never exist (RFC 2606), and a host's link holds a key that cannot be guessed.
struct MeetingLinks: Sendable {
  let room: String
  let host: String

  init(
    platform: VideoPlatform, meetingID: String, using generator: inout some RandomNumberGenerator
  ) {
    let key = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
    room = "https://accord.\(platform.rawValue).example/\(meetingID)"
    switch platform {
    case .whereby: host = "\(room)?roomKey=\(key)"
    case .daily: host = "\(room)?t=\(key)"
    }
  }
}
