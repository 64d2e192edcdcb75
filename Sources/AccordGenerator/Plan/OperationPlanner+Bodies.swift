import AccordJSON
import AccordOpenAPI

extension OperationPlanner {
  func body(_ body: RequestBody, typeName: String) -> BodyPlan? {
    guard !body.content.isEmpty else { return nil }
    guard let json = body.content.first(where: \.isJSON) else {
      return BodyPlan(
        content: .encoded(body.content.map(\.name)), isRequired: body.isRequired, checks: [])
    }
    var use = TypeUse(.value)
    if let schema = json.schema { use = types.use(of: schema, named: typeName + "Body") }
    return BodyPlan(
      content: .json(use.type, contentType: json.name), isRequired: body.isRequired,
      checks: use.checks)
  }

  func content(of response: Response, named name: String) -> ContentPlan {
    if let json = response.content.first(where: \.isJSON) {
      guard let schema = json.schema else { return .json(.value, contentType: json.name) }
      return .json(types.use(of: schema, named: name).type, contentType: json.name)
    }
    guard let first = response.content.first else { return .none }
    return first.essence.hasPrefix("text/")
      ? .text(contentType: first.name) : .bytes(contentType: first.name)
  }
}
