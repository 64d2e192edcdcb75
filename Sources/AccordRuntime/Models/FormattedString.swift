/// A value that JSON holds as a string of one format, such as a date.
public protocol FormattedString: JSONReadable, JSONWritable, Codable, Hashable, Sendable,
  CustomStringConvertible
{
  /// What JSON Schema calls the format.
  static var format: String { get }
  /// `nil` if the bytes are not of the format.
  init?(utf8: UnsafeBufferPointer<UInt8>)
  /// The value as it is written.
  var text: String { get }
}

extension FormattedString {
  /// `nil` if the text is not of the format.
  public init?(_ text: String) {
    var text = text
    guard let value = text.withUTF8({ Self(utf8: $0) }) else { return nil }
    self = value
  }

  public var description: String { text }

  /// - Throws: `invalid` for a string that is not of the format.
  @inlinable
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readString("is not a valid \(Self.format)") { Self(utf8: $0) }
  }

  public func write(to writer: inout JSONWriter) {
    writer.write(text)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "is not a valid \(Self.format)")
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension ParameterValue where Self: FormattedString {
  public static var parameterDescription: String { "a valid \(format)" }
  public var parameterText: String { text }
  public init?(parameterText: String) { self.init(parameterText) }
}
