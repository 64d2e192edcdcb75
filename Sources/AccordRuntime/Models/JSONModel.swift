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

/// Marks single members of a generated struct by their index, without making two values unequal.
///
/// A generated struct remembers with it how it was read: which members with a default were absent, and
/// which optional ones were `null`, so that it is written back as it was.
public struct FieldMarks: Sendable, Hashable {
  private var first: UInt64 = 0
  private var more: [UInt64] = []

  public init() {}

  public mutating func insert(_ index: Int) {
    if index < 64 {
      first |= 1 << UInt64(index)
      return
    }
    let word = index / 64 - 1
    while more.count <= word { more.append(0) }
    more[word] |= 1 << UInt64(index % 64)
  }

  public func contains(_ index: Int) -> Bool {
    if index < 64 { return first & (1 << UInt64(index)) != 0 }
    let word = index / 64 - 1
    return word < more.count && more[word] & (1 << UInt64(index % 64)) != 0
  }

  /// How a value was written does not change what it is.
  public static func == (left: FieldMarks, right: FieldMarks) -> Bool { true }
  public func hash(into hasher: inout Hasher) {}
}
