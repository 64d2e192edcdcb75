extension DocumentReader {
  func readServers(_ owner: Part) -> [Server] {
    items("servers", of: owner).compactMap { part in
      guard let url = requiredString("url", of: part, what: "a server") else { return nil }
      return Server(
        name: string("name", of: part), url: url, description: string("description", of: part),
        variables: members("variables", of: part).map(readVariable), location: part.location)
    }
  }

  private func readVariable(_ member: Part.Member) -> Server.Variable {
    let values = member.value.node.kind == .object ? strings("enum", of: member.value) : []
    let defaultValue = string("default", of: member.value)
    if defaultValue == nil {
      report(
        .warning, "the server variable '\(member.key)' has no `default`", at: member.keyLocation,
        "add one: OpenAPI requires it")
    }
    return .init(
      name: member.key, values: values, defaultValue: defaultValue ?? values.first,
      description: string("description", of: member.value))
  }
}
