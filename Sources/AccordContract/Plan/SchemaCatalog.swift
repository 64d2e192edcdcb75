import AccordJSON
import AccordOpenAPI
import AccordSchema
import Synchronization

/// The document's schemas, compiled. Compiled together where they are known beforehand, and one by one for
/// the branches that turn up later.
public final class SchemaCatalog: Sendable {
  private let resources: SchemaResources
  private let table: SchemaTable
  private let rootFile: String
  /// All files of the document, by their URIs.
  private let files: [String: Node]
  private let cache: Mutex<[SchemaID: CompiledSchema?]>

  public init(document: OpenAPIDocument) {
    let dialect: Dialect =
      switch document.version {
      case .v3_0: .openAPI30
      case .v3_1, .v3_2: .openAPI31
      }
    var resources = SchemaResources(dialect: dialect)
    rootFile = document.root.location.file.path
    var files = [SchemaResources.uri(ofFile: rootFile): document.root]
    for file in document.otherFiles { files[SchemaResources.uri(ofFile: file.path)] = file.root }
    for (uri, node) in files { resources.add(node.value, uri: uri) }
    self.files = files
    self.resources = resources
    table = document.schemas
    let ids = Self.identifiers(of: document)
    let compiled = CompiledSchema.compile(
      ids.map { SchemaLocation(uri: SchemaResources.uri(ofFile: $0.file), pointer: $0.pointer) },
      of: resources)
    var known: [SchemaID: CompiledSchema?] = [:]
    for (id, result) in zip(ids, compiled) { known[id] = .some(try? result.get()) }
    cache = Mutex(known)
  }

  /// `nil` for a schema that cannot be compiled: it then checks nothing.
  public func compiled(_ schema: Schema) -> CompiledSchema? {
    if let known = cache.withLock({ $0[schema.id] }) { return known }
    let compiled = try? CompiledSchema(
      compiling: schema.id.pointer, in: SchemaResources.uri(ofFile: schema.id.file), of: resources)
    cache.withLock { $0[schema.id] = .some(compiled) }
    return compiled
  }

  /// The schema at a place of the document itself.
  ///
  /// - Throws: ``SchemaError`` if there is none.
  public func compiled(at pointer: JSONPointer) throws(SchemaError) -> CompiledSchema {
    try CompiledSchema(
      compiling: pointer, in: SchemaResources.uri(ofFile: rootFile), of: resources)
  }

  /// The schema behind references.
  func resolve(_ schema: Schema) -> Schema? { table.resolve(schema) }

  /// The schema, what it refers to and is made of, and those of its alternatives that the value is one of.
  func parts(of schema: Schema, for value: JSONValue) -> [Schema] {
    var result: [Schema] = []
    var visited: Set<SchemaID> = []
    var open = [schema]
    while let next = open.popLast() {
      guard visited.insert(next.id).inserted else { continue }
      result.append(next)
      if next.reference != nil, let target = resolve(next) { open.append(target) }
      open += next.allOf
      for branch in next.anyOf + next.oneOf {
        if compiled(branch)?.isValid(value, direction: .response) ?? false {
          open.append(branch)
        }
      }
    }
    return result
  }

  /// Where in the files a schema's keyword stands, as near as it is known.
  public func location(of place: SchemaLocation) -> Location? {
    guard let root = files[place.uri] else { return nil }
    var pointer = place.pointer
    while true {
      if let node = root[pointer] { return node.location }
      guard !pointer.tokens.isEmpty else { return nil }
      pointer.tokens.removeLast()
    }
  }

  private static func identifiers(of document: OpenAPIDocument) -> [SchemaID] {
    var seen: Set<SchemaID> = []
    var result: [SchemaID] = []
    func add(_ schema: Schema?) {
      guard let schema, seen.insert(schema.id).inserted else { return }
      result.append(schema.id)
    }
    for operation in document.operations {
      for parameter in operation.parameters { add(parameter.schema) }
      for media in operation.requestBody?.content ?? [] { add(media.schema) }
      for response in operation.responses {
        for header in response.headers { add(header.schema) }
        for media in response.content { add(media.schema) }
      }
    }
    return result
  }
}
