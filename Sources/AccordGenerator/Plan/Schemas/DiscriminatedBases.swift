import AccordOpenAPI

/// Schemas with a `discriminator` but no alternatives: those are the schemas that name it in their `allOf`
/// (OpenAPI 3.0 and 3.1, section "Discriminator Object"). Wherever the base is used a child may stand.
struct DiscriminatedBases {
  private var children: [SchemaID: [Schema]] = [:]

  init(_ document: OpenAPIDocument) {
    var bases: Set<SchemaID> = []
    for component in document.components.schemas {
      guard let schema = document.schemas[component.id], schema.discriminator != nil,
        schema.oneOf.isEmpty, schema.anyOf.isEmpty, !schema.isPureLink
      else { continue }
      bases.insert(component.id)
    }
    guard !bases.isEmpty else { return }
    var parents: [(child: SchemaID, location: Location, parents: [SchemaID])] = []
    for component in document.components.schemas {
      guard let schema = document.schemas[component.id] else { continue }
      let targets = schema.allOf.compactMap(\.link?.target)
      if !targets.isEmpty { parents.append((component.id, schema.location, targets)) }
    }
    var direct: [SchemaID: [(SchemaID, Location)]] = [:]
    for (child, location, targets) in parents {
      for target in targets { direct[target, default: []].append((child, location)) }
    }
    for component in document.components.schemas where bases.contains(component.id) {
      guard let base = document.schemas[component.id] else { continue }
      var found: [Schema] = []
      var seen: Set<SchemaID> = [component.id]
      var waiting = (direct[component.id] ?? [])
      waiting += base.discriminator?.mapping.map { ($0.target, base.location) } ?? []
      var next = 0
      while next < waiting.count {
        let (child, location) = waiting[next]
        next += 1
        guard seen.insert(child).inserted, document.schemas[child] != nil else { continue }
        var keywords = SchemaKeywords()
        keywords.reference = SchemaReference(
          text: "#\(child.pointer)", target: child, location: location)
        found.append(Schema(id: component.id, location: location, keywords: keywords))
        waiting += direct[child] ?? []
      }
      if !found.isEmpty { children[component.id] = found }
    }
  }

  /// The union of a base and its children: the base's own members are what a value of an unknown child has.
  func union(for schema: Schema) -> UnionForm? {
    guard let discriminator = schema.discriminator, let children = children[schema.id],
      schema.oneOf.isEmpty, schema.anyOf.isEmpty
    else { return nil }
    var members = children.map { UnionForm.Member(schema: $0, origin: $0) }
    let base = schema.with { keywords in
      keywords.discriminator = nil
      keywords.title = "base"
    }
    members.append(UnionForm.Member(schema: base, origin: base))
    return UnionForm(members: members, discriminator: discriminator, hasBase: true)
  }
}
