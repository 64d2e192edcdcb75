/// A type that is read from JSON text directly, without a tree between.
public protocol JSONReadable {
  /// - Throws: ``JSONError`` if the next value is none of this type's.
  init(reading reader: inout JSONReader) throws(JSONError)
}

/// A type that writes itself as JSON text.
public protocol JSONWritable {
  /// Writes exactly one value.
  func write(to writer: inout JSONWriter)
}

/// A type that is read from JSON and written as JSON.
public typealias JSONCodable = JSONReadable & JSONWritable

extension JSONReadable {
  /// Reads the one value that the bytes hold.
  ///
  /// - Throws: ``JSONError`` if the bytes are not JSON, or none of this type's values.
  public init(
    json bytes: some Sequence<UInt8>, options: JSONReader.Options = .init()
  ) throws(JSONError) {
    self = try JSONReader.read(bytes, options: options) { reader throws(JSONError) in
      try Self(reading: &reader)
    }
  }
}

extension JSONWritable {
  /// The value as JSON text.
  ///
  /// - Throws: ``JSONError`` if it holds something that JSON has no text for.
  public func json(style: JSONWriter.Style = .compact) throws(JSONError) -> [UInt8] {
    try JSONWriter.write(style: style) { write(to: &$0) }
  }
}

extension JSONReader {
  @inlinable
  public mutating func read<Value: JSONReadable>(
    _ type: Value.Type = Value.self
  ) throws(JSONError) -> Value {
    try Value(reading: &self)
  }

  /// The value of a member that must be there.
  ///
  /// - Throws: `missing` if it is not.
  @inlinable
  public func require<Value>(_ value: Value?, _ key: String) throws(JSONError) -> Value {
    guard let value else { throw JSONError(.missing(key: key), at: offset) }
    return value
  }
}

extension JSONWriter {
  /// Writes a member.
  @inlinable
  public mutating func write(_ key: String, _ value: some JSONWritable) {
    writeKey(key)
    value.write(to: &self)
  }

  /// Writes a member unless there is no value.
  @inlinable
  public mutating func writeIfPresent(_ key: String, _ value: (some JSONWritable)?) {
    if let value { write(key, value) }
  }
}

extension String: JSONReadable, JSONWritable {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readString()
  }
  public func write(to writer: inout JSONWriter) { writer.write(self) }
}

extension Bool: JSONReadable, JSONWritable {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readBool()
  }
  public func write(to writer: inout JSONWriter) { writer.write(self) }
}

extension Double: JSONReadable, JSONWritable {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readDouble()
  }
  public func write(to writer: inout JSONWriter) { writer.write(self) }
}

extension Float: JSONReadable, JSONWritable {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    _ = try reader.peekKind()
    let place = reader.offset
    self = Float(try reader.readDouble())
    guard isFinite else { throw JSONError(.outOfRange("Float"), at: place) }
  }
  public func write(to writer: inout JSONWriter) {
    guard let number = JSONNumber(literal: "\(self)") else {
      writer.fail(.notRepresentable("\(self)"))
      return writer.writeNull()
    }
    writer.write(number)
  }
}

extension FixedWidthInteger where Self: JSONReadable {
  @inlinable
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readInteger()
  }
}

extension FixedWidthInteger where Self: JSONWritable {
  @inlinable
  public func write(to writer: inout JSONWriter) { writer.write(self) }
}

extension Int: JSONReadable, JSONWritable {}
extension Int32: JSONReadable, JSONWritable {}
extension Int64: JSONReadable, JSONWritable {}
extension UInt: JSONReadable, JSONWritable {}
extension UInt32: JSONReadable, JSONWritable {}
extension UInt64: JSONReadable, JSONWritable {}

extension JSONNumber: JSONReadable, JSONWritable {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readNumber()
  }
  public func write(to writer: inout JSONWriter) { writer.write(self) }
}

extension JSONValue: JSONReadable, JSONWritable {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readValue()
  }
  public func write(to writer: inout JSONWriter) { writer.write(self) }
}

extension Array: JSONReadable where Element: JSONReadable {
  @inlinable
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self.init()
    try reader.beginArray()
    while try reader.nextItem() { append(try Element(reading: &reader)) }
  }
}

extension Array: JSONWritable where Element: JSONWritable {
  @inlinable
  public func write(to writer: inout JSONWriter) {
    writer.beginArray()
    for item in self { item.write(to: &writer) }
    writer.endArray()
  }
}

/// `null` is read as `nil`, and `nil` written as `null`.
extension Optional: JSONReadable where Wrapped: JSONReadable {
  @inlinable
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readNull() ? nil : try Wrapped(reading: &reader)
  }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
  @inlinable
  public func write(to writer: inout JSONWriter) {
    if let self { self.write(to: &writer) } else { writer.writeNull() }
  }
}

extension JSONDictionary: JSONReadable where Value: JSONReadable {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readMembers { reader throws(JSONError) in try Value(reading: &reader) }
  }
}

extension JSONDictionary: JSONWritable where Value: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for (key, value) in self { writer.write(key, value) }
    writer.endObject()
  }
}
