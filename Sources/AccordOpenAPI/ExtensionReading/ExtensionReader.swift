import AccordJSON

/// Reads Accord's own extensions, and checks every name and pointer in them against the document.
struct ExtensionReader {
  let document: OpenAPIDocument
  let navigator: SchemaNavigator
  let values: ValueCheck
  var log: DiagnosticLog
  private(set) var viewers: [Viewer] = []
  var names: [NameOverride] = []
  /// Where operations and parameters stand, once somebody asks.
  var namedPlaces: Set<JSONPointer>?
  let operations: [ExactString: Operation]

  init(document: OpenAPIDocument, log: DiagnosticLog) {
    self.document = document
    self.log = log
    navigator = SchemaNavigator(document.schemas)
    values = ValueCheck(document.schemas)
    operations = Dictionary(
      document.operations.compactMap { operation in
        operation.operationID.map { (ExactString($0), operation) }
      }, uniquingKeysWith: { first, _ in first })
  }

  mutating func read(
    masks: [FoundMask], maskIDs: Set<SchemaID>, operations: [FoundOperationExtension],
    files: [DocumentFile]
  ) -> AccordExtensions {
    let main = Part(file: files[0], pointer: .root, node: document.root)
    viewers = readViewers(main)
    for mask in masks { check(mask) }
    var result = AccordExtensions(viewers: viewers)
    for found in operations {
      if found.part.pointer.tokens.last == ExtensionName.batch.rawValue {
        if let batch = readBatch(found) { result.batches.append(batch) }
      } else if let invalidation = readInvalidation(found) {
        result.invalidations.append(invalidation)
      }
    }
    var consumed = maskIDs.union(operations.map(\.part.schemaID))
    if let part = main[ExtensionName.viewers.rawValue] { consumed.insert(part.schemaID) }
    for file in files {
      var path: [String] = []
      reportMisplaced(in: file.root, of: file.path, &path, consumed, hasFreeKeys: false)
    }
    result.names = names
    return result
  }

  mutating func report(_ message: String, at location: Location, _ remedy: String) {
    log.report(Diagnostic(.error, message, at: location, remedy: remedy))
  }

  // MARK: - Viewers

  private mutating func readViewers(_ root: Part) -> [Viewer] {
    let name = ExtensionName.viewers.rawValue
    guard let part = root[name] else { return [] }
    guard let members = part.members else {
      report(
        "`\(name)` must be an object, but is \(part.node.kind.withArticle)", at: part.location,
        "write the names of viewers, the most privileged first, each with `{ authenticated: true }`"
      )
      return []
    }
    if members.isEmpty {
      report("`\(name)` names no viewer", at: part.location, "name at least one")
    }
    return members.compactMap { member in
      let fields = ExtensionFields(member.value, name: "\(name)/\(member.key)")
      guard fields.check(known: ["authenticated"], required: ["authenticated"], &log),
        let isAuthenticated = fields.flag("authenticated", &log)
      else { return nil }
      return Viewer(
        name: member.key, isAuthenticated: isAuthenticated, location: member.keyLocation)
    }
  }

  // MARK: - Masks

  private mutating func check(_ found: FoundMask) {
    for item in found.part.node["visibleTo"]?.array ?? [] {
      guard let name = item.string, !viewers.contains(where: { $0.name.isExactly(name) }) else {
        continue
      }
      report(
        "there is no viewer '\(name)'", at: item.location,
        viewers.isEmpty
          ? "name the viewers in `\(ExtensionName.viewers.rawValue)` at the root of the document"
          : Spelling.remedy(
            for: name, among: viewers.map(\.name), otherwise: "add it to the viewers"))
    }
    if let schema = document.schemas[found.schema.schemaID],
      let objection = values.objection(to: found.mask.replacement, by: schema)
    {
      report(
        "the schema forbids \(found.mask.replacement.value) in place of the masked value: \(objection)",
        at: found.mask.replacement.location, "mask with a value that the schema allows")
    }
    checkConditions(of: found)
  }

  private mutating func checkConditions(of found: FoundMask) {
    let tokens = found.schema.pointer.tokens
    guard tokens.count >= 2, tokens[tokens.count - 2] == "properties" else {
      report(
        "a mask belongs to a property, but this schema is none", at: found.part.location,
        "put it beside the reference, into the schema of the property that is to be masked")
      return
    }
    let siblings = siblings(of: found.schema)
    for member in found.part.node["when"]?.object?.members ?? [] {
      guard let sibling = siblings.first(where: { $0.name.isExactly(member.key) }) else {
        report(
          "there is no property '\(member.key)' beside '\(tokens[tokens.count - 1])'",
          at: member.keyLocation,
          Spelling.remedy(
            for: member.key, among: siblings.map(\.name).filter { $0 != tokens[tokens.count - 1] },
            otherwise: "name a property of the same object"))
        continue
      }
      if let objection = values.objection(to: member.value, by: sibling.schema) {
        report(
          "'\(member.key)' can never be \(member.value.value): \(objection)",
          at: member.value.location, "name a value that the property can have")
      }
    }
  }

  /// The properties of the object that the schema is a property of, those that it is composed of included.
  private func siblings(of property: Part) -> [SchemaKeywords.Property] {
    var owner = property.pointer.tokens.dropLast(2)
    // A branch of a composition describes the same object as the whole.
    while owner.count >= 2, JSONPointer.index(owner[owner.count - 1]) != nil,
      ["allOf", "anyOf", "oneOf"].contains(owner[owner.count - 2])
    {
      owner = owner.dropLast(2)
    }
    let id = SchemaID(file: property.file.path, pointer: JSONPointer(tokens: Array(owner)))
    guard let schema = document.schemas[id] else { return [] }
    return navigator.parts(of: schema).flatMap(\.properties)
  }

  // MARK: - Extensions elsewhere

  /// An extension that nobody reads is a mistake: its name is wrong, or its place.
  private mutating func reportMisplaced(
    in node: Node, of file: String, _ path: inout [String], _ consumed: Set<SchemaID>,
    hasFreeKeys: Bool
  ) {
    switch node.content {
    case .null, .bool, .number, .string: return
    case .array(let items):
      for (index, item) in items.enumerated() {
        path.append(String(index))
        reportMisplaced(in: item, of: file, &path, consumed, hasFreeKeys: false)
        path.removeLast()
      }
    case .object(let object):
      for member in object.members {
        path.append(member.key)
        defer { path.removeLast() }
        if !hasFreeKeys, member.key.utf8.starts(with: "x-accord-".utf8) {
          let place = SchemaID(file: file, pointer: JSONPointer(tokens: path))
          if !consumed.contains(place), !readName(member, at: place) { reportMisplaced(member) }
        } else if hasFreeKeys || !SchemaNames.isData(member.key) {
          reportMisplaced(
            in: member.value, of: file, &path, consumed,
            hasFreeKeys: !hasFreeKeys && SchemaNames.keysOfNamed.contains(member.key))
        }
      }
    }
  }

  private mutating func reportMisplaced(_ member: NodeObject.Member) {
    if let name = ExtensionName(rawValue: member.key) {
      report(
        "`\(member.key)` has no effect here", at: member.keyLocation,
        "it belongs to \(name.home)")
    } else {
      report(
        "there is no extension `\(member.key)`", at: member.keyLocation,
        Spelling.remedy(
          for: member.key, among: ExtensionName.allCases.map(\.rawValue), otherwise: "remove it"))
    }
  }
}
