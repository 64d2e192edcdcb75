import AccordJSON
import AccordSchema
import Testing

@Suite struct SamplerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let schema: String
    /// Values that must be among the boundaries.
    var including: [String] = []
    var dialect: Dialect = .openAPI31
    var testDescription: String { schema }
  }

  @Test(arguments: [
    Case(schema: "true"),
    Case(schema: "{}"),
    Case(
      schema: #"{"type": "integer", "minimum": 3, "maximum": 7}"#, including: ["3", "4", "6", "7"]),
    Case(
      schema: #"{"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5}"#,
      including: ["4"]),
    Case(
      schema: #"{"type": "integer", "minimum": 1, "multipleOf": 7, "maximum": 50}"#,
      including: ["7", "49"]),
    Case(
      schema: #"{"type": "number", "minimum": 0.005, "maximum": 0.006}"#,
      including: ["0.005", "0.006"]),
    Case(
      schema: #"{"type": "number", "multipleOf": 0.25, "minimum": 0.1}"#,
      including: ["0.25", "0.5"]),
    Case(
      schema: #"{"type": "integer", "format": "int32"}"#,
      including: ["2147483647", "-2147483648", "0"]),
    Case(
      schema: #"{"type": "integer", "format": "int64"}"#,
      including: ["9223372036854775807", "-9223372036854775808"]),
    Case(
      schema: #"{"type": "string", "contentEncoding": "base64", "minLength": 13}"#,
      including: [#""aGVsaGVsaGVsaGVs""#]),
    Case(
      schema: #"{"type": "string", "minLength": 3, "maxLength": 4}"#,
      including: [#""abc""#, #""ambe""#]),
    Case(
      schema: #"{"type": "string", "enum": ["a", "b", "c"]}"#,
      including: [#""a""#, #""b""#, #""c""#]),
    Case(schema: #"{"const": {"a": [1]}}"#, including: [#"{"a": [1]}"#]),
    Case(schema: #"{"type": "boolean"}"#, including: ["true", "false"]),
    Case(schema: #"{"type": ["string", "null"]}"#, including: ["null"]),
    Case(schema: #"{"type": "string", "example": "standup"}"#, including: [#""standup""#]),
    Case(
      schema: #"{"type": "string", "examples": ["a", "b"], "default": "c"}"#,
      including: [#""b""#, #""c""#]),
    Case(schema: #"{"type": "array", "items": {"type": "integer"}}"#, including: ["[]"]),
    Case(
      schema:
        #"{"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": true, "minItems": 3}"#),
    Case(
      schema: #"{"type": "array", "prefixItems": [{"const": 1}, {"const": 2}], "items": false}"#,
      including: ["[1, 2]"]),
    Case(
      schema:
        #"{"type": "array", "contains": {"const": 5}, "minContains": 2, "items": {"type": "integer"}}"#
    ),
    Case(schema: #"{"type": "array", "items": {"type": "string"}, "maxItems": 100}"#),
    Case(
      schema:
        #"{"type": "object", "required": ["a"], "properties": {"a": {"const": 1}, "b": {"const": 2}}}"#,
      including: [#"{"a": 1}"#, #"{"a": 1, "b": 2}"#]),
    Case(
      schema:
        #"{"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 3}"#),
    Case(
      schema:
        #"{"type": "object", "patternProperties": {"^x-[a-z]{3}$": {"type": "integer"}}, "additionalProperties": false, "minProperties": 2}"#
    ),
    Case(
      schema:
        #"{"type": "object", "propertyNames": {"enum": ["left", "right"]}, "minProperties": 2}"#),
    Case(
      schema: #"{"type": "object", "properties": {"a": {}, "b": {}, "c": {}}, "maxProperties": 1}"#),
    Case(
      schema:
        #"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "dependentRequired": {"a": ["b"]}}"#
    ),
    Case(schema: #"{"oneOf": [{"type": "integer"}, {"type": "string"}]}"#),
    Case(schema: #"{"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 2}]}"#),
    Case(
      schema: #"{"anyOf": [{"type": "null"}, {"type": "string", "format": "uuid"}]}"#,
      including: ["null"]),
    Case(
      schema: #"{"allOf": [{"type": "integer", "minimum": 3}, {"maximum": 3}]}"#, including: ["3"]),
    Case(schema: #"{"type": "integer", "not": {"multipleOf": 2}, "minimum": 10, "maximum": 15}"#),
    Case(
      schema:
        #"{"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}, "if": {"properties": {"a": {"minimum": 5}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}"#
    ),
    Case(
      schema:
        #"{"type": "object", "allOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}], "properties": {"b": {"type": "integer"}}, "unevaluatedProperties": false}"#
    ),
    // Which branch of oneOf is meant is said by the enum beside it.
    Case(
      schema:
        #"{"type": "integer", "enum": [3], "oneOf": [{"const": 1}, {"const": 2}, {"const": 3}]}"#,
      including: ["3"]),
    // A tree: what is required has to end somewhere.
    Case(
      schema:
        ##"{"$defs": {"node": {"type": "object", "required": ["next"], "properties": {"next": {"oneOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}}}, "$ref": "#/$defs/node"}"##,
      including: [#"{"next": null}"#]),
    Case(
      schema: #"{"type": "string", "nullable": true}"#, including: ["null"], dialect: .openAPI30),
  ])
  func samplesAreValid(_ test: Case) throws {
    let schema = try CompiledSchema(test.schema, dialect: test.dialect)
    let seed: UInt64 = 99
    var sampler = Sampler(schema, direction: .request, seed: seed)
    let boundaries = sampler.boundaries()
    #expect(!boundaries.isEmpty)
    #expect(Set(boundaries.map(\.value)).count == boundaries.count)
    for sample in boundaries {
      #expect(schema.isValid(sample.value, direction: .request), "\(sample)")
      #expect(!sample.summary.isEmpty)
    }
    for text in test.including {
      let value = try JSONValue.parse(text)
      #expect(
        boundaries.contains { $0.value == value }, "\(text) is not in \(boundaries.map(\.value))")
    }
    for _ in 0..<20 {
      let random = sampler.random()
      let value = try #require(random)
      #expect(schema.isValid(value, direction: .request), "seed \(seed): \(value)")
    }
    let simplest = try #require(sampler.simplest())
    #expect(schema.isValid(simplest, direction: .request))
  }

  @Test(arguments: [
    "false", #"{"enum": []}"#, #"{"type": "integer", "minimum": 2, "maximum": 1}"#,
    #"{"type": "object", "required": ["a"], "properties": {"a": false}}"#,
    ##"{"$defs": {"node": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/$defs/node"}}}}, "$ref": "#/$defs/node"}"##,
  ])
  func whereNothingIsValidNothingIsGivenOut(_ text: String) throws {
    var sampler = Sampler(try CompiledSchema(text), direction: .request, seed: 1)
    #expect(sampler.boundaries() == [])
    let random = sampler.random()
    #expect(random == Optional<JSONValue>.none)
    #expect(sampler.simplest() == Optional<JSONValue>.none)
  }

  @Test func sameSeedSameValues() throws {
    let schema = try CompiledSchema(
      #"{"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}, "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2,9}$"}}, "n": {"type": "number"}}}"#
    )
    func run(_ seed: UInt64) -> [JSONValue] {
      var sampler = Sampler(schema, direction: .request, seed: seed)
      return sampler.boundaries().map(\.value) + (0..<20).compactMap { _ in sampler.random() }
    }
    #expect(run(5) == run(5))
    #expect(run(5) != run(6))
    #expect(Set(run(5)).count > 15)
  }

  @Test func membersFollowTheDirection() throws {
    let schema = try CompiledSchema(OpenAPIKeywordTests.user, dialect: .openAPI30)
    for (direction, absent, present) in [
      (Direction.request, "id", "password"), (.response, "password", "id"),
    ] {
      let samples = Sampler(schema, direction: direction, seed: 3).boundaries()
      #expect(!samples.isEmpty)
      for sample in samples {
        #expect(sample.value[absent] == nil)
        #expect(sample.value[present] != nil)
      }
    }
  }

  @Test func discriminatorsAreFilledIn() throws {
    let schema = try CompiledSchema(
      #"""
      {
        "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"hound": "#/$defs/Dog"}},
        "$defs": {
          "Cat": {"type": "object", "required": ["kind", "lives"],
            "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}},
          "Dog": {"type": "object", "required": ["kind", "barks"],
            "properties": {"kind": {"type": "string"}, "barks": {"type": "boolean"}}}
        }
      }
      """#, dialect: .openAPI31)
    for sample in Sampler(schema, direction: .request, seed: 3).boundaries() {
      let isCat = sample.value["lives"] != nil
      #expect(sample.value["kind"] == (isCat ? "Cat" : "hound"))
    }
  }

  @Test(arguments: [
    "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname",
    "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid",
    "json-pointer", "relative-json-pointer", "regex", "byte", "password",
  ])
  func formats(_ format: String) throws {
    let schema = try CompiledSchema(
      JSONValue.object(["type": "string", "format": .string(format)]).description,
      dialect: .openAPI31)
    var sampler = Sampler(schema, direction: .request, seed: 7)
    #expect(!sampler.boundaries().isEmpty)
    var seen: Set<JSONValue> = []
    for _ in 0..<40 {
      if let value = sampler.random() { seen.insert(value) }
    }
    #expect(seen.count > 1)
    // The broken ones are really broken: there is a mutation that says so.
    let value = try #require(sampler.simplest())
    let mutations = Mutator(schema, direction: .request, seed: 7).mutations(of: value)
    #expect(mutations.contains { $0.keyword == "format" } == (format != "password"))
  }

  @Test(arguments: [
    "^[a-z]+$", "^\\d{3}-\\d{4}$", "^(red|green|blue)$", "^[A-Z][a-z]*( [A-Z][a-z]*)*$", "x",
    "^https?://[\\w.]+(/[^\\s]*)?$", "^(?=.*\\d)(?=.*[A-Z]).{8,}$", "^(.)\\1$", "^[^a-zA-Z0-9]$",
    "^\\p{Lu}\\p{L}*$", "^[\\u0400-\\u04FF]{2}$", "^$", "^.{0,1000}$", "^[\\w\\-]+\\.[a-z]{2,}$",
    "^(?!draft)[a-z]{3,8}$", "\\bword\\b", "^\\p{Script=Greek}+$",
  ])
  func patterns(_ pattern: String) throws {
    let schema = try CompiledSchema(
      JSONValue.object(["type": "string", "pattern": .string(pattern)]).description)
    #expect(schema.problems.isEmpty)
    var sampler = Sampler(schema, direction: .request, seed: 11)
    #expect(!sampler.boundaries().isEmpty)
    for _ in 0..<10 {
      let value = sampler.random()
      #expect(value?.string != nil)
    }
  }

  @Test func lengthsOfPatternsReachTheirBounds() throws {
    let schema = try CompiledSchema(
      #"{"type": "string", "pattern": "^[a-z0-9-]+$", "minLength": 3, "maxLength": 63}"#)
    let lengths = Sampler(schema, direction: .request, seed: 1).boundaries()
      .compactMap { $0.value.string?.utf8.count }
    #expect(lengths.contains(3))
    #expect(lengths.contains(63))
  }

  @Test func generatorIsSplitMix64() {
    // The first numbers that the published algorithm gives for this seed.
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }
}
