import AccordJSON
import AccordPatterns

/// A schema in compiled form. Other schemas are named by their position in the program, so that cycles are
/// nothing special.
final class SchemaNode: Sendable {
  typealias ID = Int

  let location: SchemaLocation
  let resource: SchemaResource.ID
  /// The schema as it is written, for what does not validate: examples, the default, the title.
  let source: JSONValue
  let rules: SchemaRules
  /// What a boolean schema says about everything.
  let verdict: Bool?
  /// Values of it must not be shown in a message.
  let isSecret: Bool

  init(
    location: SchemaLocation, resource: SchemaResource.ID, source: JSONValue, rules: SchemaRules
  ) {
    self.location = location
    self.resource = resource
    self.source = source
    self.rules = rules
    verdict = rules.verdict
    isSecret = rules.isWriteOnly || rules.string?.format == .password
  }
}

/// A value behind a reference. Rules are handed on a lot while validating, which recurses: copying what is
/// large would take time and room on the stack.
@dynamicMemberLookup
final class Shared<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) {
    self.value = value
  }

  subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { value[keyPath: path] }
}

/// What a schema demands.
struct SchemaRules: Sendable {
  /// What a boolean schema says about everything.
  var verdict: Bool?
  var types: TypeSet?
  /// OpenAPI 3.0: null passes, whatever else the schema says.
  var isNullable = false
  var enumeration: Enumeration?
  var constant: JSONValue?
  var number: Shared<NumberRules>?
  var string: Shared<StringRules>?
  var array: Shared<ArrayRules>?
  var object: Shared<ObjectRules>?
  var reference: SchemaNode.ID?
  var dynamicReference: DynamicReference?
  var allOf: [SchemaNode.ID] = []
  var anyOf: [SchemaNode.ID] = []
  var oneOf: [SchemaNode.ID] = []
  var not: SchemaNode.ID?
  var condition: Condition?
  var unevaluatedItems: SchemaNode.ID?
  var unevaluatedProperties: SchemaNode.ID?
  var discriminator: Discriminator?
  var isReadOnly = false
  var isWriteOnly = false
  /// A reference that leads nowhere: what it demands is unknown.
  var hasUnresolvedReference = false

  static let acceptsAll = SchemaRules(verdict: true)
}

struct Enumeration: Sendable {
  let values: [JSONValue]
  /// Only for lists that are long enough for it to pay.
  private let set: Set<JSONValue>?

  init(_ values: [JSONValue]) {
    self.values = values
    set = values.count > 12 ? Set(values) : nil
  }

  func contains(_ value: JSONValue) -> Bool { set?.contains(value) ?? values.contains(value) }
}

struct NumberRules: Sendable {
  var multipleOf: JSONNumber?
  var minimum: JSONNumber?
  var maximum: JSONNumber?
  var exclusiveMinimum: JSONNumber?
  var exclusiveMaximum: JSONNumber?
  var format: NumberFormat?
  var assertsFormat = false
}

struct StringRules: Sendable {
  var minLength: Int?
  var maxLength: Int?
  var pattern: Pattern?
  var format: StringFormat?
  var assertsFormat = false

  enum Pattern: Sendable {
    case expression(RegularExpression)
    /// Not a regular expression, or none that is understood here.
    case unsupported
  }
}

struct ArrayRules: Sendable {
  var minItems: Int?
  var maxItems: Int?
  var uniqueItems = false
  var prefix: [SchemaNode.ID] = []
  /// For the items behind the prefix.
  var rest: SchemaNode.ID?
  var contains: SchemaNode.ID?
  var minContains: Int?
  var maxContains: Int?
}

struct ObjectRules: Sendable {
  var minProperties: Int?
  var maxProperties: Int?
  var required: [String] = []
  var properties: JSONDictionary<SchemaNode.ID> = [:]
  var patternProperties: [(pattern: RegularExpression, schema: SchemaNode.ID)] = []
  var additionalProperties: SchemaNode.ID?
  var propertyNames: SchemaNode.ID?
  var dependentRequired: JSONDictionary<[String]> = [:]
  var dependentSchemas: JSONDictionary<SchemaNode.ID> = [:]
  /// Whether `dependencies`, which older drafts have for both, is where the dependent ones stand.
  var usesDependencies = false
  /// A pattern among `patternProperties` that is not understood: what it demands is unknown.
  var hasUnsupportedPattern = false
}

struct DynamicReference: Sendable {
  /// What it means where no dynamic anchor of that name is in scope.
  let initial: SchemaNode.ID
  let anchor: ExactString
}

struct Condition: Sendable {
  let test: SchemaNode.ID
  let consequence: SchemaNode.ID?
  let alternative: SchemaNode.ID?
}

/// OpenAPI's hint which of several schemas a value is meant for.
struct Discriminator: Sendable {
  let property: String
  /// The values that `mapping` lists, and what each stands for.
  let mapping: [(value: String, schema: SchemaLocation)]

  /// The value that stands for a schema: listed, or the name of the schema.
  func value(of schema: SchemaLocation) -> String? {
    mapping.first { $0.schema == schema }?.value ?? schema.pointer.tokens.last
  }
}
