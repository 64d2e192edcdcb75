/// What a cached answer is kept under: the operation, the arguments it was called with, and who called. Generated
/// code makes typed keys.
public struct QueryKey<Value: Sendable>: Sendable, Hashable {
  public let operation: String
  /// By the document's parameter names.
  public let arguments: JSONDictionary<JSONValue>
  /// What one principal may see is not shown to another. `nil`: whoever the cache belongs to.
  public let principal: PrincipalIdentity?

  public init(
    _ operation: String, _ arguments: JSONDictionary<JSONValue> = [:],
    of principal: PrincipalIdentity? = nil
  ) {
    self.operation = operation
    self.arguments = arguments
    self.principal = principal
  }

  /// The same question, asked by whoever the API calls as.
  public func asked(of api: Any) -> QueryKey {
    QueryKey(operation, arguments, of: PrincipalIdentity(of: api))
  }

  /// Exactly this key, and those with further arguments.
  public var filter: QueryFilter { QueryFilter(operation, arguments, of: principal) }
}

/// Which keys are meant: all those of an operation that have these arguments, whatever others they have.
public struct QueryFilter: Sendable, Hashable {
  public let operation: String
  public let arguments: JSONDictionary<JSONValue>
  /// `nil`: everybody's. A change that one makes is a change for all.
  public let principal: PrincipalIdentity?

  public init(
    _ operation: String, _ arguments: JSONDictionary<JSONValue> = [:],
    of principal: PrincipalIdentity? = nil
  ) {
    self.operation = operation
    self.arguments = arguments
    self.principal = principal
  }

  public func matches(_ key: QueryKey<some Sendable>) -> Bool { matches(key.filter) }

  /// The same for a key whose type is not known.
  func matches(_ key: QueryFilter) -> Bool {
    operation == key.operation && (principal == nil || principal == key.principal)
      && arguments.allSatisfy { name, value in key.arguments[name] == value }
  }
}

extension JSONWritable {
  /// The value as a JSON value, for keys; `null` if JSON has no text for it.
  public var jsonValue: JSONValue {
    var writer = JSONWriter()
    write(to: &writer)
    return (try? JSONValue(parsing: writer.bytes)) ?? .null
  }
}
