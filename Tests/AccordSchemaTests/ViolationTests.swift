import AccordJSON
import AccordSchema
import Testing

@Suite struct ViolationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let value: String
    let descriptions: [String]
    var testDescription: String { schema }
  }

  @Test(arguments: [
    Case(
      schema: #"{"properties": {"items": {"items": {"properties": {"age": {"maximum": 100}}}}}}"#,
      value: #"{"items": [{}, {"age": 101}]}"#,
      descriptions: ["/items/1/age: expected at most 100, found 101 (maximum)"]),
    Case(
      schema: #"{"required": ["a", "b"]}"#, value: "{}",
      descriptions: [
        #"the value: expected a member "a", found none (required)"#,
        #"the value: expected a member "b", found none (required)"#,
      ]),
    Case(
      schema: #"{"type": ["string", "null"]}"#, value: "[1]",
      descriptions: ["the value: expected null or string, found an array of 1 item (type)"]),
    Case(
      schema: #"{"properties": {"a": {}}, "additionalProperties": false}"#,
      value: #"{"a": 1, "b/c": 2}"#,
      descriptions: ["/b~1c: expected no other member, found 2 (additionalProperties)"]),
    Case(
      schema: #"{"enum": ["a", "b"]}"#, value: #""c""#,
      descriptions: [#"the value: expected one of "a", "b", found "c" (enum)"#]),
    Case(
      schema: #"{"minLength": 3, "pattern": "^x"}"#, value: #""ab""#,
      descriptions: [
        "the value: expected at least 3 characters, found 2 (minLength)",
        #"the value: expected a string that matches "^x", found "ab" (pattern)"#,
      ]),
    Case(
      schema: #"{"uniqueItems": true}"#, value: "[1, 2, 1.0]",
      descriptions: [
        "the value: expected items that all differ, found items 0 and 2 equal (uniqueItems)"
      ]),
    Case(
      schema: #"{"anyOf": [{"type": "null"}, {"type": "object", "required": ["a"]}]}"#,
      value: "{}",
      descriptions: [
        #"the value: expected a value that matches one of 2 schemas, found an object of 0 members (anyOf); closest: the value: expected a member "a", found none (required)"#
      ]),
    Case(
      schema: #"{"oneOf": [{"type": "integer"}, {"minimum": 2}]}"#, value: "3",
      descriptions: [
        "the value: expected a value that matches exactly one of 2 schemas, found one that matches 2 (numbers 0, 1, from 0) (oneOf)"
      ]),
    Case(
      schema: #"{"not": {"type": "string"}}"#, value: #""a""#,
      descriptions: [
        #"the value: expected a value that does not match the schema of `not`, found "a" (not)"#
      ]),
    Case(
      schema: #"{"contains": {"const": 1}}"#, value: "[2]",
      descriptions: [
        "the value: expected at least 1 item of the kind that `contains` says, found 0 (contains)"
      ]),
    Case(
      schema: #"{"multipleOf": 0.01}"#, value: "0.015",
      descriptions: ["the value: expected a multiple of 0.01, found 0.015 (multipleOf)"]),
    Case(
      schema: #"{"properties": {"a": false}}"#, value: #"{"a": null}"#,
      descriptions: ["/a: expected nothing there, found null (false)"]),
    Case(
      schema: #"{"prefixItems": [true], "items": false}"#, value: "[1, 2]",
      descriptions: ["/1: expected no more items, found 2 (items)"]),
  ])
  func description(_ test: Case) throws {
    let schema = try CompiledSchema(test.schema)
    let result = schema.validate(try .parse(test.value))
    #expect(result.violations.map(\.description) == test.descriptions)
    #expect(!result.isIncomplete)
  }

  @Test func placesAreThoseOfTheDocumentAsWritten() throws {
    var resources = SchemaResources(dialect: .openAPI31)
    resources.add(
      [
        "openapi": "3.1.0",
        "components": [
          "schemas": [
            "Room": ["properties": ["name": ["$ref": "#/components/schemas/a~1b"]]],
            "a/b": ["maxLength": 1],
          ]
        ],
      ], uri: "file:///api.json")
    let schema = try CompiledSchema(
      compiling: JSONPointer(tokens: ["components", "schemas", "Room"]), in: "file:///api.json",
      of: resources)
    let violation = try #require(schema.validate(["name": "long"]).violations.first)
    #expect(violation.instance.description == "/name")
    #expect(
      violation.schema.description == "file:///api.json#/components/schemas/a~1b/maxLength")
    #expect(resources.value(at: violation.schema) == 1)
  }

  @Test func discriminatorNamesTheBranchThatWasMeant() throws {
    let schema = try CompiledSchema(
      #"""
      {
        "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"hound": "#/$defs/Dog"}},
        "$defs": {
          "Cat": {"type": "object", "required": ["lives"]},
          "Dog": {"type": "object", "required": ["barks", "kind", "owner"]}
        }
      }
      """#, dialect: .openAPI31)
    let violation = try #require(schema.validate(["kind": "hound"]).violations.first)
    #expect(violation.causes.map(\.expected) == [#"a member "barks""#, #"a member "owner""#])
    let other = try #require(schema.validate(["kind": "Cat"]).violations.first)
    #expect(other.causes.map(\.expected) == [#"a member "lives""#])
  }

  @Test func secretsAreNotShown() throws {
    let schema = try CompiledSchema(
      #"""
      {"properties": {
        "password": {"type": "string", "format": "password", "minLength": 9, "pattern": "^[a-z]+$"},
        "token": {"writeOnly": true, "allOf": [{"enum": ["a"]}]}
      }}
      """#, dialect: .openAPI30)
    let result = schema.validate(["password": "Hunter2", "token": "Hunter3"])
    #expect(result.violations.count == 3)
    for violation in result.violations { #expect(!violation.description.contains("Hunter")) }
  }

  @Test func longValuesAreShortened() throws {
    let schema = try CompiledSchema(#"{"enum": ["a"]}"#)
    let long = String(repeating: "x\n", count: 100_000)
    let violation = try #require(schema.validate(.string(long)).violations.first)
    #expect(violation.description.utf8.count < 400)
    #expect(!violation.description.contains("\n"))
  }

  @Test func listIsBounded() throws {
    let schema = try CompiledSchema(#"{"items": {"type": "string"}}"#)
    let value = JSONValue.array(Array(repeating: 1, count: 1000))
    #expect(schema.validate(value).violations.count == 50)
    #expect(schema.validate(value, limits: .init(maximumViolations: 3)).violations.count == 3)
  }

  @Test(arguments: [
    (##"{"$ref": "#/nowhere"}"##, "#/$ref", Incompleteness.unresolvedReference),
    (#"{"$ref": "http://elsewhere.example/schema"}"#, "#/$ref", .unresolvedReference),
    (#"{"pattern": "("}"#, "#/pattern", .unsupportedPattern),
    (#"{"pattern": "\\Afoo\\z"}"#, "#/pattern", .unsupportedPattern),
  ])
  func whatCannotBeCheckedIsSaid(
    _ text: String, _ place: String, _ reason: Incompleteness
  ) throws {
    let schema = try CompiledSchema(text)
    #expect(schema.problems.map(\.location.description) == ["test:schema\(place)"])
    let result = schema.validate("text")
    #expect(result.violations.isEmpty)
    #expect(result.incompleteness == reason)
    #expect(!schema.isValid("text"))
    // What could not be checked does not count as forbidden either.
    let negated = try CompiledSchema(#"{"not": \#(text)}"#)
    #expect(negated.validate("text").violations.isEmpty)
  }

  @Test(arguments: [
    #"{"minLength": "3"}"#, #"{"minLength": -1}"#, #"{"minLength": 1.5}"#, #"{"type": "text"}"#,
    #"{"type": 1}"#, #"{"required": true}"#, #"{"required": [1]}"#, #"{"enum": 1}"#,
    #"{"multipleOf": 0}"#, #"{"minimum": "1"}"#, #"{"properties": []}"#, #"{"items": 1}"#,
    #"{"allOf": {}}"#, #"{"pattern": 1}"#, #"{"$ref": 1}"#,
  ])
  func malformedKeywordsAreReportedAndLeftOut(_ text: String) throws {
    let schema = try CompiledSchema(text)
    #expect(schema.problems.count == 1)
    for value in [1, "a", [], [:], nil] as [JSONValue] {
      #expect(schema.validate(value).violations.isEmpty)
    }
  }

  @Test func thereHasToBeASchema() throws {
    var resources = SchemaResources(dialect: .openAPI31)
    resources.add(["a": 1], uri: "test:a")
    for (pointer, uri, reason) in [
      (JSONPointer(tokens: ["a"]), "test:a", SchemaError.Reason.notASchema),
      (JSONPointer(tokens: ["b"]), "test:a", .nothingThere),
      (.root, "test:b", .unknownDocument),
    ] {
      #expect(
        throws: SchemaError(reason: reason, location: SchemaLocation(uri: uri, pointer: pointer))
      ) {
        try CompiledSchema(compiling: pointer, in: uri, of: resources)
      }
    }
  }
}
