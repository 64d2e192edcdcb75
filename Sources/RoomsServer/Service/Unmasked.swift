import RoomsAPI

/// An answer that holds values for the owner of its room alone. Generated.
protocol Masked: Sendable {
  func masked(for viewer: RoomsViewer) -> Self
}

extension Meeting: Masked {}
extension CalendarEventResponse: Masked {}
extension RoomMeetingStatus: Masked {}
extension Room: Masked {}
extension RoomDetails: Masked {}

/// An answer with all that its room's owner sees. The one way out of it is ``shown(to:)``: no answer can
/// leave the service unmasked by oversight.
struct Unmasked<Answer: Masked>: Sendable {
  private let answer: Answer
  private let owner: UserID

  /// - Parameter owner: who owns the room that the answer is about.
  init(_ answer: Answer, owner: UserID) {
    self.answer = answer
    self.owner = owner
  }

  func shown(to principal: Principal) -> Answer {
    answer.masked(for: principal.viewer(besideOwner: owner))
  }
}

extension Principal {
  /// What somebody is beside a room.
  func viewer(besideOwner owner: UserID) -> RoomsViewer {
    if userID == owner { return .owner }
    return switch self {
    case .user: .member
    case .anonymous: .anonymous
    }
  }
}
