/// Where the server may call on behalf of its users.
enum OutboundPolicy: String, Sendable, CaseIterable {
  /// Nowhere.
  case off
  /// Wherever anybody on the Internet could: no host of this network may be reached by way of this server.
  case `public`
  /// Private addresses as well, loopback among them.
  case any

  func allows(_ address: NetworkAddress) -> Bool {
    switch self {
    case .off: false
    case .public: address.isPublic
    case .any: true
    }
  }
}

/// How much others may cost this server.
struct OutboundLimits: Sendable {
  /// For a call as a whole: names, connections, redirects and all of the body.
  var time = Duration.seconds(15)
  /// Of a body, in bytes.
  var size = 10 << 20
  var redirects = 4
  /// How many calls may be under way at once.
  var calls = 32
}
