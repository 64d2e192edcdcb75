import AccordJSON
import AccordSchema
import Testing

/// Hostile schemas and values: the work is bounded, and what was not finished is said.
@Suite struct BoundsTests {
  /// The wall is far off what any of these takes; it only keeps a regression from hanging the tests.
  private func within<Outcome>(
    _ limit: Duration = .seconds(300), _ body: () throws -> Outcome
  ) rethrows -> Outcome {
    let start = ContinuousClock.now
    defer { #expect(ContinuousClock.now - start < limit) }
    return try body()
  }

  /// Regular expressions with which a backtracking matcher takes exponential time.
  @Test(arguments: [
    "^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){20}$", "^([a-zA-Z]+)*$", "^(\\w+\\s?)*$",
    "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$",
  ])
  func patternsWithNestedRepetition(_ pattern: String) throws {
    let schema = try CompiledSchema(JSONValue.object(["pattern": .string(pattern)]).description)
    #expect(schema.problems.isEmpty)
    let hostile = String(repeating: "a", count: 5_000) + "!"
    within {
      let result = schema.validate(.string(hostile))
      // Decided, and not given up: these are regular.
      #expect(!result.isIncomplete)
      #expect(result.violations.map(\.keyword) == ["pattern"])
    }
  }

  /// Look-around and back-references need backtracking, which gives up.
  @Test(arguments: ["^(?=(a+)+$).*!x", "^(a+)+\\1$", "^(?:(a+)+(?!b))+$", "(?<!a)(a+)+$(?=x)"])
  func patternsThatNeedBacktracking(_ pattern: String) throws {
    let schema = try CompiledSchema(JSONValue.object(["pattern": .string(pattern)]).description)
    #expect(schema.problems.isEmpty)
    let result = within { schema.validate(.string(String(repeating: "a", count: 60) + "!")) }
    // Either it was found out that none of them matches, or that nothing was found out.
    #expect(result.violations.isEmpty == result.isIncomplete)
  }

  @Test func givingUpOnAPatternIsReported() throws {
    let schema = try CompiledSchema(#"{"pattern": "^(?=(a+)+$)"}"#)
    let result = within { schema.validate(.string(String(repeating: "a", count: 40) + "!")) }
    #expect(result.incompleteness == .patternSteps)
    #expect(result.violations.isEmpty)
  }

  @Test(arguments: [
    "a{1000000000}", "(a{1000}){1000}", "((((a{100}){100}){100}){100}){100}", "(?=(a{1000}){1000})",
    String(repeating: "(", count: 5_000) + String(repeating: ")", count: 5_000),
    String(repeating: "(?=", count: 500) + String(repeating: ")", count: 500),
  ])
  func patternsOfEnormousSize(_ pattern: String) throws {
    try within {
      let schema = try CompiledSchema(JSONValue.object(["pattern": .string(pattern)]).description)
      _ = schema.validate("aaa")
    }
  }

  /// Each level tries both branches, and each branch goes deeper: 2^n ways.
  @Test func exponentialAnyOf() throws {
    let schema = try CompiledSchema(
      #"""
      {
        "$defs": {"node": {"anyOf": [
          {"properties": {"next": {"$ref": "#/$defs/node"}}, "required": ["a"]},
          {"properties": {"next": {"$ref": "#/$defs/node"}}, "required": ["b"]}
        ]}},
        "$ref": "#/$defs/node"
      }
      """#)
    var value: JSONValue = [:]
    for _ in 0..<60 { value = ["next": value] }
    let limits = ValidationLimits(maximumDepth: 2_000, maximumSteps: 200_000)
    let result = within { schema.validate(value, limits: limits) }
    #expect(result.isIncomplete)
    #expect(!within { schema.isValid(value, limits: limits) })
  }

  @Test func deepValuesAreBounded() throws {
    let schema = try CompiledSchema(##"{"items": {"$ref": "#"}}"##)
    var value: JSONValue = 1
    for _ in 0..<2_000 { value = [value] }
    #expect(within { schema.validate(value) }.incompleteness == .depth)
  }

  /// Schemas that name each other without going deeper into the value.
  @Test(arguments: [
    ##"{"$ref": "#"}"##,
    ##"{"allOf": [{"$ref": "#"}, {"type": "string"}]}"##,
    ##"{"anyOf": [{"$ref": "#"}], "type": "string"}"##,
    ##"{"$dynamicAnchor": "a", "$dynamicRef": "#a", "type": "string"}"##,
  ])
  func referencesInACircle(_ text: String) throws {
    let schema = try CompiledSchema(text)
    let result = within { schema.validate("a") }
    #expect(result.isValid)
    if text.contains("type") { #expect(!schema.isValid(1)) }
  }

  /// Base and variants that refer to each other: what polymorphic OpenAPI documents look like.
  @Test func polymorphismThatGoesInCircles() throws {
    let schema = try CompiledSchema(
      #"""
      {
        "$defs": {
          "Pet": {"type": "object", "required": ["kind"],
            "oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]},
          "Cat": {"allOf": [{"$ref": "#/$defs/Pet"}, {"properties": {"kind": {"const": "cat"}}}]},
          "Dog": {"allOf": [{"$ref": "#/$defs/Pet"}, {"properties": {"kind": {"const": "dog"}}}]}
        },
        "$ref": "#/$defs/Pet"
      }
      """#)
    #expect(schema.isValid(["kind": "cat"]))
    #expect(!schema.isValid(["kind": "cow"]))
    #expect(!schema.isValid([:]))
  }

  @Test(arguments: [
    ("1e1000000000", "3", false), ("1e1000000000", "7", false), ("3e1000000000", "3", true),
    ("1e-1000000000", "1", false), ("1e308", "0.123456789", false), ("0.3", "0.1", true),
    ("1.1", "0.1", true), ("9007199254740993", "3", true), ("9007199254740994", "3", false),
    ("123456789012345678901234567890", "1234567890123456789012345678901", false),
    ("2469135780246913578024691357802", "1234567890123456789012345678901", true),
    ("-9223372036854775808", "1", true), ("0", "5", true), ("-7.5", "2.5", true),
    ("1e5", "1e-5", true),
  ])
  func multiplesAreExact(_ value: String, _ factor: String, _ isMultiple: Bool) throws {
    let schema = try CompiledSchema(#"{"multipleOf": \#(factor)}"#)
    let result = within { try? schema.validate(.parse(value)) }
    #expect(result?.isIncomplete == false)
    #expect(result?.violations.isEmpty == isMultiple)
  }

  @Test func numbersOfMillionsOfDigits() throws {
    let digits = String(repeating: "7", count: 1_000_000)
    let long = String(repeating: "3", count: 400)
    let schema = try CompiledSchema(#"{"multipleOf": \#(long), "maximum": 10}"#)
    let result = try within { schema.validate(try .parse(digits)) }
    #expect(result.violations.map(\.keyword) == ["maximum"])
    #expect(result.isIncomplete)
  }

  @Test func manyItemsAreLinear() throws {
    let schema = try CompiledSchema(
      #"{"uniqueItems": true, "items": {"type": "object", "required": ["id"], "unevaluatedProperties": false, "properties": {"id": {"type": "integer"}}}}"#
    )
    let items = (0..<20_000).map { JSONValue.object(["id": .number(JSONNumber($0))]) }
    #expect(within { schema.isValid(.array(items)) })
    #expect(!within { schema.isValid(.array(items + [items[7]])) })
  }
}
