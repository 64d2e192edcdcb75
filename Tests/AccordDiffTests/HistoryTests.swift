import AccordDiff
import AccordJSON
import AccordOpenAPI
import AccordSchema
import AccordTesting
import Foundation
import Testing

/// Published documents, changed as people change theirs: what is called compatible never meets a value that one side
/// sends and the other refuses.
///
/// `make histories` tries 1,000 changes of each with 1,000 samples a side; `make test` a few of them.
struct HistoryTests {
  static let documents = [
    "museum.yaml", "petstore.yaml", "rooms-fastapi-rooms-only.json", "vonage-verify.yaml",
    "vampi.yaml", "readme-schema-types.json",
  ]

  static let environment = ProcessInfo.processInfo.environment
  static let rounds = environment["ACCORD_HISTORY_CHANGES"].flatMap { Int($0) } ?? 24
  static let samples = environment["ACCORD_HISTORY_SAMPLES"].flatMap { Int($0) } ?? 60
  static let seed = environment["ACCORD_HISTORY_SEED"].flatMap { UInt64($0) } ?? 7

  @Test(arguments: documents) func `what is compatible meets no witness`(name: String) throws {
    guard let url = PackageRoot.shared("specs/\(name)") else { return }
    print("\(name): seed \(Self.seed), \(Self.rounds) changes, \(Self.samples) samples a side")
    let root = try #require(try SourceFile(reading: url.path).parsed().root).value
    let old = try #require(Self.document(root))
    var history = DocumentHistory(root, seed: Self.seed)
    let trial = HistoryTrial(root, old)
    var counts: [Verdict: Int] = [:]
    for _ in 0..<Self.rounds {
      let change = history.next()
      // What is no document any more cannot be compared.
      guard let new = Self.document(change.document) else { continue }
      let changes = DocumentComparison(old, new, swift: nil).changes()
      let verdict = changes.map(\.wire).max() ?? .none
      counts[verdict, default: 0] += 1
      switch change.least {
      case .nothing: break
      case .risky: #expect(verdict >= .risky, "\(change.summary)")
      case .breaking: #expect(verdict == .breaking, "\(change.summary)")
      }
      guard verdict <= .compatible else { continue }
      if let witness = trial.witness(against: change, new, samples: Self.samples) {
        Issue.record("\(name): \(change.summary) is called \(verdict): \(witness)")
      }
    }
    print("\(name): \(counts.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", "))")
    #expect(counts.values.reduce(0, +) > Self.rounds / 2)
  }

  static func document(_ root: JSONValue) -> OpenAPIDocument? {
    DocumentLoader(brokenParts: .warning)
      .load(SourceFile(path: "api.json", bytes: Array(root.serialized().utf8))).document
  }
}

/// Samples of the schemas that a change touched, from either side to the other.
struct HistoryTrial {
  private let root: JSONValue
  private let old: OpenAPIDocument

  init(_ root: JSONValue, _ old: OpenAPIDocument) {
    self.root = root
    self.old = old
  }

  /// A value that one side sends and the other refuses.
  func witness(against change: DocumentChange, _ new: OpenAPIDocument, samples: Int) -> String? {
    let (before, after) = (
      Self.resources(root, old.version), Self.resources(change.document, new.version)
    )
    for (pointer, direction) in uses(of: change.place) {
      guard let was = try? CompiledSchema(compiling: pointer, in: Self.uri, of: before),
        let isNow = try? CompiledSchema(compiling: pointer, in: Self.uri, of: after)
      else { continue }
      let (sender, reader) = direction == .request ? (was, isNow) : (isNow, was)
      var sampler = Sampler(sender, direction: direction, seed: 3)
      let values =
        [sampler.simplest()].compactMap { $0 } + sampler.boundaries().map(\.value)
        + (0..<samples).compactMap { _ in sampler.random() }
      for value in values {
        let result = reader.validate(value, direction: direction)
        if !result.isIncomplete, let violation = result.violations.first {
          return
            "\(value.serialized().prefix(300)) as \(direction): \(violation.instance) \(violation.expected)"
        }
      }
    }
    return nil
  }

  private static let uri = SchemaResources.uri(ofFile: "api.json")

  private static func resources(_ root: JSONValue, _ version: OpenAPIVersion) -> SchemaResources {
    let dialect: Dialect =
      switch version {
      case .v3_0: .openAPI30
      case .v3_1, .v3_2: .openAPI31
      }
    var resources = SchemaResources(dialect: dialect)
    resources.add(root, uri: uri)
    return resources
  }

  /// The schema that a place is in, and which way its values travel.
  private func uses(of place: JSONPointer) -> [(JSONPointer, Direction)] {
    let tokens = place.tokens
    if tokens.starts(with: ["components", "schemas"]), tokens.count > 2 {
      let root = JSONPointer(tokens: Array(tokens.prefix(3)))
      return directions(of: tokens[2]).map { (root, $0) }
    }
    guard let index = tokens.firstIndex(of: "schema") else { return [] }
    let root = JSONPointer(tokens: Array(tokens.prefix(through: index)))
    return [(root, tokens.contains("responses") ? .response : .request)]
  }

  private func directions(of component: String) -> [Direction] {
    let uses = ComponentUse(root).directions(of: component)
    return [.request, .response].filter(uses.contains)
  }
}

/// Which way the values of named schemas travel, found by the references of the text alone.
struct ComponentUse {
  private var reached: [String: Set<String>] = [:]
  private var roots: [Direction: Set<String>] = [:]

  init(_ root: JSONValue) {
    for (name, schema) in root["components"]?["schemas"]?.object?.map({ ($0.key, $0.value) }) ?? []
    {
      reached[name] = Self.names(in: schema)
    }
    for item in root["paths"]?.object?.map(\.value) ?? [] {
      for operation in item.object?.map(\.value) ?? [] {
        roots[.response, default: []].formUnion(Self.names(in: operation["responses"] ?? .null))
        var rest = operation.object ?? [:]
        rest["responses"] = nil
        rest["callbacks"] = nil
        roots[.request, default: []].formUnion(Self.names(in: .object(rest)))
      }
    }
  }

  private static func names(in value: JSONValue) -> Set<String> {
    switch value {
    case .null, .bool, .number, .string: return []
    case .array(let items):
      return items.reduce(into: []) { $0.formUnion(names(in: $1)) }
    case .object(let members):
      var found: Set<String> = []
      let prefix = "#/components/schemas/"
      if let text = members["$ref"]?.string, text.hasPrefix(prefix) {
        found.insert(String(text.dropFirst(prefix.count)))
      }
      for member in members { found.formUnion(names(in: member.value)) }
      return found
    }
  }

  func directions(of component: String) -> Set<Direction> {
    Set(
      roots.keys.filter { direction in
        var seen: Set<String> = []
        var waiting = Array(roots[direction] ?? [])
        while let name = waiting.popLast() {
          if name == component { return true }
          if seen.insert(name).inserted { waiting += reached[name] ?? [] }
        }
        return false
      })
  }
}
