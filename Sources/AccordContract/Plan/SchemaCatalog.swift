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
  /// Schemas are looked up by what they are: the document keeps them, and their places take long to compare.
  private let cache: Mutex<[ObjectIdentifier: CompiledSchema?]>
  private let outlines: Mutex<Outlines>

  private struct Outlines {
    var known: [ObjectIdentifier: SchemaOutline] = [:]
    var masked: MaskedSchemas
  }

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
    outlines = Mutex(Outlines(masked: MaskedSchemas(table: document.schemas)))
    let used = Self.schemas(of: document)
    let ids = used.map(\.id)
    let compiled = CompiledSchema.compile(
      ids.map { SchemaLocation(uri: SchemaResources.uri(ofFile: $0.file), pointer: $0.pointer) },
      of: resources)
    var known: [ObjectIdentifier: CompiledSchema?] = [:]
    for (schema, result) in zip(used, compiled) {
      known[ObjectIdentifier(schema)] = .some(try? result.get())
    }
    cache = Mutex(known)
  }

  /// `nil` for a schema that cannot be compiled: it then checks nothing.
  public func compiled(_ schema: Schema) -> CompiledSchema? {
    let key = ObjectIdentifier(schema)
    if let known = cache.withLock({ $0[key] }) { return known }
    let compiled = try? CompiledSchema(
      compiling: schema.id.pointer, in: SchemaResources.uri(ofFile: schema.id.file), of: resources)
    cache.withLock { $0[key] = .some(compiled) }
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

  func outline(_ schema: Schema) -> SchemaOutline {
    outlines.withLock { outlines in
      let key = ObjectIdentifier(schema)
      if let known = outlines.known[key] { return known }
      let outline = SchemaOutline(schema, table: table) { outlines.masked.contains($0) }
      outlines.known[key] = outline
      return outline
    }
  }

  /// The schema, what it refers to and is made of, and those of its alternatives that the value is one of.
  func parts(of schema: Schema, for value: JSONValue) -> [Schema] {
    let outline = outline(schema)
    guard !outline.branches.isEmpty else { return outline.parts }
    var result = outline.parts
    var visited = Set(result.map(ObjectIdentifier.init))
    var open = outline.branches
    while let branch = open.popLast() {
      guard visited.insert(ObjectIdentifier(branch)).inserted,
        compiled(branch)?.isValid(value, direction: .response) ?? false
      else { continue }
      let inner = self.outline(branch)
      for part in inner.parts
      where part === branch || visited.insert(ObjectIdentifier(part)).inserted {
        result.append(part)
      }
      open += inner.branches
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

  private static func schemas(of document: OpenAPIDocument) -> [Schema] {
    var seen: Set<ObjectIdentifier> = []
    var result: [Schema] = []
    func add(_ schema: Schema?) {
      guard let schema, seen.insert(ObjectIdentifier(schema)).inserted else { return }
      result.append(schema)
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
