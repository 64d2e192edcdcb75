extension RequestReading {
  /// A form. `nil` also for one that was not valid: ``finish()`` throws then.
  ///
  /// - Throws: ``RequestProblem`` for a body of another content type.
  public mutating func form<Body: JSONReadable>(
    isRequired: Bool = true, styles: JSONDictionary<ParameterStyle> = [:]
  ) throws(RequestProblem) -> Body? {
    guard let encoded = try encoded([URLEncodedForm.contentType], isRequired: isRequired) else {
      return nil
    }
    do throws(ConstraintViolation) {
      let body: Body = try URLEncodedForm.read(encoded.bytes ?? [], styles: styles)
      var validator = Validator(.body)
      validator.validate(body)
      report(validator.violations)
      return body
    } catch {
      report([error])
      return nil
    }
  }

  /// Text, which has to be UTF-8.
  public mutating func text(
    _ contentType: String = "text/plain", isRequired: Bool = true
  ) throws(RequestProblem) -> String? {
    guard let encoded = try encoded([contentType], isRequired: isRequired) else { return nil }
    if let text = String(validating: encoded.bytes ?? [], as: UTF8.self) { return text }
    report([
      ConstraintViolation(part: .body, pointer: .root, keyword: "type", message: "must be UTF-8")
    ])
    return nil
  }

  /// Bytes, as they come.
  public func stream(
    _ contentType: String = "application/octet-stream", isRequired: Bool = true
  ) throws(RequestProblem) -> ByteStream? {
    try encoded([contentType], isRequired: isRequired)?.content
  }

  /// Items of JSON, as they come.
  public func items<Item: JSONReadable>(
    _ framing: ItemFraming, _ contentType: String, isRequired: Bool = true
  ) throws(RequestProblem) -> ItemStream<Item>? {
    try stream(contentType, isRequired: isRequired).map { content in
      ItemStream(content, framing) { text throws(JSONError) in try Item(json: Array(text.utf8)) }
    }
  }

  /// Items of plain text, as they come.
  public func texts(
    _ framing: ItemFraming, _ contentType: String, isRequired: Bool = true
  ) throws(RequestProblem) -> ItemStream<String>? {
    try stream(contentType, isRequired: isRequired).map { ItemStream($0, framing) { $0 } }
  }
}
