/// A JSON number without loss: of any size, with any number of digits.
///
/// Two numbers are equal if they are the same number, however they are written: `1`, `1.0` and
/// `10e-1` are equal. The text of a number that was read is kept, and written back as it was.
public struct JSONNumber: Sendable {
  private enum Storage {
    case integer(Int64)
    /// Text of RFC 8259's `number`, for all that is not written as an `Int64` is.
    case literal(String)
  }

  private let storage: Storage

  public init(_ value: some BinaryInteger) {
    if let small = Int64(exactly: value) {
      storage = .integer(small)
    } else {
      storage = .literal(String(value))
    }
  }

  /// `nil` for what JSON has no text for: infinities and not-a-number.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    if let integer = Int64(exactly: value), abs(value) < 9_007_199_254_740_992,
      !(integer == 0 && value.sign == .minus)
    {
      storage = .integer(integer)
    } else {
      storage = .literal("\(value)")
    }
  }

  /// `nil` if the text is not a number by the grammar of RFC 8259, section 6.
  public init?(literal: String) {
    var literal = literal
    let valid = literal.withUTF8 { JSONNumber.isNumber($0) }
    guard valid else { return nil }
    self.init(validLiteral: literal)
  }

  /// For text that the reader has already checked against the grammar.
  init(validLiteral literal: String) {
    if let integer = Int64(literal), literal.utf8.first != UInt8(ascii: "-") || integer != 0 {
      storage = .integer(integer)
    } else {
      storage = .literal(literal)
    }
  }

  init(integer: Int64) {
    storage = .integer(integer)
  }

  /// The number as JSON writes it.
  public var literal: String {
    switch storage {
    case .integer(let value): String(value)
    case .literal(let text): text
    }
  }

  /// The nearest double; infinite if the number is beyond its range.
  public var double: Double {
    switch storage {
    case .integer(let value): Double(value)
    case .literal(let text): Double(text) ?? .nan
    }
  }

  /// The number as an integer of the given type, if it is one and fits: `1.0` and `1e3` are integers.
  public func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Integer.self) -> Integer?
  {
    switch storage {
    case .integer(let value): Integer(exactly: value)
    case .literal(let text):
      if let direct = Integer(text) {
        direct
      } else {
        decimal.integer()
      }
    }
  }

  /// Whether the number has no fraction, as JSON Schema's `integer` asks.
  public var isInteger: Bool {
    switch storage {
    case .integer: true
    case .literal: decimal.exponent >= 0
    }
  }

  /// The number as sign, digits and a power of ten, in its one shortest form.
  public var decimal: Decimal {
    switch storage {
    case .integer(let value):
      var digits = Array(String(value.magnitude).utf8.map { $0 - UInt8(ascii: "0") })
      var exponent = 0
      while let last = digits.last, last == 0 {
        digits.removeLast()
        exponent += 1
      }
      return Decimal(
        isNegative: value < 0, digits: digits, exponent: digits.isEmpty ? 0 : exponent)
    case .literal(let text):
      return Decimal(validLiteral: text)
    }
  }
}

extension JSONNumber: Hashable, Comparable {
  public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    switch (left.storage, right.storage) {
    case (.integer(let left), .integer(let right)): left == right
    case (.integer, .literal), (.literal, .integer), (.literal, .literal):
      left.decimal == right.decimal
    }
  }

  public static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    switch (left.storage, right.storage) {
    case (.integer(let left), .integer(let right)): left < right
    case (.integer, .literal), (.literal, .integer), (.literal, .literal):
      left.decimal < right.decimal
    }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(decimal)
  }
}

extension JSONNumber: ExpressibleByIntegerLiteral, CustomStringConvertible {
  public init(integerLiteral value: Int64) {
    storage = .integer(value)
  }

  public var description: String { literal }
}

extension JSONNumber {
  /// Whether the bytes are one number by the grammar of RFC 8259, section 6, and nothing else.
  static func isNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    func digits() -> Bool {
      let start = index
      while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
      return index > start
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: "0") {
      index += 1
    } else if !digits() {
      return false
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      if !digits() { return false }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count,
        bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
      {
        index += 1
      }
      if !digits() { return false }
    }
    return index == bytes.count
  }
}
