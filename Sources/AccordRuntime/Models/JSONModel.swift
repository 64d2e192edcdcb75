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
