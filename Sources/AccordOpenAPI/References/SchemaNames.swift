import AccordJSON

/// The names that schemas of a file give themselves: `$anchor`, `$dynamicAnchor` and `$id`.
struct SchemaNames {
  private(set) var anchors: [ExactString: JSONPointer] = [:]
  private(set) var identifiers: [ExactString: JSONPointer] = [:]

  init(of root: Node) {
    scan(root, at: .root, hasFreeKeys: false)
  }

  /// Below these keys stands data, in which a `$anchor` is only a member.
  private static let dataKeys: Set<String> = [
    "example", "examples", "default", "const", "enum", "value",
  ]
  /// The keys of these objects are names that somebody chose, not keywords.
  static let keysOfNamed: Set<String> = [
    "properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas",
    "paths", "webhooks", "responses", "parameters", "headers", "content", "callbacks",
    "requestBodies", "pathItems",
  ]

  private mutating func scan(_ node: Node, at pointer: JSONPointer, hasFreeKeys: Bool) {
    switch node.content {
    case .null, .bool, .number, .string: return
    case .array(let items):
      for (index, item) in items.enumerated() {
        scan(item, at: pointer.appending(index), hasFreeKeys: false)
      }
    case .object(let object):
      if !hasFreeKeys { note(object, at: pointer) }
      for member in object.members {
        guard hasFreeKeys || !Self.isData(member.key) else { continue }
        switch member.value.content {
        case .null, .bool, .number, .string: continue
        case .array, .object:
          scan(
            member.value, at: pointer.appending(member.key),
            hasFreeKeys: !hasFreeKeys && Self.keysOfNamed.contains(member.key))
        }
      }
    }
  }

  static func isData(_ key: String) -> Bool {
    key.isExtensionName || dataKeys.contains(key)
  }

  private mutating func note(_ object: NodeObject, at pointer: JSONPointer) {
    for key in ["$anchor", "$dynamicAnchor"] {
      guard let name = object[key]?.string, anchors[ExactString(name)] == nil else { continue }
      anchors[ExactString(name)] = pointer
    }
    if let id = object["$id"]?.string {
      let bare = String(id.hasSuffix("#") ? id.dropLast() : id[...])
      if identifiers[ExactString(bare)] == nil { identifiers[ExactString(bare)] = pointer }
    }
  }
}
