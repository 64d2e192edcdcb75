import AccordOpenAPI

extension SchemaShapes {
  /// What a schema comes to when its references and its `allOf` are followed.
  struct Flattening {
    var leaves: [Schema] = []
    var isLeaf: Set<ObjectIdentifier> = []
    var groups: [Alternatives] = []
    var followed: Set<SchemaID>
    /// How many references lead here.
    var depth = 0
    var isTooDeep = false
    /// Each level has the members of all below it: what a chain of a thousand makes is a million members.
    static let deepest = 48

    var identity: [ObjectIdentifier] {
      leaves.map { ObjectIdentifier($0) }
        + groups.flatMap(\.members).map { ObjectIdentifier($0) }
    }

    mutating func add(_ leaf: Schema) {
      if isLeaf.insert(ObjectIdentifier(leaf)).inserted { leaves.append(leaf) }
    }
  }
}
