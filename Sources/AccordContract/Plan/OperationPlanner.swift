import AccordJSON
import AccordOpenAPI
import AccordSchema

/// What planning starts from.
struct PlanningContext: Sendable {
  let document: OpenAPIDocument
  let configuration: ContractConfiguration
  let schemas: SchemaCatalog
  let masks: MaskWalker
  let roster: ViewerRoster
  let forgeries: [TokenForger.Forgery]

  func batch(of operation: Operation) -> Batch? {
    guard let id = operation.operationID else { return nil }
    return document.accord.batches.first { $0.operationID.isExactly(id) }
  }

  /// Whether calling the operation changes nothing.
  func onlyReads(_ operation: Operation) -> Bool {
    operation.method.isSafe || batch(of: operation) != nil
  }

  /// The viewers that can get through to the operation, the most privileged first.
  func viewers(of operation: Operation) -> [ViewerAccess] {
    guard operation.demandsCredentials else { return roster.viewers }
    let fitting = roster.authenticated.filter {
      $0.credential?.fits(operation, in: document) ?? false
    }
    return fitting.isEmpty ? roster.authenticated : fitting
  }

  /// Another seed for each operation, so that leaving one out changes nothing for the others.
  func seed(for operation: Operation) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in operation.name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ configuration.seed
  }
}

/// Plans the requests of one operation.
struct OperationPlanner {
  /// What may stand in the path.
  enum PathValues {
    /// Given values, examples, and made-up ones.
    case any
    /// What this run has created, by parameter name; made-up values for the others.
    case created(JSONDictionary<[JSONValue]>)
    /// Nothing that exists.
    case unlikely
  }

  let context: PlanningContext
  let operation: Operation
  let pathValues: PathValues
  var parameters: [ParameterValues]
  let body: BodyValues?
  var generator: SeededGenerator

  init(_ operation: Operation, _ context: PlanningContext, pathValues: PathValues = .any) {
    self.context = context
    self.operation = operation
    self.pathValues = pathValues
    let seed = context.seed(for: operation)
    generator = SeededGenerator(seed: seed)
    parameters = operation.parameters.enumerated().map { position, parameter in
      ParameterValues(
        parameter, schema: parameter.schema.flatMap(context.schemas.compiled),
        pool: context.configuration.parameters[parameter.name] ?? [],
        seed: seed &+ UInt64(position), formats: context.configuration.formats)
    }
    body = operation.requestBody.flatMap {
      BodyValues(
        $0, schemas: context.schemas, seed: seed, limit: context.configuration.cases,
        formats: context.configuration.formats)
    }
  }

  /// Whether a valid request can be made at all.
  var canBeCalled: Bool { base(as: context.roster.first).request() != nil && !lacksBody }

  private var lacksBody: Bool {
    (operation.requestBody?.isRequired ?? false) && body?.typical == nil
  }

  /// The plainest valid request: what is required, and nothing more.
  func base(as viewer: ViewerAccess) -> RequestDraft {
    var draft = RequestDraft(operation, as: viewer)
    for (position, values) in parameters.enumerated() {
      let parameter = values.parameter
      if parameter.place == .path {
        draft.values[position] = pathValue(values)
      } else if parameter.isRequired {
        draft.values[position] = values.typical
      }
    }
    draft.body = body.flatMap { body in body.typical.map { .value($0, body.media) } }
    draft.isMadeUp = hasMadeUpPath
    return draft
  }

  /// Whether the plainest request names something that does not exist.
  private var hasMadeUpPath: Bool {
    operation.path.parameterNames.contains { name in
      switch pathValues {
      case .any: false
      case .created(let created): created[name]?.isEmpty ?? true
      case .unlikely: true
      }
    }
  }

  /// The parameters that say which thing is meant.
  var namedPositions: [Int] {
    parameters.indices.filter {
      let parameter = parameters[$0].parameter
      return parameter.place == .path || parameter.isRequired
    }
  }

  private func pathValue(_ values: ParameterValues) -> JSONValue? {
    switch pathValues {
    case .any: values.typical
    case .created(let created):
      created[values.parameter.name]?.first ?? values.unlikely(seed: context.configuration.seed)
    case .unlikely: values.unlikely(seed: context.configuration.seed)
    }
  }

  /// Whether the path may be varied, or holds what has to stay.
  var variesPath: Bool {
    switch pathValues {
    case .any: true
    case .created, .unlikely: false
    }
  }

  func makeCase(
    _ purpose: Purpose, _ summary: String, _ draft: RequestDraft
  ) -> Case? {
    guard let request = draft.request() else { return nil }
    return Case(
      operation, purpose, summary, [request], changesData: !context.onlyReads(operation))
  }
}

/// The values that a body is tried with.
///
/// A class, because the boundaries of a large schema take long to find and are found once.
final class BodyValues {
  let requestBody: RequestBody
  let media: MediaType
  let schema: CompiledSchema?
  let sampler: Sampler?
  let examples: [Sample]

  /// `nil` if none of the body's content types can be written.
  init?(
    _ requestBody: RequestBody, schemas: SchemaCatalog, seed: UInt64, limit: Int,
    formats: FormatSamplers
  ) {
    let writable = requestBody.content.filter { BodyEncoder.form(of: $0) != nil }
    guard let media = writable.first(where: \.isJSON) ?? writable.first else { return nil }
    self.requestBody = requestBody
    self.media = media
    let schema = media.schema.flatMap(schemas.compiled)
    self.schema = schema
    let limits = SamplerLimits(maximumSamples: Swift.min(Swift.max(limit, 10), 200))
    sampler = schema.map {
      Sampler($0, direction: .request, seed: seed, limits: limits, formats: formats)
    }
    let given = media.examples.map {
      Sample(value: $0.value, summary: "an example of the document")
    }
    examples = (given + (sampler?.examples() ?? [])).filter { sample in
      schema?.isValid(sample.value, direction: .request) ?? true
        && Plausibility.isUnambiguous(sample.value)
    }
  }

  var typical: JSONValue? {
    examples.first?.value
      ?? (sampler.map { sampler in
        sampler.simplest().flatMap { Plausibility.isUnambiguous($0) ? $0 : nil }
      } ?? .object([:]))
  }

  private(set) lazy var boundaries: [Sample] =
    (sampler?.boundaries() ?? []).filter { Plausibility.isUnambiguous($0.value) }
}
