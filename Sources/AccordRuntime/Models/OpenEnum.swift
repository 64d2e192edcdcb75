/// A generated enum of strings. A value that the document does not name is kept, and written back as it was:
/// a server that learns a new case must not break the apps that are out there.
public protocol OpenEnum: JSONModel, ParameterValue, Hashable, CustomStringConvertible {
  init(rawValue: String)
  /// The value as JSON holds it.
  var rawValue: String { get }
  /// Whether the document names the value.
  var isKnown: Bool { get }
}

extension OpenEnum {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self.init(rawValue: try reader.readString())
  }

  public func write(to writer: inout JSONWriter) {
    writer.write(rawValue)
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.rawValue.isExactly(right.rawValue)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactString(rawValue))
  }

  public var description: String { rawValue }
}
