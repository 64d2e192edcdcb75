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
    for media in operation.requestBody?.content ?? [] { visit(media, body: plan?.body) }
    for response in operation.responses { visit(response, plan) }
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

  private mutating func visit(_ media: MediaType, body: BodyPlan?) {
    let contents =
      body.map { $0.choices.isEmpty ? [$0.content] : $0.choices.map(\.content) } ?? []
    note(
      media,
      target(of: media, in: contents)
        ?? .nothing("the body is written as another of its content types"), as: .requestBody)
  }

  private mutating func visit(_ response: Response, _ plan: OperationPlan?) {
    let contents = plan.map { self.contents(of: response.status, in: $0) } ?? []
    note(
      .response, at: response.pointer, response.location, contents.isEmpty ? .leftOut : .precise,
      contents.isEmpty ? "no answer stands for it" : nil)
    for media in response.content {
      note(media, target(of: media, in: contents) ?? .nothing(Self.other), as: .response)
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

  private func target(of media: MediaType, in contents: [ContentPlan]) -> Target? {
    let content = contents.first { content in
      content.contentTypes.contains { $0.isExactly(media.name) }
        || content.isJSON && media.essence.contains("*")
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

  private static let other = "the answer is read as another of its content types"

  private func contents(of status: Response.Status, in plan: OperationPlan) -> [ContentPlan] {
    switch plan.success {
    case .one(let found, let content, _): if found == status { return [content] }
    case .several(_, let cases):
      let found = cases.filter { $0.status == status }
      if !found.isEmpty { return found.map(\.content) }
    }
    return plan.refusal?.cases.filter { $0.status == status }.map(\.content) ?? []
  }

  private mutating func note(_ media: MediaType, _ target: Target, as kind: Coverage.Kind) {
    switch target {
    case .nothing(let reason): note(kind, at: media.pointer, media.location, .leftOut, reason)
    case .opaque: note(kind, at: media.pointer, media.location, .precise)
    case .type(let type):
      let reason = type.unwrapped == .value ? media.schema.flatMap { weakness(of: $0) } : nil
      note(kind, at: media.pointer, media.location, reason == nil ? .precise : .weakened, reason)
    }
    if let schema = media.schema { visit(schema, target) }
  }
}
