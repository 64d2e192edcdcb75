/// What can be wrong now and then: at every so manieth request, or after something else has happened.
enum OccasionalFault: String, PlantedFault {
  case seventhFails = "seventh-fails"
  case seventhUnmasked = "seventh-unmasked"
  case eleventhLosesRoom = "eleventh-loses-room"
  case ninthBadCredentialAccepted = "ninth-bad-credential-accepted"
  case combinationFails = "combination-fails"
  case cachedForNextViewer = "cached-for-next-viewer"
  case unmaskedAfterWrite = "unmasked-after-write"
  case thirteenthLosesField = "thirteenth-loses-field"
  case eleventhSwapsRooms = "eleventh-swaps-rooms"
  case ninthMasksForOwner = "ninth-masks-for-owner"
  case fortiethIsText = "fortieth-is-text"

  var summary: String {
    switch self {
    case .seventhFails: "Every seventh request is answered by a 500."
    case .seventhUnmasked: "Every seventh answer with meetings shows where the host enters."
    case .eleventhLosesRoom: "Every eleventh bulk status has one room less."
    case .ninthBadCredentialAccepted:
      "Every ninth request with a credential that is not valid is answered as anonymous."
    case .combinationFails: "The second page of lists with less than five rooms a page is a 500."
    case .cachedForNextViewer:
      "An answer about a room is given to whoever asks for the same next, if that is another viewer."
    case .unmaskedAfterWrite: "Once a meeting was started, meetings show where the host enters."
    case .thirteenthLosesField: "Every thirteenth answer about a room has no platform."
    case .eleventhSwapsRooms: "In every eleventh bulk status, two rooms that differ are exchanged."
    case .ninthMasksForOwner:
      "Every ninth answer with meetings does not show where the host enters, to nobody."
    case .fortiethIsText: "Every fortieth answer with a body is sent as plain text."
    }
  }

  var check: ContractCheck {
    switch self {
    case .seventhFails, .combinationFails: .status
    case .seventhUnmasked, .cachedForNextViewer, .unmaskedAfterWrite, .ninthMasksForOwner:
      .masking
    case .eleventhLosesRoom, .eleventhSwapsRooms: .batch
    case .ninthBadCredentialAccepted: .authentication
    case .thirteenthLosesField, .fortiethIsText: .answers
    }
  }
}
