public import HTTPTypes

/// What is fixed about an operation.
public struct OperationDescription: Sendable, Hashable {
  /// The operationId, or the method and path where the document gives none.
  public var id: String
  public var method: HTTPRequest.Method
  /// With expressions in braces.
  public var path: String

  public init(id: String, method: HTTPRequest.Method, path: String) {
    self.id = id
    self.method = method
    self.path = path
  }
}

/// One call of an operation as a plain value: what is asked, and how the answer is read. Generated code makes
/// it, a client sends it, and a batching client or a cache can hold on to it.
public struct Call<Success: Sendable, Refusal: DocumentedRefusal>: Sendable {
  public var operation: OperationDescription
  /// Path and query, percent-encoded.
  public var target: RequestTarget
  public var headerFields: HTTPFields
  public var body: CallBody?
  /// What of the request breaks a constraint.
  public var violations: [ConstraintViolation]
  /// Gives `nil` for an answer that is no success.
  public var success: @Sendable (RawAnswer) throws(JSONError) -> Success?

  public init(
    _ operation: OperationDescription, _ target: RequestTarget, headerFields: HTTPFields = [:],
    body: CallBody? = nil,
    violations: [ConstraintViolation] = [],
    success: @escaping @Sendable (RawAnswer) throws(JSONError) -> Success?
  ) {
    self.operation = operation
    self.target = target
    self.headerFields = headerFields
    self.body = body
    self.violations = violations
    self.success = success
  }
}

/// The body of a call. Its bytes are made when the call is sent.
public struct CallBody: Sendable {
  /// Throws what JSON has no text for.
  let encode: @Sendable () throws(JSONError) -> EncodedBody

  public static func json(
    _ value: some JSONWritable & Sendable, contentType: String
  ) -> CallBody {
    CallBody { () throws(JSONError) in try .json(value, contentType: contentType) }
  }

  /// Nothing if there is no value.
  public static func json<Value: JSONWritable & Sendable>(
    ifPresent value: Value?, contentType: String
  ) -> CallBody? {
    value.map { .json($0, contentType: contentType) }
  }

  public static func encoded(_ body: EncodedBody) -> CallBody {
    CallBody { () throws(JSONError) in body }
  }

  public static func encoded(ifPresent body: EncodedBody?) -> CallBody? {
    body.map { .encoded($0) }
  }
}

/// A success with all that came with it.
public struct Answer<Body: Sendable>: Sendable {
  public var body: Body
  public var head: AnswerHead

  public init(body: Body, head: AnswerHead) {
    self.body = body
    self.head = head
  }
}

/// Path and query of a request, percent-encoded as it is put together (RFC 3986).
public struct RequestTarget: Sendable, Hashable {
  public private(set) var path: String
  public private(set) var query: [String] = []

  public init(_ path: Path) {
    self.path = path.text
  }

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

/// A value that can stand in a path, a query, a header or a cookie.
public protocol ParameterValue: Sendable {
  /// As plain text, before any encoding.
  var parameterText: String { get }
  /// `nil` if the text is none of this type's values.
  init?(parameterText: String)
  /// What values are, for people who sent something else: "an integer".
  static var parameterDescription: String { get }
}

extension ParameterValue {
  public static var parameterDescription: String { "one of the documented values" }
}

extension String: ParameterValue {
  public var parameterText: String { self }
  public init?(parameterText: String) { self = parameterText }
}

extension Bool: ParameterValue {
  public static var parameterDescription: String { "true or false" }
  public var parameterText: String { self ? "true" : "false" }
  public init?(parameterText: String) {
    switch parameterText {
    case "true": self = true
    case "false": self = false
    default: return nil
    }
  }
}

extension FixedWidthInteger where Self: ParameterValue {
  public static var parameterDescription: String { "an integer" }
  public var parameterText: String { String(self) }
  /// Only JSON's way of writing integers: no leading `+`, no leading zeros.
  public init?(parameterText: String) {
    guard let value = JSONNumber(literal: parameterText)?.integer(as: Self.self) else { return nil }
    self = value
  }
}

extension Int: ParameterValue {}
extension Int32: ParameterValue {}
extension Int64: ParameterValue {}
extension UInt: ParameterValue {}
extension UInt32: ParameterValue {}
extension UInt64: ParameterValue {}

extension Double: ParameterValue {
  public static var parameterDescription: String { "a number" }
  public var parameterText: String { JSONNumber(self)?.literal ?? String(self) }
  public init?(parameterText: String) {
    guard let value = JSONNumber(literal: parameterText)?.double, value.isFinite else {
      return nil
    }
    self = value
  }
}

extension JSONNumber: ParameterValue {
  public static var parameterDescription: String { "a number" }
  public var parameterText: String { literal }
  public init?(parameterText: String) { self.init(literal: parameterText) }
}

extension OpenEnum {
  public var parameterText: String { rawValue }
  public init?(parameterText: String) { self.init(rawValue: parameterText) }
}

/// Any JSON value, as JSON text: for parameters with `content`, and those of no particular type.
extension JSONValue: ParameterValue {
  public var parameterText: String {
    switch self {
    case .string(let text): text
    case .null, .bool, .number, .array, .object: serialized()
    }
  }
  public init?(parameterText: String) {
    self = (try? JSONValue(parsing: parameterText)) ?? .string(parameterText)
  }
}

enum PercentEncoding {
  /// All but the unreserved characters of RFC 3986 are encoded: a slash, a dot segment or a `?` in a value
  /// must not change which resource is asked for.
  static func segment(_ text: String) -> String {
    // A segment that is nothing but dots would be taken for a step in the path.
    if text == "." { return "%2E" }
    if text == ".." { return "%2E%2E" }
    return encode(text)
  }

  static func query(_ text: String) -> String { encode(text) }

  private static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension HTTPFields {
  /// Adds a header parameter; nothing if there is no value, or if no field may have that name.
  public mutating func add(name: String, _ value: (some ParameterValue)?) {
    guard let value, let name = HTTPField.Name(name) else { return }
    append(HTTPField(name: name, value: value.parameterText))
  }

  /// Style `simple`: the values with commas between them.
  public mutating func add(name: String, _ values: [some ParameterValue]?) {
    guard let values else { return }
    add(name: name, values.map(\.parameterText).joined(separator: ","))
  }

  /// Adds a cookie.
  public mutating func add(cookie: String, _ value: (some ParameterValue)?) {
    guard let value else { return }
    let pair = "\(cookie)=\(PercentEncoding.query(value.parameterText))"
    self[.cookie] = self[.cookie].map { "\($0); \(pair)" } ?? pair
  }

  public mutating func add(cookie: String, _ values: [some ParameterValue]?) {
    guard let values else { return }
    add(cookie: cookie, values.map(\.parameterText).joined(separator: ","))
  }
}
