/// A generated enum with a case for each type that a value may be of: `oneOf` and `anyOf`.
public protocol JSONUnion: JSONModel, Validatable {
  /// How it is told which case a value is.
  static var alternatives: Alternatives<Self> { get }
  /// The value, whichever case it is.
  var anyValue: any JSONWritable & Sendable { get }
}

extension JSONUnion {
  public init(reading reader: inout JSONReader) throws(JSONError) {
    self = try Self.alternatives.read(&reader)
  }

  public func write(to writer: inout JSONWriter) {
    anyValue.write(to: &writer)
  }

  public func validate(_ validator: inout Validator) {
    validator.validate(anyValue)
  }
}

/// A value that is none of a union's documented forms.
public struct UnrecognizedValue: JSONWritable, Validatable, Sendable {
  private let value: JSONValue

  public init(_ value: JSONValue) {
    self.value = value
  }

  public func write(to writer: inout JSONWriter) { writer.write(value) }

  public func validate(_ validator: inout Validator) {
    validator.report("anyOf", "must be one of the documented forms")
  }
}

/// One case of a union: which JSON values may be it, and how they become it.
public struct Alternative<Union>: Sendable {
  fileprivate let kinds: Set<JSONValue.Kind>
  /// Values of the discriminator.
  fileprivate let tags: [String]
  /// `nil` for a value that is none of the type's.
  fileprivate let attempt: @Sendable (inout JSONReader) -> Union?
  fileprivate let read: @Sendable (inout JSONReader) throws(JSONError) -> Union
  /// Whether it is for what is none of the others.
  fileprivate var isRest = false

  private init<Value: JSONReadable & Sendable>(
    kinds: Set<JSONValue.Kind>, _ make: @escaping @Sendable (Value) -> Union, tags: [String] = []
  ) {
    self.kinds = kinds
    self.tags = tags
    attempt = { $0.attempt(Value.self).map(make) }
    read = { reader throws(JSONError) in make(try Value(reading: &reader)) }
  }

  public static func of<Value: JSONReadable & Sendable>(
    _ kinds: Set<JSONValue.Kind>, _ make: @escaping @Sendable (Value) -> Union, _ tags: String...
  ) -> Self {
    Alternative(kinds: kinds, make, tags: tags)
  }

  public static func object<Value: JSONReadable & Sendable>(
    _ make: @escaping @Sendable (Value) -> Union, _ tags: String...
  ) -> Self {
    Alternative(kinds: [.object], make, tags: tags)
  }

  public static func array<Value: JSONReadable & Sendable>(
    _ make: @escaping @Sendable (Value) -> Union
  ) -> Self { Alternative(kinds: [.array], make) }

  public static func string<Value: JSONReadable & Sendable>(
    _ make: @escaping @Sendable (Value) -> Union
  ) -> Self { Alternative(kinds: [.string], make) }

  public static func number<Value: JSONReadable & Sendable>(
    _ make: @escaping @Sendable (Value) -> Union
  ) -> Self { Alternative(kinds: [.number], make) }

  public static func boolean<Value: JSONReadable & Sendable>(
    _ make: @escaping @Sendable (Value) -> Union
  ) -> Self { Alternative(kinds: [.boolean], make) }

  /// For a type that any JSON value may be.
  public static func any<Value: JSONReadable & Sendable>(
    _ make: @escaping @Sendable (Value) -> Union, _ tags: String...
  ) -> Self { Alternative(kinds: Set(JSONValue.Kind.allCases), make, tags: tags) }

  /// For whatever is none of the others.
  public static func rest(_ make: @escaping @Sendable (JSONValue) -> Union) -> Self {
    var rest = Alternative(kinds: [], make)
    rest.isRest = true
    return rest
  }
}

/// The cases of a union, in the order in which they are tried.
public struct Alternatives<Union: JSONUnion>: ExpressibleByArrayLiteral, Sendable {
  private let all: [Alternative<Union>]
  private let discriminator: String?
  /// Whether the discriminator says for sure which case it is.
  private let isBinding: Bool
  private let byTag: [ExactString: Int]

  /// - Parameter discriminator: the member whose value names the case.
  public init(by discriminator: String, _ all: [Alternative<Union>]) {
    self.init(discriminator, isBinding: true, all)
  }

  /// - Parameter discriminator: the member whose value tells which case to try first.
  public init(hint discriminator: String, _ all: [Alternative<Union>]) {
    self.init(discriminator, isBinding: false, all)
  }

  public init(arrayLiteral all: Alternative<Union>...) {
    self.init(nil, isBinding: false, all)
  }

  private init(_ discriminator: String?, isBinding: Bool, _ all: [Alternative<Union>]) {
    self.all = all
    self.discriminator = discriminator
    self.isBinding = isBinding
    var byTag: [ExactString: Int] = [:]
    if discriminator != nil {
      for (index, alternative) in all.enumerated() {
        for tag in alternative.tags where byTag[ExactString(tag)] == nil {
          byTag[ExactString(tag)] = index
        }
      }
    }
    self.byTag = byTag
  }

  /// - Throws: ``JSONError`` if the value is none of them, or not what its discriminator says that it is.
  func read(_ reader: inout JSONReader) throws(JSONError) -> Union {
    var hinted: Int?
    if let discriminator, let tag = reader.peekString(at: discriminator) {
      hinted = byTag[ExactString(tag)]
      if isBinding, let hinted { return try all[hinted].read(&reader) }
    }
    let kind = try reader.peekKind()
    if let choice = reader.choice(of: Union.self), let value = all[choice].attempt(&reader) {
      return value
    }
    let order =
      [hinted].compactMap(\.self)
      + all.indices.filter { $0 != hinted && all[$0].kinds.contains(kind) }
    if let value = choose(order, &reader) { return value }
    if let rest = all.last, rest.isRest { return try rest.read(&reader) }
    throw reader.noMatch(Union.self)
  }

  /// The first alternative that the value is valid as; else the first that it can be read as: a value that keeps all
  /// that one of them demands is that one, also where a less particular reader of another would take it.
  private func choose(_ order: [Int], _ reader: inout JSONReader) -> Union? {
    let start = reader
    var readable: (value: Union, end: JSONReader, index: Int)?
    for (position, index) in order.enumerated() {
      var copy = start
      guard let value = all[index].attempt(&copy) else { continue }
      let isOnly = readable == nil && position == order.count - 1
      if isOnly || Self.isValid(value) {
        readable = (value, copy, index)
        break
      }
      if readable == nil { readable = (value, copy, index) }
    }
    guard let readable else { return nil }
    if order.count > 1 { start.remember(readable.index, of: Union.self) }
    reader = readable.end
    return readable.value
  }

  private static func isValid(_ value: Union) -> Bool {
    var validator = Validator(.body)
    switch value.anyValue {
    case let value as any Validatable: validator.validate(value)
    case let value as any OpenEnum: validator.known(value)
    case let value as any OpenValueEnum: validator.known(value)
    default: break
    }
    return validator.violations.isEmpty
  }
}
