import AccordJSON
import AccordOpenAPI
import AccordSchema

/// Looks for values that one version of a schema allows and the other does not, and asks both validators.
struct WitnessSearch {
  private let old: SchemaSource
  private let new: SchemaSource

  init(_ old: DiffedDocument, _ new: DiffedDocument) {
    self.old = SchemaSource(old)
    self.new = SchemaSource(new)
  }

  /// A value that whoever sends it may send by their version, and that the other version refuses.
  func witness(for change: SchemaChange, _ travel: Travel) -> Witness? {
    let direction: Direction = travel == .request ? .request : .response
    let sender =
      travel == .request ? old.compiled(change.oldSchema) : new.compiled(change.newSchema)
    let reader =
      travel == .request ? new.compiled(change.newSchema) : old.compiled(change.oldSchema)
    guard let sender, let reader else { return nil }
    var sampler = Sampler(sender, direction: direction, seed: 1)
    var best: Witness?
    func look(at value: JSONValue) -> Bool {
      let result = reader.validate(value, direction: direction)
      guard !result.isIncomplete, let violation = result.violations.first else { return false }
      let witness = Witness(
        value: value, travel: travel,
        refusal:
          "\(violation.instance.tokens.isEmpty ? "" : "\(violation.instance): ")\(violation.expected)"
      )
      if best.map({ $0.size > witness.size }) ?? true { best = witness }
      return true
    }
    if let simplest = sampler.simplest(), look(at: simplest) { return best }
    for value in old.constants(in: change.oldSchema) + new.constants(in: change.newSchema)
      + candidates(change, travel)
    where sender.isValid(value, direction: direction) {
      if look(at: value) { return best }
    }
    for sample in sampler.boundaries().prefix(200) { _ = look(at: sample.value) }
    if best != nil { return best }
    for _ in 0..<100 {
      guard let value = sampler.random() else { break }
      if look(at: value) { break }
    }
    return best
  }
}

extension WitnessSearch {
  private func candidates(_ change: SchemaChange, _ travel: Travel) -> [JSONValue] {
    let facets = (old: old.facets(of: change.oldSchema), new: new.facets(of: change.newSchema))
    let (source, sender) = travel == .request ? (old, facets.old) : (new, facets.new)
    let inner = sender.items ?? sender.additional
    let item = inner.flatMap { source.compiled($0) }.flatMap { schema in
      let sampler = Sampler(
        schema, direction: travel == .request ? .request : .response, seed: 1)
      return sampler.simplest()
    }
    return WitnessCandidates(facets.old, facets.new, item: item).values()
  }
}

extension Witness {
  fileprivate var size: Int { value.serialized().utf8.count }
}

/// The schemas of one document, compiled as they are asked for.
private final class SchemaSource {
  private let document: DiffedDocument
  private lazy var resources = makeResources()
  private var compiled: [SchemaID: CompiledSchema?] = [:]

  init(_ document: DiffedDocument) {
    self.document = document
  }

  private func makeResources() -> SchemaResources {
    let dialect: Dialect =
      switch document.document.version {
      case .v3_0: .openAPI30
      case .v3_1, .v3_2: .openAPI31
      }
    var resources = SchemaResources(dialect: dialect)
    let root = document.document.root
    resources.add(root.value, uri: SchemaResources.uri(ofFile: root.location.file.path))
    for file in document.document.otherFiles {
      resources.add(file.root.value, uri: SchemaResources.uri(ofFile: file.path))
    }
    return resources
  }

  func compiled(_ schema: Schema) -> CompiledSchema? {
    if let known = compiled[schema.id] { return known }
    let made = try? CompiledSchema(
      compiling: schema.id.pointer, in: SchemaResources.uri(ofFile: schema.id.file), of: resources)
    compiled[schema.id] = .some(made)
    return made
  }

  func facets(of schema: Schema) -> SchemaFacets { SchemaFacets(schema, in: document) }

  /// Values that the schema itself names in `const` and `enum`: those that `not` excludes are drawn by no sampler.
  func constants(in schema: Schema) -> [JSONValue] {
    guard let node = document.node(of: schema)?["not"] else { return [] }
    return [node["const"]?.value].compactMap { $0 } + (node["enum"]?.array ?? []).map(\.value)
  }
}
