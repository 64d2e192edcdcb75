/// Who makes a request.
enum Principal: Hashable, Sendable {
  case anonymous
  case user(UserID)

  /// `nil` for an anonymous one.
  var userID: UserID? {
    switch self {
    case .anonymous: nil
    case .user(let id): id
    }
  }

  func owns(_ room: RoomRow) -> Bool { userID == room.ownerID }

  /// The rooms that a viewer owns and those that are shared, and no others.
  func maySee(_ room: RoomRow) -> Bool { room.settings.isShared || owns(room) }

  /// For what everybody may do who sees the room.
  var seeing: Admission {
    { room throws(RoomDenial) in
      guard maySee(room) else { throw .privateRoom }
    }
  }

  /// For what only the owner may do.
  var owning: Admission {
    { room throws(RoomDenial) in
      guard owns(room) else { throw .ownerOnly }
    }
  }
}
