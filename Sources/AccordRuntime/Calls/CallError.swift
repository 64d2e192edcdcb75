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
  /// A documented status, but the body is not what the document says.
  case malformed(JSONError, RawAnswer)
  /// The request breaks a constraint of the document. It was not sent.
  case invalid([ConstraintViolation])
  /// No answer came: no connection, time over, cancelled.
  case transport(any Error)

  /// A documented answer without more in its head than its status.
  public static func refused(_ refusal: Refusal) -> Self {
    .refused(refusal, AnswerHead(status: refusal.status))
  }

  /// The documented answer, if it was one.
  public var refusal: Refusal? {
    switch self {
    case .refused(let refusal, _): refusal
    case .undocumented, .malformed, .invalid, .transport: nil
    }
  }

  /// The status of the answer, if one came.
  public var status: Int? {
    switch self {
    case .refused(_, let head): head.status
    case .undocumented(let answer), .malformed(_, let answer): answer.head.status
    case .invalid, .transport: nil
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
        let body = try refusal.body()?.bytes ?? []
        self.init(answer: RawAnswer(head: head, body: body))
      } catch {
        self = .undocumented(RawAnswer(head: head, body: []))
      }
    case .undocumented(let answer): self = .undocumented(answer)
    case .malformed(let error, let answer): self = .malformed(error, answer)
    case .invalid(let violations): self = .invalid(violations)
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
    do throws(JSONError) {
      let refusal = try Refusal(
        status: answer.head.status, headerFields: answer.head.headerFields, body: answer.body)
      if let refusal {
        self = .refused(refusal, answer.head)
      } else {
        self = .undocumented(answer)
      }
    } catch {
      self = .malformed(error, answer)
    }
  }
}

/// Only ``CallError`` is one: it lets an error whose `Refusal` is no longer known be told as another's.
protocol CallErrorConvertible: Error {
  func converted<Refusal: DocumentedRefusal>() -> CallError<Refusal>
}

extension CallError: CallErrorConvertible {
  func converted<Other: DocumentedRefusal>() -> CallError<Other> {
    CallError<Other>(converting: self)
  }
}

/// The documented answers of an operation that are no success. Generated.
public protocol DocumentedRefusal: Sendable {
  /// Makes the case for that status, or `nil` if the document lists none.
  ///
  /// - Throws: ``JSONError`` if the body is not what the document says.
  init?(status: Int, headerFields: HTTPFields, body: [UInt8]) throws(JSONError)
  var status: Int { get }
  /// `nil`: no body.
  func body() throws(JSONError) -> EncodedBody?
}

/// For operations that document nothing but success.
public enum NoRefusal: DocumentedRefusal {
  public init?(status: Int, headerFields: HTTPFields, body: [UInt8]) { nil }
  public var status: Int { switch self {} }
  public func body() throws(JSONError) -> EncodedBody? { switch self {} }
}

/// The bytes of a body and what they are.
public struct EncodedBody: Sendable, Hashable {
  public var contentType: String
  public var bytes: [UInt8]

  public init(contentType: String, bytes: [UInt8]) {
    self.contentType = contentType
    self.bytes = bytes
  }

  public static func json(
    _ value: some JSONWritable, contentType: String = "application/json"
  ) throws(JSONError) -> EncodedBody {
    EncodedBody(contentType: contentType, bytes: try value.json())
  }
}
