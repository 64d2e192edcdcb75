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

  /// Schemas of which no value is found. They require a member that they do not allow, or the branches of a `oneOf`
  /// overlap so far that whatever is meant by one is valid by another one, too.
  private static let unsatisfiable: [String: Set<String>] = [
    "authentik.yaml": [
      "/components/schemas/ChallengeTypes",
      "/components/schemas/FlowChallengeResponseRequest",
    ],
    "datadog-v1.yaml": [
      "/components/schemas/WildcardWidgetRequest"
    ],
    "datadog-v2-as-json.json": [
      "/components/schemas/EntityV3APISpecInterface",
      "/components/schemas/V2EventAttributesAttributes",
    ],
    "datadog-v2.yaml": [
      "/components/schemas/EntityV3APISpecInterface",
      "/components/schemas/V2EventAttributesAttributes",
    ],
    "digitalocean.yaml": [
      "/paths/~1v2~1droplets~1actions/post/requestBody/content/application~1json/schema"
    ],
    "discord.json": [
      "/paths/~1guilds~1{guild_id}~1requests/get/parameters/0/schema"
    ],
    "docusign-navigator.json": [
      "/components/schemas/Location"
    ],
    "figma.yaml": [
      "/components/schemas/ConnectorEndpoint",
      "/components/schemas/ConnectorNode",
    ],
    "google-maps.json": [
      "/components/parameters/places_maxprice/schema",
      "/components/parameters/places_minprice/schema",
    ],
    "intercom.yaml": [
      "/components/schemas/create_conversation_request"
    ],
    "letta.json": [
      "/components/schemas/Archive",
      "/components/schemas/UserCreate",
    ],
    "lob.yaml": [
      "/components/schemas/identity_validation"
    ],
    "readme-discriminators.json": [
      "/paths/~1discriminator-with-mapping/patch/requestBody/content/application~1json/schema",
      "/paths/~1discriminator-with-no-mapping/patch/requestBody/content/application~1json/schema",
      "/paths/~1embedded-discriminator/patch/requestBody/content/application~1json/schema",
      "/paths/~1mapping-of-schema-names/patch/requestBody/content/application~1json/schema",
      "/paths/~1mapping-with-duplicate-schemas/patch/requestBody/content/application~1json/schema",
      "/paths/~1oneof-allof-top-level-disc/patch/requestBody/content/application~1json/schema",
      "/paths/~1potentially-undefined-formData/post/requestBody/content/application~1json/schema",
    ],
    "readme-schema-types.json": [
      "/paths/~1anything~1quirks~1polymorphism/patch/requestBody/content/application~1json/schema",
      "/paths/~1anything~1quirks~1polymorphism/put/requestBody/content/application~1json/schema",
    ],
    "vercel.json": [
      "/paths/~1v1~1drains/get/responses/200/content/application~1json/schema",
      "/paths/~1v1~1drains/post/responses/200/content/application~1json/schema",
      "/paths/~1v1~1drains~1{id}/get/responses/200/content/application~1json/schema",
      "/paths/~1v1~1drains~1{id}/patch/responses/200/content/application~1json/schema",
      "/paths/~1v9~1projects~1{idOrName}~1domains/get/responses/200/content/application~1json/schema",
    ],
    "vonage-reports.yaml": [
      "/components/responses/json_record_response/content/application~1json/schema",
      "/components/responses/report_responses/content/application~1json/schema",
      "/components/responses/report_responses_create_report/content/application~1json/schema",
      "/paths/~1v2~1reports/post/requestBody/content/application~1json/schema",
      "/paths/~1v2~1reports~1records/get/responses/422/content/application~1json/schema",
    ],
  ]
}
