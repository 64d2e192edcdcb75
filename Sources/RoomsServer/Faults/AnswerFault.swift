/// What can be wrong with an answer on its way out.
enum AnswerFault: String, PlantedFault {
  case wrongType = "wrong-type"
  case missingField = "missing-field"
  case unknownEnumValue = "unknown-enum-value"
  case forbiddenNull = "forbidden-null"
  case badDate = "bad-date"
  case wrongErrorBody = "wrong-error-body"
  case wrongContentType = "wrong-content-type"
  case brokenJSON = "broken-json"
  case missingChallenge = "missing-challenge"
  case undocumentedStatus = "undocumented-status"
  case maskedPropertyOmitted = "masked-property-omitted"

  var summary: String {
    switch self {
    case .wrongType: "The num_clients of a meeting is a string."
    case .missingField: "Meetings have no end_date."
    case .unknownEnumValue: "The platform of everything is one that the document does not know."
    case .forbiddenNull: "The ics_uid of a calendar event is null."
    case .badDate: "The start_time of a calendar event is a date that does not exist."
    case .wrongErrorBody: "Refusals have a message in place of a detail."
    case .wrongContentType: "Successful answers are sent as text/html."
    case .brokenJSON: "The last byte of every successful answer is missing."
    case .missingChallenge: "A 401 comes without WWW-Authenticate."
    case .undocumentedStatus: "What is not found has the status 410 instead of 404."
    case .maskedPropertyOmitted: "What a viewer may not see is left out instead of masked."
    }
  }

  var check: ContractCheck {
    switch self {
    case .wrongType, .missingField, .unknownEnumValue, .forbiddenNull, .badDate, .wrongErrorBody,
      .wrongContentType, .brokenJSON, .missingChallenge:
      .answers
    case .undocumentedStatus: .status
    case .maskedPropertyOmitted: .masking
    }
  }
}
