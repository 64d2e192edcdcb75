/// The keys of an object type, in the order in which its values are usually written.
public struct JSONKeys: Sendable, ExpressibleByArrayLiteral {
  public let names: [String]
  let bytes: [[UInt8]]

  public init(arrayLiteral names: String...) {
    self.init(names)
  }

  public init(_ names: [String]) {
    self.names = names
    bytes = names.map { Array($0.utf8) }
  }

  public subscript(index: Int) -> String { names[index] }
}

/// A member that the reader has come to, its value unread.
public enum JSONField: Sendable, Hashable {
  /// The key with that index in the ``JSONKeys``.
  case known(Int)
  case unknown(String)
}

extension JSONReader {
  /// Reads `{`. Go on with ``nextKey()`` or ``nextField(of:)`` until they give `nil`.
  public mutating func beginObject() throws(JSONError) {
    guard try peek() == UInt8(ascii: "{") else { throw mismatch("object") }
    try descend()
    expectedKey = 0
  }

  /// Reads `[`. Go on with ``nextItem()`` until it gives `false`.
  public mutating func beginArray() throws(JSONError) {
    guard try peek() == UInt8(ascii: "[") else { throw mismatch("array") }
    try descend()
  }

  private mutating func descend() throws(JSONError) {
    depth += 1
    guard depth <= options.maximumDepth else {
      throw JSONError(.tooDeep(limit: options.maximumDepth), at: offset)
    }
    offset += 1
    isFirst = true
  }

  private mutating func ascend() {
    depth -= 1
    offset += 1
    isFirst = false
  }

  /// Goes to the next item of an array. `false`, and the array is read, if there is none.
  public mutating func nextItem() throws(JSONError) -> Bool {
    let byte = try peek()
    if byte == UInt8(ascii: "]") {
      ascend()
      return false
    }
    if isFirst {
      isFirst = false
    } else {
      guard byte == UInt8(ascii: ",") else { throw unexpected() }
      offset += 1
      // A comma promises an item; reading it reports whatever else stands there.
    }
    return true
  }

  /// Goes to the next member's opening quote, behind it. `false`, and the object is read, if there is none.
  private mutating func nextMember() throws(JSONError) -> Bool {
    var byte = try peek()
    if byte == UInt8(ascii: "}") {
      ascend()
      return false
    }
    if isFirst {
      isFirst = false
    } else {
      guard byte == UInt8(ascii: ",") else { throw unexpected() }
      offset += 1
      byte = try peek()
    }
    guard byte == UInt8(ascii: "\"") else { throw unexpected() }
    offset += 1
    return true
  }

  private mutating func readColon() throws(JSONError) {
    guard try peek() == UInt8(ascii: ":") else { throw unexpected() }
    offset += 1
  }

  /// Reads the next key and its colon. `nil`, and the object is read, if there is none.
  public mutating func nextKey() throws(JSONError) -> String? {
    guard try nextMember() else { return nil }
    let key = try readStringBody()
    try readColon()
    return key
  }

  /// Reads the next key and its colon. `nil`, and the object is read, if there is none.
  ///
  /// A known key is found by its bytes alone, without making a string of it.
  public mutating func nextField(of keys: JSONKeys) throws(JSONError) -> JSONField? {
    guard try nextMember() else { return nil }
    if let index = match(keys) {
      try readColon()
      return .known(index)
    }
    let key = try readStringBody()
    try readColon()
    // A known key may be written with escapes.
    if let index = keys.names.firstIndex(where: { $0.isExactly(key) }) { return .known(index) }
    return .unknown(key)
  }

  /// The known key that stands here, read up to its closing quote, if one does.
  private mutating func match(_ keys: JSONKeys) -> Int? {
    let total = keys.bytes.count
    // Reading a nested object moves the expectation; it is only ever a guess.
    var index = expectedKey < total ? expectedKey : 0
    for _ in 0..<total {
      if matches(keys.bytes[index]) {
        offset += keys.bytes[index].count + 1
        expectedKey = index + 1
        return index
      }
      index += 1
      if index == total { index = 0 }
    }
    return nil
  }

  @inline(__always)
  private func matches(_ key: [UInt8]) -> Bool {
    let length = key.count
    guard offset + length < count, base[offset + length] == UInt8(ascii: "\"") else {
      return false
    }
    for position in 0..<length where key[position] != base[offset + position] { return false }
    // A key that itself holds a quote or a backslash stands escaped in the text, and never matches here.
    return true
  }

  /// Reads a value and forgets it; it must be well-formed all the same.
  public mutating func skipValue() throws(JSONError) {
    switch try peekKind() {
    case .null: try consume("null")
    case .boolean: _ = try readBool()
    case .number: _ = try readNumber()
    case .string: _ = try readString()
    case .array:
      try beginArray()
      while try nextItem() { try skipValue() }
    case .object:
      try beginObject()
      while try nextKey() != nil { try skipValue() }
    }
  }

  /// Reads any value.
  public mutating func readValue() throws(JSONError) -> JSONValue {
    switch try peekKind() {
    case .null:
      try consume("null")
      return .null
    case .boolean: return .bool(try readBool())
    case .number: return .number(try readNumber())
    case .string: return .string(try readString())
    case .array:
      var items: [JSONValue] = []
      try beginArray()
      while try nextItem() { items.append(try readValue()) }
      return .array(items)
    case .object:
      let members = try readMembers { reader throws(JSONError) in try reader.readValue() }
      return .object(members)
    }
  }

  /// Reads an object whose values are all read the same way.
  mutating func readMembers<Value>(
    _ readValue: (inout JSONReader) throws(JSONError) -> Value
  ) throws(JSONError) -> JSONDictionary<Value> {
    var members = JSONDictionary<Value>()
    try beginObject()
    while try nextMember() {
      let place = offset - 1
      let key = try readStringBody()
      try readColon()
      if options.refusesDuplicateKeys, members.position(of: key) != nil {
        throw JSONError(.duplicateKey(key), at: place)
      }
      members.updateValue(try readValue(&self), forKey: key)
    }
    return members
  }
}

extension JSONValue {
  /// Reads JSON text.
  ///
  /// - Throws: ``JSONError`` with the offset of the first byte that is wrong.
  public init(
    parsing text: some Sequence<UInt8>, options: JSONReader.Options = .init()
  ) throws(JSONError) {
    self = try JSONReader.read(text, options: options) { reader throws(JSONError) in
      try reader.readValue()
    }
  }

  /// Reads JSON text.
  ///
  /// - Throws: ``JSONError`` with the offset of the first byte that is wrong.
  public init(
    parsing text: String, options: JSONReader.Options = .init()
  ) throws(JSONError) {
    try self.init(parsing: text.utf8, options: options)
  }
}
