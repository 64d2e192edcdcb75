import AccordJSON

/// An OpenAPI document, read, checked and resolved. What every other part of Accord starts from.
///
/// OpenAPI 3.0, 3.1 and 3.2 are read into this one model: `nullable` becomes a type, a boolean
/// `exclusiveMinimum` becomes a number, path-level parameters are merged into the operations, and
/// references to anything but schemas are followed. References between schemas stay references,
/// because they are how recursion and names come about.
public struct OpenAPIDocument: Sendable {
  /// The whole document after the overlays, as it was written.
  public var root: Node
  public var version: OpenAPIVersion
  public var info: Info
  public var servers: [Server]
  public var tags: [Tag]
  /// All operations below `paths`, in the order of the document.
  public var operations: [Operation]
  /// Operations below `webhooks`: those that the API calls at its users.
  public var webhooks: [Operation]
  /// All callbacks with the operations that have them, each of their operations once; those of callbacks as well.
  public var callbacks: [(parent: Operation, callback: Callback)] {
    var seen: Set<SchemaID> = []
    var found: [(parent: Operation, callback: Callback)] = []
    var waiting = operations + webhooks
    var next = 0
    while next < waiting.count {
      let parent = waiting[next]
      next += 1
      for var callback in parent.callbacks {
        callback.operations = callback.operations.filter {
          seen.insert(SchemaID(file: $0.location.file.path, pointer: $0.pointer)).inserted
        }
        found.append((parent, callback))
        waiting += callback.operations
      }
    }
    return found
  }

  /// The operations of all callbacks, each once.
  public var callbackOperations: [Operation] { callbacks.flatMap(\.callback.operations) }

  public var components: Components
  /// What operations require that do not say so themselves.
  public var security: [SecurityRequirement]
  /// Whether anything is said about what is required, by the document or by any operation. Where nothing is, the
  /// schemes that are described may have to be met all the same.
  public var statesSecurity = true
  /// Every schema that stands anywhere in the document or that a reference leads to.
  public var schemas: SchemaTable
  public var accord: AccordExtensions
  /// The other files that references led to, in the order in which they were opened. A ``SchemaID`` whose
  /// file is not the document's own points into one of them.
  public var otherFiles: [ReferencedFile] = []

  public init(
    root: Node, version: OpenAPIVersion, info: Info, servers: [Server], tags: [Tag],
    operations: [Operation], webhooks: [Operation], components: Components,
    security: [SecurityRequirement], schemas: SchemaTable, accord: AccordExtensions
  ) {
    self.root = root
    self.version = version
    self.info = info
    self.servers = servers
    self.tags = tags
    self.operations = operations
    self.webhooks = webhooks
    self.components = components
    self.security = security
    self.schemas = schemas
    self.accord = accord
  }

  /// The operation with that operationId.
  public func operation(id: String) -> Operation? {
    operations.first { $0.operationID?.isExactly(id) ?? false }
  }
}

/// A file that a reference of the document led to.
public struct ReferencedFile: Sendable {
  /// As it stands in ``SchemaID/file``.
  public var path: String
  public var root: Node

  public init(path: String, root: Node) {
    self.path = path
    self.root = root
  }
}

/// The versions of the OpenAPI Specification that are read.
public enum OpenAPIVersion: String, Sendable, Hashable, CaseIterable {
  case v3_0 = "3.0"
  case v3_1 = "3.1"
  case v3_2 = "3.2"
}

public struct Info: Sendable {
  public var title: String
  public var version: String
  public var description: String?

  public init(title: String, version: String, description: String? = nil) {
    self.title = title
    self.version = version
    self.description = description
  }
}

public struct Server: Sendable {
  public struct Variable: Sendable {
    public var name: String
    public var values: [String]
    /// OpenAPI requires it, and documents lack it.
    public var defaultValue: String?
    public var description: String?

    public init(name: String, values: [String], defaultValue: String?, description: String?) {
      self.name = name
      self.values = values
      self.defaultValue = defaultValue
      self.description = description
    }
  }

  /// OpenAPI 3.2.
  public var name: String?
  /// With `{variables}`.
  public var url: String
  public var description: String?
  public var variables: [Variable]
  public var location: Location

  public init(
    name: String? = nil, url: String, description: String?, variables: [Variable],
    location: Location
  ) {
    self.name = name
    self.url = url
    self.description = description
    self.variables = variables
    self.location = location
  }
}

public struct Tag: Sendable {
  public var name: String
  public var description: String?

  public init(name: String, description: String?) {
    self.name = name
    self.description = description
  }
}

/// The named parts of a document that keep their names in what is made from it.
public struct Components: Sendable {
  public struct NamedSchema: Sendable {
    public var name: String
    public var id: SchemaID
    public var keyLocation: Location

    public init(name: String, id: SchemaID, keyLocation: Location) {
      self.name = name
      self.id = id
      self.keyLocation = keyLocation
    }
  }

  /// In the order of the document.
  public var schemas: [NamedSchema]
  public var securitySchemes: [SecurityScheme]

  public init(schemas: [NamedSchema] = [], securitySchemes: [SecurityScheme] = []) {
    self.schemas = schemas
    self.securitySchemes = securitySchemes
  }
}
