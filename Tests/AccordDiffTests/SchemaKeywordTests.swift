import AccordDiff
import AccordOpenAPI
import Testing

/// No keyword of a schema is overlooked: each one that differs is a change, where it stands alone and beside a reference.
struct SchemaKeywordTests {
  /// A keyword with two values that differ, by the property of ``SchemaKeywords`` that holds it.
  struct Difference: Sendable, CustomTestStringConvertible {
    let property: String
    let old: String
    let new: String
    /// Whether values are accepted by one and not by the other.
    var limitsValues = true

    var testDescription: String { property }
  }

  /// Texts for people, and names: what they do to Swift is compared there.
  static let texts: Set<String> = ["title", "description", "examples"]
  /// Those that cannot stand beside a reference, and the reference itself.
  static let alone: Set<String> = ["boolean", "reference"]

  static let differences: [Difference] = [
    Difference(property: "dynamicReference", old: "$dynamicRef: '#a'", new: "$dynamicRef: '#b'"),
    Difference(property: "isDeprecated", old: "", new: "deprecated: true", limitsValues: false),
    Difference(property: "isReadOnly", old: "", new: "readOnly: true"),
    Difference(property: "isWriteOnly", old: "", new: "writeOnly: true"),
    Difference(property: "defaultValue", old: "default: 1", new: "default: 2"),
    Difference(property: "isNullable", old: "type: string", new: "type: string, nullable: true"),
    Difference(property: "types", old: "type: string", new: "type: integer"),
    Difference(property: "enumeration", old: "enum: [a, b]", new: "enum: [a]"),
    Difference(property: "constant", old: "const: a", new: "const: b"),
    Difference(
      property: "format", old: "type: string, format: date", new: "type: string, format: uuid"),
    Difference(property: "multipleOf", old: "multipleOf: 2", new: "multipleOf: 3"),
    Difference(property: "minimum", old: "minimum: 2", new: "minimum: 3"),
    Difference(property: "maximum", old: "maximum: 2", new: "maximum: 3"),
    Difference(
      property: "exclusiveMinimum", old: "exclusiveMinimum: 2", new: "exclusiveMinimum: 3"),
    Difference(
      property: "exclusiveMaximum", old: "exclusiveMaximum: 2", new: "exclusiveMaximum: 3"),
    Difference(property: "minLength", old: "minLength: 2", new: "minLength: 3"),
    Difference(property: "maxLength", old: "maxLength: 2", new: "maxLength: 3"),
    Difference(property: "pattern", old: "pattern: a", new: "pattern: b"),
    Difference(property: "contentEncoding", old: "", new: "contentEncoding: base64"),
    Difference(property: "contentMediaType", old: "", new: "contentMediaType: image/png"),
    Difference(
      property: "contentSchema",
      old: "contentMediaType: application/json, contentSchema: {type: string}",
      new: "contentMediaType: application/json, contentSchema: {type: integer}"),
    Difference(property: "items", old: "items: {type: string}", new: "items: {type: integer}"),
    Difference(
      property: "prefixItems", old: "prefixItems: [{type: string}]",
      new: "prefixItems: [{type: integer}]"),
    Difference(
      property: "contains", old: "contains: {const: 1}", new: "contains: {const: 2}"),
    Difference(
      property: "minContains", old: "contains: {const: 1}, minContains: 1",
      new: "contains: {const: 1}, minContains: 2"),
    Difference(
      property: "maxContains", old: "contains: {const: 1}, maxContains: 2",
      new: "contains: {const: 1}, maxContains: 3"),
    Difference(property: "minItems", old: "minItems: 2", new: "minItems: 3"),
    Difference(property: "maxItems", old: "maxItems: 2", new: "maxItems: 3"),
    Difference(property: "uniqueItems", old: "", new: "uniqueItems: true"),
    Difference(
      property: "unevaluatedItems", old: "unevaluatedItems: {type: string}",
      new: "unevaluatedItems: false"),
    Difference(
      property: "properties", old: "properties: {a: {type: string}}",
      new: "properties: {a: {type: integer}}"),
    Difference(
      property: "patternProperties", old: "patternProperties: {a: {type: string}}",
      new: "patternProperties: {a: {type: integer}}"),
    Difference(
      property: "additionalProperties", old: "additionalProperties: {type: string}",
      new: "additionalProperties: {type: integer}"),
    Difference(
      property: "unevaluatedProperties", old: "unevaluatedProperties: {type: string}",
      new: "unevaluatedProperties: false"),
    Difference(
      property: "propertyNames", old: "propertyNames: {maxLength: 3}",
      new: "propertyNames: {maxLength: 2}"),
    Difference(property: "required", old: "", new: "required: [a]"),
    Difference(property: "minProperties", old: "minProperties: 2", new: "minProperties: 3"),
    Difference(property: "maxProperties", old: "maxProperties: 2", new: "maxProperties: 3"),
    Difference(
      property: "dependentRequired", old: "dependentRequired: {a: [b]}",
      new: "dependentRequired: {a: [c]}"),
    Difference(
      property: "dependentSchemas", old: "dependentSchemas: {a: {minProperties: 2}}",
      new: "dependentSchemas: {a: {minProperties: 3}}"),
    Difference(
      property: "allOf", old: "allOf: [{type: string}]", new: "allOf: [{type: integer}]"),
    Difference(
      property: "anyOf", old: "anyOf: [{type: string}, {type: boolean}]",
      new: "anyOf: [{type: integer}, {type: boolean}]"),
    Difference(
      property: "oneOf", old: "oneOf: [{type: string}, {type: boolean}]",
      new: "oneOf: [{type: integer}, {type: boolean}]"),
    Difference(property: "not", old: "not: {const: 1}", new: "not: {const: 2}"),
    Difference(
      property: "ifSchema", old: "if: {const: 1}, then: false", new: "if: {const: 2}, then: false"),
    Difference(
      property: "thenSchema", old: "if: {type: string}, then: {minLength: 1}",
      new: "if: {type: string}, then: {minLength: 2}"),
    Difference(
      property: "elseSchema", old: "if: {type: integer}, else: {minLength: 1}",
      new: "if: {type: integer}, else: {minLength: 2}"),
    Difference(
      property: "discriminator", old: "discriminator: {propertyName: a}",
      new: "discriminator: {propertyName: b}"),
    Difference(
      property: "mask", old: "", new: "x-accord-mask: {visibleTo: [owner], as: ''}"),
  ]

  @Test func `every keyword is here`() {
    let properties = Set(Mirror(reflecting: SchemaKeywords()).children.compactMap(\.label))
    let here = Set(Self.differences.map(\.property)).union(Self.texts).union(Self.alone)
    #expect(properties == here)
  }

  @Test(arguments: differences, ["", "$ref: '#/components/schemas/T'"])
  func `a difference is a change`(difference: Difference, reference: String) throws {
    let changes = try changes(difference, beside: reference)
    #expect(!changes.isEmpty)
    if difference.limitsValues { #expect(changes.contains { $0.wire >= .risky }) }
  }

  /// What is said of a property, as request and as answer, forth and back.
  private func changes(_ difference: Difference, beside reference: String) throws -> [Change] {
    func document(_ keywords: String) throws -> OpenAPIDocument {
      let all = [reference, keywords].filter { !$0.isEmpty }.joined(separator: ", ")
      let text = """
        openapi: 3.1.0
        info: {title: Shop, version: '1'}
        x-accord-viewers: {owner: {authenticated: true}, anonymous: {authenticated: false}}
        paths:
          /item:
            put:
              operationId: store
              requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}
              responses:
                '200':
                  description: stored
                  content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}
        components:
          schemas:
            S: {type: object, required: [part], properties: {part: {\(all)}}}
            T: {description: anything}
            A: {$dynamicAnchor: a, type: string}
            B: {$dynamicAnchor: b, type: integer}
        """
      let outcome = DocumentLoader().load(SourceFile(path: "api.yaml", bytes: Array(text.utf8)))
      #expect(!outcome.hasErrors, "\(outcome.diagnostics)")
      return try #require(outcome.document)
    }
    let (old, new) = (try document(difference.old), try document(difference.new))
    return DocumentComparison(old, new).changes() + DocumentComparison(new, old).changes()
  }
}
