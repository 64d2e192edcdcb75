/// What of a bad request can be overlooked on its way in.
enum RequestFault: String, PlantedFault {
  case pageSizeNotEnforced = "page-size-not-enforced"
  case badNumberAccepted = "bad-number-accepted"
  case bulkLimitNotEnforced = "bulk-limit-not-enforced"
  case nameLengthNotEnforced = "name-length-not-enforced"
  case missingPropertyAccepted = "missing-property-accepted"
  case brokenJSONAccepted = "broken-json-accepted"
  case wrongMediaTypeAccepted = "wrong-media-type-accepted"

  var summary: String {
    switch self {
    case .pageSizeNotEnforced: "A page size above the limit is accepted."
    case .badNumberAccepted: "A query parameter that is no number counts as absent."
    case .bulkLimitNotEnforced: "The bulk status takes more than 100 names."
    case .nameLengthNotEnforced: "The bulk status takes names that are too long."
    case .missingPropertyAccepted: "The bulk status takes a body without room_names."
    case .brokenJSONAccepted: "The bulk status takes a body that is not JSON."
    case .wrongMediaTypeAccepted: "The bulk status takes bodies of any content type."
    }
  }

  var check: ContractCheck { .requests }
}
