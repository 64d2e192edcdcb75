import HTTPTypes

/// Reads the parameters and the body of a request for generated code, and collects what is wrong with them.
///
/// Everything gives `nil` also for what could not be read: ``finish()`` throws then.
public struct RequestReading: Sendable {
  public let request: ServerRequest
  private var violations: [ConstraintViolation] = []

  public init(_ request: ServerRequest) {
    self.request = request
  }

  /// The router has collected it, unless the operation reads it as it comes.
  private var body: [UInt8] { request.body.bytes ?? [] }

  /// - Parameter more: what is wrong with values that could be read.
  /// - Throws: ``RequestProblem/invalid(_:)`` with all that was wrong.
  public mutating func finish(_ more: [ConstraintViolation] = []) throws(RequestProblem) {
    violations += more
    guard violations.isEmpty else { throw .invalid(violations) }
  }

  mutating func report(
    _ part: ConstraintViolation.Part, _ keyword: String, _ message: String
  ) {
    violations.append(
      ConstraintViolation(part: part, pointer: .root, keyword: keyword, message: message))
  }

  /// The value of something required, once ``finish()`` has let it pass.
  public func require<Value>(_ value: Value?) throws(RequestProblem) -> Value {
    guard let value else { throw .invalid(violations) }
    return value
  }

  mutating func report(_ violations: [ConstraintViolation]) {
    self.violations += violations
  }

  // MARK: - Bodies

  /// A JSON body. `nil` also for one that was not valid: ``finish()`` throws then.
  ///
  /// - Throws: ``RequestProblem`` for a body of another content type, or that is not JSON.
  public mutating func json<Body: JSONReadable>(
    isRequired: Bool = true, as type: Body.Type = Body.self
  ) throws(RequestProblem) -> Body? {
    try readJSON(isRequired: isRequired)
  }

  private mutating func readJSON<Body: JSONReadable>(
    isRequired: Bool
  ) throws(RequestProblem) -> Body? {
    let contentType = request.head.headerFields[.contentType]
    if body.isEmpty {
      // Without a content type there is no body; with one there is one that is not JSON.
      guard contentType != nil, Self.isJSON(contentType) else {
        if isRequired { throw .missingBody }
        return nil
      }
    }
    guard Self.isJSON(contentType) else {
      throw .unsupportedMediaType(expected: ["application/json"])
    }
    do {
      return try Body(json: body)
    } catch {
      switch error.reason {
      case .unexpectedEnd, .unexpectedByte, .trailingBytes, .invalidString, .tooDeep,
        .duplicateKey:
        throw .malformedBody(error)
      case .mismatch, .outOfRange, .missing, .notRepresentable, .invalid:
        try checkSyntax()
        reportReading(error)
        return nil
      }
    }
  }

  /// The same of a type that knows its constraints: what breaks them is reported.
  public mutating func json<Body: JSONReadable & Validatable>(
    isRequired: Bool = true, as type: Body.Type = Body.self
  ) throws(RequestProblem) -> Body? {
    guard let body: Body = try readJSON(isRequired: isRequired) else { return nil }
    var validator = Validator(.body)
    body.validate(&validator)
    report(validator.violations)
    return body
  }

  /// A body of one of these content types, as it is.
  public func encoded(
    _ contentTypes: [String], isRequired: Bool
  ) throws(RequestProblem) -> EncodedBody? {
    guard let contentType = request.head.headerFields[.contentType] else {
      if isRequired {
        throw body.isEmpty ? .missingBody : .unsupportedMediaType(expected: contentTypes)
      }
      return nil
    }
    let essence = Self.essence(contentType)
    guard contentTypes.contains(where: { Self.covers(Self.essence($0), essence) }) else {
      throw .unsupportedMediaType(expected: contentTypes)
    }
    return EncodedBody(contentType: contentType, content: request.body)
  }

  private static func essence(_ contentType: String) -> String {
    contentType.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
  }

  /// Whether a media range, such as `image/*`, covers a content type.
  private static func covers(_ range: String, _ essence: String) -> Bool {
    if range == "*/*" || range == essence { return true }
    return range.hasSuffix("/*") && essence.hasPrefix(range.dropLast())
  }

  /// The bytes must be JSON to the end before a value in them is blamed; the reader stopped earlier.
  private func checkSyntax() throws(RequestProblem) {
    do throws(JSONError) {
      try JSONReader.read(body) { reader throws(JSONError) in try reader.skipValue() }
    } catch {
      throw .malformedBody(error)
    }
  }

  private mutating func reportReading(_ error: JSONError) {
    var pointer = JSONPointer(to: error.offset, in: body)
    var keyword = "type"
    if case .missing(let key) = error.reason {
      pointer = pointer.appending(key)
      keyword = "required"
    }
    violations.append(
      ConstraintViolation(
        part: .body, pointer: pointer, keyword: keyword, message: error.reason.description))
  }

  private static func isJSON(_ contentType: String?) -> Bool {
    guard let contentType else { return false }
    let essence = essence(contentType)
    return essence == "application/json" || essence.hasSuffix("+json")
  }
}
