import HTTPTypes

extension RequestReading {
  // MARK: - Paths

  public mutating func path<Value: ParameterValue>(_ name: String) -> Value? {
    parse([request.pathParameters[name]].compactMap { $0 }, .path(name), isRequired: true)
  }

  /// A value of any type.
  public mutating func path<Value: JSONReadable>(_ name: String, _ style: ParameterStyle) -> Value?
  {
    let decoder = ParameterDecoder(style: style) { String($0).percentDecoded ?? String($0) }
    return read(.path(name), isRequired: true) { request throws(ParameterNode.Problem) in
      guard let text = request.rawPathParameters[name] else { return nil }
      guard let node = decoder.node(name, text: text) else {
        throw .init(pointer: .root, reason: .invalid("must be written in its style"))
      }
      return node
    }
  }

  // MARK: - Queries

  /// - Parameter allowsEmpty: an empty value that is none of the type's stands for none at all.
  public mutating func query<Value: ParameterValue>(
    _ name: String, isRequired: Bool = false, allowsEmpty: Bool = false
  ) -> Value? {
    let texts = request.queryPairs.lazy.filter { $0.name.isExactly(name) }
      .map { QueryText.decode($0.raw) }
    if allowsEmpty, texts.count == 1, texts.first == "", Value(parameterText: "") == nil {
      return nil
    }
    return parse(Array(texts), .query(name), isRequired: isRequired)
  }

  /// A value of any type.
  ///
  /// - Parameter members: those of an object whose own name the style does not write.
  public mutating func query<Value: JSONReadable>(
    _ name: String, _ style: ParameterStyle, members: ParameterMembers? = nil,
    isRequired: Bool = false
  ) -> Value? {
    let decoder = ParameterDecoder(style: style, decode: QueryText.decode)
    return read(.query(name), isRequired: isRequired) { request throws(ParameterNode.Problem) in
      try decoder.node(name, in: request.queryPairs, members: members)
    }
  }

  // MARK: - Headers

  public mutating func header<Value: ParameterValue>(
    _ name: String, isRequired: Bool = false
  ) -> Value? {
    let texts = HTTPField.Name(name).map { request.head.headerFields[values: $0] } ?? []
    return parse(texts, .header(name), isRequired: isRequired)
  }

  /// A value of any type.
  public mutating func header<Value: JSONReadable>(
    _ name: String, _ style: ParameterStyle, isRequired: Bool = false
  ) -> Value? {
    let decoder = ParameterDecoder(style: style, decode: HTTPFields.item)
    return read(.header(name), isRequired: isRequired) { request in
      guard let text = HTTPField.Name(name).flatMap({ request.head.headerFields[$0] }) else {
        return nil
      }
      return decoder.node(name, text: Substring(text))
    }
  }

  // MARK: - Cookies

  /// Of several cookies of the same name, the first is the most specific one (RFC 6265, section 5.4).
  public mutating func cookie<Value: ParameterValue>(
    _ name: String, isRequired: Bool = false
  ) -> Value? {
    let text = cookies.first { $0.name.isExactly(name) }.map { Self.cookieText($0.raw) }
    return parse([text].compactMap { $0 }, .cookie(name), isRequired: isRequired)
  }

  /// A value of any type.
  ///
  /// - Parameter members: those of an object whose own name the style does not write.
  public mutating func cookie<Value: JSONReadable>(
    _ name: String, _ style: ParameterStyle, members: ParameterMembers? = nil,
    isRequired: Bool = false
  ) -> Value? {
    let decoder = ParameterDecoder(style: style, decode: Self.cookieText)
    let cookies = cookies
    return read(.cookie(name), isRequired: isRequired) { _ throws(ParameterNode.Problem) in
      try decoder.node(name, in: cookies, members: members)
    }
  }

  /// RFC 6265, section 4.2.1.
  private var cookies: [ParameterDecoder.Pair] {
    let fields = request.head.headerFields[.cookie] ?? ""
    return fields.utf8.split(separator: UInt8(ascii: ";")).compactMap { cookie in
      let parts = cookie.drop { $0 == 0x20 }.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      return ParameterDecoder.Pair(
        name: Self.cookieText(Substring(parts[0])), raw: Substring(parts[1]))
    }
  }

  /// Cookies that others set may hold a `%` that encodes nothing.
  private static func cookieText(_ text: Substring) -> String {
    String(text).percentDecoded ?? String(text)
  }

  // MARK: - Values

  private mutating func parse<Value: ParameterValue>(
    _ texts: [String], _ part: ConstraintViolation.Part, isRequired: Bool
  ) -> Value? {
    guard let text = texts.first else {
      if isRequired { report(part, "required", "is missing") }
      return nil
    }
    guard texts.count == 1 else {
      report(part, "type", "must be given once")
      return nil
    }
    if let value = Value(parameterText: text) { return value }
    report(part, "type", "must be \(Value.parameterDescription)")
    return nil
  }

  private mutating func read<Value: JSONReadable>(
    _ part: ConstraintViolation.Part, isRequired: Bool,
    _ node: (ServerRequest) throws(ParameterNode.Problem) -> ParameterNode?
  ) -> Value? {
    do throws(ParameterNode.Problem) {
      if let node = try node(request) { return try node.read() }
      if isRequired { report(part, "required", "is missing") }
    } catch {
      report([ConstraintViolation(part, error)])
    }
    return nil
  }
}
