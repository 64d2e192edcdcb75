import AccordOpenAPI

/// What a body holds.
public enum ContentPlan: Sendable, Hashable {
  case none
  case json(TypeReference, contentType: String)
  /// A form, with the styles of those members that have one of their own.
  case form(TypeReference, [FormStylePlan])
  /// Typed parts.
  case multipart(TypeReference, contentType: String)
  case text(contentType: String)
  /// Bytes in memory.
  case bytes(contentType: String)
  /// Bytes as they come.
  case stream(contentType: String)
  case items(ItemsPlan)
  /// Whatever the caller encodes itself.
  case encoded([String])
  /// An enum of that name, with a case for each content type.
  case choice(name: String)

  /// The Swift type.
  var text: String {
    switch self {
    case .none: "Void"
    case .json(let type, _), .form(let type, _), .multipart(let type, _): type.text
    case .text: "String"
    case .bytes: "[UInt8]"
    case .stream: "ByteStream"
    case .items(let items): "ItemStream<\(items.type.text)>"
    case .encoded: "EncodedBody"
    case .choice(let name): name
    }
  }

  /// What a client says that it understands, or a server that it takes.
  var contentTypes: [String] {
    switch self {
    case .none, .choice: []
    case .json(_, let contentType), .multipart(_, let contentType), .text(let contentType),
      .bytes(let contentType), .stream(let contentType):
      [contentType]
    case .items(let items): [items.contentType]
    case .form: ["application/x-www-form-urlencoded"]
    case .encoded(let contentTypes): contentTypes
    }
  }

  /// Whether it is handed on as it comes.
  var isStreamed: Bool {
    switch self {
    case .stream, .items, .encoded, .multipart: true
    case .none, .json, .form, .text, .bytes, .choice: false
    }
  }
}

/// A body of items that follow one another.
public struct ItemsPlan: Sendable, Hashable {
  /// The runtime's `ItemFraming`s.
  public enum Framing: String, Sendable, Hashable {
    case lines, records, events
  }

  public var type: TypeReference
  public var framing: Framing
  /// Whether items are plain text instead of JSON.
  public var isText: Bool
  public var contentType: String
}

/// The style of one member of a form.
public struct FormStylePlan: Sendable, Hashable {
  public var name: String
  public var style: ParameterPlan.Style
  public var isReserved: Bool
}

public struct BodyPlan: Sendable {
  public var content: ContentPlan
  public var isRequired: Bool
  public var checks: [CheckPlan]
  /// The cases, if the body is one of several content types.
  public var choices: [AnswerCasePlan] = []

  /// The Swift type of the argument.
  var type: String {
    let type = content.text
    return isRequired || type.hasSuffix("?") ? type : type + "?"
  }

  /// The content types of what is handed on as it comes.
  var streamed: [String] {
    (choices.isEmpty ? [content] : choices.map(\.content)).filter(\.isStreamed)
      .flatMap(\.contentTypes)
  }
}
