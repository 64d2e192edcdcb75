import AccordOpenAPI

/// The schemas that values of requests can have, found by walking from the bodies and parameters.
struct RequestReach {
  private(set) var schemas: Set<SchemaID> = []
  private let document: OpenAPIDocument

  init(_ document: OpenAPIDocument) {
    self.document = document
    for operation in document.operations {
      for mediaType in operation.requestBody?.content ?? [] {
        if let schema = mediaType.schema { add(schema) }
      }
      for parameter in operation.parameters {
        if let schema = parameter.schema { add(schema) }
      }
    }
  }

  private mutating func add(_ root: Schema) {
    var waiting = [root]
    while let schema = waiting.popLast() {
      guard schemas.insert(schema.id).inserted else { continue }
      if let id = schema.reference?.target, let target = document.schemas[id] {
        waiting.append(target)
      }
      waiting += schema.properties.map(\.schema)
      waiting += [schema.items, schema.additionalProperties].compactMap { $0 }
      waiting += schema.prefixItems + schema.allOf + schema.anyOf + schema.oneOf
    }
  }
}
