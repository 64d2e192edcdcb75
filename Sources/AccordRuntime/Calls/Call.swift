public import HTTPTypes

/// What is fixed about an operation.
public struct OperationDescription: Sendable, Hashable {
  /// The operationId, or the method and path where the document gives none.
  public var id: String
  public var method: HTTPRequest.Method
  /// With expressions in braces.
  public var path: String
  /// The alternatives, of which one has to be met. None: open to all.
  public var security: [SecurityRequirement]
  /// The server that the document gives this operation instead of its own.
  public var server: ServerURL?

  /// What is being called, for transports and middleware that want to know: the request itself holds a path with its
  /// values in it.
  @TaskLocal public static var current: OperationDescription?

  public init(
    id: String, method: HTTPRequest.Method, path: String, security: [SecurityRequirement] = [],
    server: ServerURL? = nil
  ) {
    self.id = id
    self.method = method
    self.path = path
    self.security = security
    self.server = server
  }
}

/// An operation with what it gives and refuses. Generated.
public struct APIOperation<Success: Sendable, Refusal: DocumentedRefusal>: Sendable {
  public var description: OperationDescription
  public let format: AnswerFormat<Success>

  public init(
    _ id: String, _ method: HTTPRequest.Method, _ path: String, _ format: AnswerFormat<Success>,
    security: [SecurityRequirement] = [], server: ServerURL? = nil
  ) {
    description = OperationDescription(
      id: id, method: method, path: path, security: security, server: server)
    self.format = format
  }

  /// The operationId, or the method and path where the document gives none.
  public var id: String { description.id }
}

/// One call of an operation as a plain value: what is asked, and how the answer is read. Generated code makes
/// it, a client sends it, and a batching client or a cache can hold on to it.
public struct Call<Success: Sendable, Refusal: DocumentedRefusal>: Sendable {
  public var operation: APIOperation<Success, Refusal>
  /// Where this call goes, whatever the client's server is; `nil`: see ``APIClient/usesOperationServers``.
  public var server: ServerURL?
  /// Path and query, percent-encoded.
  public var target: RequestTarget
  /// Those of the target, and more.
  public var headerFields: HTTPFields
  public var body: CallBody?
  /// What of the request breaks a constraint.
  public var violations: [ConstraintViolation]

  public init(
    _ operation: APIOperation<Success, Refusal>, _ target: RequestTarget,
    headerFields: HTTPFields = [:], body: CallBody? = nil, violations: [ConstraintViolation] = []
  ) {
    self.operation = operation
    self.target = target
    self.headerFields = target.headerFields
    self.headerFields.append(contentsOf: headerFields)
    self.body = body
    // A constraint of the document says more than that the value cannot be written.
    let unwritable = target.violations(in: operation.description.path).filter { problem in
      !violations.contains { $0.part == problem.part }
    }
    self.violations = unwritable + violations + (body?.violations ?? [])
  }
}

/// The body of a call. Its bytes are made when the call is sent.
public struct CallBody: Sendable {
  /// What of the value breaks a constraint.
  let violations: [ConstraintViolation]
  /// Throws what JSON has no text for.
  let encode: @Sendable () throws(JSONError) -> EncodedBody

  init(
    violations: [ConstraintViolation] = [],
    encode: @escaping @Sendable () throws(JSONError) -> EncodedBody
  ) {
    self.violations = violations
    self.encode = encode
  }

  public static func json(
    _ value: some JSONWritable & Sendable, contentType: String = "application/json"
  ) -> CallBody {
    CallBody { () throws(JSONError) in try .json(value, contentType: contentType) }
  }

  /// Of a type that knows its constraints.
  public static func json(
    _ value: some JSONWritable & Validatable & Sendable, contentType: String = "application/json"
  ) -> CallBody {
    var validator = Validator(.body)
    value.validate(&validator)
    return CallBody(violations: validator.violations) { () throws(JSONError) in
      try .json(value, contentType: contentType)
    }
  }

  /// Nothing if there is no value.
  public static func json<Value: JSONWritable & Sendable>(
    ifPresent value: Value?, contentType: String = "application/json"
  ) -> CallBody? {
    value.map { .json($0, contentType: contentType) }
  }

  /// Nothing if there is no value.
  public static func json<Value: JSONWritable & Validatable & Sendable>(
    ifPresent value: Value?, contentType: String = "application/json"
  ) -> CallBody? {
    value.map { .json($0, contentType: contentType) }
  }

  /// A form, `application/x-www-form-urlencoded`.
  ///
  /// - Parameter styles: those of the members that have one of their own.
  public static func form(
    _ value: some JSONWritable & Sendable, styles: JSONDictionary<ParameterStyle> = [:]
  ) -> CallBody {
    var validator = Validator(.body)
    validator.validate(value)
    return CallBody(violations: validator.violations) { () throws(JSONError) in
      EncodedBody(
        contentType: URLEncodedForm.contentType,
        bytes: try URLEncodedForm.encode(value, styles: styles))
    }
  }

  /// Nothing if there is no value.
  public static func form<Value: JSONWritable & Sendable>(
    ifPresent value: Value?, styles: JSONDictionary<ParameterStyle> = [:]
  ) -> CallBody? {
    value.map { .form($0, styles: styles) }
  }

  public static func text(_ text: String, _ contentType: String = "text/plain") -> CallBody {
    let contentType = ContentType.concrete(contentType)
    let charset = contentType.contains(";") ? "" : "; charset=utf-8"
    return .stream(ByteStream(text), contentType + charset)
  }

  public static func text(
    ifPresent text: String?, _ contentType: String = "text/plain"
  ) -> CallBody? {
    text.map { .text($0, contentType) }
  }

  public static func stream(
    _ content: ByteStream, _ contentType: String = "application/octet-stream"
  ) -> CallBody {
    .encoded(EncodedBody(contentType: ContentType.concrete(contentType), content: content))
  }

  public static func stream(
    ifPresent content: ByteStream?, _ contentType: String = "application/octet-stream"
  ) -> CallBody? {
    content.map { .stream($0, contentType) }
  }

  public static func items<Item: JSONWritable>(
    _ items: ItemStream<Item>, _ framing: ItemFraming, _ contentType: String
  ) -> CallBody {
    .stream(items.bytes(framing) { item throws(JSONError) in try item.json() }, contentType)
  }

  public static func items<Item: JSONWritable>(
    ifPresent items: ItemStream<Item>?, _ framing: ItemFraming, _ contentType: String
  ) -> CallBody? {
    items.map { .items($0, framing, contentType) }
  }

  public static func texts(
    _ items: ItemStream<String>, _ framing: ItemFraming, _ contentType: String
  ) -> CallBody {
    .stream(items.bytes(framing) { Array($0.utf8) }, contentType)
  }

  public static func texts(
    ifPresent items: ItemStream<String>?, _ framing: ItemFraming, _ contentType: String
  ) -> CallBody? {
    items.map { .texts($0, framing, contentType) }
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
