/// The members of an object of a known type, read in the order of its keys:
///
///     let outer = try reader.enter(Self.keys)
///     name = try reader.required()
///     size = try reader.optional()
///     marks = try reader.marks()
///     try reader.leave(outer)
///
/// Text mostly has its members in that order, and then each is read where the reader stands. The first one that is
/// out of order makes the reader note where the values of all others are, and read them from there.
extension JSONReader {
  /// How far the reading of an object's members is. The one around it is kept by whoever entered.
  public struct Members {
    var keys: JSONKeys
    /// The index of the key that is asked for next.
    var next = 0
    /// Where the values of the members are that have not been read, by the indices of their keys; 0 for those that
    /// are not there. `nil` as long as members come in order. The reader then stands before the closing brace.
    var places: [Int]?
    /// Where the members are that no key names: behind the quotes that open their keys.
    var others: [Int] = []
    var marks = FieldMarks()
  }

  /// What all copies of a reader know of the text.
  final class Memory {
    /// Whether objects are looked through before their members are read.
    let looksAhead: Bool
    /// Whether there was a member that came again after it had been read.
    var hasRepeatedMember = false
    /// Where the arrays and objects end that were passed over, by where they begin. Those inside them will be
    /// passed over as well when it is their turn: without a memory, once for every object around them.
    var ends: [Int: Int] = [:]

    init(looksAhead: Bool = false) {
      self.looksAhead = looksAhead
    }
  }

  /// Where to go on after a value.
  @usableFromInline
  enum Return {
    /// Behind the value.
    case here
    case at(Int)
  }

  // MARK: - Objects

  /// Reads `{`. The members follow, all of them in the order of their keys, and then ``leave(_:)``.
  ///
  /// - Returns: what ``leave(_:)`` takes.
  public mutating func enter(_ keys: JSONKeys) throws(JSONError) -> Members {
    guard try peek() == UInt8(ascii: "{") else { throw mismatch("object") }
    try descend()
    let outer = members
    members = Members(keys: keys)
    if memory.looksAhead { try lookAhead() }
    return outer
  }

  /// Reads what is left of the object, and `}`.
  public mutating func leave(_ outer: Members) throws(JSONError) {
    _ = try marks()
    _ = try peek()
    ascend()
    members = outer
  }

  // MARK: - Members

  /// - Throws: `missing` if the member is not there.
  @inlinable
  public mutating func required<Value: JSONReadable>() throws(JSONError) -> Value {
    guard let place = try seek() else { throw missingMember() }
    return try read(andGoOn: place)
  }

  /// `nil` if the member is not there; `null` is none of its values.
  @inlinable
  public mutating func optional<Value: JSONReadable>() throws(JSONError) -> Value? {
    guard let place = try seek() else { return nil }
    // An optional could be read as well.
    let value: Value = try read(andGoOn: place)
    return value
  }

  /// `nil` if the member is `null` or not there; the latter is marked.
  @inlinable
  public mutating func nullable<Value: JSONReadable>() throws(JSONError) -> Value? {
    guard let place = try seek() else {
      markMember()
      return nil
    }
    let value: Value? = try read(andGoOn: place)
    return value
  }

  /// The default, and a mark, if the member is not there.
  @inlinable
  public mutating func defaulted<Value: JSONReadable>(
    _ defaultValue: @autoclosure () -> Value
  ) throws(JSONError) -> Value {
    guard let place = try seek() else {
      markMember()
      return defaultValue()
    }
    return try read(andGoOn: place)
  }

  /// Reads what is left of the members: which were absent, of those that are written back so, and those that no key
  /// names.
  public mutating func marks() throws(JSONError) -> FieldMarks {
    if members.places == nil {
      while let known = try nextKnown(before: nil) {
        try noteRepeated(known)
        try skipValue()
      }
    }
    if !members.others.isEmpty { members.marks.undeclared = try readOthers() }
    return members.marks
  }

  /// All members that no key names.
  ///
  /// - Throws: `duplicateKey` where the reader is told to refuse such.
  public mutating func rest<Value: JSONReadable>() throws(JSONError) -> JSONDictionary<Value> {
    // All others have been asked for.
    members.next = members.keys.count + 1
    if members.places == nil { try lookAhead() }
    return try readOthers()
  }

  private mutating func readOthers<Value: JSONReadable>()
    throws(JSONError) -> JSONDictionary<Value>
  {
    var result = JSONDictionary<Value>()
    let end = offset
    let others = members.others
    members.others = []
    for place in others {
      offset = place
      let key = try readStringBody()
      try readColon()
      if options.refusesDuplicateKeys, result.position(of: key) != nil {
        throw JSONError(.duplicateKey(key), at: place - 1)
      }
      result.updateValue(try Value(reading: &self), forKey: key)
    }
    offset = end
    return result
  }

  @inlinable
  mutating func read<Value: JSONReadable>(
    andGoOn place: Return
  ) throws(JSONError) -> Value {
    let value = try Value(reading: &self)
    if case .at(let offset) = place { goOn(at: offset) }
    return value
  }

  @usableFromInline
  mutating func goOn(at offset: Int) { self.offset = offset }

  /// Marks the member that was asked for last.
  @usableFromInline
  mutating func markMember() { members.marks.insert(members.next - 1) }

  @usableFromInline
  func missingMember() -> JSONError {
    // Behind the object: the reader stands before its closing brace.
    JSONError(.missing(key: members.keys.storage.names[members.next - 1]), at: offset + 1)
  }

  // MARK: - Finding

  /// Goes to the value of the next member; `nil`, and nothing is read, if it is not there.
  @usableFromInline
  mutating func seek() throws(JSONError) -> Return? {
    let index = members.next
    members.next = index + 1
    if members.places == nil {
      if let end = endOfNextKey(index) {
        offset = end
        isFirst = false
        try readColon()
        return .here
      }
      if try seekOn(index) { return .here }
      guard members.places != nil else { return nil }
    }
    guard let place = members.places?[index], place > 0 else { return nil }
    let end = offset
    offset = place
    return .at(end)
  }

  /// Where the key ends, if it is that of the member that comes next.
  @inline(__always)
  private mutating func endOfNextKey(_ index: Int) -> Int? {
    skipWhitespace()
    if isFirst { return end(of: index, at: offset) }
    guard offset < count, base[offset] == UInt8(ascii: ",") else { return nil }
    var start = offset + 1
    while start < count, Self.isWhitespace(base[start]) { start += 1 }
    return end(of: index, at: start)
  }

  /// Goes on to the member with that key, over others that no key names. `false`, and the reader stands before the
  /// closing brace, if that is not the next known one: then all members are noted, if there are any.
  private mutating func seekOn(_ index: Int) throws(JSONError) -> Bool {
    while let known = try nextKnown(before: index) {
      if known == index { return true }
      if known > index {
        try lookAhead(from: known)
        return false
      }
      try noteRepeated(known)
      try skipValue()
    }
    return false
  }

  /// Goes to the value of the next member that a key names. Others are noted, to be read later. `nil` if there is none:
  /// the reader then stands before the closing brace.
  ///
  /// - Parameter index: the key that is the likeliest.
  private mutating func nextKnown(before index: Int?) throws(JSONError) -> Int? {
    while try peek() != UInt8(ascii: "}") {
      guard try nextMember() else { return nil }
      let start = offset
      if let known = try readKnownKey(first: index ?? 0) { return known }
      members.others.append(start)
      try passValue()
    }
    return nil
  }

  /// Reads a key, whose opening quote has been read, and its colon. `nil` for one that is not known.
  private mutating func readKnownKey(first: Int) throws(JSONError) -> Int? {
    let total = members.keys.count
    var index = first < total ? first : 0
    for _ in 0..<total {
      if let end = end(of: index, at: offset - 1) {
        offset = end
        try readColon()
        return index
      }
      index += 1
      if index == total { index = 0 }
    }
    let (end, isASCII) = try scanPlain(from: offset)
    if isASCII, base[end] == UInt8(ascii: "\"") {
      // One without escapes would have been found.
      offset = end + 1
      try readColon()
      return nil
    }
    let key = try readStringBody()
    try readColon()
    return members.keys.names.firstIndex { $0.isExactly(key) }
  }

  /// Where the key ends, if it stands there: behind its closing quote.
  @inline(__always)
  private func end(of key: Int, at start: Int) -> Int? {
    guard key < members.keys.count else { return nil }
    let text = members.keys.storage.text(at: key)
    // Without the colon.
    let length = text.count - 1
    guard start + length <= count, base[start + length - 1] == UInt8(ascii: "\"") else {
      return nil
    }
    for position in 0..<length where text[position] != base[start + position] { return nil }
    return start + length
  }

  private mutating func noteRepeated(_ known: Int) throws(JSONError) {
    if options.refusesDuplicateKeys {
      throw JSONError(.duplicateKey(members.keys.names[known]), at: offset)
    }
    memory.hasRepeatedMember = true
  }

  // MARK: - Looking ahead

  /// Notes where the values of all members are that are still to come.
  ///
  /// - Parameter known: the key of the value before which the reader stands, if it stands before one.
  private mutating func lookAhead(from known: Int? = nil) throws(JSONError) {
    let asked = members.next - 1
    var places = Array(repeating: 0, count: members.keys.count)
    var next = known
    if next == nil { next = try nextKnown(before: nil) }
    while let known = next {
      if known < asked || places[known] > 0 {
        // The last one counts. The one before it must be JSON all the same.
        if known < asked || options.refusesDuplicateKeys { try noteRepeated(known) }
        let place = offset
        if places[known] > 0 {
          offset = places[known]
          try skipValue()
          offset = place
        }
      }
      _ = try peek()
      places[known] = offset
      try passValue()
      next = try nextKnown(before: known + 1)
    }
    members.places = places
  }

  /// Goes over the next value without looking at more of it than its brackets and quotes. It is read later.
  mutating func passValue() throws(JSONError) {
    switch try peek() {
    case UInt8(ascii: "\""):
      offset += 1
      try passString()
    case UInt8(ascii: "{"), UInt8(ascii: "["): try passContainer()
    default:
      let start = offset
      while offset < count, !Self.isWhitespace(base[offset]), !Self.endsScalar(base[offset]) {
        offset += 1
      }
      if offset == start { throw unexpected() }
    }
  }

  private mutating func passContainer() throws(JSONError) {
    if let end = memory.ends[offset] {
      offset = end
      return
    }
    var opened: [Int] = []
    repeat {
      guard offset < count else { throw unexpected() }
      switch base[offset] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        opened.append(offset)
        offset += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        offset += 1
        // Short ones are passed as fast as looked up.
        if let start = opened.popLast(), offset - start > 64 { memory.ends[start] = offset }
      case UInt8(ascii: "\""):
        offset += 1
        try passString()
      default: offset += 1
      }
    } while !opened.isEmpty
  }

  /// The opening quote has been read.
  private mutating func passString() throws(JSONError) {
    while true {
      let (end, _) = try scanPlain(from: offset)
      if base[end] == UInt8(ascii: "\"") {
        offset = end + 1
        return
      }
      // Whatever is escaped is no end.
      offset = end + 2
    }
  }

  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }
}
