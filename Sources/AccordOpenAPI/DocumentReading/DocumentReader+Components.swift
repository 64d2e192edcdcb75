import AccordJSON

extension DocumentReader {
  func readNamedSchemas(_ root: Part) -> [Components.NamedSchema] {
    guard let components = member("components", of: root, wanted: .object) else { return [] }
    return members("schemas", of: components).map { member in
      .init(
        name: member.key, id: readSchema(member.value).id, keyLocation: member.keyLocation)
    }
  }

  /// Reads the components that nothing refers to as well, so that their faults are found.
  func readOtherComponents(_ root: Part, _ context: OperationContext) {
    guard let components = root["components"], components.node.kind == .object else { return }
    func parts(_ key: String) -> [Part.Member] {
      members(key, of: components).filter { !$0.key.isExtensionName }
    }
    for member in parts("parameters") { _ = readParameter(member.value) }
    for member in parts("requestBodies") { _ = readRequestBody(at: member.value) }
    for member in parts("responses") {
      if let part = followed(member.value) { _ = readResponse(part) }
    }
    for member in parts("headers") { _ = readHeader(member) }
    for member in parts("examples") { _ = followed(member.value) }
    for member in parts("links") { _ = followed(member.value) }
    for member in parts("callbacks") { _ = readCallbacks(member, context) }
    for member in parts("pathItems") {
      _ = readPathItem(member.value, path: PathTemplate(""), context)
    }
  }
}
