import AccordOpenAPI

/// The schemas that values of requests, or of answers, can have, found by walking from the operations.
package struct DirectionReach {
  package enum Direction { case requests, answers }

  package private(set) var schemas: Set<SchemaID> = []
  private let document: OpenAPIDocument

  package init(_ document: OpenAPIDocument, _ direction: Direction) {
    self.document = document
    schemas.reserveCapacity(document.schemas.count)
    // A webhook's request is what the API sends.
    let (calls, reverse) =
      switch direction {
      case .requests: (document.operations, document.webhooks)
      case .answers: (document.webhooks, document.operations)
      }
    for operation in calls {
      for mediaType in operation.requestBody?.content ?? [] { add(mediaType.schema) }
      for parameter in operation.parameters { add(parameter.schema) }
    }
    for response in reverse.flatMap(\.responses) {
      for mediaType in response.content { add(mediaType.schema) }
      for header in response.headers { add(header.schema) }
    }
  }

  private mutating func add(_ root: Schema?) {
    guard let root else { return }
    var waiting = [root]
    while let schema = waiting.popLast() {
      guard schemas.insert(schema.id).inserted else { continue }
      if let id = schema.link?.target, let target = document.schemas[id] {
        waiting.append(target)
      }
      for property in schema.properties { waiting.append(property.schema) }
      for property in schema.patternProperties { waiting.append(property.schema) }
      if let items = schema.items { waiting.append(items) }
      if let additional = schema.additionalProperties { waiting.append(additional) }
      for parts in [schema.prefixItems, schema.allOf, schema.anyOf, schema.oneOf] {
        waiting += parts
      }
      for mapping in schema.discriminator?.mapping ?? [] {
        if let target = document.schemas[mapping.target] { waiting.append(target) }
      }
    }
  }
}
