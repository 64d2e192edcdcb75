import AccordJSON

/// Finds the schema of a part of a value, along a JSON pointer into the value.
struct SchemaNavigator {
  /// Why a pointer leads nowhere.
  struct Failure: Error {
    /// Up to the token that was not found, without it.
    var found: JSONPointer
    var missing: String
    /// What there is instead.
    var names: [String]
  }

  private let schemas: SchemaTable
  /// References through which compositions are looked into: they may be circular.
  private static let deepestComposition = 32

  init(_ schemas: SchemaTable) {
    self.schemas = schemas
  }

  /// The schemas of what stands at the pointer. More than one if branches of a composition, or the object and
  /// its branches, describe it each in their way.
  func schemas(
    at pointer: JSONPointer, of schema: Schema
  ) throws(Failure) -> [Schema] {
    var result = [schema]
    var found = JSONPointer.root
    for token in pointer.tokens {
      let current = parts(of: result)
      var seen: Set<SchemaID> = []
      let next = current.flatMap { children(of: $0, token: token) }.filter {
        seen.insert($0.id).inserted
      }
      guard !next.isEmpty else {
        throw Failure(
          found: found, missing: token,
          names: current.flatMap { $0.properties.map(\.name) }.uniqued)
      }
      result = next
      found = found.appending(token)
    }
    return result
  }

  /// The schemas without references, and all schemas that they are composed of.
  func parts(of schemas: [Schema]) -> [Schema] { schemas.flatMap { parts(of: $0) } }

  /// The schema without references, and all schemas that it is composed of.
  func parts(of schema: Schema) -> [Schema] {
    var result: [Schema] = []
    var visited: Set<SchemaID> = []
    collect(schema, into: &result, &visited, depth: 0)
    return result
  }

  private func collect(
    _ schema: Schema, into result: inout [Schema], _ visited: inout Set<SchemaID>, depth: Int
  ) {
    guard depth <= Self.deepestComposition, visited.insert(schema.id).inserted else { return }
    if let target = schema.reference?.target, let next = schemas[target] {
      collect(next, into: &result, &visited, depth: depth + 1)
    }
    result.append(schema)
    for part in schema.allOf + schema.anyOf + schema.oneOf {
      collect(part, into: &result, &visited, depth: depth + 1)
    }
  }

  private func children(of schema: Schema, token: String) -> [Schema] {
    if let property = schema.properties.first(where: { $0.name.isExactly(token) }) {
      return [property.schema]
    }
    if let index = JSONPointer.index(token) {
      if schema.prefixItems.indices.contains(index) { return [schema.prefixItems[index]] }
      if let items = schema.items { return [items] }
    }
    // `additionalProperties: true` says nothing of what stands there.
    if let more = schema.additionalProperties, more.boolean == nil { return [more] }
    return []
  }

  /// The schema of the members of an object that is used as a dictionary.
  func memberSchema(of schema: Schema) -> Schema? {
    for part in parts(of: schema) {
      if let members = part.additionalProperties, members.boolean == nil { return members }
      if let members = part.patternProperties.first?.schema { return members }
    }
    return nil
  }

  /// The types that the schemas name, those that they are composed of included.
  func types(of schemas: [Schema]) -> SchemaTypes {
    parts(of: schemas).compactMap(\.types).reduce(into: []) { $0.formUnion($1) }
  }
}

extension [String] {
  /// Each once, in the order of their first occurrence.
  var uniqued: [String] {
    var seen: Set<ExactString> = []
    return filter { seen.insert(ExactString($0)).inserted }
  }
}
