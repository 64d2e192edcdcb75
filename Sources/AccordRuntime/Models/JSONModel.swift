// Generated code imports this module alone, and names types of both.
@_exported import AccordJSON
@_exported import HTTPTypes

/// A type that was generated from a schema.
///
/// It reads and writes JSON bytes directly. `Codable` comes along through one generic bridge, so that
/// nothing has to be synthesised type by type: compile time is paid once, here.
public protocol JSONModel: JSONReadable, JSONWritable, Codable, Equatable, Sendable {}

extension JSONModel {
  /// Reads from any decoder: its content is taken as a JSON value, and that is read like any other JSON.
  public init(from decoder: any Decoder) throws {
    let value = try AnyCodableValue(from: decoder).value
    var writer = JSONWriter()
    writer.write(value)
    do throws(JSONError) {
      try self.init(json: writer.bytes)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: error.description,
          underlyingError: error))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: try json())
    } catch {
      throw EncodingError.invalidValue(
        self,
        .init(
          codingPath: encoder.codingPath, debugDescription: error.description,
          underlyingError: error))
    }
    try AnyCodableValue(value).encode(to: encoder)
  }
}

/// How a generated struct was read, so that it is written back as it was, without making two values unequal: which
/// members with a default were absent, which optional ones were `null`, and the members that the document does not
/// name. An object may have such unless its schema says otherwise (JSON Schema 2020-12, section 10.3.2.3), and whoever
/// reads a value, changes it and sends it back must not lose what a newer server put there.
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

  /// Reads the value of a member that the document does not name, and keeps it.
  public mutating func keep(_ field: JSONField, from reader: inout JSONReader) throws(JSONError) {
    switch field {
    case .known: try reader.skipValue()
    case .unknown(let key):
      if rest.isEmpty { rest.append(Rest()) }
      rest[0].members[key] = try reader.readValue()
    }
  }

  /// The members that the document does not name.
  public var undeclared: JSONDictionary<JSONValue> { rest.first?.members ?? [:] }

  /// Writes the members that the document does not name.
  public func writeUndeclared(to writer: inout JSONWriter) {
    guard !rest.isEmpty else { return }
    for (key, value) in undeclared { writer.write(key, value) }
  }

  /// How a value was written does not change what it is.
  public static func == (left: FieldMarks, right: FieldMarks) -> Bool { true }
  public func hash(into hasher: inout Hasher) {}
}
