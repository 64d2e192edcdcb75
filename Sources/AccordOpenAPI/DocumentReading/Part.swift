import AccordJSON

/// A file that belongs to a document: the one that was named, or one that a reference leads to.
final class DocumentFile {
  let path: String
  let root: Node
  /// Made when the first reference by anchor or `$id` asks for it.
  lazy var names = SchemaNames(of: root)

  init(path: String, root: Node) {
    self.path = path
    self.root = root
  }

  /// What the pointer leads to, if anything.
  func part(at pointer: JSONPointer) -> Part? {
    root[pointer].map { Part(file: self, pointer: pointer, node: $0) }
  }
}

/// A value of a document that knows where it stands: its node, and the way to it.
struct Part {
  let file: DocumentFile
  let pointer: JSONPointer
  let node: Node

  /// A member and its key.
  struct Member {
    let key: String
    let keyLocation: Location
    let value: Part
  }

  var location: Location { node.location }
  var schemaID: SchemaID { SchemaID(file: file.path, pointer: pointer) }

  subscript(key: String) -> Part? {
    node[key].map { Part(file: file, pointer: pointer.appending(key), node: $0) }
  }

  /// The members, if this is an object.
  var members: [Member]? {
    node.object?.members.map { member in
      Member(
        key: member.key, keyLocation: member.keyLocation,
        value: Part(file: file, pointer: pointer.appending(member.key), node: member.value))
    }
  }

  /// The items, if this is an array.
  var items: [Part]? {
    node.array?.enumerated().map { index, item in
      Part(file: file, pointer: pointer.appending(index), node: item)
    }
  }

  /// The text of a reference, if this is an object that is one.
  var reference: Part? {
    guard let reference = self["$ref"], reference.node.string != nil else { return nil }
    return reference
  }
}

extension String {
  /// Whether a member of that name is an extension, of whatever kind.
  var isExtensionName: Bool { utf8.starts(with: "x-".utf8) }
}
