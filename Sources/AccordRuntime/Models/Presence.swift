/// A member that may be absent, `null` or there, where the three differ: in a request that changes
/// something, absent means "leave it", `null` means "take it away".
public enum Presence<Value> {
  case absent
  case null
  case value(Value)

  /// The value, if there is one.
  public var value: Value? {
    switch self {
    case .absent, .null: nil
    case .value(let value): value
    }
  }

  public var isAbsent: Bool {
    switch self {
    case .absent: true
    case .null, .value: false
    }
  }

  /// `nil` becomes `null`.
  public init(_ value: Value?) {
    self = value.map { .value($0) } ?? .null
  }
}

extension Presence: Sendable where Value: Sendable {}
extension Presence: Equatable where Value: Equatable {}
extension Presence: Hashable where Value: Hashable {}

/// Reads what is there; that a member is absent, its object has to see.
extension Presence: JSONReadable where Value: JSONReadable {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try reader.readNull() ? .null : .value(try Value(reading: &reader))
  }
}

extension Presence: ExpressibleByNilLiteral {
  public init(nilLiteral: ()) { self = .null }
}

extension Presence: ExpressibleByBooleanLiteral where Value: ExpressibleByBooleanLiteral {
  public init(booleanLiteral value: Value.BooleanLiteralType) {
    self = .value(Value(booleanLiteral: value))
  }
}

extension Presence: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Value.IntegerLiteralType) {
    self = .value(Value(integerLiteral: value))
  }
}

extension Presence: ExpressibleByUnicodeScalarLiteral
where Value: ExpressibleByUnicodeScalarLiteral {
  public init(unicodeScalarLiteral value: Value.UnicodeScalarLiteralType) {
    self = .value(Value(unicodeScalarLiteral: value))
  }
}

extension Presence: ExpressibleByExtendedGraphemeClusterLiteral
where Value: ExpressibleByExtendedGraphemeClusterLiteral {
  public init(extendedGraphemeClusterLiteral value: Value.ExtendedGraphemeClusterLiteralType) {
    self = .value(Value(extendedGraphemeClusterLiteral: value))
  }
}

extension Presence: ExpressibleByStringLiteral where Value: ExpressibleByStringLiteral {
  public init(stringLiteral value: Value.StringLiteralType) {
    self = .value(Value(stringLiteral: value))
  }
}

extension JSONReader {
  /// A member that may be absent, `null` or there.
  @inlinable
  public mutating func presence<Value: JSONReadable>() throws(JSONError) -> Presence<Value> {
    try optional() ?? .absent
  }
}

extension JSONWriter {
  /// Writes a member unless it is absent.
  @inlinable
  public mutating func presence(_ presence: Presence<some JSONWritable>) {
    switch presence {
    case .absent: passKey()
    case .null:
      writeNextKey()
      writeNull()
    case .value(let value): required(value)
    }
  }
}
