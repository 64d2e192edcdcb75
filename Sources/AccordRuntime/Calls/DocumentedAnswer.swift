/// A type with a case for each of several answers that a document lists for an operation. Generated.
public protocol DocumentedAnswer: Sendable {
  /// What a client says that it understands.
  static var contentTypes: [String] { get }
  /// The content types of those bodies that are handed on as they come.
  static var streamed: [String] { get }
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
  public static var streamed: [String] { [] }
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

  /// - Parameter contentType: the documented one; another kind of JSON is read as well.
  public func json<Value: JSONReadable>(
    _ contentType: String = "application/json"
  ) throws(AnswerProblem) -> Value {
    try check([contentType])
    do throws(JSONError) {
      return try Value(json: bytes())
    } catch {
      throw .json(error)
    }
  }

  public func text(_ contentType: String = "text/*") throws(AnswerProblem) -> String {
    try check([contentType])
    guard let text = String(validating: bytes(), as: UTF8.self) else { throw .invalidText }
    return text
  }

  /// What is in memory.
  public func bytes() -> [UInt8] { content.bytes ?? [] }

  public func stream(_ contentType: String = "*/*") throws(AnswerProblem) -> ByteStream {
    try check([contentType])
    return content
  }

  public func items<Item: JSONReadable>(
    _ framing: ItemFraming, _ contentType: String
  ) throws(AnswerProblem) -> ItemStream<Item> {
    try check([contentType])
    return ItemStream(content, framing) { text throws(JSONError) in
      try Item(json: Array(text.utf8))
    }
  }

  public func texts(
    _ framing: ItemFraming, _ contentType: String
  ) throws(AnswerProblem) -> ItemStream<String> {
    try check([contentType])
    return ItemStream(content, framing) { $0 }
  }

  /// Which of the documented content types the body has: the most specific one that covers it; the first if the
  /// answer does not say.
  ///
  /// - Throws: ``AnswerProblem/contentType(_:expected:)`` if it is none of them.
  public func index(of contentTypes: [String]) throws(AnswerProblem) -> Int {
    guard let found = head.headerFields[.contentType] else { return 0 }
    guard let index = ContentType.best(of: contentTypes, for: found) else {
      throw .contentType(found, expected: contentTypes)
    }
    return index
  }

  private func check(_ contentTypes: [String]) throws(AnswerProblem) {
    _ = try index(of: contentTypes)
  }
}

extension AnswerHead {
  /// Whether the body may be of one of these types: an answer that does not say may.
  func isDescribed(by contentTypes: [String]) -> Bool {
    guard let found = headerFields[.contentType] else { return true }
    return ContentType.best(of: contentTypes, for: found) != nil
  }
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
  /// Why it cannot be sent.
  var problem: JSONError?

  public static func empty(_ status: Int) -> OutgoingAnswer {
    OutgoingAnswer(head: AnswerHead(status: status), content: .none)
  }

  public static func json(
    _ status: Int, _ value: some JSONWritable & Sendable, _ contentType: String = "application/json"
  ) -> OutgoingAnswer {
    OutgoingAnswer(
      head: AnswerHead(status: status),
      content: .json(value, contentType: ContentType.concreteJSON(contentType)))
  }

  public static func text(
    _ status: Int, _ text: String, _ contentType: String = "text/plain"
  ) -> OutgoingAnswer {
    // Without a charset `text/plain` is ASCII to some clients (RFC 6657).
    let contentType = contentType == "*/*" ? "text/plain" : ContentType.concrete(contentType)
    let charset = contentType.contains(";") ? "" : "; charset=utf-8"
    return .bytes(status, Array(text.utf8), contentType + charset)
  }

  public static func bytes(
    _ status: Int, _ bytes: [UInt8], _ contentType: String = "application/octet-stream"
  ) -> OutgoingAnswer {
    OutgoingAnswer(
      head: AnswerHead(status: status),
      content: .encoded(
        EncodedBody(contentType: ContentType.concrete(contentType), bytes: bytes)))
  }

  public static func stream(
    _ status: Int, _ content: ByteStream, _ contentType: String = "application/octet-stream"
  ) -> OutgoingAnswer {
    OutgoingAnswer(
      head: AnswerHead(status: status),
      content: .encoded(
        EncodedBody(contentType: ContentType.concrete(contentType), content: content)))
  }

  public static func items<Item: JSONWritable>(
    _ status: Int, _ items: ItemStream<Item>, _ framing: ItemFraming, _ contentType: String
  ) -> OutgoingAnswer {
    .stream(status, items.bytes(framing) { item throws(JSONError) in try item.json() }, contentType)
  }

  public static func texts(
    _ status: Int, _ items: ItemStream<String>, _ framing: ItemFraming, _ contentType: String
  ) -> OutgoingAnswer {
    .stream(status, items.bytes(framing) { Array($0.utf8) }, contentType)
  }

  /// `nil`: no body.
  ///
  /// - Throws: ``JSONError`` for what JSON has no text for.
  public func body() throws(JSONError) -> EncodedBody? {
    if let problem { throw problem }
    return switch content {
    case .none: nil
    case .json(let value, let contentType): try .json(value, contentType: contentType)
    case .encoded(let body): body
    }
  }
}
