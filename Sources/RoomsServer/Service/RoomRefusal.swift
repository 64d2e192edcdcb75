import AccordRuntime
import RoomsAPI

/// The refusals of operations on one room: those that the document gives a 403 and a 404. The compiler
/// checks that it does.
protocol RoomRefusal: DocumentedRefusal {
  static func forbidden(_ detail: ErrorDetail) -> Self
  static func notFound(_ detail: ErrorDetail) -> Self
}

// Operations with the same refusals share one type.
extension GetRefusal: RoomRefusal {}
extension UpdateRefusal: RoomRefusal {}
extension CreateMeetingRefusal: RoomRefusal {}
extension JoinMeetingRefusal: RoomRefusal {}

extension CallError where Refusal: RoomRefusal {
  /// A denial as the document tells it; anything else is the server's own failure.
  init(denying error: any Error) {
    guard let denial = error as? RoomDenial else {
      self = .transport(error)
      return
    }
    switch denial {
    case .unknownRoom: self = .refused(.notFound(ErrorDetail(detail: "There is no such room.")))
    case .privateRoom: self = .refused(.forbidden(ErrorDetail(detail: "This room is private.")))
    case .ownerOnly:
      self = .refused(
        .forbidden(ErrorDetail(detail: "Only the owner of the room may do this.")))
    case .unknownMeeting:
      self = .refused(.notFound(ErrorDetail(detail: "There is no such meeting.")))
    case .meetingElsewhere:
      self = .refused(.notFound(ErrorDetail(detail: "The room has no such meeting.")))
    }
  }
}

extension ErrorDetail {
  static let nameTaken = ErrorDetail(detail: "The name is taken.")
  static let meetingOver = ErrorDetail(detail: "The meeting is over.")
}
