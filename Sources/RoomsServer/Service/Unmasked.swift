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
  private let room: RoomRow

  init(_ answer: Answer, of room: RoomRow) {
    self.answer = answer
    self.room = room
  }

  func shown(to principal: Principal) -> Answer {
    answer.masked(for: principal.viewer(of: room))
  }
}

extension Principal {
  /// What somebody is beside one room.
  func viewer(of room: RoomRow) -> RoomsViewer {
    if owns(room) { return .owner }
    return switch self {
    case .user: .member
    case .anonymous: .anonymous
    }
  }
}
