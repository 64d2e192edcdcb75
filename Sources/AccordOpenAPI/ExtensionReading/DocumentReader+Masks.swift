import AccordJSON

/// A mask that was read, and what it takes to check it once all schemas are known.
struct FoundMask {
  var mask: Mask
  /// The extension itself.
  var part: Part
  /// The schema that it stands in.
  var schema: Part
}

/// An extension of an operation that was found, to be read once all operations and schemas are known.
struct FoundOperationExtension {
  var part: Part
  var operation: Operation
}

extension DocumentReader {
  /// Reads an `x-accord-mask`. Whether its names exist is checked later.
  ///
  /// - Returns: `nil`, and errors are reported, if it cannot be understood.
  func readMask(_ part: Part, of schema: Part) -> Mask? {
    readMaskIDs.insert(part.schemaID)
    let fields = ExtensionFields(part, name: ExtensionName.mask.rawValue)
    fields.check(known: ["visibleTo", "when", "as"], required: ["visibleTo", "as"], &log)
    let visibleTo = fields.strings("visibleTo", &log)
    let conditions = fields.object("when", &log)?.members.map {
      Mask.Condition(property: $0.key, value: $0.value)
    }
    guard let visibleTo, let replacement = part.node["as"] else { return nil }
    let mask = Mask(
      visibleTo: visibleTo.compactMap(\.string), conditions: conditions ?? [],
      replacement: replacement, location: part.location)
    foundMasks.append(FoundMask(mask: mask, part: part, schema: schema))
    return mask
  }

  /// Remembers the extensions of an operation.
  func noteExtensions(of part: Part, _ operation: Operation) {
    for name in [ExtensionName.batch, .invalidates] {
      guard let extensionPart = part[name.rawValue] else { continue }
      operationExtensions.append(
        FoundOperationExtension(part: extensionPart, operation: operation))
    }
  }
}
