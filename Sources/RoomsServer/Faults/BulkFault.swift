/// What can be wrong with the bulk status besides what it shows to whom.
enum BulkFault: String, PlantedFault {
  case duplicatesTwice = "bulk-duplicates-twice"
  case duplicatesLost = "bulk-duplicates-lost"
  case unknownLeftOut = "bulk-unknown-left-out"
  case unknownHasEvents = "bulk-unknown-has-events"
  case dependsOnOrder = "bulk-depends-on-order"
  case ignoresCase = "bulk-ignores-case"
  case trimsNames = "bulk-trims-names"
  case oddNameSpoilsOthers = "bulk-odd-name-spoils-others"
  case unknownSpoilsOthers = "bulk-unknown-spoils-others"
  case firstMeetingOnly = "bulk-first-meeting-only"
  case showsOverMeetings = "bulk-shows-over-meetings"
  case emptyAtLimit = "bulk-empty-at-limit"
  case limitTooLow = "bulk-limit-too-low"
  case limitTooHigh = "bulk-limit-too-high"
  case ownPrivateEmpty = "bulk-own-private-empty"
  case swappedAboveTwenty = "bulk-swapped-above-twenty"
  case countsDuplicates = "bulk-fails-for-duplicates"
  case longNamesEmpty = "bulk-long-names-empty"
  case memberSeesLess = "bulk-member-sees-less"
  case swappedForTwo = "bulk-swapped-for-two"
  case hasOtherRoom = "bulk-has-other-room"
  case refusesNone = "bulk-refuses-no-names"

  var summary: String {
    switch self {
    case .duplicatesTwice: "A name that is given twice has its meetings twice in the bulk status."
    case .duplicatesLost: "A name that is given twice is not in the bulk status."
    case .unknownLeftOut: "Unknown names are not in the bulk status."
    case .unknownHasEvents: "Unknown names have another room's events in the bulk status."
    case .dependsOnOrder:
      "If the names are not sorted, the bulk status loses the last one's events."
    case .ignoresCase: "The bulk status takes names that differ by case only for the same."
    case .trimsNames: "The bulk status cuts spaces off the ends of names."
    case .oddNameSpoilsOthers: "A slash in one name makes the bulk status empty for all."
    case .unknownSpoilsOthers: "From an unknown name on, the bulk status is empty."
    case .firstMeetingOnly: "The bulk status has one meeting a room at most."
    case .showsOverMeetings: "The bulk status has meetings that are over as well."
    case .emptyAtLimit: "For a hundred names the bulk status is empty."
    case .limitTooLow: "The bulk status refuses a hundred names."
    case .limitTooHigh: "The bulk status takes one name more than a hundred."
    case .ownPrivateEmpty: "Private rooms are empty in the bulk status, also for their owner."
    case .swappedAboveTwenty:
      "In the bulk status of more than twenty rooms, the last two that differ are exchanged."
    case .countsDuplicates: "Three times the same name make the bulk status fail."
    case .longNamesEmpty: "Names of a hundred characters and more are empty in the bulk status."
    case .memberSeesLess: "Signed-in viewers see no more than one event a room in the bulk status."
    case .swappedForTwo: "In the bulk status of two rooms, these are exchanged."
    case .hasOtherRoom: "The bulk status has a room more than was asked for."
    case .refusesNone: "The bulk status refuses a list without names."
    }
  }

  var check: ContractCheck { .batch }
}
