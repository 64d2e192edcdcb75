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
