import AccordJSON
import AccordTesting
import Testing

@testable import AccordOpenAPI

/// Damaged documents: whatever comes of them, it is an outcome, and what is refused is explained.
struct MutationTests {
  static let folder = PackageRoot.url.appending(path: "openapi")

  static func check(_ outcome: DocumentLoader.Outcome, _ what: String) {
    #expect(outcome.document != nil || outcome.hasErrors, "\(what)")
    for diagnostic in outcome.diagnostics {
      #expect(!diagnostic.description.contains("\n"), "\(what)")
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `damaged bytes`(seed: UInt64) throws {
    print("seed \(seed)")
    let original = try TestData.file(Self.folder.appending(path: "rooms.yaml")).bytes
    let overlay = try TestData.file(Self.folder.appending(path: "rooms.overlay.yaml"))
    var random = SeededGenerator(seed: seed)
    let interesting = Array("{}[]:,-#&*!|>'\"%@` \n\t\0\u{7F}é\\$".utf8)
    for round in 0..<12 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = interesting.randomElement(using: &random) ?? 0
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2:
          let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
          bytes.removeSubrange(place..<end)
        default: bytes.removeSubrange(place...)
        }
        if bytes.isEmpty { break }
      }
      let outcome = DocumentLoader().load(
        SourceFile(path: "rooms.yaml", bytes: bytes), overlays: [overlay])
      Self.check(outcome, "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `values of other kinds`(seed: UInt64) throws {
    print("seed \(seed)")
    let path = Self.folder.appending(path: "rooms.yaml")
    let original = try #require(TestData.file(path).parsed().root).value
    let overlay = try TestData.file(Self.folder.appending(path: "rooms.overlay.yaml"))
    var random = SeededGenerator(seed: seed)
    for round in 0..<12 {
      let damaged = Self.damaged(original, oneIn: 400, &random)
      let file = SourceFile(path: "rooms.json", bytes: Array(damaged.serialized().utf8))
      Self.check(
        DocumentLoader().load(file, overlays: [overlay]), "seed \(seed), round \(round)")
    }
  }

  static func damaged(
    _ value: JSONValue, oneIn chance: Int, _ random: inout SeededGenerator
  ) -> JSONValue {
    if Int.random(in: 0..<chance, using: &random) == 0 {
      let others: [JSONValue] = [
        nil, true, -1, 1, "", "x", [], [[]], [nil], ["a": 1], [:], ["$ref": "#"],
        ["$ref": "#/components/schemas/Room"], ["$ref": 1],
      ]
      return others.randomElement(using: &random) ?? .null
    }
    switch value {
    case .null, .bool, .number, .string: return value
    case .array(let items): return .array(items.map { damaged($0, oneIn: chance, &random) })
    case .object(let members):
      return .object(members.mapValues { damaged($0, oneIn: chance, &random) })
    }
  }
}
