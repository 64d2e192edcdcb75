import HTTPTypes

/// Reads the parameters and the body of a request for generated code, and collects what is wrong with them.
public struct RequestReading: Sendable {
  public let request: ServerRequest
  private var violations: [ConstraintViolation] = []

  public init(_ request: ServerRequest) {
    self.request = request
  }

  /// - Throws: ``RequestProblem/invalid(_:)`` with all that was wrong.
  public func finish() throws(RequestProblem) {
    guard violations.isEmpty else { throw .invalid(violations) }
  }

  private mutating func report(
    _ part: ConstraintViolation.Part, _ keyword: String, _ message: String
  ) {
    violations.append(
      ConstraintViolation(part: part, pointer: .root, keyword: keyword, message: message))
  }

  private mutating func parse<Value: ParameterValue>(
    _ text: String, _ part: ConstraintViolation.Part
  ) -> Value? {
    if let value = Value(parameterText: text) { return value }
    report(part, "type", "must be \(Value.parameterDescription)")
    return nil
  }

  // MARK: - Parameters. `nil` also for what could not be read: ``finish()`` throws then.

  public mutating func path<Value: ParameterValue>(_ name: String) -> Value? {
    guard let text = request.pathParameters[name] else {
      report(.path(name), "required", "is missing")
      return nil
    }
    return parse(text, .path(name))
  }

  public mutating func query<Value: ParameterValue>(
    _ name: String, isRequired: Bool = false
  ) -> Value? {
    let values = queryTexts(name)
    guard let text = values.last else {
      if isRequired { report(.query(name), "required", "is missing") }
      return nil
    }
    return parse(text, .query(name))
  }

  /// Style `form` with `explode`.
  public mutating func query<Value: ParameterValue>(
    exploding name: String, isRequired: Bool = false
  ) -> [Value]? {
    let values = queryTexts(name)
    if values.isEmpty {
      if isRequired { report(.query(name), "required", "is missing") }
      return nil
    }
    return values.compactMap { parse($0, .query(name)) }
  }

  /// All in one, between separators.
  public mutating func query<Value: ParameterValue>(
    joining name: String, by separator: String = ",", isRequired: Bool = false
  ) -> [Value]? {
    guard let text = queryTexts(name).last else {
      if isRequired { report(.query(name), "required", "is missing") }
      return nil
    }
    if text.isEmpty { return [] }
    return text.split(separator: separator, omittingEmptySubsequences: false)
      .compactMap { parse(String($0), .query(name)) }
  }

  private func queryTexts(_ name: String) -> [String] {
    request.query.lazy.filter { $0.name.isExactly(name) }.map(\.value)
  }

  public mutating func header<Value: ParameterValue>(
    _ name: String, isRequired: Bool = false
  ) -> Value? {
    guard let field = HTTPField.Name(name), let text = request.head.headerFields[field] else {
      if isRequired { report(.header(name), "required", "is missing") }
      return nil
    }
    return parse(text, .header(name))
  }

  /// Style `simple`: values between commas.
  public mutating func header<Value: ParameterValue>(
    joining name: String, isRequired: Bool = false
  ) -> [Value]? {
    let text: String? = header(name, isRequired: isRequired)
    return text.map { list($0, .header(name)) }
  }

  public mutating func path<Value: ParameterValue>(joining name: String) -> [Value]? {
    let text: String? = path(name)
    return text.map { list($0, .path(name)) }
  }

  public mutating func cookie<Value: ParameterValue>(
    joining name: String, isRequired: Bool = false
  ) -> [Value]? {
    let text: String? = cookie(name, isRequired: isRequired)
    return text.map { list($0, .cookie(name)) }
  }

  private mutating func list<Value: ParameterValue>(
    _ text: String, _ part: ConstraintViolation.Part
  ) -> [Value] {
    text.split(separator: ",", omittingEmptySubsequences: false).compactMap { item in
      parse(String(item.drop { $0 == " " }), part)
    }
  }

  public mutating func cookie<Value: ParameterValue>(
    _ name: String, isRequired: Bool = false
  ) -> Value? {
    // RFC 6265, section 5.4.
    let cookies = request.head.headerFields[.cookie]?.utf8.split(separator: UInt8(ascii: ";")) ?? []
    for cookie in cookies {
      let parts = cookie.drop { $0 == 0x20 }.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, parts[0].elementsEqual(name.utf8) {
        return parse(String(Substring(parts[1])), .cookie(name))
      }
    }
    if isRequired { report(.cookie(name), "required", "is missing") }
    return nil
  }

  /// The value of something required, once ``finish()`` has let it pass.
  public func require<Value>(_ value: Value?) throws(RequestProblem) -> Value {
    guard let value else { throw .invalid(violations) }
    return value
  }

  /// Adds what is wrong with values that could be read.
  public mutating func report(_ violations: [ConstraintViolation]) {
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
    if request.body.isEmpty {
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
      return try Body(json: request.body)
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
        throw request.body.isEmpty ? .missingBody : .unsupportedMediaType(expected: contentTypes)
      }
      return nil
    }
    let essence = Self.essence(contentType)
    guard contentTypes.contains(where: { Self.covers(Self.essence($0), essence) }) else {
      throw .unsupportedMediaType(expected: contentTypes)
    }
    return EncodedBody(contentType: contentType, bytes: request.body)
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
      try JSONReader.read(request.body) { reader throws(JSONError) in try reader.skipValue() }
    } catch {
      throw .malformedBody(error)
    }
  }

  private mutating func reportReading(_ error: JSONError) {
    var pointer = JSONPointer(to: error.offset, in: request.body)
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
