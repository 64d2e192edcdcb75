import AccordGenerator
import AccordJSON
import AccordOpenAPI
import AccordSchema

/// A generated type beside the schema that it stands for.
package struct RoundTripSubject: Sendable {
  package var type: TypeReference
  package var schema: SchemaID
  /// The ways in which values of it travel. What only a request, or only an answer, can hold depends on it.
  package var directions: Set<Direction>
  /// What the document gives as examples where a body has this type.
  package var examples: [JSONValue] = []
}

/// Finds the types of a plan that a schema of the document says everything about: those of components, and those of
/// bodies.
struct SubjectFinder {
  private let document: OpenAPIDocument
  private(set) var subjects: [RoundTripSubject] = []
  private var indices: [Key: Int] = [:]
  private let typesBySource: [SchemaID: TypePlan]

  private struct Key: Hashable {
    var type: TypeReference
    var schema: SchemaID
  }

  init(_ document: OpenAPIDocument, _ plan: APIPlan) {
    self.document = document
    typesBySource = Dictionary(
      plan.types.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
    let requests = DirectionReach(document, .requests).schemas
    let answers = DirectionReach(document, .answers).schemas
    for component in document.components.schemas {
      guard let type = typesBySource[component.id] else { continue }
      var directions: Set<Direction> = []
      if requests.contains(component.id) { directions.insert(.request) }
      if answers.contains(component.id) || directions.isEmpty { directions.insert(.response) }
      add(.named(type.qualifiedName), component.id, directions, [])
    }
    let sent = plan.webhooks?.operations ?? []
    for operation in document.operations { add(operation, plan.operations, isCall: true) }
    for operation in document.webhooks + document.callbackOperations {
      add(operation, sent, isCall: false)
    }
  }

  private mutating func add(_ operation: Operation, _ plans: [OperationPlan], isCall: Bool) {
    let same = plans.filter { $0.method == operation.method && $0.source == operation.pointer }
    guard let plan = same.first(where: { $0.path == operation.path }) ?? same.first else { return }
    let body = plan.body.map { $0.choices.isEmpty ? [$0.content] : $0.choices.map(\.content) }
    for media in operation.requestBody?.content ?? [] {
      add(media, body ?? [], isCall ? .request : .response)
    }
    for response in operation.responses {
      var contents = plan.refusal?.cases.filter { $0.status == response.status }.map(\.content)
      switch plan.success {
      case .one(response.status, let content, headers: _): contents = [content]
      case .one: break
      case .several(_, let cases):
        let own = cases.filter { $0.status == response.status }.map(\.content)
        if !own.isEmpty { contents = own }
      }
      for media in response.content { add(media, contents ?? [], isCall ? .response : .request) }
    }
  }

  private mutating func add(_ media: MediaType, _ contents: [ContentPlan], _ way: Direction) {
    guard let schema = media.schema else { return }
    for content in contents {
      switch content {
      case .json(let type, let name):
        guard name.isExactly(media.name) || media.essence.contains("*") else { continue }
        let examples = media.examples.map(\.value)
        // A body that is a component's is that component.
        let target = document.schemas.resolve(schema).flatMap { typesBySource[$0.id] }
        if let target, type == .named(target.qualifiedName) {
          add(type, target.source, [way], examples)
        } else {
          add(type, schema.id, [way], examples)
        }
      case .none, .form, .multipart, .text, .bytes, .stream, .items, .encoded, .choice: continue
      }
    }
  }

  private mutating func add(
    _ type: TypeReference, _ schema: SchemaID, _ directions: Set<Direction>,
    _ examples: [JSONValue]
  ) {
    let key = Key(type: type, schema: schema)
    if let index = indices[key] {
      subjects[index].directions.formUnion(directions)
      subjects[index].examples += examples
    } else {
      indices[key] = subjects.count
      subjects.append(
        RoundTripSubject(type: type, schema: schema, directions: directions, examples: examples))
    }
  }
}
