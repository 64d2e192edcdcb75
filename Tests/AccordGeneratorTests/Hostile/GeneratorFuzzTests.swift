import AccordJSON
import AccordOpenAPI
import AccordTesting
import Foundation
import Testing

@testable import AccordGenerator

/// Documents that were cut, shuffled and mended at random: whatever can be read is generated, what comes out is Swift's
/// own grammar, and nothing ends or hangs the process.
///
/// `ACCORD_FUZZ=5000` tries so many; `ACCORD_FUZZ_SEED` others.
@Suite struct GeneratorFuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let count = environment["ACCORD_FUZZ"].flatMap { Int($0) } ?? 240
  static let seed = environment["ACCORD_FUZZ_SEED"].flatMap { UInt64($0) } ?? 8_128

  private static func sources() throws -> [(name: String, text: String)] {
    var sources = [("rich.yaml", RichDocument.text)]
    for name in ["compositions", "names", "shapes", "tricky"] {
      let url = GoldenCaseTests.folder.appendingPathComponent("\(name)/openapi.yaml")
      sources.append((name + ".yaml", try String(contentsOf: url, encoding: .utf8)))
    }
    for name in ["museum.yaml", "readme-discriminators.json", "schemathesis-booking.json"] {
      guard let url = PackageRoot.shared("specs/\(name)") else { continue }
      sources.append((name, try String(contentsOf: url, encoding: .utf8)))
    }
    return sources
  }

  @Test("mutations of whole documents", .timeLimit(.minutes(30))) func mutations() throws {
    print("seed \(Self.seed)")
    let sources = try Self.sources()
    var generated = 0
    for index in 0..<Self.count {
      var random = SeededGenerator(seed: Self.seed &+ UInt64(index))
      let (name, text) = sources[index % sources.count]
      let file = try mutated(text, named: name, using: &random)
      let begin = ContinuousClock.now
      let outcome = DocumentLoader(brokenParts: .warning).load(file)
      #expect(!outcome.diagnostics.isEmpty || outcome.document != nil, "\(index): silence")
      if let document = outcome.document {
        generated += 1
        for file in Generator(.init(layout: .shards)).generate(document).files {
          let problems = SwiftLexer(file.text).problems
          #expect(
            problems.isEmpty, "\(index) of seed \(Self.seed), \(file.path): \(problems.prefix(3))")
        }
      }
      // Wide enough for a busy machine. All others take less than a second.
      #expect(
        begin.duration(to: .now) < .seconds(120), "\(index) of seed \(Self.seed) takes for ever")
    }
    #expect(generated > Self.count / 3, "only \(generated) of \(Self.count) could be read")
  }

  private func mutated(
    _ text: String, named name: String, using random: inout SeededGenerator
  ) throws -> SourceFile {
    if random.below(4) == 0 {
      return SourceFile(path: name, bytes: cut(Array(text.utf8), using: &random))
    }
    let parsed = SourceFile(path: name, bytes: Array(text.utf8)).parsed()
    var root = try #require(parsed.root).value
    for _ in 0...random.below(6) { root = mutated(root, using: &random) }
    var writer = JSONWriter()
    writer.write(root)
    return SourceFile(path: name + ".json", bytes: writer.bytes)
  }

  /// The text with bytes taken away, doubled or exchanged.
  private func cut(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(3) where bytes.count > 100 {
      let start = random.below(bytes.count - 50)
      let range = start..<(start + 1 + random.below(49))
      switch random.below(4) {
      case 0: bytes.removeSubrange(range)
      case 1: bytes.insert(contentsOf: bytes[range], at: random.below(bytes.count))
      case 2: bytes[start] = UInt8(random.below(256))
      default: bytes.removeSubrange(start...)
      }
    }
    return bytes
  }

  // MARK: - Values

  private func mutated(_ root: JSONValue, using random: inout SeededGenerator) -> JSONValue {
    let places = self.places(in: root)
    let place = places[random.below(places.count)]
    let other = places[random.below(places.count)]
    guard let value = root.value(at: place), let donor = root.value(at: other) else { return root }
    switch random.below(9) {
    case 0: return root.replacing(place, by: nil)
    case 1: return root.replacing(place, by: donor)
    case 2: return root.replacing(place, by: donor).replacing(other, by: value)
    case 3:
      return root.replacing(place, by: ["$ref": .string("#\(JSONPointer(tokens: other))")])
    case 4: return root.replacing(place, by: scalar(using: &random))
    case 5: return root.replacing(place, by: nested(value, random.below(200)))
    case 6:
      guard case .object(let members) = value, let key = members.keys.first else { return root }
      var renamed = members
      renamed[["", "$ref", "type", "allOf", key + key, "x-accord-mask"][random.below(6)]] = donor
      return root.replacing(place, by: .object(renamed))
    case 7:
      guard case .array(let items) = value, items.count < 1_000 else { return root }
      return root.replacing(place, by: .array(items + items + [donor]))
    default:
      guard case .string(let text) = value else { return root }
      return root.replacing(place, by: .string(String(text.reversed()) + "\u{202E}\"\\(*/"))
    }
  }

  private func scalar(using random: inout SeededGenerator) -> JSONValue {
    let numbers = [
      "1e400", "-0", "99999999999999999999999999", "1e-400", "0.1", "-1", "2147483648",
    ]
    switch random.below(5) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2:
      return JSONNumber(literal: numbers[random.below(numbers.count)]).map { .number($0) } ?? 0
    case 3: return .string(["", "string", "object", "null", "#/", "#"][random.below(6)])
    default: return random.below(2) == 0 ? [] : [:]
    }
  }

  private func nested(_ value: JSONValue, _ depth: Int) -> JSONValue {
    var value = value
    for level in 0..<depth { value = level % 2 == 0 ? ["items": value] : ["allOf": [value]] }
    return value
  }

  private func places(in root: JSONValue) -> [[String]] {
    var places: [[String]] = []
    func visit(_ value: JSONValue, _ path: [String]) {
      if !path.isEmpty { places.append(path) }
      switch value {
      case .null, .bool, .number, .string: return
      case .array(let items):
        for (index, item) in items.enumerated() { visit(item, path + ["\(index)"]) }
      case .object(let members):
        for (key, member) in members { visit(member, path + [key]) }
      }
    }
    visit(root, [])
    return places.isEmpty ? [[]] : places
  }
}

extension SeededGenerator {
  fileprivate mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}

extension JSONValue {
  fileprivate func value(at path: [String]) -> JSONValue? {
    path.reduce(self as JSONValue?) { value, token in
      value?[token]
        ?? value?.array.flatMap { items in
          Int(token).flatMap { items.indices.contains($0) ? items[$0] : nil }
        }
    }
  }

  /// - Parameter other: `nil` takes the value away.
  fileprivate func replacing(_ path: some Collection<String>, by other: JSONValue?) -> JSONValue {
    guard let token = path.first else { return other ?? .null }
    let rest = path.dropFirst()
    switch self {
    case .null, .bool, .number, .string: return self
    case .array(var items):
      guard let index = Int(token), items.indices.contains(index) else { return self }
      if rest.isEmpty, other == nil {
        items.remove(at: index)
      } else {
        items[index] = items[index].replacing(Array(rest), by: other)
      }
      return .array(items)
    case .object(let members):
      let pairs = members.compactMap { key, member -> (String, JSONValue)? in
        guard key.isExactly(token) else { return (key, member) }
        if rest.isEmpty { return other.map { (key, $0) } }
        return (key, member.replacing(Array(rest), by: other))
      }
      return .object(JSONDictionary(pairs))
    }
  }
}
