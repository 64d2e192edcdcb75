import AccordJSON

/// The values of `format` that limit numbers: OpenAPI's format registry.
enum NumberFormat: String, Sendable, CaseIterable {
  case int8, int16, int32, int64, uint8, uint16, uint32, uint64, float, double

  func matches(_ number: JSONNumber) -> Bool {
    switch self {
    case .int8: number.integer(as: Int8.self) != nil
    case .int16: number.integer(as: Int16.self) != nil
    case .int32: number.integer(as: Int32.self) != nil
    case .int64: number.integer(as: Int64.self) != nil
    case .uint8: number.integer(as: UInt8.self) != nil
    case .uint16: number.integer(as: UInt16.self) != nil
    case .uint32: number.integer(as: UInt32.self) != nil
    case .uint64: number.integer(as: UInt64.self) != nil
    case .float: Float(number.double).isFinite
    case .double: number.double.isFinite
    }
  }

  var expectation: String {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64:
      "an integer in the range of \(rawValue)"
    case .float, .double: "a number in the range of \(rawValue)"
    }
  }

  /// Whether it says that the number has no fraction.
  var isInteger: Bool {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: true
    case .float, .double: false
    }
  }

  /// The smallest and largest number, where they are integers.
  var bounds: (lower: JSONNumber, upper: JSONNumber)? {
    switch self {
    case .int8: (JSONNumber(Int8.min), JSONNumber(Int8.max))
    case .int16: (JSONNumber(Int16.min), JSONNumber(Int16.max))
    case .int32: (JSONNumber(Int32.min), JSONNumber(Int32.max))
    case .int64: (JSONNumber(Int64.min), JSONNumber(Int64.max))
    case .uint8: (JSONNumber(UInt8.min), JSONNumber(UInt8.max))
    case .uint16: (JSONNumber(UInt16.min), JSONNumber(UInt16.max))
    case .uint32: (JSONNumber(UInt32.min), JSONNumber(UInt32.max))
    case .uint64: (JSONNumber(UInt64.min), JSONNumber(UInt64.max))
    case .float, .double: nil
    }
  }
}
