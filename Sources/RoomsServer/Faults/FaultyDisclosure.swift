import AccordRuntime
import Foundation
import HTTPTypes

/// Shows what a sound endpoint hides, or hides what it shows. What is hidden comes from the store.
struct FaultyDisclosure: RequestAnswering {
  let sound: any RequestAnswering
  let originals: Originals
  let fault: DisclosureFault

  func answer(_ request: ServerRequest) async -> ServerResponse {
    var answer = await sound.answer(request)
    let viewer = await originals.principal(of: request)
    await spoilHead(&answer, request)
    guard answer.head.status == 200 else { return answer }
    await answer.rewriteObjects { object, place in
      await spoil(&object, place, request, viewer)
    }
    return answer
  }

  private func spoilHead(_ answer: inout ServerResponse, _ request: ServerRequest) async {
    switch fault {
    case .secretInHeader:
      guard let object = answer.object, let secret = await originals.members(of: object),
        let text = secret["webhook_secret"]?.string, let name = HTTPField.Name("X-Room-Context")
      else { return }
      answer.head.headerFields[name] = Data(text.utf8).base64EncodedString()
    case .hostURLInRefusal:
      guard answer.head.status == 403, let name = request.roomName,
        let url = await originals.hostURL(ofRoomNamed: name)
      else { return }
      await answer.rewriteObjects { object, _ in
        object["detail"] = .string("This room is private; its host enters at \(url).")
      }
    default: break
    }
  }

  private func spoil(
    _ object: inout JSONDictionary<JSONValue>, _ place: AnswerPlace, _ request: ServerRequest,
    _ viewer: Principal?
  ) async {
    /// Puts back what the mask hides.
    func unmask(_ name: String, if condition: Bool = true) async {
      guard condition, object[name] != nil, let whole = await originals.members(of: object) else {
        return
      }
      object[name] = whole[name]
    }
    /// What stands at the property for those who do not own the object.
    func replace(_ name: String, by value: JSONValue?) async {
      guard let shown = object[name], let whole = await originals.members(of: object),
        whole[name] != shown
      else { return }
      object[name] = value
    }
    let isBulk = request.rawPath.hasSuffix("bulk-status")
    switch fault {
    case .secondEventUnmasked: await unmask("description", if: place.index == 1)
    case .hostURLUnmaskedAboveTen:
      await unmask("host_room_url", if: isBulk && (place.ordinal ?? 0) >= 10)
    case .hostURLUnmaskedForOddNames:
      let name = object["room_name"]?.string ?? ""
      await unmask("host_room_url", if: !name.utf8.allSatisfy { $0 < 0x80 })
    case .attendeesUnmaskedInBulkForAnonymous:
      await unmask("attendees", if: isBulk && viewer == .anonymous)
    case .feedUnmaskedOnSecondPage:
      await unmask("ics_url", if: (request.number("page") ?? 1) > 1)
    case .attendeesUnmaskedInWideWindow:
      await unmask("attendees", if: (request.number("minutes_ahead") ?? 0) > 24 * 60)
    case .hostURLUnmaskedOnceOver:
      await unmask("host_room_url", if: object["is_active"] == false)
    case .hostURLMaskedAsStars: await replace("host_room_url", by: "***")
    case .webhookMaskedAsEmpty: await replace("webhook_url", by: "")
    case .attendeesMaskedToNames:
      let whole = await originals.members(of: object)
      let names = whole?["attendees"]?.array?.map { guest -> JSONValue in
        ["name": guest["name"] ?? .null]
      }
      await replace("attendees", by: names.map { .array($0) } ?? .null)
    case .descriptionOmittedInBulk: if isBulk { await replace("description", by: nil) }
    case .dailyMasked:
      if object["platform"] == "daily", object["host_room_url"] != nil,
        await originals.isOthers(object, viewer)
      {
        object["host_room_url"] = ""
      }
    case .titleMasked:
      if object["ics_uid"] != nil, await originals.isOthers(object, viewer) {
        object["title"] = JSONValue.null
      }
    case .secretMaskedForOwnerInList:
      if place.index != nil, object["webhook_secret"] != nil {
        object["webhook_secret"] = JSONValue.null
      }
    case .memberTakenForOwner:
      guard viewer != .anonymous, object["ics_uid"] != nil else { return }
      await unmask("attendees")
      await unmask("description")
    case .secretInTopic:
      if let secret = await originals.members(of: object)?["webhook_secret"]?.string {
        object["zulip_topic"] = .string("\(object["zulip_topic"]?.string ?? "") \(secret)")
      }
    case .descriptionInLocation:
      if let text = await originals.members(of: object)?["description"]?.string, !text.isEmpty {
        object["location"] = .string(Data("event: \(text)".utf8).base64EncodedString())
      }
    case .hostURLInMetadata:
      if let url = await originals.members(of: object)?["host_room_url"]?.string {
        let encoded = url.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        object["calendar_metadata"] = [
          "via": .string("https://go.example.com/?to=\(encoded ?? "")")
        ]
      }
    case .hostURLInOtherCase:
      if let url = await originals.members(of: object)?["host_room_url"]?.string {
        object["calendar_metadata"] = ["via": .string(url.uppercased())]
      }
    case .hostKeyInMetadata:
      if let url = await originals.members(of: object)?["host_room_url"]?.string,
        let key = url.split(separator: "=").last
      {
        object["calendar_metadata"] = ["key": .string(String(key))]
      }
    case .secretInHexadecimal:
      if let secret = await originals.members(of: object)?["webhook_secret"]?.string {
        let digits = secret.utf8.map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }
        object["zulip_topic"] = .string("room " + digits.joined())
      }
    case .feedInOtherOperation:
      if object["last_etag"] != nil, let name = request.roomName,
        let url = await originals.feedURL(ofRoomNamed: name)
      {
        object["last_etag"] = .string(url)
      }
    case .secretInHeader, .hostURLInRefusal: break
    }
  }
}
