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
  case secondItemWrongType = "second-item-wrong-type"
  case badDateAboveTen = "bad-date-above-ten"
  case localDate = "local-date"
  case fractionalCount = "fractional-count"
  case negativeTotal = "negative-total"
  case errorPlaceWrongType = "error-place-wrong-type"
  case notANumber = "not-a-number"
  case trailingBytes = "trailing-bytes"
  case duplicateMember = "duplicate-member"
  case emptyAnswer = "empty-answer"
  case created = "created-instead-of-ok"
  case redirected = "redirected"
  case missingAllow = "missing-allow"
  case unknownMethodNotFound = "unknown-method-not-found"
  case roomNotFound = "room-not-found"
  case ownerForbidden = "owner-forbidden"
  case anonymousRefused = "anonymous-refused"
  case oddNameNotFound = "odd-name-not-found"
  case byteOrderMark = "byte-order-mark"
  case latin1Text = "latin-1-text"
  case escapedDuplicate = "escaped-duplicate-member"
  case offsetWithoutColon = "offset-without-colon"
  case htmlRefusals = "html-refusals"
  case incompleteAllow = "incomplete-allow"

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
    case .secondItemWrongType: "The second item of a list has a number as its id."
    case .badDateAboveTen: "The eleventh item of a list and those behind it have no valid date."
    case .localDate: "Dates have no offset."
    case .fractionalCount: "Half a client is in every meeting."
    case .negativeTotal: "The total of a list is -1."
    case .errorPlaceWrongType: "The places of invalid values are strings instead of lists."
    case .notANumber: "The number of clients is NaN."
    case .trailingBytes: "Something follows the JSON of an answer."
    case .duplicateMember: "Objects have their first member twice."
    case .emptyAnswer: "The state of a calendar is an empty body."
    case .created: "A new room is answered by 201, which is not documented."
    case .redirected: "A room is read by its name through a redirect."
    case .missingAllow: "A 405 comes without Allow."
    case .unknownMethodNotFound: "A method that a path does not have is answered by 404."
    case .roomNotFound: "No room is found by its id."
    case .ownerForbidden:
      "The state of a calendar is forbidden to all who are signed in by a token."
    case .anonymousRefused: "Events cannot be read without credentials."
    case .oddNameNotFound: "Rooms with a percent sign in their names are not found by name."
    case .byteOrderMark: "Answers begin with a byte order mark."
    case .latin1Text: "Text beyond ASCII is sent in ISO 8859-1, or as a question mark."
    case .escapedDuplicate: "Objects have their id twice, once with an escape in the key."
    case .offsetWithoutColon: "The offset of a date has no colon, as in +0000."
    case .htmlRefusals: "Refusals say that they are HTML."
    case .incompleteAllow: "The Allow of a 405 lacks the last method."
    }
  }

  var check: ContractCheck {
    switch self {
    case .wrongType, .missingField, .unknownEnumValue, .forbiddenNull, .badDate, .wrongErrorBody,
      .wrongContentType, .brokenJSON, .missingChallenge, .secondItemWrongType, .badDateAboveTen,
      .localDate, .fractionalCount, .negativeTotal, .errorPlaceWrongType, .notANumber,
      .trailingBytes, .duplicateMember, .emptyAnswer, .byteOrderMark, .latin1Text,
      .escapedDuplicate, .offsetWithoutColon, .htmlRefusals:
      .answers
    case .undocumentedStatus, .created, .redirected, .missingAllow, .unknownMethodNotFound,
      .roomNotFound, .ownerForbidden, .anonymousRefused, .oddNameNotFound, .incompleteAllow:
      .status
    case .maskedPropertyOmitted: .masking
    }
  }
}
