/// What can be wrong with what is done for a request.
enum ServiceFault: String, PlantedFault {
  case unknownRoomFound = "unknown-room-found"
  case oddNameCrash = "odd-name-crash"
  case hostURLUnmaskedInBulk = "host-url-unmasked-in-bulk"
  case hostURLUnmaskedPerRoom = "host-url-unmasked-per-room"
  case hostURLUnmaskedForAnonymous = "host-url-unmasked-for-anonymous"
  case descriptionUnmaskedForMembers = "description-unmasked-for-members"
  case attendeesMaskedAsEmptyList = "attendees-masked-as-empty-list"
  case maskedForOwner = "masked-for-owner"
  case webhookSecretUnmaskedInList = "webhook-secret-unmasked-in-list"
  case privateRoomShown = "private-room-shown"
  case privateRoomInBulk = "private-room-in-bulk"
  case roomMissingInBulk = "room-missing-in-bulk"
  case roomsSwappedInBulk = "rooms-swapped-in-bulk"
  case bulkOrderDiffers = "bulk-order-differs"
  case bulkEmptyAboveTen = "bulk-empty-above-ten"
  case bulkLosesOddNames = "bulk-loses-odd-names"
  case bulkMergesNormalForms = "bulk-merges-normal-forms"
  case bulkWindowDiffers = "bulk-window-differs"

  var summary: String {
    switch self {
    case .unknownRoomFound: "The active meetings of an unknown room are an empty list, with 200."
    case .oddNameCrash: "The active meetings of rooms with odd names are a 500."
    case .hostURLUnmaskedInBulk: "The bulk status shows everybody where the host enters."
    case .hostURLUnmaskedPerRoom: "The single operations show everybody where the host enters."
    case .hostURLUnmaskedForAnonymous: "Anonymous viewers see where the host enters."
    case .descriptionUnmaskedForMembers:
      "Signed-in viewers see the descriptions of others' events."
    case .attendeesMaskedAsEmptyList: "Masked attendees are an empty list instead of null."
    case .maskedForOwner: "Even a room's owner does not see where the host enters."
    case .webhookSecretUnmaskedInList: "The list of rooms shows everybody the webhooks' secrets."
    case .privateRoomShown: "The single operations show private rooms to everybody."
    case .privateRoomInBulk: "The bulk status shows private rooms to everybody."
    case .roomMissingInBulk: "The last room is missing from the bulk status."
    case .roomsSwappedInBulk: "In the bulk status, two rooms have each other's status."
    case .bulkOrderDiffers: "The bulk status has meetings and events in another order."
    case .bulkEmptyAboveTen: "From the eleventh room on, the bulk status is empty."
    case .bulkLosesOddNames: "Rooms whose names need escapes in URLs are empty in the bulk status."
    case .bulkMergesNormalForms:
      "Names that differ in their Unicode normal form only are one in the bulk status."
    case .bulkWindowDiffers: "The bulk status looks ahead for four hours instead of two."
    }
  }

  var check: ContractCheck {
    switch self {
    case .unknownRoomFound, .oddNameCrash: .status
    case .hostURLUnmaskedInBulk, .hostURLUnmaskedPerRoom, .hostURLUnmaskedForAnonymous,
      .descriptionUnmaskedForMembers, .attendeesMaskedAsEmptyList, .maskedForOwner,
      .webhookSecretUnmaskedInList:
      .masking
    case .privateRoomShown, .privateRoomInBulk, .roomMissingInBulk, .roomsSwappedInBulk,
      .bulkOrderDiffers, .bulkEmptyAboveTen, .bulkLosesOddNames, .bulkMergesNormalForms,
      .bulkWindowDiffers:
      .batch
    }
  }
}
