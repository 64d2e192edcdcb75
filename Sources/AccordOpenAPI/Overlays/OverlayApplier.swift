import AccordJSON

/// Applies the actions of an overlay to a document, one after the other.
struct OverlayApplier {
  private(set) var root: Node
  private(set) var diagnostics: [Diagnostic] = []
  private let limits: ReadingLimits
  private var addedNodes = 0

  init(root: Node, limits: ReadingLimits) {
    self.root = root
    self.limits = limits
  }

  /// Merges that fail, with the place in the overlay that they fail at.
  private struct Mismatch: Error {
    var message: String
    var location: Location
  }

  mutating func apply(_ overlay: Overlay) {
    for action in overlay.actions { apply(action, overlay.version) }
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ message: String, at location: Location, _ remedy: String
  ) {
    diagnostics.append(Diagnostic(severity, message, at: location, remedy: remedy))
  }

  private mutating func apply(_ action: Overlay.Action, _ version: Overlay.Version) {
    guard let matches = find(action.target, at: action.targetNode) else { return }
    guard !matches.isEmpty else {
      report(
        .warning,
        "the target \(action.targetNode.string ?? "") matches nothing, so the action has no effect",
        at: action.targetNode.location, nearestRemedy(of: action.target))
      return
    }
    let paths = matches.map(\.path)
    switch action.change {
    case .remove: remove(paths, action)
    case .update(let node): merge(node, into: paths, action, version)
    case .copy(let source, let node):
      guard let found = find(source, at: node) else { return }
      guard found.count == 1 else {
        report(
          .error, "`copy` selects \(found.count) values instead of one", at: node.location,
          "name one place")
        return
      }
      merge(found[0].node, into: paths, action, version)
    }
  }

  private mutating func find(_ path: JSONPath, at node: Node) -> [JSONPath.Match]? {
    if let matches = path.matches(in: root) { return matches }
    report(
      .error, "it takes too long to find what \(node.string ?? "") selects", at: node.location,
      "write a more specific path")
    return nil
  }

  /// How far a path of plain names leads, and what may have been meant from there on.
  private func nearestRemedy(of path: JSONPath) -> String {
    var node = root
    for segment in path.query.segments {
      guard case .child(let selectors) = segment, selectors.count == 1,
        case .name(let name) = selectors[0], let object = node.object
      else { break }
      guard let next = object[name] else {
        return Spelling.remedy(
          for: name, among: object.members.map(\.key),
          otherwise: "correct the path: there is no '\(name)'")
      }
      node = next
    }
    return "correct the path, or remove the action"
  }

  // MARK: - Removing

  private mutating func remove(_ paths: [[JSONPath.Step]], _ action: Overlay.Action) {
    guard paths.allSatisfy({ !$0.isEmpty }) else {
      report(
        .error, "the document as a whole cannot be removed", at: action.targetNode.location,
        "name a part of it")
      return
    }
    // Together what is in one array or object: one by one would take quadratic time.
    var parents: [String: (path: [JSONPath.Step], children: [JSONPath.Step])] = [:]
    for path in paths {
      let parent = Array(path.dropLast())
      let name = JSONPath.Match(path: parent, node: root).normalizedPath
      parents[name, default: (parent, [])].children += path.suffix(1)
    }
    // The last ones first, so that the places of the others stay true.
    for (path, children) in parents.values.sorted(by: { Self.comesLater($0.path, $1.path) }) {
      update(path[...]) { $0.remove(children) }
    }
  }

  /// Deeper places before those that hold them, later items before earlier ones; members in any order.
  private static func comesLater(_ left: [JSONPath.Step], _ right: [JSONPath.Step]) -> Bool {
    for (one, other) in zip(left, right) {
      switch (one, other) {
      case (.item(let one), .item(let other)):
        if one != other { return one > other }
      case (.member(let one), .member(let other)):
        if !one.isExactly(other) { return ExactString(one) > ExactString(other) }
      case (.item, .member): return true
      case (.member, .item): return false
      }
    }
    return left.count > right.count
  }

  // MARK: - Merging

  private mutating func merge(
    _ source: Node, into paths: [[JSONPath.Step]], _ action: Overlay.Action,
    _ version: Overlay.Version
  ) {
    let room = limits.overlaidNodes - addedNodes
    addedNodes += source.count(upTo: room + 1) * paths.count
    guard addedNodes <= limits.overlaidNodes else {
      return report(
        .error, "the overlays add more than \(limits.overlaidNodes) values", at: action.location,
        "copy less, or to fewer places")
    }
    let depth = source.depth
    for path in paths {
      guard path.count + depth <= limits.depth else {
        return report(
          .error, "the action would nest more than \(limits.depth) arrays and objects",
          at: action.location, "make the document flatter")
      }
      var mismatch: Mismatch?
      update(path[...]) { target in
        do throws(Mismatch) {
          try Self.merge(source, intoTarget: &target, version)
        } catch {
          mismatch = error
        }
      }
      if let mismatch {
        report(
          .error, mismatch.message, at: mismatch.location,
          "update a value with one of its own kind, or remove it first")
        return
      }
    }
  }

  /// The target itself takes items one by one or, since 1.1, a list of them.
  private static func merge(
    _ source: Node, intoTarget target: inout Node, _ version: Overlay.Version
  ) throws(Mismatch) {
    if case .array(let items) = target.content {
      target.content = .array([])
      if version == .v1_1, let more = source.array {
        target.content = .array(items + more)
      } else {
        target.content = .array(items + [source])
      }
      return
    }
    guard version == .v1_1 || target.kind == .object else {
      throw Mismatch(
        message:
          "an overlay 1.0 updates objects and arrays only, but the target is \(target.kind.withArticle)",
        location: source.location)
    }
    try merge(source, into: &target)
  }

  private static func merge(_ source: Node, into target: inout Node) throws(Mismatch) {
    switch (target.content, source.content) {
    case (.object(var object), .object(let changes)):
      target.content = .null
      var failure: Mismatch?
      for change in changes.members {
        guard let position = object.position(of: change.key) else {
          object.set(change)
          continue
        }
        do throws(Mismatch) {
          try object.update(at: position) { (node) throws(Mismatch) in
            try merge(change.value, into: &node)
          }
        } catch {
          failure = error
          break
        }
      }
      target.content = .object(object)
      if let failure { throw failure }
    case (.array(let items), .array(let more)):
      target.content = .array(items + more)
    case (.null, .null), (.null, .bool), (.null, .number), (.null, .string),
      (.bool, .null), (.bool, .bool), (.bool, .number), (.bool, .string),
      (.number, .null), (.number, .bool), (.number, .number), (.number, .string),
      (.string, .null), (.string, .bool), (.string, .number), (.string, .string):
      target = source
    case (.object, _), (.array, _), (_, .object), (_, .array):
      throw Mismatch(
        message:
          "\(source.kind.withArticle) cannot update \(target.kind.withArticle) (at \(target.location))",
        location: source.location)
    }
  }

  // MARK: - Places

  /// Changes the value at that place, which must exist.
  private mutating func update(
    _ path: ArraySlice<JSONPath.Step>, _ body: (inout Node) -> Void
  ) {
    Self.update(&root, path, body)
  }

  private static func update(
    _ node: inout Node, _ path: ArraySlice<JSONPath.Step>, _ body: (inout Node) -> Void
  ) {
    guard let step = path.first else { return body(&node) }
    switch (step, node.content) {
    case (.member(let name), .object(var object)):
      guard let position = object.position(of: name) else { return }
      // Let go of the old content, so that the members are changed in place.
      node.content = .null
      object.update(at: position) { update(&$0, path.dropFirst(), body) }
      node.content = .object(object)
    case (.item(let index), .array(var items)):
      guard items.indices.contains(index) else { return }
      node.content = .null
      update(&items[index], path.dropFirst(), body)
      node.content = .array(items)
    case (.member, _), (.item, _): break
    }
  }
}

extension Node {
  /// Removes those items or members.
  fileprivate mutating func remove(_ children: [JSONPath.Step]) {
    var names: Set<ExactString> = []
    var indices: Set<Int> = []
    for child in children {
      switch child {
      case .member(let name): names.insert(ExactString(name))
      case .item(let index): indices.insert(index)
      }
    }
    switch content {
    case .null, .bool, .number, .string: break
    case .array(let items):
      content = .array(items.enumerated().filter { !indices.contains($0.offset) }.map(\.element))
    case .object(let object):
      content = .object(
        NodeObject(
          uniqueMembers: object.members.filter { !names.contains(ExactString($0.key)) }))
    }
  }

  /// How many values there are in it, itself included; counted no further than the limit.
  func count(upTo limit: Int) -> Int {
    var count = 1
    switch content {
    case .null, .bool, .number, .string: break
    case .array(let items):
      for item in items where count < limit { count += item.count(upTo: limit - count) }
    case .object(let object):
      for member in object.members where count < limit {
        count += member.value.count(upTo: limit - count)
      }
    }
    return count
  }

  /// How many arrays and objects stand inside one another in it.
  var depth: Int {
    switch content {
    case .null, .bool, .number, .string: 0
    case .array(let items): 1 + (items.lazy.map(\.depth).max() ?? 0)
    case .object(let object): 1 + (object.members.lazy.map(\.value.depth).max() ?? 0)
    }
  }
}
