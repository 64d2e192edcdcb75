public import AccordOpenAPI
public import AccordGenerator
import AccordJSON

/// Compares two versions of a document.
public struct DocumentComparison {
  let old: DiffedDocument
  let new: DiffedDocument
  private var found: [Change] = []
  private let witnesses: WitnessSearch
  private let identity: SchemaIdentity
  private let reach: (old: SchemaReach, new: SchemaReach)
  private let swift: Generator.Options?

  /// - Parameter swift: how code is generated; `nil`: what changes in Swift is not looked at.
  public init(
    _ old: OpenAPIDocument, _ new: OpenAPIDocument, swift: Generator.Options? = Generator.Options()
  ) {
    self.old = DiffedDocument(old)
    self.new = DiffedDocument(new)
    self.swift = swift
    witnesses = WitnessSearch(self.old, self.new)
    identity = SchemaIdentity(self.old, self.new)
    reach = (SchemaReach(self.old), SchemaReach(self.new))
  }

  /// How many places of schemas have been looked at so far.
  var placeCount: Int { identity.count }

  /// The same, with the places where the sources of a package name what changes are about.
  public func changes(for sources: PackageSources) -> [Change] {
    var changes = changes()
    guard let (before, after) = interfaces() else { return changes }
    let names = SwiftNames(before, after)
    for index in changes.indices {
      changes[index].mentions = sources.mentions(of: names.names(of: changes[index].subject))
    }
    return changes
  }

  /// Everything that is different: the document as a whole, then operations in the order of the new document,
  /// then schemas.
  public func changes() -> [Change] {
    var copy = self
    copy.compareDocument()
    copy.compareOperations()
    copy.compareSchemas()
    copy.compareExtensions()
    copy.compareSwift()
    return copy.found
  }

  // MARK: - The document

  private mutating func compareDocument() {
    let (before, after) = (old.document, new.document)
    if before.info.title != after.info.title {
      append(
        Change(
          .titleChanged, .document, wire: .none,
          reason: "the title was '\(before.info.title)' and is '\(after.info.title)'",
          old: before.root.location, new: after.root.location))
    }
    let oldURLs = before.servers.map(\.url)
    let newURLs = after.servers.map(\.url)
    for server in before.servers where !newURLs.contains(server.url) {
      append(
        Change(
          .serverRemoved, .document, wire: .breaking,
          reason: "the server \(server.url) is no longer listed", old: server.location, new: nil))
    }
    for server in after.servers where !oldURLs.contains(server.url) {
      append(
        Change(
          .serverAdded, .document, wire: .compatible, reason: "the server \(server.url) is new",
          old: nil, new: server.location))
    }
    found += SecurityComparison.schemes(before, after)
  }

  private mutating func append(_ change: Change) {
    found.append(change)
  }

  // MARK: - Operations

  private mutating func compareOperations() {
    compare(OperationMatching(old.document.operations, new.document.operations), .request)
    compare(OperationMatching(old.document.incoming, new.document.incoming), .response)
  }

  private mutating func compare(_ pairs: OperationMatching, _ way: Travel) {
    for operation in pairs.removed {
      append(
        Change(
          .operationRemoved, .operation(name: operation.name, part: nil),
          wire: way == .request ? .breaking : .risky,
          reason: operation.isDeprecated
            ? "it is gone, after it was deprecated" : "it is gone, and was not even deprecated",
          old: operation.location, new: nil))
    }
    for operation in pairs.added {
      append(
        Change(
          .operationAdded, .operation(name: operation.name, part: nil),
          wire: way == .request ? .compatible : .risky,
          reason: "it is new", old: nil, new: operation.location))
    }
    for (before, after) in pairs.matched {
      found += OperationComparison(before, after, old, new, witnesses, identity, way: way).changes()
    }
  }

  // MARK: - Named schemas

  private mutating func compareSchemas() {
    let oldNames = Dictionary(
      old.document.components.schemas.map { (ExactString($0.name), $0.id) },
      uniquingKeysWith: { first, _ in first })
    for component in new.document.components.schemas {
      let name = component.name
      guard
        let before = oldNames[ExactString(name)],
        let oldSchema = old.document.schemas[before],
        let newSchema = new.document.schemas[component.id]
      else { continue }
      let found = SchemaComparison.changes(
        oldSchema, newSchema, old, new, identity, isDeclaration: true)
      guard !found.isEmpty else { continue }
      let use = reach.old.use(of: before).merged(with: reach.new.use(of: component.id))
      for change in found {
        append(
          Change(
            change,
            .schema(name: name, place: change.place, operations: use.operations),
            use.travels, witnesses))
      }
    }
    compareSchemaNames()
  }

  /// Schemas that are only there, or no longer there, matter where they are used, and were compared there.
  private mutating func compareSchemaNames() {
    let before = Set(old.document.components.schemas.map { ExactString($0.name) })
    let after = Set(new.document.components.schemas.map { ExactString($0.name) })
    for component in old.document.components.schemas
    where !after.contains(ExactString(component.name)) {
      var change = Change(
        .schemaRemoved, .schema(name: component.name, place: .root, operations: []), wire: .none,
        reason: "it is no longer declared", old: component.keyLocation, new: nil)
      change.schemas = [component.id]
      append(change)
    }
    for component in new.document.components.schemas
    where !before.contains(ExactString(component.name)) {
      var change = Change(
        .schemaAdded, .schema(name: component.name, place: .root, operations: []), wire: .none,
        reason: "it is new", old: nil, new: component.keyLocation)
      change.schemas = [component.id]
      append(change)
    }
  }

  // MARK: - Extensions

  private mutating func compareExtensions() {
    found += ExtensionComparison(old.document, new.document).changes()
  }

  // MARK: - Swift

  private func interfaces() -> (SwiftInterface, SwiftInterface)? {
    guard var options = swift else { return nil }
    // What the module is called is up to those who generate, not to the documents.
    if options.module == nil { options.module = Generator.moduleName(for: old.document) }
    let generator = Generator(options)
    return (generator.interface(of: old.document), generator.interface(of: new.document))
  }

  private mutating func compareSwift() {
    guard let (before, after) = interfaces() else { return }
    let moved = MovedPlaces(
      old.document, new.document,
      OperationMatching(old.document.operations, new.document.operations).matched
        + OperationMatching(old.document.incoming, new.document.incoming).matched)
    let reach = reach
    let comparison = SwiftComparison(before, after, moved: moved) { origin in
      switch origin {
      case .schema(let id):
        reach.old.use(of: id).travels.union(reach.new.use(of: id).travels)
      case .operation(_, let part): part == "answer" ? [.response] : [.request]
      case .security: [.request]
      case .viewers: [.response]
      case .document, .servers, .securityScheme: [.request]
      }
    }
    var attribution = SwiftAttribution(old, new, found)
    for finding in comparison.compare() { attribution.attach(finding) }
    found = attribution.changes
  }
}

extension Change {
  /// A change of a schema whose values travel in these ways.
  init(
    _ change: SchemaChange, _ subject: Subject, _ travels: Set<Travel>,
    _ witnesses: WitnessSearch
  ) {
    let worst = travels.sorted().max { change.verdict($0) < change.verdict($1) }
    let verdict = worst.map(change.verdict) ?? .none
    self.init(
      change.rule, subject, wire: verdict, reason: change.reason, old: change.old, new: change.new,
      witness: verdict == .breaking ? worst.flatMap { witnesses.witness(for: change, $0) } : nil)
    schemas = change.schemas
  }
}

/// Which operations of two documents are the same: by method and path, whatever the parameters of the path are
/// called; those that are left, by operationId.
struct OperationMatching {
  private(set) var matched: [(Operation, Operation)] = []
  private(set) var removed: [Operation] = []
  private(set) var added: [Operation] = []

  init(_ old: [Operation], _ new: [Operation]) {
    var byRoute: [String: [Int]] = [:]
    var byID: [ExactString: Int] = [:]
    for (index, operation) in old.enumerated() {
      byRoute[operation.route, default: []].append(index)
      if let id = operation.operationID { byID[ExactString(id)] = index }
    }
    var taken: Set<Int> = []
    var partners: [Int?] = new.map { operation in
      // Callbacks of several operations may be called alike.
      guard let index = byRoute[operation.route]?.first(where: { !taken.contains($0) }) else {
        return nil
      }
      taken.insert(index)
      return index
    }
    for (index, operation) in new.enumerated() where partners[index] == nil {
      guard let id = operation.operationID, let other = byID[ExactString(id)],
        taken.insert(other).inserted
      else { continue }
      partners[index] = other
    }
    for (operation, partner) in zip(new, partners) {
      if let partner { matched.append((old[partner], operation)) } else { added.append(operation) }
    }
    removed = old.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
  }
}

extension Operation {
  /// Method and path without the names of its parameters.
  fileprivate var route: String {
    let parts = path.parts.map { part in
      switch part {
      case .literal(let text): text
      case .parameter: "{}"
      }
    }
    return "\(method.name) \(parts.joined())"
  }
}
