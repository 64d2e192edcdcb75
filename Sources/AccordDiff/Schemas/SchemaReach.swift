import AccordOpenAPI

/// Which named schemas the operations of a document reach, and which way.
struct SchemaReach {
  struct Use {
    var travels: Set<Travel> = []
    /// Names of operations, in the order of the document.
    var operations: [String] = []

    func merged(with other: Use) -> Use {
      Use(
        travels: travels.union(other.travels),
        operations: operations + other.operations.filter { !operations.contains($0) })
    }
  }

  private struct Root {
    var travel: Travel
    var operation: String
  }

  private let document: DiffedDocument
  /// What refers to a schema: schemas that stand around it or refer to it, and operations.
  private var roots: [SchemaID: [Root]] = [:]
  private var parents: [SchemaID: Set<SchemaID>] = [:]
  private var visited: Set<SchemaID> = []

  init(_ document: DiffedDocument) {
    self.document = document
    for operation in document.document.operations { add(operation, .request) }
    for operation in document.document.incoming { add(operation, .response) }
  }

  /// - Parameter way: how requests of the operation travel.
  private mutating func add(_ operation: Operation, _ way: Travel) {
    for parameter in operation.parameters { add(parameter.schema, way, operation) }
    for media in operation.requestBody?.content ?? [] { add(media, way, operation) }
    for response in operation.responses {
      for header in response.headers { add(header.schema, way.reversed, operation) }
      for media in response.content { add(media, way.reversed, operation) }
    }
  }

  private mutating func add(_ media: MediaType, _ travel: Travel, _ operation: Operation) {
    add(media.schema, travel, operation)
    add(media.itemSchema, travel, operation)
  }

  private mutating func add(_ schema: Schema?, _ travel: Travel, _ operation: Operation) {
    guard let schema else { return }
    roots[schema.id, default: []].append(Root(travel: travel, operation: operation.name))
    var waiting = [schema]
    while let next = waiting.popLast() {
      guard visited.insert(next.id).inserted else { continue }
      for child in next.children(in: document) {
        parents[child.id, default: []].insert(next.id)
        waiting.append(child)
      }
    }
  }

  /// Who uses a schema.
  func use(of id: SchemaID) -> Use {
    var use = Use()
    var seen: Set<SchemaID> = [id]
    var waiting = [id]
    var names: Set<String> = []
    while let next = waiting.popLast() {
      for root in roots[next] ?? [] {
        use.travels.insert(root.travel)
        names.insert(root.operation)
      }
      for parent in parents[next] ?? [] where seen.insert(parent).inserted {
        waiting.append(parent)
      }
    }
    use.operations = (document.document.operations + document.document.incoming).map(\.name)
      .filter(names.contains)
    return use
  }
}

extension Schema {
  /// The schemas that stand in this one or that it refers to.
  func children(in document: DiffedDocument) -> [Schema] {
    let target = document.target(of: self)
    return target.map { keywords.subschemas + [$0] } ?? keywords.subschemas
  }
}
