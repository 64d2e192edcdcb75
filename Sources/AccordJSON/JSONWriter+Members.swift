/// The members of an object of a known type, written in the order of its keys. See ``JSONReader/enter(_:)``.
extension JSONWriter {
  /// How far the writing of an object's members is. The one around it is kept by whoever entered.
  public struct Members: Sendable {
    var keys: JSONKeys
    var marks = FieldMarks()
    /// The index of the key that is written next.
    var next = 0
  }

  /// Writes `{`. The members follow, all of them in the order of their keys, and then ``leave(_:)``.
  ///
  /// - Returns: what ``leave(_:)`` takes.
  public mutating func enter(_ keys: JSONKeys) -> Members {
    beginObject()
    let outer = members
    members = Members(keys: keys)
    return outer
  }

  /// Which members were absent, and those that no key names, which are written at the end. To be said before the first
  /// member.
  public mutating func mark(_ marks: FieldMarks) { members.marks = marks }

  public mutating func leave(_ outer: Members) {
    let undeclared = members.marks.undeclared
    members = outer
    rest(undeclared)
    endObject()
  }

  @inlinable
  public mutating func required(_ value: some JSONWritable) {
    writeNextKey()
    value.write(to: &self)
  }

  /// Nothing if there is no value.
  @inlinable
  public mutating func optional(_ value: (some JSONWritable)?) {
    if let value { required(value) } else { passKey() }
  }

  /// `null` if there is no value, and nothing if there was none.
  @inlinable
  public mutating func nullable(_ value: (some JSONWritable)?) {
    if let value {
      required(value)
    } else if isNextMarked {
      passKey()
    } else {
      writeNextKey()
      writeNull()
    }
  }

  /// Nothing as long as a member that was absent has its default.
  @inlinable
  public mutating func defaulted<Value: JSONWritable & Equatable>(
    _ value: Value, _ defaultValue: @autoclosure () -> Value
  ) {
    if isNextMarked, value == defaultValue() { passKey() } else { required(value) }
  }

  /// Members that no key names.
  public mutating func rest(_ members: JSONDictionary<some JSONWritable>) {
    for (key, value) in members {
      writeKey(key)
      value.write(to: &self)
    }
  }

  @usableFromInline
  var isNextMarked: Bool { members.marks.contains(members.next) }

  /// Leaves out the next member.
  public mutating func passKey() { members.next += 1 }

  /// Writes the key of the next member, whose value must follow.
  public mutating func writeNextKey() {
    let index = members.next
    members.next = index + 1
    writeKey(text: members.keys.storage.text(at: index))
  }
}
