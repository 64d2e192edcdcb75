import AccordRuntime
import AccordTesting

extension FuzzedRequest {
  private static let values: [JSONValue] = [
    nil, true, 0, -1, 1, .number(JSONNumber(literal: "1e400") ?? 0),
    .number(JSONNumber(literal: "99999999999999999999999") ?? 0),
    .number(JSONNumber(literal: "1.0") ?? 0), .number(JSONNumber(literal: "-0") ?? 0), "", "x",
    "\0",
    "a\0b", "caf\u{E9}", "cafe\u{301}", "\u{202E}\u{10FFFF}", "standup", "whereby", "../../etc",
    "https://10.0.0.1/", .string(String(repeating: "\u{1F680}", count: 200)), [], [[]], [:],
    ["a", "a"], 9_223_372_036_854_775_807, -9_223_372_036_854_775_808,
  ]

  private static let names = [
    "name", "is_shared", "room_names", "ics_url", "ics_enabled", "ics_fetch_interval", "platform",
    "webhook_url", "webhook_secret", "allow_duplicated", "id", "user_id", "", "\0", "__proto__",
  ]

  private static let fieldSamples: [(name: String, value: String)] = [
    ("Content-Type", "text/plain"), ("Content-Type", "application/json; charset=utf-16"),
    ("Content-Type", "application/json;;;"), ("Content-Encoding", "gzip"), ("Accept", "image/png"),
    ("Authorization", "Bearer"), ("Authorization", "Basic YTpi"), ("X-API-Key", ""),
    ("Expect", "100-continue"), ("Connection", "Upgrade"), ("Upgrade", "h2c"),
    ("X-HTTP-Method-Override", "DELETE"), ("Host", "elsewhere.example"), ("Cookie", "a=b"),
    ("Origin", "null"), ("Range", "bytes=0-1"), ("Content-Length", "-1"),
    ("Content-Length", "99999999999999999999"), ("Content-Length", "3"),
    ("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "gzip, chunked"),
  ]

  private static let methods = [
    "GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "BREW",
  ]

  /// A change of what the parts are made of: members and items of the body, segments and query of the target, header
  /// fields, the method.
  mutating func mutateStructure(using generator: inout SeededGenerator) {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: method = Self.methods.randomElement(using: &generator) ?? "GET"
    case 1: mutateFields(using: &generator)
    case 2...3: mutateTarget(using: &generator)
    default: mutateBody(using: &generator)
    }
  }

  private mutating func mutateFields(using generator: inout SeededGenerator) {
    let index = fields.indices.randomElement(using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: if let index { fields.remove(at: index) }
    case 1: if let index { fields.append(fields[index]) }
    default:
      guard let sample = Self.fieldSamples.randomElement(using: &generator) else { return }
      fields.append((sample.name, Array(sample.value.utf8)))
    }
  }

  private mutating func mutateTarget(using generator: inout SeededGenerator) {
    let parts = target.split(separator: UInt8(ascii: "?"), maxSplits: 1)
    var segments = (parts.first ?? []).split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let query = parts.count > 1 ? Array(parts[1]) : []
    let index = segments.indices.randomElement(using: &generator) ?? 0
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: segments.remove(at: index)
    case 1: segments.insert(segments[index], at: index)
    case 2: segments.swapAt(index, segments.count - 1)
    case 3: segments[index] = ArraySlice("nobody%20knows".utf8)
    case 4:
      target += Array((query.isEmpty ? "?size=1" : "&").utf8) + query
      return
    case 5:
      let name = ["page", "size", "minutes_ahead", "x"].randomElement(using: &generator) ?? ""
      let value = ["", "0", "-1", "1e9", "9223372036854775808", "1%20", "1000000", "100"]
        .randomElement(using: &generator)
      target += Array("\(query.isEmpty ? "?" : "&")\(name)=\(value ?? "")".utf8)
      return
    default:
      target = Array("http://elsewhere.example".utf8) + target
      return
    }
    target = Array(segments.joined(separator: [UInt8(ascii: "/")]))
    if !query.isEmpty { target += [UInt8(ascii: "?")] + query }
  }

  private mutating func mutateBody(using generator: inout SeededGenerator) {
    guard let value = try? JSONValue(parsing: body) else {
      body = Array((Self.values.randomElement(using: &generator) ?? .null).serialized().utf8)
      return
    }
    body = Array(Self.mutated(value, using: &generator).serialized().utf8)
    // A member twice, which no value in memory has.
    if case .object(let members) = value, Bool.random(using: &generator),
      let member = Array(members).randomElement(using: &generator),
      body.first == UInt8(ascii: "{"), body.count > 2
    {
      let text = JSONValue.string(member.key).serialized() + ":" + member.value.serialized() + ","
      body.insert(contentsOf: Array(text.utf8), at: 1)
    }
  }

  /// Somewhere in the value, one thing is another.
  private static func mutated(
    _ value: JSONValue, using generator: inout SeededGenerator
  ) -> JSONValue {
    let other = values.randomElement(using: &generator) ?? .null
    switch value {
    case .object(var members):
      guard let member = Array(members).randomElement(using: &generator) else { return other }
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: members[member.key] = Optional<JSONValue>.none
      case 1: members[names.randomElement(using: &generator) ?? ""] = other
      case 2: return other
      default: members[member.key] = mutated(member.value, using: &generator)
      }
      return .object(members)
    case .array(var items):
      guard let index = items.indices.randomElement(using: &generator) else { return [other] }
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: items.remove(at: index)
      case 1: items.insert(other, at: index)
      case 2: items += Array(repeating: items[index], count: 100)
      case 3: return [value]
      default: items[index] = mutated(items[index], using: &generator)
      }
      return .array(items)
    case .null, .bool, .number, .string: return other
    }
  }
}
