/// What a cached answer is kept under: the operation, and the arguments it was called with. Generated code
/// makes typed keys.
public struct QueryKey<Value: Sendable>: Sendable, Hashable {
  public let operation: String
  /// By the document's parameter names.
  public let arguments: JSONDictionary<JSONValue>

  public init(_ operation: String, _ arguments: JSONDictionary<JSONValue> = [:]) {
    self.operation = operation
    self.arguments = arguments
  }

  public var filter: QueryFilter { QueryFilter(operation, arguments) }
}

/// Which keys are meant: all those of an operation that have these arguments, whatever others they have.
public struct QueryFilter: Sendable, Hashable {
  public let operation: String
  public let arguments: JSONDictionary<JSONValue>

  public init(_ operation: String, _ arguments: JSONDictionary<JSONValue> = [:]) {
    self.operation = operation
    self.arguments = arguments
  }

  public func matches(_ key: QueryKey<some Sendable>) -> Bool { matches(key.filter) }

  /// The same for a key whose type is not known.
  func matches(_ key: QueryFilter) -> Bool {
    operation == key.operation
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
