/// What can be shown to the wrong people, or hidden from the right ones, here or there.
enum DisclosureFault: String, PlantedFault {
  case secondEventUnmasked = "second-event-unmasked"
  case hostURLUnmaskedAboveTen = "host-url-unmasked-above-ten"
  case hostURLUnmaskedForOddNames = "host-url-unmasked-for-odd-names"
  case attendeesUnmaskedInBulkForAnonymous = "attendees-unmasked-in-bulk-for-anonymous"
  case feedUnmaskedOnSecondPage = "feed-unmasked-on-second-page"
  case attendeesUnmaskedInWideWindow = "attendees-unmasked-in-wide-window"
  case hostURLUnmaskedOnceOver = "host-url-unmasked-once-over"
  case hostURLMaskedAsStars = "host-url-masked-as-stars"
  case webhookMaskedAsEmpty = "webhook-masked-as-empty"
  case attendeesMaskedToNames = "attendees-masked-to-names"
  case descriptionOmittedInBulk = "description-omitted-in-bulk"
  case dailyMasked = "daily-masked"
  case titleMasked = "title-masked"
  case secretMaskedForOwnerInList = "secret-masked-for-owner-in-list"
  case memberTakenForOwner = "member-taken-for-owner"
  case secretInTopic = "secret-in-topic"
  case secretInHeader = "secret-in-header"
  case hostURLInRefusal = "host-url-in-refusal"
  case descriptionInLocation = "description-in-location"
  case hostURLInMetadata = "host-url-in-metadata"
  case feedInOtherOperation = "feed-in-other-operation"
  case hostURLInOtherCase = "host-url-in-other-case"
  case secretInHexadecimal = "secret-in-hexadecimal"
  case hostKeyInMetadata = "host-key-in-metadata"

  var summary: String {
    switch self {
    case .secondEventUnmasked: "Of several events, the second one shows everybody its description."
    case .hostURLUnmaskedAboveTen:
      "From the eleventh room on, the bulk status shows everybody where the host enters."
    case .hostURLUnmaskedForOddNames:
      "Rooms whose names are not ASCII show everybody where the host enters."
    case .attendeesUnmaskedInBulkForAnonymous:
      "The bulk status shows anonymous viewers who is invited."
    case .feedUnmaskedOnSecondPage: "From the second page on, rooms show everybody their feeds."
    case .attendeesUnmaskedInWideWindow:
      "Who looks ahead for more than a day sees who is invited."
    case .hostURLUnmaskedOnceOver: "A meeting that is over shows everybody where the host entered."
    case .hostURLMaskedAsStars: "Where the host enters is masked by stars."
    case .webhookMaskedAsEmpty: "A webhook's URL is masked by an empty string instead of null."
    case .attendeesMaskedToNames: "Of those invited, all see the names."
    case .descriptionOmittedInBulk:
      "In the bulk status, descriptions are left out instead of masked."
    case .dailyMasked: "Where the host enters is masked on every platform."
    case .titleMasked: "Titles of events are masked as well."
    case .secretMaskedForOwnerInList:
      "In the list, even a room's owner does not see the webhook's secret."
    case .memberTakenForOwner: "Signed-in viewers are taken for the owner of calendar events."
    case .secretInTopic: "A room's Zulip topic ends with the webhook's secret."
    case .secretInHeader: "A header field of a room holds the webhook's secret in Base64."
    case .hostURLInRefusal: "That a room is private is explained with where its host enters."
    case .descriptionInLocation: "An event's location holds its description in Base64."
    case .hostURLInMetadata: "A meeting's metadata hold where the host enters, percent-encoded."
    case .feedInOtherOperation: "The state of a calendar shows the feed's URL as its ETag."
    case .hostURLInOtherCase: "A meeting's metadata hold where the host enters, in capitals."
    case .secretInHexadecimal: "A room's Zulip topic is the webhook's secret in hexadecimal."
    case .hostKeyInMetadata: "A meeting's metadata hold the key of the host's link."
    }
  }

  var check: ContractCheck { .masking }
}
