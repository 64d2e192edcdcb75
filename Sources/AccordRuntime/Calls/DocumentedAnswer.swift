/// A type with a case for each of several answers that a document lists for an operation. Generated.
public protocol DocumentedAnswer: Sendable {
  /// What a client says that it understands.
  static var contentTypes: [String] { get }
  /// Makes the case for that answer, or `nil` if it is none of them.
  ///
  /// - Throws: ``AnswerProblem`` if the answer is not what the document says of its status.
  init?(_ answer: IncomingAnswer) throws(AnswerProblem)
  /// As a server gives it.
  var answer: OutgoingAnswer { get }
}

extension DocumentedAnswer {
  /// What nearly all documents have; generated types say what differs.
  public static var contentTypes: [String] { ["application/json"] }
}

/// The documented answers of an operation that are no success. Generated.
public protocol DocumentedRefusal: DocumentedAnswer {}

extension DocumentedRefusal {
  public var status: Int { answer.head.status }
}

/// For operations that document nothing but success.
public enum NoRefusal: DocumentedRefusal {
  public static var contentTypes: [String] { [] }
  public init?(_ answer: IncomingAnswer) { nil }
  public var answer: OutgoingAnswer { switch self {} }
}

/// An answer of which the status is known to be documented, for generated code to read its body.
public struct IncomingAnswer: Sendable {
  let head: AnswerHead
  let content: ByteStream

  init(_ head: AnswerHead, _ content: ByteStream) {
    self.head = head
    self.content = content
  }

  init(_ raw: RawAnswer) {
    self.init(raw.head, ByteStream(raw.body))
  }

  public var status: Int { head.status }

  /// With what of its body is in memory.
  var raw: RawAnswer { RawAnswer(head: head, body: bytes()) }

  public func json<Value: JSONReadable>() throws(AnswerProblem) -> Value {
    do throws(JSONError) {
      return try Value(json: bytes())
    } catch {
      throw .json(error)
    }
  }

  public func text() throws(AnswerProblem) -> String {
    guard let text = String(validating: bytes(), as: UTF8.self) else { throw .invalidText }
    return text
  }

  public func bytes() -> [UInt8] { content.bytes ?? [] }
}

/// An answer as a server's generated code gives it. Its bytes are made when it is sent.
public struct OutgoingAnswer: Sendable {
  private enum Content: Sendable {
    case none
    case json(any JSONWritable & Sendable, contentType: String)
    case encoded(EncodedBody)
  }

  public var head: AnswerHead
  private let content: Content

  public static func empty(_ status: Int) -> OutgoingAnswer {
    OutgoingAnswer(head: AnswerHead(status: status), content: .none)
  }

  public static func json(
    _ status: Int, _ value: some JSONWritable & Sendable, _ contentType: String = "application/json"
  ) -> OutgoingAnswer {
    OutgoingAnswer(
      head: AnswerHead(status: status), content: .json(value, contentType: contentType))
  }

  public static func text(
    _ status: Int, _ text: String, _ contentType: String = "text/plain"
  ) -> OutgoingAnswer {
    // Without a charset `text/plain` is ASCII to some clients (RFC 6657).
    let charset = contentType.contains(";") ? "" : "; charset=utf-8"
    return .bytes(status, Array(text.utf8), contentType + charset)
  }

  public static func bytes(
    _ status: Int, _ bytes: [UInt8], _ contentType: String = "application/octet-stream"
  ) -> OutgoingAnswer {
    OutgoingAnswer(
      head: AnswerHead(status: status),
      content: .encoded(EncodedBody(contentType: contentType, bytes: bytes)))
  }

  /// `nil`: no body.
  ///
  /// - Throws: ``JSONError`` for what JSON has no text for.
  public func body() throws(JSONError) -> EncodedBody? {
    switch content {
    case .none: nil
    case .json(let value, let contentType): try .json(value, contentType: contentType)
    case .encoded(let body): body
    }
  }
}
