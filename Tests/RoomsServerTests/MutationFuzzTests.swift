import AccordRuntime
import AccordTesting
import Foundation
import HTTPTypes
import Testing

@testable import RoomsServer

/// Good requests, changed byte by byte and member by member: what comes in is always answered, with a status that
/// the API knows. `ACCORD_FUZZ` says how many; all of a million take minutes in release.
@Suite struct MutationFuzzTests {
  /// A request as bytes that can be changed: method, target, header fields and body.
  private struct Sample: Sendable {
    var method: String
    var target: [UInt8]
    var fields: [(name: String, value: [UInt8])]
    var body: [UInt8]
  }

  private static let newRoom = RoomTests.room(named: "fuzz").serialized()

  private static func samples(_ token: String, _ key: String) -> [Sample] {
    let bearer = (name: "Authorization", value: Array("Bearer \(token)".utf8))
    let apiKey = (name: "X-API-Key", value: Array(key.utf8))
    let json = (name: "Content-Type", value: Array("application/json".utf8))
    let requests: [(String, String, String)] = [
      ("GET", "/v1/rooms?page=1&size=50", ""), ("POST", "/v1/rooms", newRoom),
      (
        "POST", "/v1/rooms/meetings/bulk-status",
        #"{"room_names": ["standup", "caf\u00e9", "a/b"]}"#
      ),
      ("GET", "/v1/rooms/id%20of%20standup", ""), ("GET", "/v1/rooms/name/standup", ""),
      (
        "PATCH", "/v1/rooms/id%20of%20standup",
        #"{"zulip_topic": "x", "ics_url": null, "ics_fetch_interval": 60}"#
      ),
      ("DELETE", "/v1/rooms/id%20of%20gone", ""),
      ("POST", "/v1/rooms/standup/meeting", #"{"allow_duplicated": false}"#),
      ("GET", "/v1/rooms/standup/meetings/upcoming?minutes_ahead=120", ""),
      ("GET", "/v1/rooms/standup/meetings/active", ""), ("GET", "/v1/rooms/standup/meetings", ""),
      ("GET", "/v1/rooms/standup/meetings/m", ""),
      ("POST", "/v1/rooms/standup/meetings/m/join", ""),
      ("PATCH", "/v1/meetings/m/deactivate", ""), ("POST", "/v1/rooms/standup/ics/sync", ""),
      ("GET", "/v1/rooms/standup/ics/status", ""),
      ("POST", "/v1/rooms/id%20of%20standup/webhook/test", ""),
    ]
    return requests.flatMap { method, target, body -> [Sample] in
      [[bearer], [apiKey], []].map { credentials in
        Sample(
          method: method, target: Array(target.utf8),
          fields: credentials + (body.isEmpty ? [] : [json]), body: Array(body.utf8))
      }
    }
  }

  private static let words: [[UInt8]] =
    [
      "%00", "%2F", "%", "%zz", "%C3%28", "%F4%90%80%80", "..", "//", "?", "#", "&size=", "null",
      "true",
      "1e999", "-9223372036854775809", "18446744073709551616", "0.1", "\u{0}", "\u{301}",
      "\u{FEFF}",
      "\"", "\\u0000", "\\ud800", "[[[[", "{\"a\":", "]", "}", ",", ":", "'", ";--", "\u{10FFFF}",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]]

  private static func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: bytes.indices, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
    case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: index)
    case 3:
      let end = min(bytes.count, index + Int.random(in: 1...12, using: &generator))
      bytes.removeSubrange(index..<end)
    case 4:
      let end = min(bytes.count, index + Int.random(in: 1...24, using: &generator))
      bytes.insert(contentsOf: Array(bytes[index..<end]), at: index)
    default: bytes.removeLast(bytes.count - index)
    }
  }

  private static func mutated(
    _ sample: Sample, using generator: inout SeededGenerator
  ) -> Sample {
    var sample = sample
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      switch Int.random(in: 0..<8, using: &generator) {
      case 0...2: mutate(&sample.target, using: &generator)
      case 3...5: mutate(&sample.body, using: &generator)
      case 6:
        guard let index = sample.fields.indices.randomElement(using: &generator) else { continue }
        mutate(&sample.fields[index].value, using: &generator)
      default:
        sample.method =
          ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "BREW"]
          .randomElement(using: &generator) ?? "GET"
      }
    }
    return sample
  }

  private static func headerFields(_ sample: Sample) -> HTTPFields {
    var fields = HTTPFields()
    for (name, value) in sample.fields {
      guard let name = HTTPField.Name(name) else { continue }
      // What a parser of HTTP lets through.
      fields.append(HTTPField(name: name, value: String(decoding: value, as: UTF8.self)))
    }
    return fields
  }

  @Test func everyRequestIsAnswered() async throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["ACCORD_FUZZ"].flatMap { Int($0) } ?? 2_000
    let seed = environment["ACCORD_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    var generator = SeededGenerator(seed: seed)
    var system = SystemRandomNumberGenerator()
    let key = RoomsServer.APIKey(using: &system)
    var server = try await TestServer()
    var statuses: [Int: Int] = [:]
    let clock = ContinuousClock()
    for number in 0..<count {
      // A database that has grown says less about what is asked; each part has a new one.
      if number.isMultiple(of: 20_000) {
        server = try await TestServer()
        let room = try await server.addRoom("standup")
        try await server.addMeeting("m", in: room)
        try await server.addEvent("e", in: room, from: 60, until: 600)
        try await server.store.insert(
          APIKeyRow(id: key.id, userID: UserID("bob"), hash: key.hash, createdAt: TestServer.start))
      }
      let token = try await server.token(of: "alice")
      let samples = Self.samples(token, key.text)
      guard let sample = samples.randomElement(using: &generator) else { return }
      let mutant = Self.mutated(sample, using: &generator)
      guard let method = HTTPRequest.Method(rawValue: mutant.method) else { continue }
      let start = clock.now
      let answer = await server.send(
        method, String(decoding: mutant.target, as: UTF8.self),
        headerFields: Self.headerFields(mutant), bytes: mutant.body)
      let time = clock.now - start
      statuses[answer.status, default: 0] += 1
      let isKnown = [200, 400, 401, 403, 404, 405, 409, 415, 422].contains(answer.status)
      if !isKnown || time > .seconds(20) {
        Issue.record(
          "seed \(seed), request \(number): \(answer.status) after \(time) for \(mutant.method) \(mutant.target) \(mutant.body)"
        )
      }
    }
    print("\(count) requests, seed \(seed): \(statuses.sorted { $0.key < $1.key })")
    for status in [200, 400, 401, 404, 405, 422] {
      #expect(statuses[status, default: 0] > count / 1_000, "\(statuses)")
    }
  }
}
