import AccordJSON

/// Makes nodes of YAML's events, without recursion: how deep the text nests is up to the text.
struct YAMLTreeBuilder {
  enum Container: String {
    case sequence, mapping
  }

  /// How a scalar was written, as far as that says what it stands for.
  enum ScalarForm {
    case plain
    /// In quotes, as a block, or with the tag `!`: a string.
    case quoted
    case tagged(String, isPlain: Bool)
  }

  private enum Key {
    case named(String, Location)
    /// A plain `<<`.
    case merge(Location)
    /// A key that cannot be one, which was reported.
    case refused
  }

  private struct Frame {
    var container: Container
    var location: Location
    var anchor: String?
    /// Where this container's values begin on the stack of its kind.
    var start: Int
    var key: Key?
    var merges: [Merge] = []
    var size = 1
    var height = 1
  }

  /// A mapping whose members are to be inserted before the member with that number.
  private struct Merge {
    var position: Int
    var object: NodeObject
  }

  /// A finished value, and what an alias for it costs.
  private struct Value {
    var node: Node
    /// The text of a scalar, because keys are strings by their text.
    var text: String?
    /// How many nodes it has, those behind aliases counted again.
    var size = 1
    /// How many arrays and objects stand inside one another in it.
    var height = 0
  }

  private let limits: ReadingLimits
  private(set) var root: Node?
  var diagnostics: [Diagnostic] = []

  private var frames: [Frame] = []
  private var nodes: [Node] = []
  private var members: [NodeObject.Member] = []
  private var anchors: [String: Value] = [:]
  private var writtenNodes = 0
  private var aliasedNodes = 0

  init(limits: ReadingLimits) {
    self.limits = limits
  }

  // MARK: - Scalars

  mutating func addScalar(
    _ bytes: UnsafeBufferPointer<UInt8>, form: ScalarForm, anchor: String?, at location: Location
  ) throws(Diagnostic) {
    writtenNodes += 1
    if anchor == nil, expectsKey {
      // The text of a key is all that counts; no need to find out what it would stand for as a value.
      let text = String(decoding: bytes, as: UTF8.self)
      if case .plain = form, text == "<<" {
        frames[frames.count - 1].key = .merge(location)
      } else {
        frames[frames.count - 1].key = .named(text, location)
      }
      return
    }
    let content = content(bytes, form: form, at: location)
    var value = Value(node: Node(content, at: location))
    if anchor != nil || expectsKey { value.text = String(decoding: bytes, as: UTF8.self) }
    if let anchor { anchors[anchor] = value }
    try add(value)
  }

  private var expectsKey: Bool {
    guard let frame = frames.last else { return false }
    return frame.container == .mapping && frame.key == nil
  }

  private mutating func content(
    _ bytes: UnsafeBufferPointer<UInt8>, form: ScalarForm, at location: Location
  ) -> Node.Content {
    switch form {
    case .quoted: return .string(String(decoding: bytes, as: UTF8.self))
    case .plain:
      switch YAMLScalar.plain(bytes) {
      case .value(let content): return content
      case .notJSON: return notJSON(bytes, at: location)
      }
    case .tagged(let tag, let isPlain):
      return content(bytes, tag: tag, isPlain: isPlain, at: location)
    }
  }

  private mutating func notJSON(
    _ bytes: UnsafeBufferPointer<UInt8>, at location: Location
  ) -> Node.Content {
    let text = String(decoding: bytes, as: UTF8.self)
    diagnostics.append(
      Diagnostic(
        .warning, "JSON has no number \(text), so it is read as a string", at: location,
        remedy: "quote it if it is meant as a string"))
    return .string(text)
  }

  private static let tagPrefix = "tag:yaml.org,2002:"

  private mutating func content(
    _ bytes: UnsafeBufferPointer<UInt8>, tag: String, isPlain: Bool, at location: Location
  ) -> Node.Content {
    let text = String(decoding: bytes, as: UTF8.self)
    let known = tag.hasPrefix(Self.tagPrefix) ? String(tag.dropFirst(Self.tagPrefix.count)) : ""
    var converted: Node.Content?
    switch known {
    case "str": return .string(text)
    case "null": converted = YAMLScalar.isNull(bytes) ? .null : nil
    case "bool": converted = YAMLScalar.boolean(bytes).map { .bool($0) }
    case "int", "float":
      if YAMLScalar.isInfinityOrNaN(bytes) { return notJSON(bytes, at: location) }
      let number = bytes.isEmpty ? nil : YAMLScalar.number(bytes)
      converted = number.flatMap { known == "float" || $0.isInteger ? .number($0) : nil }
    default:
      warnOfTag(tag, at: location)
      guard isPlain else { return .string(text) }
      return content(bytes, form: .plain, at: location)
    }
    if let converted { return converted }
    diagnostics.append(
      Diagnostic(
        .error, "\(JSONValue.string(text)) is no value of the tag !!\(known)", at: location,
        remedy: "correct the value, or remove the tag"))
    return .string(text)
  }

  private mutating func warnOfTag(_ tag: String, at location: Location) {
    diagnostics.append(
      Diagnostic(
        .warning, "the tag \(tag) is unknown and has no effect", at: location,
        remedy: "remove it: OpenAPI documents hold what JSON can hold"))
  }

  // MARK: - Containers

  mutating func begin(
    _ container: Container, anchor: String?, tag: String?, at location: Location
  ) throws(Diagnostic) {
    writtenNodes += 1
    guard frames.count < limits.depth else { throw tooDeep(location) }
    let ownTag = Self.tagPrefix + (container == .sequence ? "seq" : "map")
    if let tag, tag != ownTag { warnOfTag(tag, at: location) }
    frames.append(
      Frame(
        container: container, location: location, anchor: anchor,
        start: container == .sequence ? nodes.count : members.count))
  }

  private func tooDeep(_ location: Location) -> Diagnostic {
    Diagnostic(
      .error, "more than \(limits.depth) sequences and mappings stand inside one another",
      at: location, remedy: "make the document flatter")
  }

  mutating func end() throws(Diagnostic) {
    guard let frame = frames.popLast() else { return }
    let content: Node.Content
    switch frame.container {
    case .sequence:
      content = .array(nodes.popArray(from: frame.start))
    case .mapping:
      let object = members.popObject(from: frame.start, reportingTo: &diagnostics)
      content = .object(
        frame.merges.isEmpty ? object : Self.merging(frame.merges, into: object))
    }
    let value = Value(
      node: Node(content, at: frame.location), size: frame.size, height: frame.height)
    if let anchor = frame.anchor { anchors[anchor] = value }
    try add(value)
  }

  /// Members that stand there win over merged ones, and earlier merged mappings over later ones.
  private static func merging(_ merges: [Merge], into object: NodeObject) -> NodeObject {
    var seen = Set(object.members.map { ExactString($0.key) })
    var result: [NodeObject.Member] = []
    var rest = merges[...]
    for position in 0...object.members.count {
      while let merge = rest.first, merge.position <= position {
        rest.removeFirst()
        for member in merge.object.members where seen.insert(ExactString(member.key)).inserted {
          result.append(member)
        }
      }
      if position < object.members.count { result.append(object.members[position]) }
    }
    return NodeObject(uniqueMembers: result)
  }

  // MARK: - Aliases

  mutating func addAlias(_ name: String, at location: Location) throws(Diagnostic) {
    if frames.contains(where: { $0.anchor == name }) {
      throw Diagnostic(
        .error, "the alias *\(name) stands inside the value that it refers to", at: location,
        remedy: "JSON has no values that hold themselves: write the inner value out")
    }
    guard let value = anchors[name] else {
      throw Diagnostic(
        .error, "the alias *\(name) refers to no anchor before it", at: location,
        remedy: "put &\(name) before the value that it stands for")
    }
    aliasedNodes += value.size
    guard aliasedNodes <= limits.aliasedNodes + 10 * writtenNodes else {
      throw Diagnostic(
        .error, "the aliases stand for more than \(limits.aliasedNodes) values", at: location,
        remedy: "use fewer aliases of values that hold aliases themselves")
    }
    guard frames.count + value.height <= limits.depth else { throw tooDeep(location) }
    try add(value)
  }

  // MARK: - Values

  private mutating func add(_ value: Value) throws(Diagnostic) {
    guard !frames.isEmpty else {
      root = value.node
      return
    }
    let top = frames.count - 1
    frames[top].size += value.size
    frames[top].height = max(frames[top].height, value.height + 1)
    switch frames[top].container {
    case .sequence: nodes.append(value.node)
    case .mapping: addToMapping(value, top)
    }
  }

  private mutating func addToMapping(_ value: Value, _ top: Int) {
    guard let key = frames[top].key else {
      frames[top].key = self.key(of: value)
      return
    }
    frames[top].key = nil
    switch key {
    case .refused: break
    case .named(let name, let location):
      members.append(.init(key: name, keyLocation: location, value: value.node))
    case .merge(let location): merge(value.node, at: location, top)
    }
  }

  private mutating func key(of value: Value) -> Key {
    if let text = value.text { return .named(text, value.node.location) }
    diagnostics.append(
      Diagnostic(
        .error, "a \(value.node.kind.rawValue) cannot be a key", at: value.node.location,
        remedy: "keys are strings: quote it if it is meant as text"))
    return .refused
  }

  private mutating func merge(_ node: Node, at location: Location, _ top: Int) {
    let position = members.count - frames[top].start
    switch node.content {
    case .object(let object):
      frames[top].merges.append(Merge(position: position, object: object))
      return
    case .array(let items) where items.allSatisfy({ $0.kind == .object }):
      frames[top].merges += items.compactMap(\.object).map {
        Merge(position: position, object: $0)
      }
      return
    case .null, .bool, .number, .string, .array:
      diagnostics.append(
        Diagnostic(
          .warning, "a merge key needs a mapping or a sequence of mappings, so `<<` is read as a name",
          at: location, remedy: "quote the key if it is meant as a name"))
      members.append(.init(key: "<<", keyLocation: location, value: node))
    }
  }
}
