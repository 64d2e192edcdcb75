import AccordJSON
import AccordOpenAPI

/// What is asked of a schema again and again while answers are walked through, found once.
final class SchemaOutline: Sendable {
  /// The schema, what it refers to, and what these are made of by `allOf`.
  let parts: [Schema]
  /// Their branches, of which those count that the value is one of.
  let branches: [Schema]
  /// The schema's own properties.
  let properties: JSONDictionary<Schema>
  /// Those of its properties that are masked, or that something masked is in.
  let maskedProperties: [(property: SchemaKeywords.Property, mask: Mask?)]
  /// Whether anything in a value of the schema can be masked.
  let leadsToMask: Bool

  init(_ schema: Schema, table: SchemaTable, leads: (Schema) -> Bool) {
    var parts: [Schema] = []
    var branches: [Schema] = []
    var visited: Set<ObjectIdentifier> = []
    var open = [schema]
    while let next = open.popLast() {
      guard visited.insert(ObjectIdentifier(next)).inserted else { continue }
      parts.append(next)
      if next.reference != nil, let target = table.resolve(next) { open.append(target) }
      open += next.allOf
      branches += next.anyOf + next.oneOf
    }
    self.parts = parts
    self.branches = branches
    properties = JSONDictionary(schema.properties.map { ($0.name, $0.schema) })
    maskedProperties = schema.properties.compactMap { property in
      let mask = property.schema.mask ?? table.resolve(property.schema)?.mask
      return mask != nil || leads(property.schema) ? (property, mask) : nil
    }
    leadsToMask = leads(schema)
  }
}

/// Which schemas lead to a mask.
struct MaskedSchemas {
  private let table: SchemaTable
  private var known: [ObjectIdentifier: Bool] = [:]

  init(table: SchemaTable) {
    self.table = table
  }

  mutating func contains(_ schema: Schema) -> Bool {
    if let known = known[ObjectIdentifier(schema)] { return known }
    let result = search(schema)
    known[ObjectIdentifier(schema)] = result
    return result
  }

  private func search(_ schema: Schema) -> Bool {
    var visited: Set<ObjectIdentifier> = []
    var open = [schema]
    while let next = open.popLast() {
      guard visited.insert(ObjectIdentifier(next)).inserted else { continue }
      if next.mask != nil { return true }
      if next.reference != nil, let target = table.resolve(next) { open.append(target) }
      open += next.allOf + next.anyOf + next.oneOf + next.prefixItems
      open += next.properties.map(\.schema)
      if let items = next.items { open.append(items) }
      if let additional = next.additionalProperties { open.append(additional) }
    }
    return false
  }
}
