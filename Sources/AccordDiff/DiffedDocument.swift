import AccordJSON
import AccordOpenAPI

/// One side of a comparison: a document with what is looked up in it again and again.
struct DiffedDocument {
  let document: OpenAPIDocument
  private let names: [SchemaID: String]
  private let rootFile: String
  private let otherRoots: [String: Node]

  init(_ document: OpenAPIDocument) {
    self.document = document
    names = Dictionary(
      document.components.schemas.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    rootFile = document.root.location.file.path
    otherRoots = Dictionary(
      document.otherFiles.map { ($0.path, $0.root) }, uniquingKeysWith: { first, _ in first })
  }

  /// What a schema refers to.
  func target(of schema: Schema) -> Schema? {
    link(of: schema).flatMap { document.schemas[$0] }
  }

  /// The name of the component that a schema is nothing but a reference to.
  func componentName(of schema: Schema) -> String? {
    link(of: schema).flatMap { names[$0] }
  }

  /// A dynamic reference is taken for what it leads to when nobody came by another way.
  private func link(of schema: Schema) -> SchemaID? {
    (schema.reference ?? schema.dynamicReference)?.target
  }

  func name(of id: SchemaID) -> String? { names[id] }

  /// The schema as it was written.
  func node(of schema: Schema) -> Node? {
    let root = schema.id.file == rootFile ? document.root : otherRoots[schema.id.file]
    return root?[schema.id.pointer]
  }
}

extension OpenAPIDocument {
  /// What the API calls at its users.
  var incoming: [Operation] { webhooks + callbackOperations }
}
