/// Path and query of a request, percent-encoded as it is put together (RFC 3986).
public struct RequestTarget: Sendable, Hashable, ExpressibleByStringInterpolation {
  public private(set) var path: String
  public private(set) var query: [String] = []

  public init(_ path: Path) {
    self.path = path.text
  }

  public init(stringLiteral value: String) { path = value }
  public init(stringInterpolation: Path.Interpolation) { path = stringInterpolation.text }

  /// A path written as a string literal: what is interpolated is encoded as (part of) one segment.
  public struct Path: ExpressibleByStringInterpolation, Sendable {
    var text: String

    public init(stringLiteral value: String) { text = value }
    public init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    public struct Interpolation: StringInterpolationProtocol {
      var text = ""

      public init(literalCapacity: Int, interpolationCount: Int) {}

      public mutating func appendLiteral(_ literal: String) { text += literal }

      public mutating func appendInterpolation(_ value: some ParameterValue) {
        text += PercentEncoding.segment(value.parameterText)
      }

      /// Style `simple`: the values with commas between them.
      public mutating func appendInterpolation(joining values: [some ParameterValue]) {
        text += values.map { PercentEncoding.segment($0.parameterText) }.joined(separator: ",")
      }
    }
  }

  /// `name=value`; nothing if there is no value.
  public mutating func addQuery(_ name: String, _ value: (some ParameterValue)?) {
    guard let value else { return }
    query.append(
      PercentEncoding.query(name) + "=" + PercentEncoding.query(value.parameterText))
  }

  /// One `name=value` for each, as style `form` with `explode` has it.
  public mutating func addQuery(_ name: String, exploding values: [some ParameterValue]?) {
    for value in values ?? [] { addQuery(name, value) }
  }

  /// All in one, with a separator that is not encoded.
  public mutating func addQuery(
    _ name: String, joining values: [some ParameterValue]?, by separator: String = ","
  ) {
    guard let values else { return }
    let parts = values.map { PercentEncoding.query($0.parameterText) }
    query.append(PercentEncoding.query(name) + "=" + parts.joined(separator: separator))
  }

  /// The target as it stands in a request line.
  public var text: String {
    query.isEmpty ? path : path + "?" + query.joined(separator: "&")
  }
}
