import AccordJSON
import AccordOpenAPI
import AccordSchema

extension OperationPlanner {
  private typealias Attempt = (broken: BrokenConstraint, summary: String, draft: RequestDraft)

  /// Requests that break one constraint each, sent by the viewer who may do most: every constraint once, however
  /// many there are, and further ways to break them up to `limit`; the first few as others send them, too.
  func invalidCases(limit: Int) -> InvalidCases {
    let viewers = context.viewers(of: operation)
    guard let viewer = viewers.first else { return InvalidCases() }
    let base = base(as: viewer)
    var result = InvalidCases()
    var attempts = brokenBodies(base)
    for position in parameters.indices {
      attempts += broken(parameterAt: position, base, &result.known)
    }
    attempts += brokenValues(base, &result.known)
    // One of each constraint first: nothing else shows whether it is looked at.
    var seen: Set<AttemptKind> = []
    var firsts: [Attempt] = []
    var others: [Attempt] = []
    for attempt in attempts {
      let constraint = constraint(attempt.broken)
      result.known.insert(constraint)
      if seen.insert(AttemptKind(constraint, attempt.summary)).inserted {
        firsts.append(attempt)
      } else {
        others.append(attempt)
      }
    }
    firsts = firsts.evenlyReduced(to: Swift.max(limit, maximumConstraints))
    let chosen = firsts + others.evenlyReduced(to: Swift.max(limit - firsts.count, 0))
    result.cases = chosen.compactMap { makeCase(.invalid($0.broken), $0.summary, $0.draft) }
    if context.onlyReads(operation) {
      for viewer in viewers.dropFirst() {
        result.cases += firsts.evenlyReduced(to: 4).compactMap {
          makeCase(.invalid($0.broken), $0.summary, $0.draft.seen(by: viewer))
        }
      }
    }
    result.cases = result.cases.withoutRepetitions
    return result
  }

  /// What stands for others of its kind. Every missing member and every kind of wrong type is one by itself:
  /// a server that looks at one of them may well overlook another.
  private struct AttemptKind: Hashable {
    let constraint: ConstraintCoverage.Constraint
    let detail: String

    init(_ constraint: ConstraintCoverage.Constraint, _ summary: String) {
      self.constraint = constraint
      detail = ["required", "type", "json"].contains(constraint.keyword) ? summary : ""
    }
  }

  /// Constraints that are tried although there are fewer cases: a body with many properties has many.
  private var maximumConstraints: Int { Swift.min(context.configuration.cases * 3, 150) }

  private func constraint(_ broken: BrokenConstraint) -> ConstraintCoverage.Constraint {
    ConstraintCoverage.Constraint(operation: operation.name, broken)
  }

  // MARK: - Parameters

  private func broken(
    parameterAt position: Int, _ base: RequestDraft,
    _ known: inout Set<ConstraintCoverage.Constraint>
  ) -> [Attempt] {
    let values = parameters[position]
    let parameter = values.parameter
    var result: [Attempt] = []
    func add(_ value: JSONValue?, _ keyword: String, _ summary: String) {
      var draft = base
      draft.values[position] = value
      if value == nil { draft.omittedParameter = position }
      let broken = BrokenConstraint(
        part: .parameter(parameter.name, parameter.place), keyword: keyword,
        location: parameter.location)
      result.append((broken, summary, draft))
    }
    if parameter.isRequired, parameter.place != .path {
      add(nil, "required", "no \(parameter.place.rawValue) parameter \(parameter.name)")
    }
    if parameter.place == .path && !variesPath { return result }
    guard let schema = values.schema, let typical = values.typicalTyped else { return result }
    if case .content = parameter.serialization { return result }
    let kinds = schema.acceptedKinds()
    if isSurelyInvalid("not-a-value", schema, kinds) {
      add(
        "not-a-value", kinds.contains(.string) ? "value" : "type", "\(parameter.name)=not-a-value")
    }
    let mutator = Mutator(schema, direction: .request, seed: context.configuration.seed)
    for mutation in mutator.mutations(of: typical) {
      known.insert(
        constraint(
          BrokenConstraint(
            part: .parameter(parameter.name, parameter.place), keyword: mutation.keyword,
            location: parameter.location)))
    }
    for mutation in mutator.mutations(of: typical)
    where Plausibility.isTransparent(mutation.value, in: parameter)
      && isEnforced(mutation, of: values.parameter.schema)
    {
      switch mutation.value {
      case .string, .number, .bool:
        guard let text = ParameterEncoder.scalar(mutation.value),
          isSurelyInvalid(text, schema, kinds)
        else { continue }
        add(.string(text), mutation.keyword, "\(parameter.name): \(mutation.summary)")
      case .array(let items):
        // A list that is read as one text, or the other way round, is another matter.
        guard kinds == [.array], !items.isEmpty,
          TextReading.elements(items).allSatisfy({
            !schema.isValid(.array($0), direction: .request)
          })
        else { continue }
        add(mutation.value, mutation.keyword, "\(parameter.name): \(mutation.summary)")
      case .null, .object: continue
      }
    }
    return result
  }

  private func isSurelyInvalid(
    _ text: String, _ schema: CompiledSchema, _ kinds: Set<JSONValue.Kind>
  ) -> Bool {
    !text.isEmpty && !Plausibility.isGenerouslyReadable(text, as: kinds)
      && !TextReading.values(of: text, for: schema).contains {
        schema.isValid($0, direction: .request)
      }
  }

  /// Formats are often not more than a hint; some are understood by all.
  private func isEnforced(_ mutation: Mutation, of schema: Schema?) -> Bool {
    guard mutation.keyword == "format" else { return true }
    // Which format, only the schema at that place knows; without looking it up, the value of a mutation
    // below the top stays out.
    guard mutation.instance.tokens.isEmpty, let schema,
      let format = context.schemas.resolve(schema)?.format
    else { return false }
    return Plausibility.enforcedFormats.contains(format)
  }

  // MARK: - Bodies

  private func brokenBodies(_ base: RequestDraft) -> [Attempt] {
    guard let body, let requestBody = operation.requestBody, let typical = body.typical else {
      return []
    }
    var result: [Attempt] = []
    func add(
      _ draftBody: RequestDraft.Body?, _ part: BrokenConstraint.Part, _ keyword: String,
      _ summary: String
    ) {
      var draft = base
      draft.body = draftBody
      result.append(
        (
          BrokenConstraint(part: part, keyword: keyword, location: requestBody.location), summary,
          draft
        ))
    }
    let type = BodyEncoder.contentType(of: body.media)
    if requestBody.isRequired {
      add(.bytes([], contentType: type), .body(.root), "required", "no body")
    }
    guard body.media.isJSON else { return result }
    let text = Array(typical.serialized().utf8)
    add(
      .bytes(Array(text.dropLast()) + [0x2C], contentType: type), .body(.root), "json",
      "a body that is no JSON")
    add(
      .bytes(Array("{\"".utf8), contentType: type), .body(.root), "json",
      "a body that ends in the middle")
    if typical.weight > 1 {
      add(
        .bytes(Array(text.dropLast()) + [0x2C] + text.suffix(1), contentType: type), .body(.root),
        "json", "a body with a comma before its end")
    }
    let takesAnything = requestBody.content.contains {
      $0.essence.contains("*") || $0.essence == "text/plain"
    }
    if requestBody.isRequired && !takesAnything {
      add(
        .bytes(text, contentType: "text/plain"), .contentType, "contentType",
        "the content type text/plain")
    }
    return result
  }

  private func brokenValues(
    _ base: RequestDraft, _ known: inout Set<ConstraintCoverage.Constraint>
  ) -> [Attempt] {
    guard let body, body.media.isJSON, let schema = body.schema, let typical = body.typical else {
      return []
    }
    let mutator = Mutator(schema, direction: .request, seed: context.configuration.seed)
    // The richest example reaches the most constraints.
    let richest = (body.examples.map(\.value) + body.boundaries.map(\.value)).max {
      $0.weight < $1.weight
    }
    var seen: Set<JSONValue> = []
    var result: [Attempt] = []
    // What an operation that changes something is given as an example may be there already, and be refused for that.
    var generator = generator
    let fresh =
      context.onlyReads(operation)
      ? [] : (0..<6).compactMap { _ in randomBody(body, &generator) }
    let bases = [fresh.max { $0.weight < $1.weight } ?? typical, richest].compactMap { $0 }
    for mutation in bases.flatMap(mutator.mutations) {
      let broken = BrokenConstraint(
        part: .body(mutation.instance), keyword: mutation.keyword,
        location: body.media.schema?.location ?? body.media.location)
      known.insert(constraint(broken))
      guard Plausibility.isUnambiguous(mutation.value), isEnforced(mutation, of: body.media.schema),
        seen.insert(mutation.value).inserted
      else { continue }
      var draft = base
      draft.body = .value(mutation.value, body.media)
      result.append((broken, "body: \(mutation.summary)", draft))
    }
    return result
  }
}

extension TextReading {
  /// The lists that texts may stand for: all of them strings, or numbers where they look like some.
  static func elements(_ items: [JSONValue]) -> [[JSONValue]] {
    let texts = items.compactMap(ParameterEncoder.scalar)
    return [
      texts.map { .string($0) },
      texts.map { text in
        if text == "true" || text == "false" { return .bool(text == "true") }
        return JSONNumber(literal: text).map { .number($0) } ?? .string(text)
      },
    ]
  }
}

extension JSONValue {
  /// How many values it is made of.
  var weight: Int {
    switch self {
    case .null, .bool, .number, .string: 1
    case .array(let items): items.reduce(1) { $0 + $1.weight }
    case .object(let members): members.values.reduce(1) { $0 + $1.weight }
    }
  }
}
