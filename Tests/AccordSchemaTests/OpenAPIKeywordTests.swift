import AccordJSON
import AccordSchema
import Testing

@Suite struct OpenAPIKeywordTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let valid: [String]
    let invalid: [String]
    var dialect: Dialect = .openAPI30

    var testDescription: String { "\(dialect): \(schema)" }
  }

  @Test(arguments: [
    Case(
      schema: #"{"type": "string", "nullable": true}"#, valid: ["null", #""a""#], invalid: ["1"]),
    Case(
      schema: #"{"nullable": true, "allOf": [{"type": "object"}]}"#, valid: ["null", "{}"],
      invalid: ["1"]),
    Case(
      schema: #"{"type": "string", "nullable": true, "enum": ["a"]}"#, valid: ["null", #""a""#],
      invalid: [#""b""#]),
    Case(
      schema: #"{"type": "string", "nullable": true}"#, valid: [#""a""#], invalid: ["null"],
      dialect: .openAPI31),
    Case(
      schema: #"{"minimum": 3, "exclusiveMinimum": true}"#, valid: ["3.1", #""a""#],
      invalid: ["3", "2"]),
    Case(
      schema: #"{"maximum": 3, "exclusiveMaximum": true}"#, valid: ["2.9"], invalid: ["3", "4"]),
    Case(
      schema: #"{"minimum": 3, "exclusiveMinimum": false}"#, valid: ["3"], invalid: ["2"]),
    // A number there belongs to later drafts, but what is meant is plain.
    Case(schema: #"{"exclusiveMinimum": 3}"#, valid: ["4"], invalid: ["3"]),
    Case(
      schema: #"{"exclusiveMinimum": 3}"#, valid: ["4"], invalid: ["3"], dialect: .openAPI31),
    Case(
      schema: #"{"type": "array", "items": {"type": "integer"}, "uniqueItems": true}"#,
      valid: ["[]", "[1, 2]"], invalid: ["[1, 1.0]", #"["a"]"#]),
    // Not kept by OpenAPI 3.0: ignored there, read in 3.1.
    Case(
      schema: #"{"patternProperties": {"^a": {"type": "string"}}}"#, valid: [#"{"a": 1}"#],
      invalid: []),
    Case(
      schema: #"{"patternProperties": {"^a": {"type": "string"}}}"#, valid: [#"{"b": 1}"#],
      invalid: [#"{"a": 1}"#], dialect: .openAPI31),
    // Not a word of OpenAPI 3.0, but documents say it, and mean it.
    Case(schema: #"{"const": 1}"#, valid: ["1"], invalid: ["2"]),
    Case(schema: #"{"const": 1}"#, valid: ["1"], invalid: ["2"], dialect: .openAPI31),
    Case(
      schema: #"{"type": ["string", "null"]}"#, valid: ["null", #""a""#], invalid: ["1"],
      dialect: .openAPI31),
    Case(
      schema: #"{"type": "integer", "format": "int32"}"#,
      valid: ["2147483647", "-2147483648", "1.0"],
      invalid: ["2147483648", "-2147483649", "1.5"]),
    Case(
      schema: #"{"type": "integer", "format": "int64"}"#,
      valid: ["9223372036854775807", "-9223372036854775808", "9.223372036854775807e18"],
      invalid: ["9223372036854775808", "-9223372036854775809", "1e300"]),
    Case(
      schema: #"{"type": "number", "format": "float"}"#, valid: ["1.5", "3e38"], invalid: ["1e39"]),
    Case(
      schema: #"{"type": "number", "format": "double"}"#, valid: ["1e308"], invalid: ["1e309"]),
    Case(
      schema: #"{"type": "string", "format": "byte"}"#,
      valid: [#""""#, #""aGVsbG8=""#, #""aGVsbG8""#],
      invalid: [#""a""#, #""a b=""#, #""===""#]),
    Case(
      schema: #"{"type": "string", "format": "date-time"}"#,
      valid: [#""2024-05-17T09:30:00Z""#, #""2024-05-17t09:30:00.5+02:00""#],
      invalid: [#""2024-05-17""#, #""2024-05-17 09:30:00Z""#, #""2024-05-17T09:30:00""#]),
    Case(
      schema: #"{"type": "string", "format": "uuid"}"#,
      valid: [#""3F2504E0-4f89-41d3-9a0c-0305e82c3301""#], invalid: [#""3f2504e0""#]),
    Case(
      schema: #"{"type": "string", "format": "password"}"#, valid: [#""""#, #""x""#], invalid: ["1"]
    ),
    Case(schema: #"{"format": "no-such-format"}"#, valid: ["1", #""x""#], invalid: []),
    // A discriminator is a hint, and asserts nothing by itself.
    Case(
      schema: #"{"type": "object", "discriminator": {"propertyName": "kind"}}"#, valid: ["{}"],
      invalid: ["[]"]),
    Case(schema: #"{"type": "string", "maxLength": 2}"#, valid: [#""🎈🎈""#], invalid: [#""🎈🎈🎈""#]),
  ])
  func keyword(_ test: Case) throws {
    let schema = try CompiledSchema(test.schema, dialect: test.dialect)
    for text in test.valid {
      let result = schema.validate(try .parse(text))
      #expect(result.isValid, "\(text): \(result.violations)")
      #expect(schema.isValid(try .parse(text)))
    }
    for text in test.invalid {
      let result = schema.validate(try .parse(text))
      #expect(!result.violations.isEmpty, "\(text)")
      #expect(!result.isIncomplete)
    }
  }

  @Test func referencesInOpenAPI30HideTheirSiblings() throws {
    let document: JSONValue = [
      "openapi": "3.0.3",
      "components": [
        "schemas": [
          "Name": ["type": "string"],
          "Reference": ["$ref": "#/components/schemas/Name", "maxLength": 1],
        ]
      ],
    ]
    for (dialect, isValid) in [(Dialect.openAPI30, true), (.openAPI31, false)] {
      var resources = SchemaResources(dialect: dialect)
      resources.add(document, uri: "test:api")
      let schema = try CompiledSchema(
        compiling: JSONPointer(tokens: ["components", "schemas", "Reference"]), in: "test:api",
        of: resources)
      #expect(schema.isValid("longer") == isValid)
      #expect(!schema.isValid(1))
    }
  }

  // MARK: - Directions

  static let user = #"""
    {
      "type": "object",
      "required": ["id", "name", "password"],
      "properties": {
        "id": {"type": "string", "readOnly": true},
        "name": {"type": "string"},
        "password": {"type": "string", "writeOnly": true}
      }
    }
    """#

  @Test(arguments: [
    (#"{"name": "a", "password": "p"}"#, Direction.request, true),
    (#"{"name": "a"}"#, .request, false),
    (#"{"id": "1", "name": "a"}"#, .response, true),
    (#"{"name": "a", "password": "p"}"#, .response, false),
    (#"{"id": "1", "name": "a", "password": "p"}"#, .request, true),
    (#"{"id": 1, "name": "a", "password": "p"}"#, .request, false),
  ])
  func direction(_ text: String, _ direction: Direction, _ isValid: Bool) throws {
    for dialect in [Dialect.openAPI30, .openAPI31] {
      let schema = try CompiledSchema(Self.user, dialect: dialect)
      #expect(schema.isValid(try .parse(text), direction: direction) == isValid)
    }
  }

  @Test func withoutDirectionAllThatIsRequiredHasToBeThere() throws {
    let schema = try CompiledSchema(Self.user, dialect: .openAPI30)
    #expect(!schema.isValid(["name": "a", "password": "p"]))
    #expect(schema.isValid(["id": "1", "name": "a", "password": "p"]))
  }

  /// `required` and `readOnly` often stand in different schemas of one `allOf`, or behind a reference.
  @Test func directionReachesAcrossAllOf() throws {
    let schema = try CompiledSchema(
      #"""
      {
        "allOf": [
          {"properties": {"id": {"$ref": "#/$defs/id"}, "child": {"type": "object"}}},
          {"required": ["id"]}
        ],
        "$defs": {"id": {"type": "string", "readOnly": true}}
      }
      """#, dialect: .openAPI31)
    #expect(schema.isValid([:], direction: .request))
    #expect(!schema.isValid([:], direction: .response))
  }

  /// The same name one level deeper is another member.
  @Test func directionStaysAtItsLevel() throws {
    let schema = try CompiledSchema(
      #"""
      {
        "properties": {
          "id": {"readOnly": true},
          "child": {"required": ["id"]}
        },
        "required": ["id"]
      }
      """#, dialect: .openAPI31)
    #expect(schema.isValid(["child": ["id": 1]], direction: .request))
    #expect(!schema.isValid(["child": [:]], direction: .request))
  }
}
