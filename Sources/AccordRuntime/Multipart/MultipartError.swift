/// Why a body is no multipart body (RFC 2046, section 5.1, and RFC 7578).
public enum MultipartError: Error, Sendable, Hashable {
  /// The content type names no boundary, or one that cannot be.
  case boundary
  /// The body ended before its last boundary.
  case incomplete
  /// The header of a part has more bytes than are taken.
  case headerTooLarge(limit: Int)
  /// What is in the header of a part is no header.
  case malformedHeader
  /// There are more parts than are taken.
  case tooManyParts(limit: Int)
}

extension MultipartError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .boundary: "the content type must name the boundary of its parts"
    case .incomplete: "must end with its boundary"
    case .headerTooLarge(let limit): "must have parts with headers of at most \(limit) bytes"
    case .malformedHeader: "must have parts with headers that can be read"
    case .tooManyParts(let limit): "must have at most \(limit) parts"
    }
  }
}
