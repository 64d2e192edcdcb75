/// Reads the parts of a multipart body for generated code, and collects what is wrong with them.
///
/// Everything gives `nil` also for what could not be read: ``finish()`` throws then.
public struct MultipartReading: Sendable {
  private struct Received: Sendable {
    var part: MultipartPart
    /// Of parts that are no files.
    var text: [UInt8]
  }

  private var received: [Received] = []
  private var named: Set<ExactString> = []
  private(set) var violations: [ConstraintViolation] = []

  /// - Throws: ``RequestProblem/invalid(_:)`` with all that was wrong.
  public func finish() throws(RequestProblem) {
    guard violations.isEmpty else { throw .invalid(violations) }
  }

  /// The value of something required, once ``finish()`` has let it pass.
  public func require<Value>(_ value: Value?) throws(RequestProblem) -> Value {
    guard let value else { throw .invalid(violations) }
    return value
  }

  private mutating func report(_ name: String, _ keyword: String, _ message: String) {
    violations.append(
      ConstraintViolation(
        part: .body, pointer: JSONPointer(tokens: [name]), keyword: keyword, message: message))
  }

  private mutating func parts(_ name: String, isRequired: Bool) -> [Received] {
    named.insert(ExactString(name))
    let found = received.filter { $0.part.name?.isExactly(name) ?? false }
    if found.isEmpty, isRequired { report(name, "required", "is missing") }
    return found
  }

  // MARK: - Values

  /// A value of one part, or of several parts of the same name.
  ///
  /// - Parameters:
  ///   - style: of a value that is written like a query's parameter.
  ///   - members: those of an object whose own name the style does not write.
  public mutating func value<Value: JSONReadable>(
    _ name: String, style: ParameterStyle? = nil, members: ParameterMembers? = nil,
    isRequired: Bool = false
  ) -> Value? {
    do throws(ParameterNode.Problem) {
      guard let node = try node(name, style, members) else {
        if isRequired { report(name, "required", "is missing") }
        return nil
      }
      return try node.read()
    } catch {
      var violation = ConstraintViolation(.body, error)
      violation.pointer = JSONPointer(tokens: [name] + violation.pointer.tokens)
      violations.append(violation)
      return nil
    }
  }

  private mutating func node(
    _ name: String, _ style: ParameterStyle?, _ members: ParameterMembers?
  ) throws(ParameterNode.Problem) -> ParameterNode? {
    if let style {
      let pairs = received.compactMap { received in
        received.part.name.map {
          ParameterDecoder.Pair(
            name: $0, raw: Substring(String(decoding: received.text, as: UTF8.self)))
        }
      }
      for name in pairs.map(\.name) { named.insert(ExactString(name)) }
      return try ParameterDecoder(style: style) { String($0) }.node(
        name, in: pairs, members: members)
    }
    let found = parts(name, isRequired: false)
    var nodes: [ParameterNode] = []
    for received in found {
      guard let text = String(validating: received.text, as: UTF8.self) else {
        throw ParameterNode.Problem(pointer: .root, reason: .invalid("must be UTF-8"))
      }
      let isJSON = received.part.contentType.map { ContentType($0).isJSON } ?? false
      nodes.append(
        isJSON ? ParameterNode([.json(text), .string(text)]) : ParameterNode(text: text))
    }
    guard let first = nodes.first else { return nil }
    // One part may be an array of one.
    return nodes.count > 1 ? ParameterNode([.list(nodes)]) : first.orList
  }

  // MARK: - Files

  public mutating func file(_ name: String, isRequired: Bool = false) -> FilePart? {
    let found = parts(name, isRequired: isRequired)
    guard found.count <= 1 else {
      report(name, "type", "must be given once")
      return nil
    }
    return found.first.map(Self.file)
  }

  /// Each part of that name. `nil`: there is none.
  public mutating func files(_ name: String, isRequired: Bool = false) -> [FilePart]? {
    let found = parts(name, isRequired: isRequired)
    return found.isEmpty ? nil : found.map(Self.file)
  }

  private static func file(_ received: Received) -> FilePart {
    FilePart(
      received.part.content, filename: received.part.filename,
      contentType: received.part.contentType)
  }

  /// The typed headers of the first part of that name.
  public mutating func headers<Headers: TypedHeaders>(_ name: String) -> Headers? {
    guard let part = received.first(where: { $0.part.name?.isExactly(name) ?? false })?.part else {
      return nil
    }
    do throws(AnswerProblem) {
      return try Headers(HeaderReading(part.headerFields))
    } catch {
      report(name, "headers", error.description)
      return nil
    }
  }

  /// All parts that nobody has asked for by name.
  public func others() -> [MultipartPart] {
    received.filter { received in
      !(received.part.name.map { named.contains(ExactString($0)) } ?? false)
    }.map(\.part)
  }

  // MARK: - Receiving

  /// Takes in all parts: values into memory, files as far as the limits say.
  init(
    _ body: EncodedBody, limits: MultipartLimits, isFile: (String?) -> Bool
  ) async throws {
    var (values, files) = (0, 0)
    for try await part in try MultipartReader(body, limits: limits) {
      var received = Received(part: part, text: [])
      switch isFile(part.name) {
      case true:
        var spooled = SpooledBytes(memoryLimit: limits.fileInMemory)
        for try await bytes in part.content {
          guard bytes.count <= limits.files - files else { throw BodyTooLarge(limit: limits.files) }
          files += bytes.count
          try spooled.append(bytes)
        }
        received.part.content = spooled.stream
      case false:
        received.text = try await part.content.collect(upTo: limits.values - values)
        received.part.content = ByteStream(received.text)
        values += received.text.count
      }
      self.received.append(received)
    }
  }
}

extension RequestReading {
  /// A multipart body. `nil` also for one that was not valid: ``finish()`` throws then.
  ///
  /// - Throws: ``RequestProblem`` for a body of another content type.
  public mutating func multipart<Body: MultipartModel>(
    _ contentType: String = "multipart/form-data", isRequired: Bool = true
  ) async throws(RequestProblem) -> Body? {
    guard let encoded = try encoded([contentType], isRequired: isRequired) else { return nil }
    let limits = request.multipartLimits
    let files = Set(Body.files.map { ExactString($0) })
    do {
      var parts = try await MultipartReading(encoded, limits: limits) { name in
        name.map { files.contains(ExactString($0)) } ?? false
      }
      let body = try Body(reading: &parts)
      var validator = Validator(.body)
      validator.validate(body)
      report(validator.violations)
      return body
    } catch RequestProblem.invalid(let violations) {
      report(violations)
      return nil
    } catch let error as MultipartError {
      report(.body, "content", error.description)
      return nil
    } catch let error as BodyTooLarge {
      throw .bodyTooLarge(limit: error.limit)
    } catch {
      throw .internalError(error)
    }
  }
}
