import AccordJSON
import AccordOpenAPI

/// The properties of an object, those of all its `allOf` parts among them.
struct MergedObject {
  var properties: [SchemaKeywords.Property] = []
  var required: Set<ExactString> = []
  var additional: Schema?
  private var visited: Set<SchemaID> = []

  /// Adds a schema and what it is made of. `false` if some part of it is no object.
  mutating func add(_ schema: Schema, in document: OpenAPIDocument) -> Bool {
    guard visited.insert(schema.id).inserted else { return true }
    if let id = schema.reference?.target {
      guard let target = document.schemas[id] else { return true }
      guard add(target, in: document) else { return false }
    }
    if let types = schema.types, !types.contains(.object) { return false }
    if schema.enumeration != nil || schema.constant != nil { return false }
    for part in schema.allOf where !add(part, in: document) { return false }
    for property in schema.properties {
      if let index = properties.firstIndex(where: { $0.name.isExactly(property.name) }) {
        // A later part narrows what an earlier one said.
        properties[index] = property
      } else {
        properties.append(property)
      }
    }
    required.formUnion(schema.required.map { ExactString($0) })
    if let additionalProperties = schema.additionalProperties,
      additionalProperties.boolean != false
    {
      additional = additionalProperties
    }
    return true
  }
}
