import AccordTesting
import Foundation
import Testing

@testable import AccordOpenAPI

/// Published documents, damaged: cut, doubled, swapped, deep, huge. Each is read to an outcome, and what is refused is
/// explained. `make mutations` tries 10,000 of them; `make test` some.
struct MutatedCorpusTests {
  static let documents = [
    "museum.yaml", "petstore.yaml", "vampi.yaml", "rooms-fastapi-rooms-only.json",
    "schemathesis-booking.json", "restler-demo.json", "readme-discriminators.json",
    "vonage-voice.yaml",
  ]

  static let environment = ProcessInfo.processInfo.environment
  static let rounds = (environment["ACCORD_MUTATIONS"].flatMap { Int($0) } ?? 240) / documents.count
  static let seed = environment["ACCORD_MUTATION_SEED"].flatMap { UInt64($0) } ?? 11

  enum Damage: CaseIterable {
    case cut, remove, double, swap, deep, huge, flip, replace
  }

  @Test(arguments: documents) func `a damaged document is an outcome`(name: String) throws {
    guard let url = PackageRoot.shared("specs/\(name)") else { return }
    print("\(name): seed \(Self.seed), \(Self.rounds) rounds")
    let original = try TestData.file(url).bytes
    var random = SeededGenerator(seed: Self.seed)
    for round in 0..<Self.rounds {
      let damage = Damage.allCases[round % Damage.allCases.count]
      let bytes = Self.damaged(original, damage, &random)
      let outcome = DocumentLoader().load(SourceFile(path: name, bytes: bytes))
      MutationTests.check(outcome, "\(name), seed \(Self.seed), round \(round), \(damage)")
    }
    #expect(Self.residentMegabytes < 4096)
  }

  private static func damaged(
    _ original: [UInt8], _ damage: Damage, _ random: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = original
    func place() -> Int { Int.random(in: 0..<bytes.count, using: &random) }
    func range(_ most: Int) -> Range<Int> {
      let start = place()
      return start..<min(bytes.count, start + Int.random(in: 1...most, using: &random))
    }
    switch damage {
    case .cut: bytes.removeSubrange(place()...)
    case .remove: bytes.removeSubrange(range(400))
    case .double:
      let part = bytes[range(2000)]
      bytes.insert(contentsOf: part, at: place())
    case .swap:
      let (first, second) = (range(300), range(300))
      guard !first.overlaps(second) else { break }
      let (left, right) = first.lowerBound < second.lowerBound ? (first, second) : (second, first)
      let (a, b) = (Array(bytes[left]), Array(bytes[right]))
      bytes.replaceSubrange(right, with: a)
      bytes.replaceSubrange(left, with: b)
    case .deep:
      let opening = ["[", "{\"a\":", "- ", "? ", "&a ["].randomElement(using: &random) ?? "["
      let depth = Int.random(in: 100...20_000, using: &random)
      bytes.insert(contentsOf: Array(String(repeating: opening, count: depth).utf8), at: place())
    case .huge:
      let count = Int.random(in: 10_000...1_000_000, using: &random)
      let byte = Array("a9 \"\\\n".utf8).randomElement(using: &random) ?? 0
      bytes.insert(contentsOf: Array(repeating: byte, count: count), at: place())
    case .flip:
      for _ in 0..<20 { bytes[place()] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
    case .replace:
      let words = ["null", "$ref: '#'", "\"$ref\":\"#/a\"", "!!binary x", "*a", "<<: *a", "1e999"]
      let word = words.randomElement(using: &random) ?? "null"
      bytes.replaceSubrange(range(20), with: Array(word.utf8))
    }
    return bytes
  }

  private static var residentMegabytes: Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(RUSAGE_SELF.rawValue, &usage)
      return Int(usage.ru_maxrss) / 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss) / (1024 * 1024)
    #endif
  }
}
