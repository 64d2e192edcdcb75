/// A body has more bytes than whoever reads it accepts.
public struct BodyTooLarge: Error, Sendable, Hashable, CustomStringConvertible {
  /// In bytes.
  public let limit: Int

  public init(limit: Int) {
    self.limit = limit
  }

  public var description: String { "the body is larger than \(limit) bytes" }
}
