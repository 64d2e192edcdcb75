import AccordJSON

extension ExtensionReader {
  /// Reads an `x-accord-name` or `x-accord-case-names`.
  ///
  /// - Returns: whether it is one, and belongs where it stands.
  mutating func readName(_ member: NodeObject.Member, at place: SchemaID) -> Bool {
    let owner = SchemaID(
      file: place.file, pointer: JSONPointer(tokens: place.pointer.tokens.dropLast()))
    switch ExtensionName(rawValue: member.key) {
    case .name:
      guard document.schemas[owner] != nil || isNamed(owner.pointer) else { return false }
      guard let name = string(member) else { return true }
      names.append(NameOverride(place: owner, name: name, location: member.value.location))
      return true
    case .caseNames:
      guard let schema = document.schemas[owner] else { return false }
      readCaseNames(member, of: schema)
      return true
    case .viewers, .mask, .batch, .invalidates, nil: return false
    }
  }

  /// Whether an operation or a parameter stands there.
  private mutating func isNamed(_ pointer: JSONPointer) -> Bool {
    if namedPlaces == nil {
      let operations = document.operations + document.webhooks + document.callbackOperations
      namedPlaces = Set(
        operations.map(\.pointer) + operations.flatMap { $0.parameters.map(\.pointer) })
    }
    return namedPlaces?.contains(pointer) ?? false
  }

  private mutating func readCaseNames(_ member: NodeObject.Member, of schema: Schema) {
    guard let object = member.value.object else {
      report(
        "`\(member.key)` must be an object, but is \(member.value.kind.withArticle)",
        at: member.value.location, "write each value of the enum, and what it is called in Swift")
      return
    }
    let values = (schema.enumeration ?? []).map { $0.string ?? "\($0.value)" }
    for item in object.members {
      guard values.contains(where: { $0.isExactly(item.key) }) else {
        report(
          "the enum has no value '\(item.key)'", at: item.keyLocation,
          Spelling.remedy(for: item.key, among: values, otherwise: "name a value of the enum"))
        continue
      }
      guard let name = string(item) else { continue }
      names.append(
        NameOverride(
          place: schema.id, enumValue: item.key, name: name, location: item.value.location))
    }
  }

  private mutating func string(_ member: NodeObject.Member) -> String? {
    if let text = member.value.string { return text }
    report(
      "a Swift name must be a string, but is \(member.value.kind.withArticle)",
      at: member.value.location, "write the name, without a sign in front")
    return nil
  }
}
