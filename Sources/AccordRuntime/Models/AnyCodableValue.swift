/// The bridge between `Codable` and JSON values.
struct AnyCodableValue {
  var value: JSONValue

  init(_ value: JSONValue) {
    self.value = value
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) {
      nil
    }
  }
}

extension AnyCodableValue: Decodable {
  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      var members = JSONDictionary<JSONValue>()
      for key in container.allKeys {
        members[key.stringValue] = try container.decode(AnyCodableValue.self, forKey: key).value
      }
      value = .object(members)
      return
    }
    if var container = try? decoder.unkeyedContainer() {
      var items: [JSONValue] = []
      while !container.isAtEnd { items.append(try container.decode(AnyCodableValue.self).value) }
      value = .array(items)
      return
    }
    value = try Self.scalar(in: try decoder.singleValueContainer())
  }

  private static func scalar(in container: any SingleValueDecodingContainer) throws -> JSONValue {
    if container.decodeNil() { return .null }
    if let bool = try? container.decode(Bool.self) { return .bool(bool) }
    if let integer = try? container.decode(Int64.self) { return .number(JSONNumber(integer)) }
    if let integer = try? container.decode(UInt64.self) { return .number(JSONNumber(integer)) }
    if let number = (try? container.decode(Double.self)).flatMap(JSONNumber.init) {
      return .number(number)
    }
    return .string(try container.decode(String.self))
  }
}

extension AnyCodableValue: Encodable {
  func encode(to encoder: any Encoder) throws {
    switch value {
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let bool):
      var container = encoder.singleValueContainer()
      try container.encode(bool)
    case .number(let number):
      var container = encoder.singleValueContainer()
      if let integer = number.integer(as: Int64.self) {
        try container.encode(integer)
      } else if let integer = number.integer(as: UInt64.self) {
        try container.encode(integer)
      } else {
        try container.encode(number.double)
      }
    case .string(let string):
      var container = encoder.singleValueContainer()
      try container.encode(string)
    case .array(let items):
      var container = encoder.unkeyedContainer()
      for item in items { try container.encode(AnyCodableValue(item)) }
    case .object(let members):
      var container = encoder.container(keyedBy: Key.self)
      for (key, value) in members {
        try container.encode(AnyCodableValue(value), forKey: Key(stringValue: key))
      }
    }
  }
}
