import AccordJSON

/// A value of a document, and where it stands. What YAML and JSON files are read into.
public struct Node: Sendable {
  public enum Content: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([Node])
    case object(NodeObject)
  }

  public var content: Content
  public var location: Location

  public init(_ content: Content, at location: Location) {
    self.content = content
    self.location = location
  }

  public var kind: JSONValue.Kind {
    switch content {
    case .null: .null
    case .bool: .boolean
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// The member of that name, if this is an object that has one.
  public subscript(key: String) -> Node? {
    guard case .object(let object) = content else { return nil }
    return object[key]
  }

  public var string: String? {
    guard case .string(let value) = content else { return nil }
    return value
  }

  public var bool: Bool? {
    guard case .bool(let value) = content else { return nil }
    return value
  }

  public var number: JSONNumber? {
    guard case .number(let value) = content else { return nil }
    return value
  }

  public var array: [Node]? {
    guard case .array(let value) = content else { return nil }
    return value
  }

  public var object: NodeObject? {
    guard case .object(let value) = content else { return nil }
    return value
  }

  /// What the pointer leads to below this node, if it leads anywhere.
  public subscript(pointer: JSONPointer) -> Node? {
    var node = self
    for token in pointer.tokens {
      switch node.content {
      case .object(let object):
        guard let member = object[token] else { return nil }
        node = member
      case .array(let items):
        guard let index = JSONPointer.index(token), items.indices.contains(index) else {
          return nil
        }
        node = items[index]
      case .null, .bool, .number, .string:
        return nil
      }
    }
    return node
  }

  /// The value without its places.
  public var value: JSONValue {
    switch content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .array(let items): .array(items.map(\.value))
    case .object(let object):
      .object(JSONDictionary(object.members.lazy.map { ($0.key, $0.value.value) }))
    }
  }
}

/// The members of an object, in the order of the text; keys are unique, scalar by scalar.
public struct NodeObject: Sendable {
  public struct Member: Sendable {
    public var key: String
    public var keyLocation: Location
    public var value: Node

    public init(key: String, keyLocation: Location, value: Node) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  public private(set) var members: [Member]
  /// Only for objects so large that searching them one by one would cost.
  private var positions: [ExactString: Int]?

  private static let linearLimit = 16

  public init() {
    members = []
  }

  /// Takes the members as they are: the caller has made sure that no key is there twice.
  public init(uniqueMembers members: [Member]) {
    self.members = members
    indexIfLarge()
  }

  /// Takes members of which some may have the same key: the first of them stays, the others are reported.
  init(checking candidates: [Member], onDuplicate: (_ first: Member, Member) -> Void) {
    members = candidates
    let hasDuplicates: Bool
    if members.count > Self.linearLimit {
      indexIfLarge()
      hasDuplicates = positions?.count != members.count
    } else {
      hasDuplicates = members.indices.contains { position(of: members[$0].key) != $0 }
    }
    guard hasDuplicates else { return }
    var first: [ExactString: Member] = [:]
    members = candidates.filter { candidate in
      guard let earlier = first[ExactString(candidate.key)] else {
        first[ExactString(candidate.key)] = candidate
        return true
      }
      onDuplicate(earlier, candidate)
      return false
    }
    indexIfLarge()
  }

  private mutating func indexIfLarge() {
    guard members.count > Self.linearLimit else {
      positions = nil
      return
    }
    var table: [ExactString: Int] = [:]
    table.reserveCapacity(members.count)
    for (index, member) in members.enumerated() { table[ExactString(member.key)] = index }
    positions = table
  }

  public func position(of key: String) -> Int? {
    if let positions { return positions[ExactString(key)] }
    // Comparing for canonical equivalence first is faster: unlike what is exact, it is built into strings.
    for index in members.indices
    where members[index].key == key && members[index].key.isExactly(key) {
      return index
    }
    return nil
  }

  public func member(_ key: String) -> Member? {
    position(of: key).map { members[$0] }
  }

  public subscript(key: String) -> Node? {
    position(of: key).map { members[$0].value }
  }

  /// Sets a member: in place if the key is there, else at the end.
  public mutating func set(_ member: Member) {
    if let position = position(of: member.key) {
      members[position].value = member.value
      return
    }
    members.append(member)
    if positions != nil {
      positions?[ExactString(member.key)] = members.count - 1
    } else {
      indexIfLarge()
    }
  }

  /// Changes the value at that position in place.
  mutating func update<Failure>(
    at position: Int, _ body: (inout Node) throws(Failure) -> Void
  ) throws(Failure) {
    try body(&members[position].value)
  }

  public mutating func remove(_ key: String) {
    guard let position = position(of: key) else { return }
    members.remove(at: position)
    indexIfLarge()
  }
}
