import AccordJSON

/// Reads nodes into an overlay. An action that cannot be understood is reported and left out.
struct OverlayReader {
  private(set) var diagnostics: [Diagnostic] = []

  mutating func read(_ root: Node) -> Overlay? {
    guard case .object(let object) = root.content else {
      report(
        .error, "an overlay must be an object, but this is \(root.kind.withArticle)",
        at: root.location, "begin it with `overlay: 1.1.0`")
      return nil
    }
    guard let version = readVersion(root) else { return nil }
    checkFields(of: object, known: ["overlay", "info", "extends", "actions"], what: "an overlay")
    checkInfo(root)
    let extends = root["extends"]
    if let extends, extends.string == nil {
      report(
        .error, "`extends` must be a string, but is \(extends.kind.withArticle)",
        at: extends.location, "write the path of the document")
    }
    return Overlay(
      version: version, extends: extends?.string == nil ? nil : extends,
      actions: readActions(root, version))
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ message: String, at location: Location, _ remedy: String
  ) {
    diagnostics.append(Diagnostic(severity, message, at: location, remedy: remedy))
  }

  private mutating func readVersion(_ root: Node) -> Overlay.Version? {
    let supported = "write `overlay: 1.1.0` or `overlay: 1.0.0`"
    guard let node = root["overlay"] else {
      report(.error, "this is no overlay: it has no `overlay` field", at: root.location, supported)
      return nil
    }
    let parts = (node.string ?? "").split(separator: ".", omittingEmptySubsequences: false)
    let isNumbered =
      parts.count == 3
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 48 < 10 } }
    guard isNumbered, let version = Overlay.Version(rawValue: parts[0] + "." + parts[1]) else {
      report(
        .error, "the overlay version \(node.value) is not supported", at: node.location, supported)
      return nil
    }
    return version
  }

  private mutating func checkFields(of object: NodeObject, known: [String], what: String) {
    for member in object.members where !known.contains(member.key) && !member.key.isExtensionName {
      report(
        .warning, "\(what) has no field '\(member.key)'; it is ignored", at: member.keyLocation,
        Spelling.remedy(for: member.key, among: known, otherwise: "remove it"))
    }
  }

  private mutating func checkInfo(_ root: Node) {
    guard let info = root["info"] else {
      report(
        .warning, "the overlay has no `info`", at: root.location, "add its title and version")
      return
    }
    guard case .object(let object) = info.content else {
      report(
        .warning, "`info` must be an object, but is \(info.kind.withArticle)", at: info.location,
        "write the title and version of the overlay")
      return
    }
    checkFields(of: object, known: ["title", "version", "description"], what: "`info`")
    for key in ["title", "version", "description"] {
      guard let value = object[key] else {
        if key != "description" {
          report(.warning, "`info` has no `\(key)`", at: info.location, "add it")
        }
        continue
      }
      if value.string == nil {
        report(
          .warning, "`\(key)` must be a string, but is \(value.kind.withArticle)",
          at: value.location, "quote it")
      }
    }
  }

  // MARK: - Actions

  private mutating func readActions(_ root: Node, _ version: Overlay.Version) -> [Overlay.Action] {
    guard let node = root["actions"] else {
      report(.error, "the overlay has no `actions`", at: root.location, "add at least one")
      return []
    }
    guard let items = node.array else {
      report(
        .error, "`actions` must be an array, but is \(node.kind.withArticle)", at: node.location,
        "write each action as an item, behind '- '")
      return []
    }
    if items.isEmpty {
      report(.warning, "the overlay has no actions", at: node.location, "add at least one")
    }
    var earlier: [JSONValue: Location] = [:]
    return items.compactMap { item in
      if let first = earlier.updateValue(item.location, forKey: item.value) {
        report(
          .warning, "this action stands twice, first at \(first)", at: item.location,
          "remove one of the two")
      }
      return readAction(item, version)
    }
  }

  private mutating func readAction(_ node: Node, _ version: Overlay.Version) -> Overlay.Action? {
    guard case .object(let object) = node.content else {
      report(
        .error, "an action must be an object, but is \(node.kind.withArticle)", at: node.location,
        "write its `target`, and `update` or `remove`")
      return nil
    }
    var fields = ["target", "description", "update", "remove"]
    if version == .v1_1 { fields.append("copy") }
    checkFields(of: object, known: fields, what: "an action of an overlay \(version.rawValue)")
    if let description = object["description"], description.string == nil {
      report(
        .warning, "`description` must be a string, but is \(description.kind.withArticle)",
        at: description.location, "quote it")
    }
    guard let targetNode = object["target"] else {
      report(
        .error, "the action has no `target`", at: node.location,
        "add a JSONPath such as $.paths['/rooms'].get")
      return nil
    }
    guard let target = readPath(targetNode, "target"),
      let change = readChange(object, version, at: node.location)
    else { return nil }
    return Overlay.Action(
      target: target, targetNode: targetNode, change: change, location: node.location)
  }

  private mutating func readPath(_ node: Node, _ field: String) -> JSONPath? {
    guard let text = node.string else {
      report(
        .error, "`\(field)` must be a string, but is \(node.kind.withArticle)", at: node.location,
        "write a JSONPath such as $.paths['/rooms'].get")
      return nil
    }
    do throws(JSONPath.SyntaxError) {
      return try JSONPath(text)
    } catch {
      report(
        .error, "`\(field)` is no JSONPath: \(error.message) (character \(error.offset + 1))",
        at: node.location, "see RFC 9535; a name with other characters stands in ['…']")
      return nil
    }
  }

  /// `remove` wins over the others; `update` and `copy` exclude each other.
  private mutating func readChange(
    _ object: NodeObject, _ version: Overlay.Version, at location: Location
  ) -> Overlay.Action.Change? {
    let copy = version == .v1_1 ? object["copy"] : nil
    if let remove = object["remove"] {
      guard let value = remove.bool else {
        report(
          .error, "`remove` must be a boolean, but is \(remove.kind.withArticle)",
          at: remove.location, "write true or false")
        return nil
      }
      if value {
        if let other = object["update"] ?? copy {
          report(
            .warning, "the action removes its targets, so this has no effect", at: other.location,
            "remove one of the two")
        }
        return .remove
      }
    }
    switch (object["update"], copy) {
    case (let update?, nil): return .update(update)
    case (nil, let copy?):
      guard let path = readPath(copy, "copy") else { return nil }
      return .copy(path, copy)
    case (_?, let copy?):
      report(
        .error, "an action cannot both update and copy", at: copy.location,
        "make two actions of it")
      return nil
    case (nil, nil):
      report(
        .warning, "the action changes nothing", at: location,
        "add `update`, `copy` or `remove: true`")
      return nil
    }
  }
}
