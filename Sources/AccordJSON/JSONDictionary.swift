/// A JSON object: string keys, compared scalar by scalar, in the order in which they were added.
///
/// `[String: Value]` would merge two keys that differ only in their Unicode normal form, and lose
/// one of the two values. Looking a key up takes constant time on average; objects of a few members,
/// which is what most are, are searched without a hash table.
public struct JSONDictionary<Value> {
  public private(set) var keys: [String] = []
  public private(set) var values: [Value] = []
  /// Positions by key, kept only once the object is large enough for it to pay.
  private var positions: [ExactString: Int]?

  private static var linearLimit: Int { 24 }

  public init() {}

  public init(minimumCapacity: Int) {
    keys.reserveCapacity(minimumCapacity)
    values.reserveCapacity(minimumCapacity)
  }

  /// Makes an object of the pairs; of two equal keys the later value wins, at the earlier place.
  public init(_ pairs: some Sequence<(String, Value)>) {
    for (key, value) in pairs { self[key] = value }
  }

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }

  /// The position of `key`, or `nil` if there is no such key.
  public func position(of key: String) -> Int? {
    if let positions { return positions[ExactString(key)] }
    let length = key.utf8.count
    for index in keys.indices
    where keys[index].utf8.count == length && keys[index].isExactly(key) {
      return index
    }
    return nil
  }

  public subscript(key: String) -> Value? {
    get { position(of: key).map { values[$0] } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): values[position] = value
      case (let position?, nil): remove(at: position)
      case (nil, let value?): append(key, value)
      case (nil, nil): break
      }
    }
  }

  /// Sets `key`, and says what stood there before.
  @discardableResult
  public mutating func updateValue(_ value: Value, forKey key: String) -> Value? {
    if let position = position(of: key) {
      defer { values[position] = value }
      return values[position]
    }
    append(key, value)
    return nil
  }

  private mutating func append(_ key: String, _ value: Value) {
    keys.append(key)
    values.append(value)
    if positions != nil {
      positions?[ExactString(key)] = keys.count - 1
    } else if keys.count > Self.linearLimit {
      var table: [ExactString: Int] = [:]
      table.reserveCapacity(keys.count * 2)
      for (index, key) in keys.enumerated() { table[ExactString(key)] = index }
      positions = table
    }
  }

  private mutating func remove(at position: Int) {
    keys.remove(at: position)
    values.remove(at: position)
    guard positions != nil else { return }
    positions = nil
    if keys.count > Self.linearLimit {
      positions = Dictionary(
        uniqueKeysWithValues: keys.enumerated().map { (ExactString($1), $0) })
    }
  }

  /// The same keys with other values.
  public func mapValues<Other, Failure: Error>(
    _ transform: (Value) throws(Failure) -> Other
  ) throws(Failure) -> JSONDictionary<Other> {
    var result = JSONDictionary<Other>(minimumCapacity: count)
    for index in keys.indices {
      result.append(keys[index], try transform(values[index]))
    }
    return result
  }
}

extension JSONDictionary: Sendable where Value: Sendable {}

extension JSONDictionary: Sequence {
  public struct Iterator: IteratorProtocol {
    private var dictionary: JSONDictionary
    private var index = 0

    init(_ dictionary: JSONDictionary) {
      self.dictionary = dictionary
    }

    public mutating func next() -> (key: String, value: Value)? {
      guard index < dictionary.keys.count else { return nil }
      defer { index += 1 }
      return (dictionary.keys[index], dictionary.values[index])
    }
  }

  public func makeIterator() -> Iterator { Iterator(self) }
  public var underestimatedCount: Int { count }
}

extension JSONDictionary: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, Value)...) {
    self.init(elements)
  }
}

/// The order of the members says nothing in JSON, so it does not count here.
extension JSONDictionary: Equatable where Value: Equatable {
  public static func == (left: JSONDictionary, right: JSONDictionary) -> Bool {
    guard left.count == right.count else { return false }
    for (key, value) in left {
      guard let other = right[key], other == value else { return false }
    }
    return true
  }
}

extension JSONDictionary: Hashable where Value: Hashable {
  public func hash(into hasher: inout Hasher) {
    // Commutative, because equality ignores the order.
    var sum = 0
    for (key, value) in self {
      var member = Hasher()
      member.combine(ExactString(key))
      member.combine(value)
      sum &+= member.finalize()
    }
    hasher.combine(count)
    hasher.combine(sum)
  }
}
