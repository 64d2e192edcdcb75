import AccordJSON
import AccordSchema
import Foundation
import Testing

/// Sampling and mutating proven against the validator on documents that companies publish.
@Suite struct RealDocumentTests {
  struct Document: Sendable, CustomTestStringConvertible {
    let name: String
    let dialect: Dialect
    /// Component schemas that no value satisfies: they require a member that they do not allow.
    var unsatisfiable: Set<String> = []

    var testDescription: String { name }
  }

  static let documents = [
    Document(name: "rooms-fastapi.json", dialect: .openAPI31),
    Document(name: "discord.json", dialect: .openAPI31),
    Document(name: "box.json", dialect: .openAPI30),
    Document(
      name: "letta.json", dialect: .openAPI31, unsatisfiable: ["Archive", "UserCreate"]),
  ]

  /// All component schemas of a document, compiled together.
  static func schemas(of document: Document) throws -> [(name: String, schema: CompiledSchema)]? {
    guard let folder = SharedData.folder("specs") else { return nil }
    let json = try SharedData.json(folder.appending(path: document.name))
    var resources = SchemaResources(dialect: document.dialect)
    resources.add(json, uri: document.name)
    let names = json["components"]?["schemas"]?.object?.keys ?? []
    let locations = names.map {
      SchemaLocation(
        uri: document.name, pointer: JSONPointer(tokens: ["components", "schemas", $0]))
    }
    let results = CompiledSchema.compile(locations, of: resources)
    return try zip(names, results).map { ($0, try $1.get()) }
  }

  @Test(arguments: documents) func schemasCompile(_ document: Document) throws {
    guard let schemas = try Self.schemas(of: document) else { return }
    #expect(schemas.count > 20)
    let problems = Set(schemas.flatMap(\.schema.problems).map(\.description))
    #expect(problems == [])
  }

  @Test(arguments: documents) func everySchemaHasSamples(_ document: Document) throws {
    guard let schemas = try Self.schemas(of: document) else { return }
    let seed: UInt64 = 17
    var limits = SamplerLimits()
    limits.maximumSamples = 4
    var unsampled: Set<String> = []
    var count = 0
    for (name, schema) in schemas {
      for direction in [Direction.request, .response] {
        var sampler = Sampler(schema, direction: direction, seed: seed, limits: limits)
        var samples = sampler.boundaries().map(\.value)
        samples += [sampler.random(), sampler.simplest()].compactMap(\.self)
        if samples.isEmpty { unsampled.insert(name) }
        count += samples.count
        for sample in samples {
          let result = schema.validate(sample, direction: direction)
          #expect(result.isValid, "\(name), seed \(seed): \(sample): \(result.violations)")
        }
      }
    }
    print("\(document.name): \(count) samples of \(schemas.count) schemas")
    #expect(unsampled == document.unsatisfiable)
  }

  @Test(arguments: documents) func everyMutationIsInvalid(_ document: Document) throws {
    guard let schemas = try Self.schemas(of: document) else { return }
    let seed: UInt64 = 23
    var limits = SamplerLimits()
    limits.maximumSamples = 1
    var keywords: [String: Int] = [:]
    var unmutated: [String] = []
    for (name, schema) in schemas {
      let sampler = Sampler(schema, direction: .request, seed: seed, limits: limits)
      guard let value = sampler.boundaries().first?.value else { continue }
      let mutator = Mutator(
        schema, direction: .request, seed: seed, limits: SamplerLimits(maximumSamples: 15))
      let mutations = mutator.mutations(of: value)
      if mutations.isEmpty { unmutated.append(name) }
      for mutation in mutations {
        keywords[mutation.keyword, default: 0] += 1
        let result = schema.validate(mutation.value, direction: .request)
        #expect(!result.violations.isEmpty, "\(name), seed \(seed): \(mutation)")
      }
    }
    print("\(document.name): \(keywords.sorted { $0.key < $1.key }), none for \(unmutated)")
    #expect(keywords["type", default: 0] > schemas.count)
    #expect(keywords["required", default: 0] > 0)
    #expect(unmutated.count < schemas.count / 20)
  }
}
