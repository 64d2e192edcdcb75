import AccordJSON

/// Finds the identifiers and anchors in a document. It looks where schemas are, and nowhere else: what stands
/// in `enum`, `const`, an example or an unknown keyword is data, even if it looks like a schema.
struct ResourceScanner {
  private(set) var resources: SchemaResources
  private let root: SchemaResource.ID

  init(resources: SchemaResources, resource: SchemaResource.ID) {
    self.resources = resources
    root = resource
  }

  mutating func scan(document: JSONValue, uri: String) {
    let location = SchemaLocation(uri: uri, pointer: .root)
    let dialect = resources.resources[root].dialect
    // Nothing in an OpenAPI 3.0 document has an identifier.
    guard dialect != .openAPI30 else { return }
    if dialect == .openAPI31, document["openapi"] != nil {
      scan(description: document, at: location)
    } else {
      scan(schema: document, at: location, in: root)
    }
  }

  /// An OpenAPI object that is not a schema: the schemas are somewhere inside.
  private mutating func scan(description: JSONValue, at location: SchemaLocation) {
    switch description {
    case .object(let members):
      for (key, value) in members {
        switch key {
        case "example", "examples", "value", "default", "enum": continue
        case "schema", "itemSchema":
          scan(schema: value, at: location.appending(key), in: root)
        case "schemas":
          for (name, schema) in value.object ?? [:] {
            scan(schema: schema, at: location.appending(key).appending(name), in: root)
          }
        default:
          if key.utf8.starts(with: "x-".utf8) { continue }
          scan(description: value, at: location.appending(key))
        }
      }
    case .array(let items):
      for (index, item) in items.enumerated() {
        scan(description: item, at: location.appending(index))
      }
    case .null, .bool, .number, .string:
      break
    }
  }

  private mutating func scan(
    schema: JSONValue, at location: SchemaLocation, in parent: SchemaResource.ID
  ) {
    guard case .object(let keywords) = schema else { return }
    let resource = enter(keywords, schema, at: location, in: parent)
    let dialect = resources.resources[resource].dialect
    if dialect.isModern {
      for (keyword, isDynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
        guard let name = keywords[keyword]?.string else { continue }
        resources.add(anchor: name, isDynamic: isDynamic, at: location, to: resource)
      }
    }
    for (keyword, value) in keywords {
      guard let shape = SubschemaShape(keyword: keyword, dialect: dialect) else { continue }
      scan(value, shape: shape, at: location.appending(keyword), in: resource)
    }
  }

  private mutating func scan(
    _ value: JSONValue, shape: SubschemaShape, at location: SchemaLocation,
    in resource: SchemaResource.ID
  ) {
    switch shape {
    case .single:
      scan(schema: value, at: location, in: resource)
    case .singleOrList:
      if case .array = value {
        scan(value, shape: .list, at: location, in: resource)
      } else {
        scan(schema: value, at: location, in: resource)
      }
    case .list:
      for (index, item) in (value.array ?? []).enumerated() {
        scan(schema: item, at: location.appending(index), in: resource)
      }
    case .map, .mapOfSchemasOrNames:
      for (name, member) in value.object ?? [:] {
        scan(schema: member, at: location.appending(name), in: resource)
      }
    }
  }

  /// The resource that a schema belongs to: a new one if it has an identifier.
  private mutating func enter(
    _ keywords: JSONDictionary<JSONValue>, _ schema: JSONValue, at location: SchemaLocation,
    in parent: SchemaResource.ID
  ) -> SchemaResource.ID {
    let inherited = resources.resources[parent]
    let dialect = resources.dialect(of: schema, otherwise: inherited.dialect)
    guard let keyword = dialect.identifierKeyword, let identifier = keywords[keyword]?.string,
      // In draft 4 whatever stands beside a reference is ignored.
      dialect.isModern || keywords["$ref"] == nil
    else { return parent }
    let resolved = URIReference(identifier).resolved(against: URIReference(inherited.baseURI))
    let base = resolved.withoutFragment.text
    var resource = parent
    if !base.isExactly(inherited.baseURI) {
      if location == inherited.location {
        resources.rename(parent, to: base)
      } else {
        resource = resources.insert(
          SchemaResource(
            baseURI: base, location: location, dialect: dialect,
            metaschema: resources.metaschema(of: schema) ?? inherited.metaschema))
      }
    }
    // Draft 4 writes an anchor as an identifier that is only a fragment.
    if !dialect.isModern, let name = resolved.fragment, !name.isEmpty {
      resources.add(anchor: name, isDynamic: false, at: location, to: resource)
    }
    return resource
  }
}
