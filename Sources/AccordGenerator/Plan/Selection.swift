import AccordJSON
import AccordOpenAPI

/// Which operations code is generated for: the union of all that is named here. Empty: all operations.
public struct Selection: Sendable, Hashable {
  public var tags: [String]
  /// OperationIds, or methods with their paths: `GET /rooms/{id}`.
  public var operations: [String]
  /// Paths as the document writes them, or their beginnings with a `*` behind: `/v1/rooms*`.
  public var paths: [String]

  public init(tags: [String] = [], operations: [String] = [], paths: [String] = []) {
    self.tags = tags
    self.operations = operations
    self.paths = paths
  }

  public var isEmpty: Bool { tags.isEmpty && operations.isEmpty && paths.isEmpty }

  func contains(_ operation: Operation) -> Bool {
    isEmpty || tags.contains { tag in operation.tags.contains { $0.isExactly(tag) } }
      || operations.contains { Self.isCalled($0, operation) }
      || paths.contains { Self.matches($0, operation.path.text) }
  }

  private static func isCalled(_ name: String, _ operation: Operation) -> Bool {
    operation.operationID?.isExactly(name) ?? false || operation.name.isExactly(name)
  }

  private static func matches(_ pattern: String, _ path: String) -> Bool {
    guard pattern.hasSuffix("*") else { return path.isExactly(pattern) }
    return path.utf8.starts(with: pattern.dropLast().utf8)
  }

  /// An error for each name that no operation of the document has.
  public func mistakes(in document: OpenAPIDocument) -> [Diagnostic] {
    guard !isEmpty else { return [] }
    let all = document.operations + document.webhooks
    let file = document.root.location.file.path
    func unknown(_ names: [String], _ what: String, _ known: [String], _ matches: (String) -> Bool)
      -> [Diagnostic]
    {
      names.filter { !matches($0) }.map { name in
        Diagnostic(
          .error, "no operation \(what) '\(name)'", at: .file(file),
          remedy: Spelling.remedy(
            for: name, among: known, otherwise: "name one that the document has"))
      }
    }
    let tags = unknown(self.tags, "has the tag", distinct(all.flatMap(\.tags))) { tag in
      all.contains { $0.tags.contains { $0.isExactly(tag) } }
    }
    let ids = all.compactMap(\.operationID)
    let operations = unknown(self.operations, "is called", ids + all.map(\.name)) { name in
      all.contains { Self.isCalled(name, $0) }
    }
    let paths = unknown(self.paths, "has the path", distinct(all.map(\.path.text))) { path in
      all.contains { Self.matches(path, $0.path.text) }
    }
    return tags + operations + paths
  }

  private func distinct(_ names: [String]) -> [String] {
    var seen: Set<ExactString> = []
    return names.filter { seen.insert(ExactString($0)).inserted }
  }
}

/// The schemas that operations can meet, found by walking from all that they take and give.
struct SchemaReach {
  private(set) var schemas: Set<SchemaID> = []
  private let table: SchemaTable

  init(_ operations: [Operation], in table: SchemaTable) {
    self.table = table
    for operation in operations {
      for parameter in operation.parameters { add(parameter.schema) }
      for mediaType in operation.requestBody?.content ?? [] { add(mediaType.schema) }
      for response in operation.responses {
        for header in response.headers { add(header.schema) }
        for mediaType in response.content { add(mediaType.schema) }
      }
    }
  }

  private mutating func add(_ root: Schema?) {
    var waiting = [root].compactMap { $0 }
    while let schema = waiting.popLast() {
      guard schemas.insert(schema.id).inserted else { continue }
      let targets =
        [schema.reference?.target, schema.dynamicReference?.target]
        + (schema.discriminator?.mapping.map(\.target) ?? [])
      waiting += targets.compactMap { $0.flatMap { table[$0] } }
      waiting += (schema.properties + schema.patternProperties + schema.dependentSchemas)
        .map(\.schema)
      waiting += schema.prefixItems + schema.allOf + schema.anyOf + schema.oneOf
      waiting += [
        schema.items, schema.contains, schema.additionalProperties, schema.unevaluatedItems,
        schema.unevaluatedProperties, schema.propertyNames, schema.contentSchema, schema.not,
        schema.ifSchema, schema.thenSchema, schema.elseSchema,
      ].compactMap { $0 }
    }
  }
}
