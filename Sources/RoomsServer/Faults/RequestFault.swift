/// What of a bad request can be overlooked on its way in.
enum RequestFault: String, PlantedFault {
  case pageSizeNotEnforced = "page-size-not-enforced"
  case badNumberAccepted = "bad-number-accepted"
  case bulkLimitNotEnforced = "bulk-limit-not-enforced"
  case nameLengthNotEnforced = "name-length-not-enforced"
  case missingPropertyAccepted = "missing-property-accepted"
  case brokenJSONAccepted = "broken-json-accepted"
  case wrongMediaTypeAccepted = "wrong-media-type-accepted"
  case windowOfZeroAccepted = "window-of-zero-accepted"
  case pageZeroAccepted = "page-zero-accepted"
  case numbersAsNamesAccepted = "numbers-as-names-accepted"
  case nullNamesAccepted = "null-names-accepted"
  case missingBodyAccepted = "missing-body-accepted"
  case intervalNotEnforced = "interval-not-enforced"
  case platformNotEnforced = "platform-not-enforced"
  case emptyNameAccepted = "empty-name-accepted"
  case missingSharingAccepted = "missing-sharing-accepted"
  case windowOfOneRefused = "window-of-one-refused"
  case laterNamesNotChecked = "later-names-not-checked"
  case commaTooManyAccepted = "comma-too-many-accepted"

  var summary: String {
    switch self {
    case .pageSizeNotEnforced: "A page size above the limit is accepted."
    case .badNumberAccepted: "A query parameter that is no number counts as absent."
    case .bulkLimitNotEnforced: "The bulk status takes more than 100 names."
    case .nameLengthNotEnforced: "The bulk status takes names that are too long."
    case .missingPropertyAccepted: "The bulk status takes a body without room_names."
    case .brokenJSONAccepted: "The bulk status takes a body that is not JSON."
    case .wrongMediaTypeAccepted: "The bulk status takes bodies of any content type."
    case .windowOfZeroAccepted: "A look ahead of no minutes is accepted."
    case .pageZeroAccepted: "The page before the first one is accepted."
    case .numbersAsNamesAccepted: "The bulk status takes numbers for names."
    case .nullNamesAccepted: "The bulk status takes null for no names."
    case .missingBodyAccepted: "The bulk status does without a body."
    case .intervalNotEnforced: "A room's feed may be read at intervals of more than a day."
    case .platformNotEnforced: "A room may be changed to a platform that does not exist."
    case .emptyNameAccepted: "A room may be created without a name."
    case .missingSharingAccepted: "A new room need not say whether it is shared."
    case .windowOfOneRefused: "A look ahead of a single minute is refused."
    case .laterNamesNotChecked: "Of the names of a bulk status, only the first has to be a string."
    case .commaTooManyAccepted: "The bulk status takes JSON with a comma before its end."
    }
  }

  var check: ContractCheck { .requests }
}
