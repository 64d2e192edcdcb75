import AccordJSON

/// The extensions that there are, by their names in a document.
enum ExtensionName: String, CaseIterable {
  case viewers = "x-accord-viewers"
  case mask = "x-accord-mask"
  case batch = "x-accord-batch"
  case invalidates = "x-accord-invalidates"
  case name = "x-accord-name"
  case caseNames = "x-accord-case-names"

  /// Where it belongs.
  var home: String {
    switch self {
    case .viewers: "the root of the document"
    case .mask: "the schema of a property"
    case .batch, .invalidates: "an operation"
    case .name: "an operation, a schema, a property or a parameter"
    case .caseNames: "a schema with an `enum`"
    }
  }
}

/// The fields of an extension. Unlike the document's own, they are read strictly: what Accord is told of who
/// may see what must not get lost over a typing error.
struct ExtensionFields {
  let part: Part
  /// What a diagnostic calls it.
  let name: String

  init(_ part: Part, name: String) {
    self.part = part
    self.name = name
  }

  /// - Returns: whether this is an object that has all required fields.
  @discardableResult
  func check(known: [String], required: [String], _ log: inout DiagnosticLog) -> Bool {
    guard let object = part.node.object else {
      log.report(
        Diagnostic(
          .error, "`\(name)` must be an object, but is \(part.node.kind.withArticle)",
          at: part.location, remedy: "its fields are " + known.joined(separator: ", ")))
      return false
    }
    for member in object.members where !known.contains(where: { member.key.isExactly($0) }) {
      log.report(
        Diagnostic(
          .error, "`\(name)` has no field '\(member.key)'", at: member.keyLocation,
          remedy: Spelling.remedy(for: member.key, among: known, otherwise: "remove it")))
    }
    let missing = required.filter { object[$0] == nil }
    for field in missing {
      log.report(
        Diagnostic(
          .error, "`\(name)` has no `\(field)`", at: part.location, remedy: "add `\(field)`"))
    }
    return missing.isEmpty
  }

  private func mismatch(
    _ field: String, _ node: Node, wanted: String, _ log: inout DiagnosticLog
  ) {
    log.report(
      Diagnostic(
        .error, "`\(field)` of `\(name)` must be \(wanted), but is \(node.kind.withArticle)",
        at: node.location, remedy: "write \(wanted)"))
  }

  func string(_ field: String, _ log: inout DiagnosticLog) -> Node? {
    guard let node = part.node[field] else { return nil }
    if node.string != nil { return node }
    mismatch(field, node, wanted: "a string", &log)
    return nil
  }

  func object(_ field: String, _ log: inout DiagnosticLog) -> NodeObject? {
    guard let node = part.node[field] else { return nil }
    if let object = node.object { return object }
    mismatch(field, node, wanted: "an object", &log)
    return nil
  }

  func flag(_ field: String, _ log: inout DiagnosticLog) -> Bool? {
    guard let node = part.node[field] else { return nil }
    if let value = node.bool { return value }
    mismatch(field, node, wanted: "true or false", &log)
    return nil
  }

  /// The nodes of a list of strings.
  func strings(_ field: String, _ log: inout DiagnosticLog) -> [Node]? {
    guard let node = part.node[field] else { return nil }
    guard let items = node.array else {
      mismatch(field, node, wanted: "a list of strings", &log)
      return nil
    }
    return items.filter { item in
      if item.string != nil { return true }
      mismatch(field, item, wanted: "a list of strings", &log)
      return false
    }
  }

  func integer(
    _ field: String, in range: ClosedRange<Int>, _ log: inout DiagnosticLog
  ) -> Int? {
    guard let node = part.node[field] else { return nil }
    return Self.integer(node, field: field, of: name, in: range, &log)
  }

  static func integer(
    _ node: Node, field: String, of name: String, in range: ClosedRange<Int>,
    _ log: inout DiagnosticLog
  ) -> Int? {
    if let value: Int = node.number?.integer(), range.contains(value) { return value }
    let wanted = "an integer from \(range.lowerBound) to \(range.upperBound)"
    log.report(
      Diagnostic(
        .error, "`\(field)` of `\(name)` must be \(wanted), but is \(node.value)",
        at: node.location, remedy: "write \(wanted)"))
    return nil
  }
}
