import AccordTesting
import Foundation
import Testing

@testable import AccordRuntime

/// The conditions of generated code decide as JSON Schema does.
@Suite struct ConditionTests {
  /// All of the suite's files that need nothing but what conditions know.
  static let files = [
    "additionalProperties", "allOf", "anyOf", "boolean_schema", "const", "contains",
    "dependentRequired", "dependentSchemas", "enum", "exclusiveMaximum", "exclusiveMinimum",
    "if-then-else", "items", "maxContains", "maxItems", "maxLength", "maxProperties", "maximum",
    "minContains", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not",
    "oneOf", "pattern", "patternProperties", "prefixItems", "properties", "propertyNames",
    "required", "type", "uniqueItems",
  ]

  /// What generated code never states.
  private static func isBeyond(_ schema: JSONValue) -> Bool {
    switch schema {
    case .object(let members):
      members.contains { name, value in
        ["$ref", "$dynamicRef", "unevaluatedProperties", "unevaluatedItems"].contains(name)
          || isBeyond(value)
      }
    case .array(let items): items.contains(where: isBeyond)
    case .null, .bool, .number, .string: false
    }
  }

  @Test(arguments: files) func suite(file: String) throws {
    let path = "suites/json-schema-test-suite/tests/draft2020-12/\(file).json"
    guard let url = PackageRoot.shared(path) else { return }
    var count = 0
    for group in try JSONValue(parsing: [UInt8](Data(contentsOf: url))).array ?? [] {
      guard let schema = group["schema"], !Self.isBeyond(schema) else { continue }
      for test in group["tests"]?.array ?? [] {
        let data = try #require(test["data"])
        var validator = Validator(.body)
        validator.meets(data, schema.serialized())
        count += 1
        #expect(
          validator.violations.isEmpty == test["valid"]?.bool,
          "\(group["description"]?.string ?? ""): \(test["description"]?.string ?? "")")
      }
    }
    #expect(count > 0)
  }

  /// Each violation with its keyword and its place.
  @Test(arguments: [
    (
      #"{"if":{"required":["a"]},"then":{"properties":{"b":{"minimum":3}}}}"#, #"{"a":1,"b":2}"#,
      "minimum /b"
    ),
    (#"{"dependentRequired":{"a":["b"]}}"#, #"{"a":1}"#, "dependentRequired /b"),
    (#"{"propertyNames":{"maxLength":1}}"#, #"{"a/b":1}"#, "propertyNames /a~1b"),
    (#"{"patternProperties":{"^a":{"type":"string"}}}"#, #"{"ab":1,"b":1}"#, "type /ab"),
    (#"{"contains":{"const":1}}"#, "[2]", "contains "),
    (#"{"not":{"type":"null"}}"#, "null", "not "),
    (#"{"prefixItems":[true],"items":false}"#, "[1,2]", "false /1"),
  ])
  func places(condition: String, value: String, expected: String) throws {
    var validator = Validator(.body)
    validator.meets(try JSONValue(parsing: value), condition)
    #expect(validator.violations.map { "\($0.keyword) \($0.pointer)" } == [expected])
  }
}
