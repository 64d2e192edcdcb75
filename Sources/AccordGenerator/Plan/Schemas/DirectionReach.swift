import AccordOpenAPI

/// The schemas that values of requests, or of answers, can have, found by walking from the operations.
package struct DirectionReach {
  package enum Direction { case requests, answers }

  package private(set) var schemas: Set<SchemaID> = []
  private let document: OpenAPIDocument

  package init(_ document: OpenAPIDocument, _ direction: Direction) {
    self.document = document
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
    var waiting = [root].compactMap(\.self)
    while let schema = waiting.popLast() {
      guard schemas.insert(schema.id).inserted else { continue }
      if let id = schema.link?.target, let target = document.schemas[id] {
        waiting.append(target)
      }
      waiting += schema.properties.map(\.schema) + schema.patternProperties.map(\.schema)
      waiting += [schema.items, schema.additionalProperties].compactMap(\.self)
      waiting += schema.prefixItems + schema.allOf + schema.anyOf + schema.oneOf
      for mapping in schema.discriminator?.mapping ?? [] {
        if let target = document.schemas[mapping.target] { waiting.append(target) }
      }
    }
  }
}
