import AccordRuntime
import HTTPTypes

/// Spoils the answers of a sound endpoint.
struct FaultyAnswers: RequestAnswering {
  let sound: any RequestAnswering
  let fault: AnswerFault

  func answer(_ request: ServerRequest) async -> ServerResponse {
    spoiled(await sound.answer(request))
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
