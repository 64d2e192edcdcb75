/// A type that was generated from a schema of objects: it says its keys, and reads and writes its members in their order.
public protocol JSONObject: JSONModel {
  static var keys: JSONKeys { get }

  /// Reads the members. The reader has entered the object, and leaves it.
  init(members reader: inout JSONReader) throws(JSONError)

  /// Writes the members. The writer has entered the object, and leaves it.
  func write(members writer: inout JSONWriter)
}

extension JSONObject {
  @inlinable
  public init(reading reader: inout JSONReader) throws(JSONError) {
    let outer = try reader.enter(Self.keys)
    try self.init(members: &reader)
    try reader.leave(outer)
  }

  @inlinable
  public func write(to writer: inout JSONWriter) {
    let outer = writer.enter(Self.keys)
    write(members: &writer)
    writer.leave(outer)
  }
}
