import AccordJSON

extension DocumentReader {
  /// What the part refers to if it is a reference, over as many steps as it takes; else the part itself.
  ///
  /// - Returns: `nil` if the reference leads nowhere, which has been reported then.
  func followed(_ part: Part) -> Part? {
    var current = part
    var chain: [Part] = []
    var visited: Set<SchemaID> = []
    while let reference = current.reference, let text = reference.node.string {
      guard visited.insert(current.schemaID).inserted else {
        reportCycle(chain.drop { $0.schemaID != current.schemaID })
        return nil
      }
      chain.append(current)
      guard let next = target(of: text, at: reference.location, in: current.file) else {
        return nil
      }
      current = next
    }
    return current
  }

  /// One error for the circle, wherever it was entered: at the reference that stands first.
  private func reportCycle(_ circle: ArraySlice<Part>) {
    let references = circle.compactMap(\.reference)
    let first = references.min {
      ($0.location.line, $0.location.column) < ($1.location.line, $1.location.column)
    }
    guard let first else { return }
    reportBroken(
      "the reference '\(first.node.string ?? "")' leads back to itself",
      at: first.location, "replace one reference of the circle by what it should stand for")
  }

  /// What the reference leads to; `nil`, which is reported, if it leads nowhere.
  func target(of reference: String, at location: Location, in file: DocumentFile) -> Part? {
    switch resolver.target(of: reference, in: file) {
    case .success(let part): return part
    case .failure(let failure):
      reportBroken(failure.message, at: location, failure.remedy)
      return nil
    }
  }

  /// The name below `components/<kind>` that the part is a reference to.
  func componentName(_ part: Part, kind: String) -> String? {
    guard let text = part.reference?.node.string,
      case .success(let target) = resolver.target(of: text, in: part.file)
    else { return nil }
    let tokens = target.pointer.tokens
    return tokens.count == 3 && tokens[0] == "components" && tokens[1] == kind ? tokens[2] : nil
  }

  // MARK: - Schemas

  /// Reads what references lead to, and what those refer to in turn.
  func readPendingSchemas() {
    while let part = pendingSchemas.popLast() { _ = readSchema(part) }
  }

  /// Schemas that are nothing but references to each other in a circle mean nothing.
  func reportReferenceCycles() {
    var finished: Set<SchemaID> = []
    for schema in referringSchemas {
      var chain: [SchemaID] = []
      var visited: Set<SchemaID> = []
      var current: Schema? = schema
      while let link = current, let reference = link.reference, !finished.contains(link.id) {
        guard visited.insert(link.id).inserted else {
          reportCycle(of: link, reference, through: chain)
          break
        }
        chain.append(link.id)
        current = reference.target.flatMap { schemas[$0] }
      }
      finished.formUnion(chain)
    }
  }

  private func reportCycle(
    of schema: Schema, _ reference: SchemaReference, through chain: [SchemaID]
  ) {
    let circle = chain.drop { $0 != schema.id }.prefix(5).map { "'#\($0.pointer)'" }
    reportBroken(
      "the reference '\(reference.text)' leads back to itself: \(circle.joined(separator: ", "))",
      at: reference.location, "replace one reference of the circle by a schema")
  }
}
