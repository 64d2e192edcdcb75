import AccordJSON
import AccordOpenAPI

/// Goes through a document beside the plan that was made of it, and notes for every part what became of it.
struct CoverageReader {
  /// What stands for a part of the document in the plan.
  enum Target {
    case type(TypeReference)
    /// Bytes or text that are handed on as they are, because the content type is not JSON.
    case opaque
    /// Nothing, because no value can be there.
    case void(String)
    case nothing(String)
  }

  let document: OpenAPIDocument
  let types: [String: TypePlan]
  /// The types of schemas that have one of their own.
  let typesBySource: [SchemaID: TypePlan]
  private var entries: [Coverage.Entry] = []
  private var indices: [Key: Int] = [:]
  var visited: Set<SchemaID> = []
  /// References that led to schemas without a type of their own, to be looked at with the type that stands there.
  var waiting: [(schema: Schema, target: Target)] = []

  private struct Key: Hashable {
    var kind: Coverage.Kind
    var id: SchemaID
  }

  init(_ document: OpenAPIDocument, _ plan: APIPlan) {
    self.document = document
    let all = plan.types.flatMap(\.flattened)
    types = Dictionary(all.map { ($0.qualifiedName, $0) }, uniquingKeysWith: { first, _ in first })
    typesBySource = Dictionary(
      all.filter(\.shape.isValue).map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter isSelected: whether code was wanted for an operation.
  static func read(
    _ document: OpenAPIDocument, _ plan: APIPlan, isSelected: (Operation) -> Bool
  ) -> Coverage {
    var reader = CoverageReader(document, plan)
    for component in document.components.schemas {
      guard let schema = document.schemas[component.id] else { continue }
      guard let type = reader.typesBySource[component.id] else {
        if reader.isEverythingWanted(document, isSelected) {
          reader.visit(schema, .nothing("no type stands for it"))
        }
        continue
      }
      reader.visit(schema, .type(.named(type.qualifiedName)))
    }
    for operation in document.operations where isSelected(operation) {
      reader.visit(operation, plan.operations)
    }
    let called = plan.webhooks?.operations ?? []
    for operation in document.webhooks where isSelected(operation) {
      reader.visit(operation, called)
    }
    for (parent, callback) in document.callbacks where isSelected(parent) {
      for operation in callback.operations { reader.visit(operation, called) }
    }
    reader.visitWaiting()
    return Coverage(entries: reader.entries)
  }

  private func isEverythingWanted(
    _ document: OpenAPIDocument, _ isSelected: (Operation) -> Bool
  ) -> Bool {
    (document.operations + document.webhooks).allSatisfy(isSelected)
  }

  /// Notes a verdict; of several on one place the worst counts.
  mutating func note(
    _ kind: Coverage.Kind, at pointer: JSONPointer, _ location: Location,
    _ verdict: Coverage.Verdict, _ reason: String? = nil
  ) {
    let key = Key(kind: kind, id: SchemaID(file: location.file.path, pointer: pointer))
    let entry = Coverage.Entry(
      kind: kind, pointer: pointer, location: location, verdict: verdict, reason: reason)
    if let index = indices[key] {
      if entries[index].verdict < verdict { entries[index] = entry }
    } else {
      indices[key] = entries.count
      entries.append(entry)
    }
  }

  mutating func visitWaiting() {
    while let (schema, target) = waiting.popLast() { visit(schema, target) }
  }
}
