/// The success of an operation for which the document describes headers. Members of the body are there as if they
/// were its own, and so are the items of an array.
@dynamicMemberLookup
public struct HeadedAnswer<Body: Sendable, Headers: TypedHeaders>: Sendable {
  public var body: Body
  public var headers: Headers

  public init(_ body: Body, headers: Headers) {
    self.body = body
    self.headers = headers
  }

  public subscript<Value>(dynamicMember path: KeyPath<Body, Value>) -> Value {
    body[keyPath: path]
  }
}

extension HeadedAnswer: Equatable where Body: Equatable, Headers: Equatable {}

extension HeadedAnswer: Sequence where Body: Sequence {
  public func makeIterator() -> Body.Iterator { body.makeIterator() }
}

extension HeadedAnswer: Collection where Body: Collection {
  public var startIndex: Body.Index { body.startIndex }
  public var endIndex: Body.Index { body.endIndex }
  public func index(after index: Body.Index) -> Body.Index { body.index(after: index) }
  public subscript(position: Body.Index) -> Body.Element { body[position] }
}

extension AnswerFormat {
  /// The same, with headers.
  public static func headed<Body, Headers>(
    _ format: AnswerFormat<Body>
  ) -> Self where Success == HeadedAnswer<Body, Headers> {
    AnswerFormat(
      contentTypes: format.contentTypes, streams: format.streams,
      read: { answer throws(AnswerProblem) in
        guard let body = try format.read(answer) else { return nil }
        return HeadedAnswer(body, headers: try answer.headers())
      }, write: { format.write($0.body).with($0.headers) })
  }
}

extension AnswerFormat where Success: TypedHeaders {
  /// Nothing but headers.
  public static func headers(_ status: StatusPattern) -> Self {
    AnswerFormat(
      contentTypes: [],
      read: { answer throws(AnswerProblem) in
        status.contains(answer.status) ? try answer.headers() : nil
      }, write: { .empty(status.sample).with($0) })
  }
}

extension IncomingAnswer {
  /// The headers that the document describes.
  public func headers<Headers: TypedHeaders>() throws(AnswerProblem) -> Headers {
    try Headers(HeaderReading(head.headerFields))
  }
}

extension OutgoingAnswer {
  /// The same with headers.
  public func with(_ headers: some TypedHeaders) -> OutgoingAnswer {
    var writing = HeaderWriting()
    headers.write(to: &writing)
    var copy = self
    copy.head.headerFields.append(contentsOf: writing.fields)
    copy.problem = copy.problem ?? writing.problem
    return copy
  }
}
