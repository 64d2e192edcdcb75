/// What can be wrong with what a change leaves behind.
enum StateFault: String, PlantedFault {
  case deletedStillFound = "deleted-room-found"
  case deletedStillListed = "deleted-room-listed"
  case createdNotFound = "created-room-not-found"
  case createdNotListed = "created-room-not-listed"
  case createdDiffers = "created-room-differs"
  case changeLost = "change-lost"
  case meetingNotActive = "new-meeting-not-active"
  case deactivatedStillActive = "deactivated-meeting-active"
  case readingLocks = "reading-locks"
  case changeLosesTopic = "change-loses-topic"
  case changeResetsOthers = "change-resets-others"

  var summary: String {
    switch self {
    case .deletedStillFound: "A room can be read by its id after it was deleted."
    case .deletedStillListed: "The list still has a room that was deleted."
    case .createdNotFound: "A room that was created this run cannot be read by its id."
    case .createdNotListed: "The list does not have rooms that were created."
    case .createdDiffers: "A new room is read with another mode than it was created with."
    case .changeLost: "A change of a room is confirmed, and not kept."
    case .meetingNotActive: "A meeting that was started is not among the active ones."
    case .deactivatedStillActive: "A meeting that was deactivated is still active when it is read."
    case .readingLocks: "To read the state of a room's calendar turns the room's lock."
    case .changeLosesTopic: "A new topic for Zulip is confirmed, and not kept."
    case .changeResetsOthers: "A change that names no topic for Zulip takes the room's away."
    }
  }

  var check: ContractCheck { .state }
}
