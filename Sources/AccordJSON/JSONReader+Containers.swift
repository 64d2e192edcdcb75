extension JSONReader {
  /// Reads `{`. Go on with ``nextKey()`` until it gives `nil`; for the members of a known type there is ``enter(_:)``.
  public mutating func beginObject() throws(JSONError) {
    guard try peek() == UInt8(ascii: "{") else { throw mismatch("object") }
    try descend()
  }

  /// Reads `[`. Go on with ``nextItem()`` until it gives `false`.
  public mutating func beginArray() throws(JSONError) {
    guard try peek() == UInt8(ascii: "[") else { throw mismatch("array") }
    try descend()
  }

  mutating func descend() throws(JSONError) {
    depth += 1
    guard depth <= options.maximumDepth else {
      throw JSONError(.tooDeep(limit: options.maximumDepth), at: offset)
    }
    offset += 1
    isFirst = true
  }

  mutating func ascend() {
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
  mutating func nextMember() throws(JSONError) -> Bool {
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

  mutating func readColon() throws(JSONError) {
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
    self = try JSONReader.read(text, options: options) { reader throws(JSONError) in
      try reader.readValue()
    }
  }
}
