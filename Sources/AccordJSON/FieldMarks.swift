/// How a generated struct was read, so that it is written back as it was, without making two values unequal: which
/// members with a default, and which of those that may be `null`, were absent, and the members that the document does
/// not name. An object may have such unless its schema says otherwise (JSON Schema 2020-12, section 10.3.2.3), and
/// whoever reads a value, changes it and sends it back must not lose what a newer server put there.
public struct FieldMarks: Sendable, Hashable {
  private var first: UInt64 = 0
  /// None or one, because hardly any struct needs it: an array is the smallest place for it.
  private var rest: [Rest] = []

  private struct Rest {
    var words: [UInt64] = []
    var members: JSONDictionary<JSONValue> = [:]
  }

  public init() {}

  public mutating func insert(_ index: Int) {
    if index < 64 {
      first |= 1 << UInt64(index)
      return
    }
    let word = index / 64 - 1
    if rest.isEmpty { rest.append(Rest()) }
    while rest[0].words.count <= word { rest[0].words.append(0) }
    rest[0].words[word] |= 1 << UInt64(index % 64)
  }

  public func contains(_ index: Int) -> Bool {
    if index < 64 { return first & (1 << UInt64(index)) != 0 }
    let word = index / 64 - 1
    guard let words = rest.first?.words else { return false }
    return word < words.count && words[word] & (1 << UInt64(index % 64)) != 0
  }

  /// The members that the document does not name.
  public internal(set) var undeclared: JSONDictionary<JSONValue> {
    get { rest.first?.members ?? [:] }
    set {
      if rest.isEmpty { rest.append(Rest()) }
      rest[0].members = newValue
    }
  }

  /// How a value was written does not change what it is.
  public static func == (left: FieldMarks, right: FieldMarks) -> Bool { true }
  public func hash(into hasher: inout Hasher) {}
}
