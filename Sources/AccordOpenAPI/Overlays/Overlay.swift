import AccordJSON

/// A list of changes to a document: OAI Overlay Specification 1.0 and 1.1.
struct Overlay {
  enum Version: String, CaseIterable {
    case v1_0 = "1.0"
    case v1_1 = "1.1"
  }

  struct Action {
    enum Change {
      case remove
      case update(Node)
      /// Takes what stands at the other place in the document.
      case copy(JSONPath, Node)
    }

    var target: JSONPath
    /// The text of the target, and where it stands.
    var targetNode: Node
    var change: Change
    var location: Location
  }

  var version: Version
  /// The document that it was written for, and where it says so.
  var extends: Node?
  var actions: [Action]
}

extension Overlay {
  /// What to say if the overlay was written for another document. Only the names of the files are compared:
  /// the same document may have been copied, and `extends` may be the address that it was published at.
  func mismatch(with document: SourceFile) -> Diagnostic? {
    guard let extends, let text = extends.string, let wanted = Self.fileName(text),
      let actual = Self.fileName(document.path), !wanted.isExactly(actual)
    else { return nil }
    return Diagnostic(
      .warning, "the overlay was written for '\(text)', not for '\(document.path)'",
      at: extends.location, remedy: "correct `extends`, or use the overlay for that document")
  }

  private static func fileName(_ address: String) -> String? {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    return path.split(separator: "/").last.map { String($0).percentDecoded ?? String($0) }
  }
}
