/// Which bearer tokens are for this server.
struct TokenPolicy: Sendable, Equatable {
  /// Who has to have issued them.
  var issuer = "accord-rooms"
  /// For whom they have to be.
  var audience = "rooms"
  /// By how much the clocks of the issuer and of this server may differ, in seconds.
  var clockSkew: Int64 = 0
}
