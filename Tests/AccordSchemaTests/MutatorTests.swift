import AccordJSON
import AccordSchema
import Testing

@Suite struct MutatorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    let value: String
    /// "instance keyword" of all mutations, sorted and each once.
    let broken: [String]
    var testDescription: String { schema }
  }

  @Test(arguments: [
    Case(schema: "true", value: "1", broken: []),
    Case(schema: #"{"type": "integer"}"#, value: "4", broken: [" type"]),
    Case(
      schema: #"{"type": "integer", "minimum": 1, "maximum": 9}"#, value: "4",
      broken: [" maximum", " minimum", " type"]),
    Case(
      schema: #"{"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 9}"#, value: "4",
      broken: [" exclusiveMaximum", " exclusiveMinimum", " type"]),
    Case(schema: #"{"multipleOf": 5}"#, value: "10", broken: [" multipleOf"]),
    Case(
      schema: #"{"type": "integer", "format": "int32"}"#, value: "1", broken: [" format", " type"]),
    Case(
      schema: #"{"type": "string", "minLength": 2, "maxLength": 3}"#, value: #""ab""#,
      broken: [" maxLength", " minLength", " type"]),
    Case(schema: #"{"pattern": "^[a-z]{3}$"}"#, value: #""abc""#, broken: [" pattern"]),
    Case(schema: #"{"format": "email"}"#, value: #""a@example.com""#, broken: [" format"]),
    Case(schema: #"{"enum": ["active", "idle"]}"#, value: #""idle""#, broken: [" enum"]),
    Case(schema: #"{"const": 4}"#, value: "4", broken: [" const"]),
    Case(
      schema: #"{"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "boolean"}}"#,
      value: "[true]", broken: [" maxItems", " minItems", " type", "/0 type"]),
    Case(schema: #"{"uniqueItems": true}"#, value: "[1, 2]", broken: [" uniqueItems"]),
    Case(schema: #"{"contains": {"const": 1}}"#, value: "[1]", broken: [" contains"]),
    Case(schema: #"{"prefixItems": [{}], "items": false}"#, value: "[1]", broken: ["/1 items"]),
    Case(
      schema: #"{"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "null"}}}"#,
      value: #"{"a": null, "b": 1}"#, broken: [" required", " type", "/a type"]),
    Case(
      schema: #"{"properties": {"a": {}}, "additionalProperties": false}"#, value: "{}",
      broken: ["/unexpected additionalProperties"]),
    Case(
      schema: #"{"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": false}"#,
      value: "{}", broken: ["/unexpected unevaluatedProperties"]),
    Case(
      schema: #"{"minProperties": 1, "maxProperties": 2}"#, value: #"{"a": 1}"#,
      broken: [" maxProperties", " minProperties"]),
    Case(
      schema: #"{"dependentRequired": {"a": ["b"]}}"#, value: #"{"a": 1, "b": 2}"#,
      broken: [" dependentRequired"]),
    Case(
      schema: #"{"propertyNames": {"pattern": "^[a-z]+$"}}"#, value: #"{"a": 1}"#,
      broken: [" propertyNames"]),
    Case(
      schema: #"{"anyOf": [{"type": "null"}, {"type": "string", "maxLength": 3}]}"#,
      value: #""ab""#, broken: [" maxLength", " type"]),
    Case(
      schema:
        ##"{"properties": {"room": {"$ref": "#/$defs/room"}}, "$defs": {"room": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1}}}}}"##,
      value: #"{"room": {"name": "a"}}"#,
      broken: ["/room required", "/room type", "/room/name minLength", "/room/name type"]),
  ])
  func constraints(_ test: Case) throws {
    let schema = try CompiledSchema(test.schema, assertsFormats: true)
    let value = try JSONValue.parse(test.value)
    let mutations = Mutator(schema, direction: .request, seed: 4).mutations(of: value)
    #expect(Set(mutations.map { "\($0.instance) \($0.keyword)" }).sorted() == test.broken)
    for mutation in mutations {
      #expect(!schema.validate(mutation.value).violations.isEmpty, "\(mutation)")
      #expect(!mutation.summary.isEmpty)
    }
  }

  @Test func boundsAreMissedByOne() throws {
    let schema = try CompiledSchema(
      #"{"properties": {"n": {"type": "integer", "minimum": 1, "maximum": 100}, "s": {"maxLength": 3}, "l": {"maxItems": 2}}}"#
    )
    let mutations = Mutator(schema, direction: .request, seed: 4)
      .mutations(of: ["n": 5, "s": "a", "l": []])
    func value(_ keyword: String, _ member: String) -> JSONValue? {
      mutations.first { $0.keyword == keyword }?.value[member]
    }
    #expect(value("minimum", "n") == 0)
    #expect(value("maximum", "n") == 101)
    #expect(value("maxLength", "s")?.string?.utf8.count == 4)
    #expect(value("maxItems", "l")?.array?.count == 3)
  }

  @Test func whatTheDirectionExcusesIsNotBroken() throws {
    let schema = try CompiledSchema(OpenAPIKeywordTests.user, dialect: .openAPI30)
    let value: JSONValue = ["id": "1", "name": "a", "password": "p"]
    let mutations = Mutator(schema, direction: .request, seed: 4).mutations(of: value)
    #expect(
      mutations.filter { $0.keyword == "required" }.map(\.summary) == [
        #"without the required member "name""#, #"without the required member "password""#,
      ])
  }

  @Test func invalidValuesAreNotMutated() throws {
    let schema = try CompiledSchema(#"{"type": "string"}"#)
    #expect(Mutator(schema, direction: .request, seed: 4).mutations(of: 1) == [])
  }
}
