/// A generated enum of strings. A value that the document does not name is kept, and written back as it was:
/// a server that learns a new case must not break the apps that are out there.
public protocol OpenEnum: JSONModel, ParameterValue, Hashable, CustomStringConvertible {
  /// The values that the document names.
  static var known: KnownValues<Self> { get }
  /// A value that the document does not name.
  static func unknown(_ rawValue: String) -> Self
  /// The value as JSON holds it.
  var rawValue: String { get }
}

extension OpenEnum {
  public init(rawValue: String) {
    self = Self.known[rawValue] ?? .unknown(rawValue)
  }

  /// Whether the document names the value.
  public var isKnown: Bool { Self.known[rawValue] != nil }

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

/// The values that a document names for an enum, in its order.
public struct KnownValues<Value: OpenEnum>: RandomAccessCollection, ExpressibleByArrayLiteral,
  Sendable
{
  private let values: [Value]
  private let rawValues: [String]
  /// Where many values are, they are found by their hashes.
  private let positions: [ExactString: Int]

  public init(arrayLiteral values: Value...) {
    self.values = values
    rawValues = values.map(\.rawValue)
    positions =
      values.count > 8
      ? Dictionary(
        zip(rawValues.map { ExactString($0) }, values.indices),
        uniquingKeysWith: { first, _ in first })
      : [:]
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { values.count }
  public subscript(index: Int) -> Value { values[index] }

  /// The value that JSON writes so.
  public subscript(rawValue: String) -> Value? {
    let index =
      positions.isEmpty
      ? rawValues.firstIndex { $0.isExactly(rawValue) } : positions[ExactString(rawValue)]
    return index.map { values[$0] }
  }
}
