import AccordJSON

/// Where a schema stands: which file, and the pointer in it. References are resolved to this.
///
/// Knows its hash: schemas are looked up by it all the time, and the path of the file is long.
public struct SchemaID: Sendable {
  /// The file's path as it was opened.
  public let file: String
  public let pointer: JSONPointer
  private let hash: Int

  public init(file: String, pointer: JSONPointer) {
    self.file = file
    self.pointer = pointer
    var hasher = Hasher()
    hasher.combine(file)
    hasher.combine(pointer)
    hash = hasher.finalize()
  }
}

extension SchemaID: Hashable {
  public static func == (left: SchemaID, right: SchemaID) -> Bool {
    left.hash == right.hash && left.pointer == right.pointer && left.file == right.file
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// Schemas by their place.
public struct SchemaTable: Sendable {
  private var schemas: [SchemaID: Schema] = [:]

  public init() {}

  public subscript(id: SchemaID) -> Schema? {
    get { schemas[id] }
    set { schemas[id] = newValue }
  }

  public var count: Int { schemas.count }

  /// The schema itself, or what its reference leads to if it is nothing but a reference.
  ///
  /// A chain of references that never ends was reported when the document was read; here it gives `nil`.
  public func resolve(_ schema: Schema) -> Schema? {
    var current = schema
    var visited: Set<SchemaID> = []
    while let reference = current.reference {
      guard let target = reference.target, visited.insert(target).inserted,
        let next = schemas[target]
      else { return nil }
      current = next
    }
    return current
  }
}

/// A schema: what a JSON value may be.
///
/// A class, because schemas are shared by everything that refers to them; immutable.
@dynamicMemberLookup
public final class Schema: Sendable {
  public let id: SchemaID
  public let location: Location
  public let keywords: SchemaKeywords

  public init(id: SchemaID, location: Location, keywords: SchemaKeywords) {
    self.id = id
    self.location = location
    self.keywords = keywords
  }

  // Inlined: what is asked for is then read in place, and not by way of the key path.
  @inlinable
  public subscript<Value>(dynamicMember keyPath: KeyPath<SchemaKeywords, Value>) -> Value {
    keywords[keyPath: keyPath]
  }
}

/// A reference from one schema to another.
public struct SchemaReference: Sendable {
  /// As the document writes it.
  public var text: String
  /// `nil` if it leads nowhere, which was reported when the document was read.
  public var target: SchemaID?
  public var location: Location

  public init(text: String, target: SchemaID?, location: Location) {
    self.text = text
    self.target = target
    self.location = location
  }
}

/// The types of JSON Schema, several at once.
public struct SchemaTypes: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public static let null = SchemaTypes(rawValue: 1)
  public static let boolean = SchemaTypes(rawValue: 2)
  public static let integer = SchemaTypes(rawValue: 4)
  public static let number = SchemaTypes(rawValue: 8)
  public static let string = SchemaTypes(rawValue: 16)
  public static let array = SchemaTypes(rawValue: 32)
  public static let object = SchemaTypes(rawValue: 64)
}

/// What a schema says, keyword by keyword. Absent keywords are `nil` or empty.
///
/// OpenAPI 3.0's dialect is already translated: `nullable` adds the type `null`, a boolean
/// `exclusiveMinimum` moves the bound there.
public struct SchemaKeywords: Sendable {
  public struct Property: Sendable {
    public var name: String
    public var keyLocation: Location
    public var schema: Schema

    public init(name: String, keyLocation: Location, schema: Schema) {
      self.name = name
      self.keyLocation = keyLocation
      self.schema = schema
    }
  }

  public struct Discriminator: Sendable {
    public struct Mapping: Sendable {
      public var value: String
      public var target: SchemaID

      public init(value: String, target: SchemaID) {
        self.value = value
        self.target = target
      }
    }

    public var propertyName: String
    public var mapping: [Mapping]
    public var location: Location

    public init(propertyName: String, mapping: [Mapping], location: Location) {
      self.propertyName = propertyName
      self.mapping = mapping
      self.location = location
    }
  }

  /// The schemas `true` and `false`.
  public var boolean: Bool?
  /// Keywords beside `$ref` count too in 3.1 and later; in 3.0 the reader leaves them out, annotations excepted.
  public var reference: SchemaReference?
  public var dynamicReference: SchemaReference?

  public var title: String?
  public var description: String?
  public var isDeprecated = false
  public var isReadOnly = false
  public var isWriteOnly = false
  public var defaultValue: Node?
  public var examples: [Node] = []

  /// Whether `nullable: true` stands here (OpenAPI 3.0; honoured in later versions too). ``types``, if there are
  /// any, hold `null` then. Without types it says nothing by the letter, but those who write it beside a
  /// reference or `allOf` mean that `null` is allowed.
  public var isNullable = false

  /// `nil`: any type.
  public var types: SchemaTypes?
  public var enumeration: [Node]?
  public var constant: Node?
  public var format: String?

  public var multipleOf: JSONNumber?
  public var minimum: JSONNumber?
  public var maximum: JSONNumber?
  public var exclusiveMinimum: JSONNumber?
  public var exclusiveMaximum: JSONNumber?

  public var minLength: Int?
  public var maxLength: Int?
  public var pattern: String?
  public var contentEncoding: String?
  public var contentMediaType: String?
  public var contentSchema: Schema?

  public var items: Schema?
  public var prefixItems: [Schema] = []
  public var contains: Schema?
  public var minContains: Int?
  public var maxContains: Int?
  public var minItems: Int?
  public var maxItems: Int?
  public var uniqueItems = false
  public var unevaluatedItems: Schema?

  public var properties: [Property] = []
  public var patternProperties: [Property] = []
  public var additionalProperties: Schema?
  public var unevaluatedProperties: Schema?
  public var propertyNames: Schema?
  public var required: [String] = []
  public var minProperties: Int?
  public var maxProperties: Int?
  public var dependentRequired: [(name: String, required: [String])] = []
  public var dependentSchemas: [Property] = []

  public var allOf: [Schema] = []
  public var anyOf: [Schema] = []
  public var oneOf: [Schema] = []
  public var not: Schema?
  public var ifSchema: Schema?
  public var thenSchema: Schema?
  public var elseSchema: Schema?

  public var discriminator: Discriminator?
  public var mask: Mask?

  public init() {}
}
