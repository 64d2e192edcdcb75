import AccordJSON
import AccordOpenAPI

extension CoverageReader {
  mutating func visit(_ operation: Operation, _ plans: [OperationPlan]) {
    // Several paths may share one path item; webhooks and callbacks have no paths of their own.
    let same = plans.filter { $0.method == operation.method && $0.source == operation.pointer }
    let plan = same.first { $0.path == operation.path } ?? same.first
    note(
      .operation, at: operation.pointer, operation.location, plan == nil ? .leftOut : .precise,
      plan == nil ? "no method stands for it" : nil)
    for parameter in operation.parameters { visit(parameter, plan) }
    visit(operation.requestBody?.content ?? [], of: plan?.body)
    for response in operation.responses { visit(response, plan, operation.method) }
  }

  private mutating func visit(_ parameter: Parameter, _ plan: OperationPlan?) {
    let found = plan?.parameters.first {
      $0.place == parameter.place && $0.jsonName.isExactly(parameter.name)
    }
    guard let found else {
      let reason = "no argument stands for it"
      note(.parameter, at: parameter.pointer, parameter.location, .leftOut, reason)
      if let schema = parameter.schema { visit(schema, .nothing(reason)) }
      return
    }
    var reason: String?
    if found.type.unwrapped == .value, let schema = parameter.schema {
      reason = weakness(of: schema)
    }
    note(
      .parameter, at: parameter.pointer, parameter.location, reason == nil ? .precise : .weakened,
      reason)
    if let schema = parameter.schema { visit(schema, .type(found.type)) }
  }

  // MARK: - Bodies

  private mutating func visit(_ content: [MediaType], of body: BodyPlan?) {
    let contents =
      body.map { $0.choices.isEmpty ? [$0.content] : $0.choices.map(\.content) } ?? []
    for media in content {
      let place =
        place(of: media, in: contents, others: content) { $0.kind == media.kind }
        ?? Place(.nothing("the body is written as another of its content types"))
      note(media, place, as: .requestBody)
    }
  }

  private mutating func visit(
    _ response: Response, _ plan: OperationPlan?, _ method: Operation.Method
  ) {
    let contents = plan.map { self.contents(of: response.status, in: $0) } ?? []
    note(
      .response, at: response.pointer, response.location, contents.isEmpty ? .leftOut : .precise,
      contents.isEmpty ? "no answer stands for it" : nil)
    for media in response.content {
      guard response.status.hasBody(to: method) else {
        note(media, Place(.void(Self.noBody)), as: .response)
        continue
      }
      let place =
        place(of: media, in: contents, others: response.content) { [document] in
          $0.kind == media.kind || document.saysTheSame(media, as: $0)
        }
        ?? Place(.nothing("the answer is read as another of its content types"))
      note(media, place, as: .response)
    }
    let headers = plan.flatMap { self.headers(of: response.status, in: $0) } ?? []
    for header in response.headers {
      let found = headers.first { $0.jsonName.lowercased() == header.name.lowercased() }
      guard let found else {
        note(.header, at: header.pointer, header.location, .leftOut, "no header stands for it")
        continue
      }
      let reason =
        found.type.unwrapped == .value ? header.schema.flatMap { weakness(of: $0) } : nil
      note(
        .header, at: header.pointer, header.location, reason == nil ? .precise : .weakened, reason)
      if let schema = header.schema { visit(schema, .type(found.type)) }
    }
  }

  private static let noBody = "no such answer has a body (RFC 9110, section 6.4.1)"

  /// What stands for a media type, and why that is another one's.
  private struct Place {
    var target: Target
    var equivalence: String?

    init(_ target: Target, equivalence: String? = nil) {
      self.target = target
      self.equivalence = equivalence
    }
  }

  /// - Parameters:
  ///   - others: all media types beside it.
  ///   - isEquivalent: whether it says no more than that one.
  private func place(
    of media: MediaType, in contents: [ContentPlan], others: [MediaType],
    isEquivalent: (MediaType) -> Bool
  ) -> Place? {
    if let target = target(of: media, in: contents) { return Place(target) }
    if media.isJSON || media.essence.contains("*"), let json = contents.first(where: \.isJSON),
      case .json(let type, let contentType) = json
    {
      return Place(.type(type), equivalence: "JSON, as \(contentType) is")
    }
    for other in others where isEquivalent(other) {
      guard let target = target(of: other, in: contents) else { continue }
      return Place(target, equivalence: "the same value as \(other.name)")
    }
    return nil
  }

  private func target(of media: MediaType, in contents: [ContentPlan]) -> Target? {
    let content = contents.first { content in
      content.contentTypes.contains { $0.isExactly(media.name) }
        || content.isJSON && media.essence.contains("*") && contents.count == 1
    }
    switch content {
    case .json(let type, _)?, .form(let type, _)?, .multipart(let type, _)?: return .type(type)
    case .items(let items)?:
      let isWhole = media.itemSchema == nil && media.schema?.items != nil
      return .type(isWhole ? .array(items.type) : items.type)
    // Parts that nobody can tell, for want of names.
    case .encoded?: return .opaque
    case .text?, .bytes?, .stream?: return .opaque
    case nil, .some(.none), .choice?: return nil
    }
  }

  private func headers(of status: Response.Status, in plan: OperationPlan) -> [PropertyPlan] {
    var name: String?
    switch plan.success {
    case .one(let found, _, let headers): if found == status { name = headers }
    case .several(_, let cases): name = cases.first { $0.status == status }?.headers
    }
    name = name ?? plan.refusal?.cases.first { $0.status == status }?.headers
    guard let name, case .headers(let plan)? = types[name]?.shape else { return [] }
    return plan.headers.map(\.property)
  }

  private func contents(of status: Response.Status, in plan: OperationPlan) -> [ContentPlan] {
    switch plan.success {
    case .one(let found, let content, _): if found == status { return [content] }
    case .several(_, let cases):
      let found = cases.filter { $0.status == status }
      if !found.isEmpty { return found.map(\.content) }
    }
    return plan.refusal?.cases.filter { $0.status == status }.map(\.content) ?? []
  }

  private mutating func note(_ media: MediaType, _ place: Place, as kind: Coverage.Kind) {
    var (verdict, reason) = verdict(on: media.schema, place.target)
    if verdict == .precise, let equivalence = place.equivalence {
      (verdict, reason) = (.equivalent, equivalence)
    }
    note(kind, at: media.pointer, media.location, verdict, reason)
    if let schema = media.schema { visit(schema, place.target) }
  }
}
