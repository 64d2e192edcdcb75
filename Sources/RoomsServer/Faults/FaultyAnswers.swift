import AccordRuntime
import HTTPTypes

/// Spoils the answers of a sound endpoint.
struct FaultyAnswers: RequestAnswering {
  let sound: any RequestAnswering
  let fault: AnswerFault

  func answer(_ request: ServerRequest) async -> ServerResponse {
    var answer = spoiled(await sound.answer(request))
    await spoilParts(of: &answer)
    spoilText(of: &answer, to: request)
    spoilHead(of: &answer, to: request)
    return answer
  }

  /// Faults of single objects, by where they stand.
  private func spoilParts(of answer: inout ServerResponse) async {
    guard answer.head.status == 200 || fault == .errorPlaceWrongType else { return }
    await answer.rewriteObjects { object, place in
      switch fault {
      case .secondItemWrongType: if place.index == 1, object["id"] != nil { object["id"] = 2 }
      case .badDateAboveTen:
        if (place.index ?? 0) >= 10, object["created_at"] != nil { object["created_at"] = "soon" }
      case .localDate:
        for name in ["start_date", "start_time", "created_at"] {
          if let text = object[name]?.string { object[name] = .string(String(text.prefix(19))) }
        }
      case .fractionalCount:
        if let count = object["num_clients"]?.number, let half = JSONNumber(literal: "\(count).5") {
          object["num_clients"] = .number(half)
        }
      case .negativeTotal: if object["total"] != nil { object["total"] = -1 }
      case .errorPlaceWrongType: if object["loc"] != nil { object["loc"] = "query" }
      default: break
      }
    }
  }

  /// Faults of the text of an answer.
  private func spoilText(of answer: inout ServerResponse, to request: ServerRequest) {
    guard answer.head.status == 200, let bytes = answer.body?.bytes else { return }
    var text = String(decoding: bytes, as: UTF8.self)
    switch fault {
    case .notANumber: text.replace(/"num_clients":\d+/, with: "\"num_clients\":NaN")
    case .trailingBytes: text += "\n<!-- rooms -->"
    case .duplicateMember: text.replace(/\{"id":("[^"]*"),/) { "{\"id\":\($0.1),\"id\":\($0.1)," }
    case .emptyAnswer: if request.rawPath.hasSuffix("/ics/status") { text = "" }
    case .byteOrderMark: text = "\u{FEFF}" + text
    case .escapedDuplicate:
      text.replace(/\{"id":("[^"]*"),/) { "{\"id\":\($0.1),\"\\u0069d\":\($0.1)," }
    case .offsetWithoutColon: text.replace(/(\d\d:\d\d:\d\d[.\d]*)Z"/) { "\($0.1)+0000\"" }
    case .latin1Text:
      let scalars = text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
      answer.body?.content = ByteStream(scalars)
      return
    default: return
    }
    answer.body?.content = ByteStream(text)
  }

  /// Faults of statuses and header fields.
  private func spoilHead(of answer: inout ServerResponse, to request: ServerRequest) {
    let path = request.rawPath
    let isRead = request.head.method == .get && answer.head.status == 200
    func refuse(_ status: Int) {
      answer.head.status = status
      answer.replaceBody(["detail": "It cannot be read."])
      if status == 401 { answer.head.headerFields[.wwwAuthenticate] = "Bearer" }
    }
    switch fault {
    case .created:
      if request.head.method == .post, path == "/v1/rooms", answer.head.status == 200 {
        answer.head.status = 201
      }
    case .redirected:
      if isRead, path.hasPrefix("/v1/rooms/name/") {
        answer.head.status = 307
        answer.head.headerFields[.location] = "\(path)/"
      }
    case .missingAllow: answer.head.headerFields[.allow] = nil
    case .incompleteAllow:
      if let allowed = answer.head.headerFields[.allow] {
        let methods = allowed.split(separator: ",").dropLast()
        answer.head.headerFields[.allow] = methods.isEmpty ? "HEAD" : methods.joined(separator: ",")
      }
    case .htmlRefusals: if answer.head.status >= 400 { answer.body?.contentType = "text/html" }
    case .unknownMethodNotFound: if answer.head.status == 405 { answer.head.status = 404 }
    case .roomNotFound: if isRead, path.split(separator: "/").count == 3 { refuse(404) }
    case .ownerForbidden:
      if isRead, path.hasSuffix("/ics/status"), request.head.headerFields[.authorization] != nil {
        refuse(403)
      }
    case .anonymousRefused:
      if isRead, path.hasSuffix("/meetings"), request.head.headerFields[.authorization] == nil,
        PresentedCredentials(request.head.headerFields).apiKey == nil
      {
        refuse(401)
      }
    case .oddNameNotFound:
      if isRead, path.hasPrefix("/v1/rooms/name/"), path.contains("%25") { refuse(404) }
    default: break
    }
  }

  private func spoiled(_ answer: ServerResponse) -> ServerResponse {
    var answer = answer
    switch fault {
    case .wrongType:
      rewriteObjects(of: &answer) { object in
        if object["num_clients"] != nil { object["num_clients"] = "three" }
      }
    case .missingField:
      rewriteObjects(of: &answer) { $0["end_date"] = nil as JSONValue? }
    case .unknownEnumValue:
      rewriteObjects(of: &answer) { object in
        if object["platform"] != nil { object["platform"] = "semaphore" }
      }
    case .forbiddenNull:
      rewriteObjects(of: &answer) { object in
        if object["ics_uid"] != nil { object["ics_uid"] = JSONValue.null }
      }
    case .badDate:
      rewriteObjects(of: &answer) { object in
        if object["start_time"] != nil { object["start_time"] = "2025-02-30T10:00:00Z" }
      }
    case .wrongErrorBody:
      if answer.head.status >= 400 {
        rewriteObjects(of: &answer) { object in
          guard let detail = object["detail"] else { return }
          object = ["message": detail]
        }
      }
    case .wrongContentType:
      if answer.head.status < 300 { answer.body?.contentType = "text/html" }
    case .brokenJSON:
      if answer.head.status < 300 {
        let bytes = answer.body?.bytes?.dropLast() ?? []
        answer.body?.content = ByteStream(Array(bytes))
      }
    case .missingChallenge: answer.head.headerFields[.wwwAuthenticate] = nil
    case .undocumentedStatus:
      if answer.head.status == 404 { answer.head.status = 410 }
    case .maskedPropertyOmitted:
      rewriteObjects(of: &answer) { object in
        if object["host_room_url"] == "" { object["host_room_url"] = nil as JSONValue? }
        for key in ["description", "attendees"] where object[key] == JSONValue.null {
          object[key] = nil as JSONValue?
        }
      }
    default: break
    }
    return answer
  }

  /// Changes every object in the body, the outer ones first. A body that is not JSON stays.
  private func rewriteObjects(
    of answer: inout ServerResponse, _ change: (inout JSONDictionary<JSONValue>) -> Void
  ) {
    guard let bytes = answer.body?.bytes, let value = try? JSONValue(parsing: bytes) else { return }
    answer.body?.content = ByteStream(rewritten(value, change).serialized())
  }

  private func rewritten(
    _ value: JSONValue, _ change: (inout JSONDictionary<JSONValue>) -> Void
  ) -> JSONValue {
    switch value {
    case .null, .bool, .number, .string: return value
    case .array(let items): return .array(items.map { rewritten($0, change) })
    case .object(var members):
      change(&members)
      return .object(members.mapValues { rewritten($0, change) })
    }
  }
}
