import AccordContract
import AccordOpenAPI
import AccordSchema
import AccordTesting
import Testing

/// The sampler and the mutator, proven against the validator on all schemas of documents that companies publish: those
/// with a name, and those of parameters, bodies, answers and header fields. A handful of documents is always
/// tried; ACCORD_ALL_SPECS=1 takes them all.
@Suite struct PublishedSchemaTests {
  private static func schemas(of document: OpenAPIDocument) -> [(
    schema: Schema, direction: Direction
  )] {
    struct Use: Hashable {
      let schema: ObjectIdentifier
      let direction: Direction
    }
    var seen: Set<Use> = []
    var result: [(Schema, Direction)] = []
    func add(_ schema: Schema?, _ direction: Direction) {
      guard let schema, schema.reference == nil,
        seen.insert(Use(schema: ObjectIdentifier(schema), direction: direction)).inserted
      else { return }
      result.append((schema, direction))
    }
    for named in document.components.schemas {
      add(document.schemas[named.id], .request)
      add(document.schemas[named.id], .response)
    }
    for operation in document.operations {
      for parameter in operation.parameters { add(parameter.schema, .request) }
      for media in operation.requestBody?.content ?? [] { add(media.schema, .request) }
      for response in operation.responses {
        for header in response.headers { add(header.schema, .response) }
        for media in response.content { add(media.schema, .response) }
      }
    }
    return result
  }

  @Test(arguments: PublishedDocumentTests.names)
  func `samples are valid, and mutations are not`(name: String) throws {
    guard let path = PackageRoot.shared("specs/\(name)")?.path else { return }
    let loader = DocumentLoader(brokenParts: .warning)
    let document = try #require(loader.load(path: path, overlays: []).document, "\(name)")
    let catalog = SchemaCatalog(document: document)
    let seed: UInt64 = 29
    let limits = SamplerLimits(maximumSamples: 6)
    var (count, samples, mutations) = (0, 0, 0)
    var unsampled: [String] = []
    var unmutated: [String] = []
    for (schema, direction) in Self.schemas(of: document) {
      guard let compiled = catalog.compiled(schema) else { continue }
      count += 1
      var sampler = Sampler(compiled, direction: direction, seed: seed, limits: limits)
      var values = sampler.boundaries().map(\.value)
      values += [sampler.random(), sampler.simplest()].compactMap(\.self)
      for value in values where !compiled.validate(value, direction: direction).isValid {
        Issue.record("\(name) \(schema.location), seed \(seed): \(value)")
      }
      samples += values.count
      guard let base = values.first else {
        unsampled.append("\(schema.id.pointer)")
        continue
      }
      let found = Mutator(compiled, direction: direction, seed: seed, limits: limits)
        .mutations(of: base)
      for mutation in found
      where compiled.validate(mutation.value, direction: direction).violations.isEmpty {
        Issue.record("\(name) \(schema.location), seed \(seed): \(mutation)")
      }
      mutations += found.count
      if found.isEmpty { unmutated.append("\(schema.id.pointer)") }
    }
    print(
      "\(name): \(samples) samples and \(mutations) mutations of \(count) schemas; "
        + "none of \(unsampled.count), unbreakable \(unmutated.count)")
    #expect(Set(unsampled) == Self.unsatisfiable[name, default: []])
    #expect(mutations > 0 || count == 0)
  }

  /// Schemas that no value satisfies: they require a member that they do not allow, or the like.
  private static let unsatisfiable: [String: Set<String>] = [:]
}
