import AccordRuntime
import Foundation
import RoomsAPI

/// A page of about 1 MB of rooms, read into the generated types and, by `JSONDecoder`, into equal structs.
enum DecodeBenchmark {
  static func run() throws {
    let bytes = Array(page(rooms: 1300).utf8)
    let data = Data(bytes)
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let megabytes = Double(bytes.count) / 1_000_000
    print("\(megabytes.rounded(to: 2)) MB, 1300 rooms of 21 members")

    let generated = try Measurement.median { try PageRoomDetails(json: bytes) }
    let dates = try Measurement.median { try decoder.decode(PlainPage<Date>.self, from: data) }
    let texts = try Measurement.median { try decoder.decode(PlainPage<String>.self, from: data) }
    let page = try PageRoomDetails(json: bytes)
    let plain = try decoder.decode(PlainPage<Date>.self, from: data)
    precondition(page.items.count == plain.items.count)

    let writing = try Measurement.median { try page.json() }
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    let encoding = try Measurement.median { try encoder.encode(plain) }

    var table = Table(["", "ms", "MB/s", "times as long"])
    func add(_ name: String, _ seconds: Double, against ours: Double) {
      table.add([
        name, (seconds * 1000).rounded(to: 2), (megabytes / seconds).rounded(to: 0),
        (seconds / ours).rounded(to: 1),
      ])
    }
    add("read by the generated code", generated, against: generated)
    add("JSONDecoder, dates as Date (.iso8601)", dates, against: generated)
    add("JSONDecoder, dates left as String", texts, against: generated)
    add("written by the generated code", writing, against: writing)
    add("JSONEncoder, dates as Date (.iso8601)", encoding, against: writing)
    table.show()
  }

  static func page(rooms: Int) -> String {
    let items = (0..<rooms).map { number in
      """
      {"id":"6f2f4c1e-0000-4000-8000-\(100_000_000_000 + number)","name":"room-\(number)",\
      "user_id":"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed","created_at":"2025-03-0\(number % 9 + 1)T09:30:00Z",\
      "zulip_auto_post":\(number % 2 == 0),"zulip_stream":"general","zulip_topic":"Besprechung \\u00fcber \(number)",\
      "is_locked":false,"room_mode":"normal","recording_type":"cloud","recording_trigger":"automatic-2nd-participant",\
      "is_shared":\(number % 3 == 0),"ics_url":"https://calendar.example.com/feeds/\(number)/basic.ics",\
      "ics_fetch_interval":300,"ics_enabled":true,"ics_last_sync":"2025-03-02T10:00:00Z",\
      "ics_last_etag":"\\"abc\(number)\\"","platform":"whereby","skip_consent":false,\
      "webhook_url":"https://hooks.example.com/rooms/\(number)","webhook_secret":null}
      """
    }
    return """
      {"items":[\(items.joined(separator: ","))],"total":\(rooms),"page":1,"size":\(rooms),"pages":1}
      """
  }
}

/// What somebody would write by hand for the same answer.
private struct PlainPage<Moment: Codable>: Codable {
  var items: [PlainRoom<Moment>]
  var total: Int?
  var page: Int?
  var size: Int?
  var pages: Int?
}

private struct PlainRoom<Moment: Codable>: Codable {
  enum Platform: String, Codable {
    case whereby, daily
  }

  var id: String
  var name: String
  var userID: String
  var createdAt: Moment
  var zulipAutoPost: Bool
  var zulipStream: String
  var zulipTopic: String
  var isLocked: Bool
  var roomMode: String
  var recordingType: String
  var recordingTrigger: String
  var isShared: Bool
  var icsURL: String?
  var icsFetchInterval: Int
  var icsEnabled: Bool
  var icsLastSync: Moment?
  var icsLastEtag: String?
  var platform: Platform
  var skipConsent: Bool
  var webhookURL: String?
  var webhookSecret: String?

  enum CodingKeys: String, CodingKey {
    case id, name, platform
    case userID = "user_id"
    case createdAt = "created_at"
    case zulipAutoPost = "zulip_auto_post"
    case zulipStream = "zulip_stream"
    case zulipTopic = "zulip_topic"
    case isLocked = "is_locked"
    case roomMode = "room_mode"
    case recordingType = "recording_type"
    case recordingTrigger = "recording_trigger"
    case isShared = "is_shared"
    case icsURL = "ics_url"
    case icsFetchInterval = "ics_fetch_interval"
    case icsEnabled = "ics_enabled"
    case icsLastSync = "ics_last_sync"
    case icsLastEtag = "ics_last_etag"
    case skipConsent = "skip_consent"
    case webhookURL = "webhook_url"
    case webhookSecret = "webhook_secret"
  }
}
