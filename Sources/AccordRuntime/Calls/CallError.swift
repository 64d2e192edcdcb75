public import HTTPTypes

/// Status and header fields of an answer.
public struct AnswerHead: Sendable, Hashable {
  public var status: Int
  public var headerFields: HTTPFields

  public init(status: Int, headerFields: HTTPFields = [:]) {
    self.status = status
    self.headerFields = headerFields
  }
}

/// An answer as it came: for those that the document does not know, or that are not what it says.
public struct RawAnswer: Sendable, Hashable {
  public var head: AnswerHead
  public var body: [UInt8]

  public init(head: AnswerHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }
}

/// Why a call did not give what it is for. `Refusal` has a case for every other answer that the document
/// lists for the operation.
public enum CallError<Refusal: DocumentedRefusal>: Error, Sendable {
  /// A documented answer that is no success.
  case refused(Refusal, AnswerHead)
  /// An answer that the document does not list.
  case undocumented(RawAnswer)
  /// A documented status, but the rest of the answer is not what the document says.
  case malformed(AnswerProblem, RawAnswer)
  /// The request breaks a constraint of the document. It was not sent.
  case invalid([ConstraintViolation])
  /// The request was not sent, or not sent again, because there was nothing to prove the caller with:
  /// ``MissingCredentials``, ``UnsendableCredential``, or what a ``TokenProvider`` threw.
  case credentials(any Error)
  /// No answer came: no connection, time over, cancelled.
  case transport(any Error)

  /// A documented answer without more in its head than the document describes.
  public static func refused(_ refusal: Refusal) -> Self {
    .refused(refusal, refusal.answer.head)
  }

  /// The documented answer, if it was one.
  public var refusal: Refusal? {
    switch self {
    case .refused(let refusal, _): refusal
    case .undocumented, .malformed, .invalid, .credentials, .transport: nil
    }
  }

  /// The status of the answer, if one came.
  public var status: Int? {
    switch self {
    case .refused(_, let head): head.status
    case .undocumented(let answer), .malformed(_, let answer): answer.head.status
    case .invalid, .credentials, .transport: nil
    }
  }
}

extension CallError {
  /// What went wrong with another operation, told as if it had been this one: a refused bulk request refuses
  /// each of the single calls that it stood for.
  public init(converting other: CallError<some DocumentedRefusal>) {
    switch other {
    case .refused(let refusal, let head):
      do throws(JSONError) {
        let body = try refusal.answer.body()?.bytes ?? []
        self.init(answer: RawAnswer(head: head, body: body))
      } catch {
        self = .undocumented(RawAnswer(head: head, body: []))
      }
    case .undocumented(let answer): self = .undocumented(answer)
    case .malformed(let error, let answer): self = .malformed(error, answer)
    case .invalid(let violations): self = .invalid(violations)
    case .credentials(let error): self = .credentials(error)
    case .transport(let error): self = .transport(error)
    }
  }

  /// Any error of a shared request.
  public init(_ error: any Error) {
    if let convertible = error as? any CallErrorConvertible {
      self = convertible.converted()
    } else {
      self = .transport(error)
    }
  }

  /// Sorts an answer that is no success.
  public init(answer: RawAnswer) {
    do throws(AnswerProblem) {
      if let refusal = try Refusal(IncomingAnswer(answer)) {
        self = .refused(refusal, answer.head)
      } else {
        self = .undocumented(answer)
      }
    } catch {
      self = .malformed(error, answer)
    }
  }
}

extension CallError {
  /// Whether the server may have done what was asked for all the same: no answer came, or one from a server in trouble,
  /// or a success that nobody understands.
  public var mayHaveTakenEffect: Bool {
    switch self {
    case .transport: true
    case .refused, .undocumented, .malformed: status.map { $0 < 400 || $0 >= 500 } ?? true
    case .invalid, .credentials: false
    }
  }
}

/// Only ``CallError`` is one, of whatever operation.
protocol CallErrorConvertible: Error {
  /// The error, told as another operation's.
  func converted<Refusal: DocumentedRefusal>() -> CallError<Refusal>
  /// What a server answers, if the error is a documented answer.
  ///
  /// - Throws: ``JSONError`` for what JSON has no text for.
  func response() throws(JSONError) -> ServerResponse?
}

extension CallError: CallErrorConvertible {
  func converted<Other: DocumentedRefusal>() -> CallError<Other> {
    CallError<Other>(converting: self)
  }

  func response() throws(JSONError) -> ServerResponse? {
    guard case .refused(let refusal, var head) = self else { return nil }
    let answer = refusal.answer
    // What the document describes, unless the head says it otherwise.
    let described = answer.head.headerFields.filter { head.headerFields[$0.name] == nil }
    head.headerFields.append(contentsOf: described)
    return ServerResponse(head: head, body: try answer.body())
  }
}

/// The bytes of a body and what they are.
public struct EncodedBody: Sendable {
  public var contentType: String
  public var content: ByteStream

  public init(contentType: String, content: ByteStream) {
    self.contentType = contentType
    self.content = content
  }

  public init(contentType: String, bytes: [UInt8]) {
    self.init(contentType: contentType, content: ByteStream(bytes))
  }

  public static func json(
    _ value: some JSONWritable, contentType: String = "application/json"
  ) throws(JSONError) -> EncodedBody {
    EncodedBody(contentType: contentType, bytes: try value.json())
  }

  /// All of it, if it is in memory.
  public var bytes: [UInt8]? { content.bytes }
}
