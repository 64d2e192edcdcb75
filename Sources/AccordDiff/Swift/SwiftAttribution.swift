import AccordGenerator
import AccordJSON
import AccordOpenAPI

/// Puts what is different in Swift beside the change that it comes from, so that a change has both verdicts. What
/// no change explains (names that made room for others, arguments in another order) is a change of its own.
struct SwiftAttribution {
  private let old: DiffedDocument
  private let new: DiffedDocument
  private(set) var changes: [Change]
  private var bySchema: [SchemaID: [Int]] = [:]
  /// By the schemas around those that a change is about.
  private var byHolder: [SchemaID: [Int]] = [:]
  private var byOperation: [String: [Int]] = [:]
  private let names: (old: [JSONPointer: Operation], new: [JSONPointer: Operation])
  /// How many came from the documents themselves.
  private let wireCount: Int

  init(_ old: DiffedDocument, _ new: DiffedDocument, _ changes: [Change]) {
    self.old = old
    self.new = new
    self.changes = changes
    wireCount = changes.count
    for (index, change) in changes.enumerated() {
      for schema in change.schemas {
        bySchema[schema, default: []].append(index)
        var pointer = schema.pointer
        while let parent = pointer.parent, parent.tokens.count > 2 {
          pointer = parent
          byHolder[SchemaID(file: schema.file, pointer: parent), default: []].append(index)
        }
      }
      if case .operation(let name, _) = change.subject {
        byOperation[name, default: []].append(index)
      }
    }
    func byPointer(_ document: OpenAPIDocument) -> [JSONPointer: Operation] {
      Dictionary(
        (document.operations + document.incoming).map { ($0.pointer, $0) },
        uniquingKeysWith: { first, _ in first })
    }
    names = (byPointer(old.document), byPointer(new.document))
  }

  mutating func attach(_ finding: SwiftFinding) {
    // Types that come and go with an operation or a schema are told by it.
    if let index = cause(of: finding) {
      changes[index].add(finding)
    } else if finding.kind != .typeAdded {
      var change = Change(
        finding.kind.rule, .swift(finding.symbol), wire: .none, reason: finding.reason,
        old: finding.old.flatMap { location(of: $0, in: old, names.old) },
        new: finding.new.flatMap { location(of: $0, in: new, names.new) })
      change.swift = finding.verdict
      change.swiftBreaks = finding.breaks
      changes.append(change)
    }
  }

  // MARK: - Causes

  private func cause(of finding: SwiftFinding) -> Int? {
    let causes = finding.kind.causes
    for origin in [finding.new, finding.old].compactMap({ $0 }) {
      let candidates = candidates(for: origin)
      let fitting = candidates.filter { causes.contains(changes[$0].rule) }
      // A member became optional, and null as well: the first of the rules tells it best.
      if let index = causes.lazy.compactMap({ rule in
        fitting.first { self.changes[$0].rule == rule }
      }).first {
        return index
      }
    }
    return nil
  }

  private func candidates(for origin: SwiftInterface.Origin) -> [Int] {
    switch origin {
    case .document: return []
    case .viewers, .servers:
      return changes[..<wireCount].indices.filter { changes[$0].subject == .document }
    case .security:
      return changes[..<wireCount].indices.filter {
        if case .securityScheme = changes[$0].subject { true } else { false }
      }
    case .securityScheme(let name):
      return changes[..<wireCount].indices.filter { changes[$0].subject == .securityScheme(name) }
    case .operation(let pointer, let part): return candidates(for: pointer, part)
    case .schema(let id): return candidates(for: id)
    }
  }

  private func candidates(for pointer: JSONPointer, _ part: String?) -> [Int] {
    let operations = [names.new[pointer], names.old[pointer]].compactMap { $0?.name }
    let all = operations.flatMap { byOperation[$0] ?? [] }
    guard let part else { return all }
    let own = all.filter { index in
      guard case .operation(_, let other) = changes[index].subject else { return false }
      // Of the operation as a whole, of this part, or of a part of that.
      return other.map { $0 == part || $0.hasPrefix("\(part) ") || $0.hasPrefix("\(part),") }
        ?? true
    }
    // The schemas that the part has may have changed where they are declared.
    let schemas =
      (names.new[pointer]?.schemas(of: part) ?? []) + (names.old[pointer]?.schemas(of: part) ?? [])
    return own + schemas.flatMap { candidates(for: $0.id, isPart: true) }
  }

  /// The same place first, then what it is part of or made of, then what stands in it.
  private func candidates(for id: SchemaID, isPart: Bool = false) -> [Int] {
    var found = bySchema[id] ?? []
    for document in [new, old] {
      for other in document.relatives(of: id) { found += bySchema[other] ?? [] }
    }
    found += byHolder[id] ?? []
    if isPart { return found }
    var pointer = id.pointer
    while let parent = pointer.parent, !parent.tokens.isEmpty {
      pointer = parent
      found += bySchema[SchemaID(file: id.file, pointer: pointer)] ?? []
    }
    let operation = JSONPointer(tokens: Array(id.pointer.tokens.prefix(3)))
    if names.new[operation] != nil || names.old[operation] != nil {
      found += candidates(for: operation, nil)
    }
    return found
  }

  private func location(
    of origin: SwiftInterface.Origin, in document: DiffedDocument,
    _ operations: [JSONPointer: Operation]
  ) -> Location? {
    switch origin {
    case .document, .viewers, .servers, .security, .securityScheme:
      return document.document.root.location
    case .operation(let pointer, _): return operations[pointer]?.location
    case .schema(let id):
      return document.document.schemas[id]?.location
        ?? document.relatives(of: id).lazy
        .compactMap { document.document.schemas[$0]?.location }.first
    }
  }
}

extension Change {
  fileprivate mutating func add(_ finding: SwiftFinding) {
    swift = max(swift, finding.verdict)
    swiftBreaks.formUnion(finding.breaks)
    if !swiftReasons.contains(finding.reason) { swiftReasons.append(finding.reason) }
  }
}

extension Operation {
  /// The schemas of one of its parts.
  fileprivate func schemas(of part: String) -> [Schema] {
    switch part {
    case "request body": requestBody?.content.compactMap(\.schema) ?? []
    case "answer": responses.flatMap(\.content).compactMap(\.schema)
    default:
      parameters.filter { "\($0.place.rawValue) parameter \($0.name)" == part }
        .compactMap(\.schema)
    }
  }
}

extension JSONPointer {
  fileprivate var parent: JSONPointer? {
    tokens.isEmpty ? nil : JSONPointer(tokens: Array(tokens.dropLast()))
  }
}

extension DiffedDocument {
  /// Where a member may really be declared whose schema is put together from others, and the schema that a place
  /// refers to.
  fileprivate func relatives(of id: SchemaID) -> [SchemaID] {
    var found: [SchemaID] = []
    if let schema = document.schemas[id], let target = target(of: schema) {
      found.append(target.id)
    }
    let tokens = id.pointer.tokens
    guard tokens.count > 2, tokens[tokens.count - 2] == "properties",
      let holder = document.schemas[
        SchemaID(file: id.file, pointer: JSONPointer(tokens: Array(tokens.dropLast(2))))]
    else { return found }
    let member = JSONPointer(tokens: Array(tokens.suffix(2)))
    var waiting = [holder]
    var seen: Set<SchemaID> = []
    while let next = waiting.popLast() {
      guard seen.insert(next.id).inserted else { continue }
      let place = SchemaID(file: next.id.file, pointer: next.id.pointer.appending(member))
      if next.id != holder.id { found.append(place) }
      waiting += next.allOf + next.anyOf + next.oneOf
      if let target = target(of: next) { waiting.append(target) }
    }
    return found
  }
}
