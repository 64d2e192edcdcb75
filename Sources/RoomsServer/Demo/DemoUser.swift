/// Who owns the rooms of the demo.
enum DemoUser: String, CaseIterable, Sendable {
  /// The viewer whose rooms a verification asks for.
  case alice
  /// The viewer who owns none of those.
  case bob
  case carol

  var id: UserID { UserID(rawValue) }
}
