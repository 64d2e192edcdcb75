/// A value that the document does not allow, and where it is.
public struct ConstraintViolation: Sendable, Hashable {
  /// Which part of a request a value belongs to.
  public enum Part: Sendable, Hashable {
    case path(String)
    case query(String)
    case header(String)
    case cookie(String)
    case body
  }

  public var part: Part
  /// Where in that part.
  public var pointer: JSONPointer
  /// JSON Schema's keyword, or `type` for a value that could not be read at all.
  public var keyword: String
  /// What is asked for, without the value itself: it may be a secret.
  public var message: String

  public init(part: Part, pointer: JSONPointer, keyword: String, message: String) {
    self.part = part
    self.pointer = pointer
    self.keyword = keyword
    self.message = message
  }
}
