import AccordJSON

/// There is no schema where one was asked for.
public struct SchemaError: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// No document of that URI was added.
    case unknownDocument
    /// The pointer leads nowhere in its document.
    case nothingThere
    /// What stands there is neither an object nor a boolean.
    case notASchema
  }

  public let reason: Reason
  public let location: SchemaLocation

  public init(reason: Reason, location: SchemaLocation) {
    self.reason = reason
    self.location = location
  }
}

extension SchemaError: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .unknownDocument: "\(location): there is no document of that URI"
    case .nothingThere: "\(location): there is nothing at that place"
    case .notASchema: "\(location): a schema is an object or a boolean, and this is neither"
    }
  }
}

/// Something in a schema that is malformed, and that therefore is not checked.
public struct SchemaProblem: Sendable, Hashable {
  public let location: SchemaLocation
  /// What is wrong, as one sentence without its end.
  public let message: String
}

extension SchemaProblem: CustomStringConvertible {
  public var description: String { "\(location): \(message)" }
}
