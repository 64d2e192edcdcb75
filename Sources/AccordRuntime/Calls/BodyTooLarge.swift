/// The body of an answer has more bytes than the client accepts.
public struct BodyTooLarge: Error, Sendable, Hashable, CustomStringConvertible {
  /// In bytes.
  public let limit: Int

  public init(limit: Int) {
    self.limit = limit
  }

  public var description: String { "the answer's body is larger than \(limit) bytes" }
}
