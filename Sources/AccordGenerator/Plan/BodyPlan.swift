import AccordOpenAPI

/// What a body holds.
public enum ContentPlan: Sendable, Hashable {
  case none
  case json(TypeReference, contentType: String)
  case text(contentType: String)
  /// Bytes as they are.
  case bytes(contentType: String)

  /// The Swift type.
  var text: String {
    switch self {
    case .none: "Void"
    case .json(let type, _): type.text
    case .text: "String"
    case .bytes: "[UInt8]"
    }
  }

  /// What a client says that it understands.
  var contentType: String? {
    switch self {
    case .none: nil
    case .json(_, let contentType), .text(let contentType), .bytes(let contentType): contentType
    }
  }
}

public struct BodyPlan: Sendable {
  public enum Content: Sendable, Hashable {
    case json(TypeReference, contentType: String)
    /// Whatever the caller encodes itself.
    case encoded([String])
  }

  public var content: Content
  public var isRequired: Bool
  public var checks: [CheckPlan]

  /// The Swift type of the argument.
  var type: String {
    let type =
      switch content {
      case .json(let type, _): type.text
      case .encoded: "EncodedBody"
      }
    return isRequired || type.hasSuffix("?") ? type : type + "?"
  }
}
