public import HTTPTypes

/// Typed header fields of an answer: style `simple`, or JSON.
extension HTTPFields {
  /// The value of a field; `nil` if there is no such field.
  ///
  /// - Throws: `invalid` if it is none of the type's.
  public func value<Value: ParameterValue>(of name: String) throws(JSONError) -> Value? {
    guard let text = HTTPField.Name(name).flatMap({ self[$0] }) else { return nil }
    if let value = Value(parameterText: text) { return value }
    throw JSONError(.invalid("the header \(name) must be \(Value.parameterDescription)"), at: 0)
  }

  /// The value of a field with items or members.
  ///
  /// - Throws: `invalid` if it is none of the type's.
  public func value<Value: JSONReadable>(
    of name: String, _ style: ParameterStyle
  ) throws(JSONError) -> Value? {
    guard let text = HTTPField.Name(name).flatMap({ self[$0] }) else { return nil }
    let problem: ParameterNode.Problem
    do throws(ParameterNode.Problem) {
      let decoder = ParameterDecoder(style: style, decode: Self.item)
      return try decoder.node(name, text: Substring(text))?.read()
    } catch {
      problem = error
    }
    throw JSONError(.invalid("the header \(name): \(problem.reason)"), at: 0)
  }

  /// Adds a field; nothing if there is no value.
  ///
  /// - Throws: `notRepresentable` for a value that would not arrive as it is: a line break ends a field.
  public mutating func add(
    _ name: String, _ value: (some ParameterValue)?
  ) throws(JSONError) {
    guard let value else { return }
    var target = RequestTarget("")
    target.addHeader(name, value)
    try add(target)
  }

  /// Adds a field with items or members; nothing if there is no value.
  ///
  /// - Throws: `notRepresentable` for a value that would not arrive as it is.
  public mutating func add(
    _ name: String, _ value: (some JSONWritable)?, _ style: ParameterStyle
  ) throws(JSONError) {
    var target = RequestTarget("")
    target.addHeader(name, value, style)
    try add(target)
  }

  private mutating func add(_ target: RequestTarget) throws(JSONError) {
    if let violation = target.violations.first {
      throw JSONError(.notRepresentable("a header that \(violation.message)"), at: 0)
    }
    append(contentsOf: target.headerFields)
  }

  /// White space around items is not theirs (RFC 9110, section 5.6.1).
  static func item(_ text: Substring) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    var bytes = text.utf8.drop(while: isSpace)
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return String(Substring(bytes))
  }
}
