import AccordJSON

/// The JSON documents that schemas live in, by absolute URI, with all that can be referred to inside them:
/// embedded resources (`$id`), anchors and dynamic anchors.
///
/// References resolve among the documents that were added, never anywhere else.
public struct SchemaResources: Sendable {
  /// How schemas are read that do not name their dialect (`$schema`) themselves.
  public let dialect: Dialect
  private let assertsFormats: Bool

  private var documents: [ExactString: JSONValue] = [:]
  private(set) var resources: [SchemaResource] = []
  private var resourcesByURI: [ExactString: SchemaResource.ID] = [:]
  private var resourcesByLocation: [SchemaLocation: SchemaResource.ID] = [:]
  /// The documents in which resources are embedded: in all others every place belongs to the root.
  private var documentsWithEmbeddedResources: Set<ExactString> = []

  /// - Parameter assertsFormats: whether a value that is not of its `format` is invalid; if `nil`, it is
  ///   in the OpenAPI dialects, and is not in the drafts (JSON Schema 2020-12 validation, section 7.2.1).
  public init(dialect: Dialect, assertsFormats: Bool? = nil) {
    self.dialect = dialect
    self.assertsFormats = assertsFormats ?? dialect.isOpenAPI
  }

  /// Adds a JSON Schema or a whole OpenAPI document. A document of the same URI is replaced.
  public mutating func add(_ document: JSONValue, uri: String) {
    let base = URIReference(uri).withoutFragment.text
    documents[ExactString(uri)] = document
    let root = insert(
      SchemaResource(
        baseURI: base, location: SchemaLocation(uri: uri, pointer: .root),
        dialect: dialect(of: document, otherwise: dialect), metaschema: metaschema(of: document)))
    var scanner = ResourceScanner(resources: self, resource: root)
    scanner.scan(document: document, uri: uri)
    self = scanner.resources
  }

  /// What stands at a place, if anything does.
  public func value(at location: SchemaLocation) -> JSONValue? {
    documents[ExactString(location.uri)]?[location.pointer]
  }

  func hasDocument(_ uri: String) -> Bool { documents[ExactString(uri)] != nil }

  /// Follows a reference that is written at `location`: a URI or relative reference, whose fragment is
  /// empty, a JSON Pointer or an anchor.
  ///
  /// - Returns: `nil` if it leads to nothing that was added.
  public func resolve(_ reference: String, from location: SchemaLocation) -> SchemaLocation? {
    guard let resource = resource(containing: location) else { return nil }
    return target(of: reference, in: resource)?.location
  }

  /// Whether a value that is not of its `format` is invalid: a metaschema may ask for it, too.
  func assertsFormats(in resource: SchemaResource) -> Bool {
    assertsFormats || vocabularies(of: resource).contains(.formatAssertion)
  }
}

/// A schema resource: a document, or a part of one that has an identifier of its own.
struct SchemaResource: Sendable {
  typealias ID = Int

  /// Absolute, without a fragment.
  let baseURI: String
  let location: SchemaLocation
  let dialect: Dialect
  /// What `$schema` says, where it is none of the dialects that are built in.
  let metaschema: String?
  /// The pointers of `$anchor` and `$dynamicAnchor`, by name.
  var anchors: [ExactString: Anchor] = [:]

  struct Anchor: Sendable {
    let location: SchemaLocation
    let isDynamic: Bool
  }
}

extension SchemaResources {
  /// What a reference leads to, and whether by a dynamic anchor.
  struct Target {
    let location: SchemaLocation
    let dynamicAnchor: String?
  }

  func target(of reference: String, in id: SchemaResource.ID) -> Target? {
    let resolved = URIReference(reference).resolved(against: URIReference(resources[id].baseURI))
    guard let targetID = resourcesByURI[ExactString(resolved.withoutFragment.text)] else {
      return nil
    }
    let target = resources[targetID]
    guard let fragment = resolved.fragment, !fragment.isEmpty else {
      return Target(location: target.location, dynamicAnchor: nil)
    }
    if fragment.utf8.first == UInt8(ascii: "/") {
      guard let pointer = JSONPointer(fragment: fragment) else { return nil }
      let location = SchemaLocation(
        uri: target.location.uri, pointer: target.location.pointer.appending(pointer))
      return value(at: location) == nil ? nil : Target(location: location, dynamicAnchor: nil)
    }
    guard let name = fragment.percentDecoded, let anchor = target.anchors[ExactString(name)] else {
      return nil
    }
    return Target(location: anchor.location, dynamicAnchor: anchor.isDynamic ? name : nil)
  }

  /// The innermost resource that a place belongs to.
  func resource(containing location: SchemaLocation) -> SchemaResource.ID? {
    var place = location
    if !documentsWithEmbeddedResources.contains(ExactString(location.uri)) {
      place.pointer = .root
    }
    while true {
      if let id = resourcesByLocation[place] { return id }
      if place.pointer.tokens.isEmpty { return nil }
      place.pointer.tokens.removeLast()
    }
  }

  func resource(rootedAt location: SchemaLocation) -> SchemaResource.ID? {
    documentsWithEmbeddedResources.contains(ExactString(location.uri))
      ? resourcesByLocation[location] : nil
  }

  /// A metaschema that is none of ours says by `$vocabulary` which keywords count.
  func vocabularies(of resource: SchemaResource) -> Vocabularies {
    guard let uri = resource.metaschema,
      let metaschema = resourcesByURI[ExactString(URIReference(uri).withoutFragment.text)],
      let listed = value(at: resources[metaschema].location)?["$vocabulary"]?.object
    else { return .standard }
    return Vocabularies(listed: listed.keys)
  }

  mutating func insert(_ resource: SchemaResource) -> SchemaResource.ID {
    resources.append(resource)
    let id = resources.count - 1
    resourcesByURI[ExactString(resource.baseURI)] = id
    resourcesByLocation[resource.location] = id
    if !resource.location.pointer.tokens.isEmpty {
      documentsWithEmbeddedResources.insert(ExactString(resource.location.uri))
    }
    return id
  }

  /// The root resource of a document has two URIs when its `$id` is another than the one it was added by.
  mutating func rename(_ id: SchemaResource.ID, to baseURI: String) {
    let old = resources[id]
    var renamed = SchemaResource(
      baseURI: baseURI, location: old.location, dialect: old.dialect, metaschema: old.metaschema)
    renamed.anchors = old.anchors
    resources[id] = renamed
    resourcesByURI[ExactString(baseURI)] = id
  }

  mutating func add(
    anchor name: String, isDynamic: Bool, at location: SchemaLocation, to id: SchemaResource.ID
  ) {
    resources[id].anchors[ExactString(name)] = SchemaResource.Anchor(
      location: location, isDynamic: isDynamic)
  }

  func dialect(of schema: JSONValue, otherwise inherited: Dialect) -> Dialect {
    guard inherited != .openAPI30, let uri = schema["$schema"]?.string else { return inherited }
    return Dialect(metaschema: uri) ?? inherited
  }

  func metaschema(of schema: JSONValue) -> String? {
    guard let uri = schema["$schema"]?.string, Dialect(metaschema: uri) == nil else { return nil }
    return uri
  }
}
