/// Which answer is the success of an operation, and how its value is read by clients and written by servers.
public struct AnswerFormat<Success: Sendable>: Sendable {
  /// What a client says that it understands, in its order.
  let contentTypes: [String]
  /// Whether an answer with that head is a success of which the body is handed on as it comes.
  var streams: @Sendable (AnswerHead) -> Bool = { _ in false }
  /// Gives `nil` for an answer that is no success.
  let read: @Sendable (IncomingAnswer) throws(AnswerProblem) -> Success?
  let write: @Sendable (Success) -> OutgoingAnswer
}

/// The statuses that a success has.
public enum StatusPattern: Sendable, Hashable, ExpressibleByIntegerLiteral {
  case code(Int)
  /// `range(2)` is `2XX`.
  case range(Int)

  public init(integerLiteral value: Int) { self = .code(value) }

  func contains(_ status: Int) -> Bool {
    switch self {
    case .code(let code): code == status
    case .range(let hundreds): status / 100 == hundreds
    }
  }

  /// What a server answers with where the document leaves it open.
  var sample: Int {
    switch self {
    case .code(let code): code
    case .range(let hundreds): hundreds * 100
    }
  }
}

extension AnswerFormat where Success: JSONReadable & JSONWritable {
  public static func json(
    _ status: StatusPattern, _ contentType: String = "application/json"
  ) -> Self {
    AnswerFormat(contentTypes: [contentType]) { answer throws(AnswerProblem) in
      status.contains(answer.status) ? .some(try answer.json(contentType)) : nil
    } write: {
      .json(status.sample, $0, contentType)
    }
  }
}

extension AnswerFormat where Success == Void {
  /// No body, or one that says nothing.
  public static func empty(_ status: StatusPattern) -> Self {
    AnswerFormat(contentTypes: []) {
      status.contains($0.status) ? () : nil
    } write: {
      .empty(status.sample)
    }
  }
}

extension AnswerFormat where Success == String {
  public static func text(
    _ status: StatusPattern, _ contentType: String = "text/plain"
  ) -> Self {
    AnswerFormat(contentTypes: [contentType]) { answer throws(AnswerProblem) in
      status.contains(answer.status) ? try answer.text(contentType) : nil
    } write: {
      .text(status.sample, $0, contentType)
    }
  }
}

extension AnswerFormat where Success == ByteStream {
  /// Bytes of any kind, as they come.
  public static func stream(
    _ status: StatusPattern, _ contentType: String = "application/octet-stream"
  ) -> Self {
    AnswerFormat(
      contentTypes: [contentType], streams: Self.streaming(status, contentType),
      read: { answer throws(AnswerProblem) in
        status.contains(answer.status) ? try answer.stream(contentType) : nil
      }, write: { .stream(status.sample, $0, contentType) })
  }
}

extension AnswerFormat {
  /// Items of JSON, as they come.
  public static func items<Item: JSONReadable & JSONWritable>(
    _ status: StatusPattern, _ framing: ItemFraming, _ contentType: String
  ) -> Self where Success == ItemStream<Item> {
    AnswerFormat(
      contentTypes: [contentType], streams: Self.streaming(status, contentType),
      read: { answer throws(AnswerProblem) in
        status.contains(answer.status) ? try answer.items(framing, contentType) : nil
      }, write: { .items(status.sample, $0, framing, contentType) })
  }

  /// Items of plain text, as they come.
  public static func texts(
    _ status: StatusPattern, _ framing: ItemFraming, _ contentType: String
  ) -> Self where Success == ItemStream<String> {
    AnswerFormat(
      contentTypes: [contentType], streams: Self.streaming(status, contentType),
      read: { answer throws(AnswerProblem) in
        status.contains(answer.status) ? try answer.texts(framing, contentType) : nil
      }, write: { .texts(status.sample, $0, framing, contentType) })
  }

  /// A body of another type than the documented one is collected, and kept in the error.
  private static func streaming(
    _ status: StatusPattern, _ contentType: String
  ) -> @Sendable (AnswerHead) -> Bool {
    { status.contains($0.status) && $0.isDescribed(by: [contentType]) }
  }
}

extension AnswerFormat where Success: DocumentedAnswer {
  /// As the type says that has a case for each success.
  public static var documented: Self {
    AnswerFormat(
      contentTypes: Success.contentTypes,
      streams: { head in
        head.status / 100 == 2 && !Success.streamed.isEmpty
          && head.headerFields[.contentType] != nil && head.isDescribed(by: Success.streamed)
      },
      read: { answer throws(AnswerProblem) in try Success(answer) }, write: { $0.answer })
  }
}
