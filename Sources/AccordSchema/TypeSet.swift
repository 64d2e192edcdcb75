import AccordJSON

/// The types that `type` names.
struct TypeSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let null = TypeSet(rawValue: 1)
  static let boolean = TypeSet(rawValue: 2)
  static let integer = TypeSet(rawValue: 4)
  /// Integers, too.
  static let number = TypeSet(rawValue: 8)
  static let string = TypeSet(rawValue: 16)
  static let array = TypeSet(rawValue: 32)
  static let object = TypeSet(rawValue: 64)

  static let all: TypeSet = [.null, .boolean, .integer, .number, .string, .array, .object]

  private static let names: [(String, TypeSet)] = [
    ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number),
    ("string", .string), ("array", .array), ("object", .object),
  ]

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init?(name: String) {
    guard let type = Self.names.first(where: { $0.0.isExactly(name) }) else { return nil }
    self = type.1
  }

  init(_ kind: JSONValue.Kind) {
    switch kind {
    case .null: self = .null
    case .boolean: self = .boolean
    case .number: self = [.number, .integer]
    case .string: self = .string
    case .array: self = .array
    case .object: self = .object
    }
  }

  func accepts(_ value: JSONValue) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .number(let number): contains(.number) || (contains(.integer) && number.isInteger)
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    }
  }

  /// The types that both allow: `integer` is part of `number`.
  func intersecting(_ other: TypeSet) -> TypeSet {
    widened.intersection(other.widened).narrowed
  }

  private var widened: TypeSet { contains(.number) ? union(.integer) : self }
  /// `number` says all that `integer` says.
  private var narrowed: TypeSet { contains(.number) ? subtracting(.integer) : self }

  /// In the order of the specification.
  var members: [TypeSet] { Self.names.map(\.1).filter { contains($0) } }

  /// Such as "string or null".
  var summary: String {
    let names = Self.names.filter { contains($0.1) }.map(\.0)
    guard let last = names.last else { return "nothing" }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " or " + last
  }
}
