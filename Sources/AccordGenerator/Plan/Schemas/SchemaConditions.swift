import AccordJSON
import AccordOpenAPI

/// States what a schema demands and no type expresses as a schema of its own, without references, which the runtime
/// checks values by.
struct SchemaConditions {
  let schemas: SchemaTable

  /// Beyond this many schemas inside it a condition is not stated: a reference may lead to half of a document.
  private static let limit = 400

  /// The keywords that a condition states, and whether a schema has them. Asked of every schema of a document, and true of
  /// few.
  private static let demands: [(keyword: String, isMade: @Sendable (Schema) -> Bool)] = [
    ("not", { $0.not != nil }), ("if", { $0.ifSchema != nil }),
    ("contains", { $0.contains != nil }), ("propertyNames", { $0.propertyNames != nil }),
    ("dependentRequired", { !$0.dependentRequired.isEmpty }),
    ("dependentSchemas", { !$0.dependentSchemas.isEmpty }),
    ("patternProperties", saysPatterns), ("additionalProperties", saysOthers),
    ("anyOf", { saysOnlyConstraints($0.anyOf) }), ("oneOf", { saysOnlyConstraints($0.oneOf) }),
  ]

  /// The keywords that make no difference for a type, and that nothing checks values by.
  func unchecked(in schema: Schema) -> [String] {
    var keywords: [String] = []
    func note(_ keyword: String, _ unevaluated: Schema?) {
      if let unevaluated, unevaluated.boolean != true { keywords.append(keyword) }
    }
    note("unevaluatedItems", schema.unevaluatedItems)
    note("unevaluatedProperties", schema.unevaluatedProperties)
    guard condition(of: schema) == nil else { return keywords }
    return keywords + Self.demands.filter { $0.isMade(schema) }.map(\.keyword)
  }

  /// Members of one pattern only are the values of a map, which are checked as such.
  @Sendable fileprivate static func saysPatterns(_ schema: Schema) -> Bool {
    !schema.patternProperties.isEmpty
      && (schema.patternProperties.count > 1 || !schema.properties.isEmpty
        || schema.additionalProperties.map { $0.boolean == nil } ?? false)
  }

  /// Whether members beside those with names have more to keep than a type.
  @Sendable fileprivate static func saysOthers(_ schema: Schema) -> Bool {
    !schema.properties.isEmpty && schema.additionalProperties?.saysConstraints ?? false
  }

  /// Alternatives of anything else are types.
  fileprivate static func saysOnlyConstraints(_ schemas: [Schema]) -> Bool {
    !schemas.isEmpty && schemas.allSatisfy(\.isConstraint)
  }

  /// Of the schema's own keywords; `nil` if there are none of these, or if they cannot be stated: where a reference
  /// leads in a circle, or unevaluated parts are meant.
  func condition(of schema: Schema) -> JSONValue? {
    guard Self.demands.contains(where: { $0.isMade(schema) }) else { return nil }
    var statement = Statement(schemas: schemas, left: Self.limit)
    let keywords = statement.conditional(schema)
    return statement.isPossible ? .object(keywords) : nil
  }

  /// A condition while it is written.
  private struct Statement {
    let schemas: SchemaTable
    var left: Int
    var isPossible = true
    /// The references that are being followed.
    private var open: Set<SchemaID> = []

    init(schemas: SchemaTable, left: Int) {
      self.schemas = schemas
      self.left = left
    }

    mutating func conditional(_ schema: Schema) -> JSONDictionary<JSONValue> {
      var keywords = JSONDictionary<JSONValue>()
      set("not", schema.not, in: &keywords)
      if let condition = schema.ifSchema {
        set("if", condition, in: &keywords)
        set("then", schema.thenSchema, in: &keywords)
        set("else", schema.elseSchema, in: &keywords)
      }
      if let item = schema.contains {
        set("contains", item, in: &keywords)
        set("minContains", schema.minContains, in: &keywords)
        set("maxContains", schema.maxContains, in: &keywords)
      }
      set("propertyNames", schema.propertyNames, in: &keywords)
      if !schema.dependentRequired.isEmpty {
        var dependencies = JSONDictionary<JSONValue>()
        for (name, required) in schema.dependentRequired {
          dependencies[name] = .array(required.map { .string($0) })
        }
        keywords["dependentRequired"] = .object(dependencies)
      }
      set("dependentSchemas", schema.dependentSchemas, in: &keywords)
      if SchemaConditions.saysPatterns(schema) || SchemaConditions.saysOthers(schema) {
        set("patternProperties", schema.patternProperties, in: &keywords)
      }
      if SchemaConditions.saysOthers(schema) {
        var named = JSONDictionary<JSONValue>()
        for property in schema.properties { named[property.name] = true }
        keywords["properties"] = .object(named)
        set("additionalProperties", schema.additionalProperties, in: &keywords)
      }
      if SchemaConditions.saysOnlyConstraints(schema.anyOf) {
        set("anyOf", schema.anyOf, in: &keywords)
      }
      if SchemaConditions.saysOnlyConstraints(schema.oneOf) {
        set("oneOf", schema.oneOf, in: &keywords)
      }
      return keywords
    }

    private mutating func whole(_ schema: Schema) -> JSONValue {
      left -= 1
      guard left >= 0, isPossible else {
        isPossible = false
        return true
      }
      if let boolean = schema.boolean { return .bool(boolean) }
      if [schema.unevaluatedItems, schema.unevaluatedProperties].contains(where: {
        $0.map { $0.boolean != true } ?? false
      }) {
        isPossible = false
      }
      var keywords = conditional(schema)
      scalars(of: schema, into: &keywords)
      set("items", schema.items, in: &keywords)
      set("prefixItems", schema.prefixItems, in: &keywords)
      set("patternProperties", schema.patternProperties, in: &keywords)
      set("properties", schema.properties, in: &keywords)
      set("additionalProperties", schema.additionalProperties, in: &keywords)
      if !schema.required.isEmpty {
        keywords["required"] = .array(schema.required.map { .string($0) })
      }
      set("allOf", schema.allOf, in: &keywords)
      set("anyOf", schema.anyOf, in: &keywords)
      set("oneOf", schema.oneOf, in: &keywords)
      guard let link = schema.link else { return .object(keywords) }
      let target = target(of: link)
      return keywords.isEmpty ? target : ["allOf": [target, .object(keywords)]]
    }

    private mutating func target(of link: SchemaReference) -> JSONValue {
      guard let id = link.target, let target = schemas[id], open.insert(id).inserted else {
        isPossible = false
        return true
      }
      defer { open.remove(id) }
      return whole(target)
    }

    private func scalars(of schema: Schema, into keywords: inout JSONDictionary<JSONValue>) {
      if let types = schema.types {
        keywords["type"] = .array(
          SchemaTypes.names.filter { types.contains($0.type) }.map { .string($0.name) })
      }
      keywords["const"] = schema.constant?.value
      keywords["enum"] = schema.enumeration.map { .array($0.map(\.value)) }
      let numbers = [
        ("minimum", schema.minimum), ("maximum", schema.maximum),
        ("exclusiveMinimum", schema.exclusiveMinimum),
        ("exclusiveMaximum", schema.exclusiveMaximum), ("multipleOf", schema.multipleOf),
      ]
      for (keyword, number) in numbers { keywords[keyword] = number.map { .number($0) } }
      set("minLength", schema.minLength, in: &keywords)
      set("maxLength", schema.maxLength, in: &keywords)
      keywords["pattern"] = schema.pattern.map { .string($0) }
      set("minItems", schema.minItems, in: &keywords)
      set("maxItems", schema.maxItems, in: &keywords)
      if schema.uniqueItems { keywords["uniqueItems"] = true }
      set("minProperties", schema.minProperties, in: &keywords)
      set("maxProperties", schema.maxProperties, in: &keywords)
    }

    // MARK: - Setting keywords

    private func set(
      _ keyword: String, _ number: Int?, in keywords: inout JSONDictionary<JSONValue>
    ) {
      keywords[keyword] = number.map { .number(JSONNumber($0)) }
    }

    private mutating func set(
      _ keyword: String, _ schema: Schema?, in keywords: inout JSONDictionary<JSONValue>
    ) {
      if let schema { keywords[keyword] = whole(schema) }
    }

    private mutating func set(
      _ keyword: String, _ schemas: [Schema], in keywords: inout JSONDictionary<JSONValue>
    ) {
      if !schemas.isEmpty { keywords[keyword] = .array(schemas.map { whole($0) }) }
    }

    private mutating func set(
      _ keyword: String, _ properties: [SchemaKeywords.Property],
      in keywords: inout JSONDictionary<JSONValue>
    ) {
      guard !properties.isEmpty else { return }
      var members = JSONDictionary<JSONValue>()
      for property in properties { members[property.name] = whole(property.schema) }
      keywords[keyword] = .object(members)
    }
  }
}
