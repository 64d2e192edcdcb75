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

  /// What a container waits for.
  private enum State {
    /// The next item of a sequence.
    case item
    case key
    /// The value of the member on top of the stack.
    case value
    /// The value of a plain `<<`.
    case merge(Location)
    /// The value of a key that cannot be one, which was reported.
    case nothing
  }

  private struct Frame {
    var state: State
    var location: Location
    var anchor: String?
    /// Where this container's values begin on the stack of its kind.
    var start: Int
    var size = 1
    var height = 1
  }

  /// A mapping whose members are to be inserted before the member with that number.
  private struct Merge {
    /// How many containers are open around the merge key.
    var level: Int
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
  private let nodes = NodeStack<Node>()
  private let members = NodeStack<NodeObject.Member>()
  private var merges: [Merge] = []
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
    let isKey = expectsKey
    if isKey, anchor == nil {
      // The text of a key is all that counts; no need to find out what it would stand for as a value.
      let text = String(decoding: bytes, as: UTF8.self)
      if case .plain = form, text == "<<" {
        frames[frames.count - 1].state = .merge(location)
      } else {
        beginMember(text, at: location)
      }
      return
    }
    var value = Value(node: Node(content(bytes, form: form, at: location), at: location))
    if isKey || anchor != nil { value.text = String(decoding: bytes, as: UTF8.self) }
    if let anchor { anchors[anchor] = value }
    add(value)
  }

  private var expectsKey: Bool {
    guard !frames.isEmpty else { return false }
    switch frames[frames.count - 1].state {
    case .key: return true
    case .item, .value, .merge, .nothing: return false
    }
  }

  private mutating func beginMember(_ key: String, at location: Location) {
    members.append(.init(key: key, keyLocation: location, value: Node(.null, at: location)))
    frames[frames.count - 1].state = .value
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
        state: container == .sequence ? .item : .key, location: location, anchor: anchor,
        start: container == .sequence ? nodes.count : members.count))
  }

  private func tooDeep(_ location: Location) -> Diagnostic {
    Diagnostic(
      .error, "more than \(limits.depth) sequences and mappings stand inside one another",
      at: location, remedy: "make the document flatter")
  }

  mutating func end() {
    guard let frame = frames.popLast() else { return }
    let content: Node.Content
    switch frame.state {
    case .item: content = .array(nodes.pop(from: frame.start))
    case .key, .value, .merge, .nothing:
      let object = members.popObject(from: frame.start, reportingTo: &diagnostics)
      content = .object(merged(object))
    }
    let value = Value(
      node: Node(content, at: frame.location), size: frame.size, height: frame.height)
    if let anchor = frame.anchor { anchors[anchor] = value }
    add(value)
  }

  /// The object of the container that was just closed, with what its merge keys add.
  private mutating func merged(_ object: NodeObject) -> NodeObject {
    guard let last = merges.last, last.level > frames.count else { return object }
    let own = merges.reversed().prefix { $0.level > frames.count }.reversed()
    merges.removeLast(own.count)
    return Self.merging(Array(own), into: object)
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
    add(value)
  }

  // MARK: - Values

  private mutating func add(_ value: Value) {
    guard !frames.isEmpty else {
      root = value.node
      return
    }
    let top = frames.count - 1
    frames[top].size += value.size
    frames[top].height = max(frames[top].height, value.height + 1)
    switch frames[top].state {
    case .item: nodes.append(value.node)
    case .key:
      if let text = value.text {
        beginMember(text, at: value.node.location)
      } else {
        frames[top].state = .nothing
        diagnostics.append(
          Diagnostic(
            .error, "\(value.node.kind.withArticle) cannot be a key", at: value.node.location,
            remedy: "keys are strings: quote it if it is meant as text"))
      }
    case .value:
      members.updateTop { $0.value = value.node }
      frames[top].state = .key
    case .nothing: frames[top].state = .key
    case .merge(let location):
      frames[top].state = .key
      merge(value.node, at: location)
    }
  }

  private mutating func merge(_ node: Node, at location: Location) {
    let position = members.count - frames[frames.count - 1].start
    let objects: [NodeObject]
    switch node.content {
    case .object(let object): objects = [object]
    case .array(let items) where items.allSatisfy({ $0.kind == .object }):
      objects = items.compactMap(\.object)
    case .null, .bool, .number, .string, .array:
      diagnostics.append(
        Diagnostic(
          .warning,
          "a merge key needs a mapping or a sequence of mappings, so `<<` is read as a name",
          at: location, remedy: "quote the key if it is meant as a name"))
      members.append(.init(key: "<<", keyLocation: location, value: node))
      return
    }
    merges += objects.map { Merge(level: frames.count, position: position, object: $0) }
  }
}
