import AccordJSON

extension JSONValue {
  /// The value with outlines in place of what a server gives out to be kept secret, going by the names of members:
  /// such values are not known beforehand.
  var withoutSecrets: JSONValue { withoutSecrets(named: nil) }

  private func withoutSecrets(named name: String?) -> JSONValue {
    switch self {
    case .null, .bool, .number: return self
    case .string(let text):
      guard let name, !text.isEmpty, Self.isSecret(name) else { return self }
      return .string("(hidden: \(outline))")
    case .array(let items): return .array(items.map { $0.withoutSecrets(named: name) })
    case .object(let members):
      var result = JSONDictionary<JSONValue>()
      for (key, member) in members { result[key] = member.withoutSecrets(named: key) }
      return .object(result)
    }
  }

  private static func isSecret(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0 != "_" && $0 != "-" }
    return ["token", "secret", "password", "apikey", "privatekey"].contains { plain.hasSuffix($0) }
  }
}
