/// What a cached answer is kept under: the operation, the arguments it was called with, and who called. Generated
/// code makes typed keys.
public struct QueryKey<Value: Sendable>: Sendable, Hashable {
  /// Exactly this key, and those with further arguments.
  public let filter: QueryFilter

  public var operation: String { filter.operation }
  /// By the document's parameter names.
  public var arguments: JSONDictionary<JSONValue> { filter.arguments }
  /// What one principal may see is not shown to another. `nil`: whoever the cache belongs to.
  public var principal: PrincipalIdentity? { filter.principal }

  /// - Parameter arguments: whatever can be written as JSON, by the document's parameter names.
  public init(
    _ operation: String, _ arguments: KeyValuePairs<String, any JSONWritable> = [:],
    of principal: PrincipalIdentity? = nil
  ) {
    filter = QueryFilter(operation, arguments, of: principal)
  }

  /// The same question, asked by whoever the API calls as.
  public func asked(of api: Any) -> QueryKey {
    var filter = filter
    filter.principal = PrincipalIdentity(of: api)
    return QueryKey(filter: filter)
  }

  private init(filter: QueryFilter) {
    self.filter = filter
  }
}

/// Which keys are meant: all those of an operation that have these arguments, whatever others they have.
public struct QueryFilter: Sendable, Hashable {
  public let operation: String
  public let arguments: JSONDictionary<JSONValue>
  /// `nil`: everybody's. A change that one makes is a change for all.
  public fileprivate(set) var principal: PrincipalIdentity?

  /// - Parameter arguments: whatever can be written as JSON, by the document's parameter names.
  public init(
    _ operation: String, _ arguments: KeyValuePairs<String, any JSONWritable> = [:],
    of principal: PrincipalIdentity? = nil
  ) {
    self.operation = operation
    self.arguments = JSONDictionary(arguments.map { ($0.key, $0.value.jsonValue) })
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
  var jsonValue: JSONValue {
    var writer = JSONWriter()
    write(to: &writer)
    return (try? JSONValue(parsing: writer.bytes)) ?? .null
  }
}
