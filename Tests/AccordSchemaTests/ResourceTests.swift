import AccordJSON
import AccordSchema
import Testing

@Suite struct ResourceTests {
  @Test(arguments: [
    ("#/components/schemas/Room", "file:///api/rooms.json#/components/schemas/Room"),
    ("#/components/schemas/a~1b%20c", "file:///api/rooms.json#/components/schemas/a~1b c"),
    ("common.json#/$defs/name", "file:///api/common.json#/$defs/name"),
    ("./x/../common.json#/$defs/name", "file:///api/common.json#/$defs/name"),
    ("common.json#tag", "file:///api/common.json#/$defs/tag"),
    ("https://example.com/embedded", "file:///api/common.json#/$defs/embedded"),
    (
      "https://example.com/embedded#/$defs/inner",
      "file:///api/common.json#/$defs/embedded/$defs/inner"
    ),
    ("common.json", "file:///api/common.json#"),
  ])
  func references(_ reference: String, _ target: String) throws {
    let location = SchemaLocation(uri: "file:///api/rooms.json", pointer: .root)
    #expect(Self.resources.resolve(reference, from: location)?.description == target)
  }

  @Test(arguments: [
    "#/components/schemas/Nothing", "other.json", "#nothing", "common.json#/$defs/tag/type/0",
    "https://example.com/shown", "#/%zz",
  ])
  func referencesThatLeadNowhere(_ reference: String) {
    let location = SchemaLocation(uri: "file:///api/rooms.json", pointer: .root)
    #expect(Self.resources.resolve(reference, from: location) == nil)
  }

  private static var resources: SchemaResources {
    var resources = SchemaResources(dialect: .openAPI31)
    resources.add(
      [
        "openapi": "3.1.0",
        "components": [
          "schemas": [
            "Room": ["type": "object", "example": ["$id": "https://example.com/shown"]],
            "a/b c": ["type": "string"],
          ]
        ],
      ], uri: "file:///api/rooms.json")
    resources.add(
      [
        "$defs": [
          "name": ["type": "string"],
          "tag": ["$anchor": "tag", "type": "string"],
          "embedded": [
            "$id": "https://example.com/embedded", "$defs": ["inner": ["type": "integer"]],
          ],
        ]
      ], uri: "file:///api/common.json")
    return resources
  }

  @Test(arguments: [
    (#"{"type": "integer"}"#, "", [JSONValue.Kind.number]),
    (#"{"type": ["string", "null"]}"#, "", [.null, .string]),
    (#"{"anyOf": [{"type": "integer"}, {"type": "null"}]}"#, "", [.null, .number]),
    (#"{"enum": ["a", 1]}"#, "", [.number, .string]),
    (#"{"allOf": [{"type": ["string", "array"]}, {"type": ["array", "null"]}]}"#, "", [.array]),
    (#"{"type": "array", "items": {"type": "boolean"}}"#, "/0", [.boolean]),
    (#"{"properties": {"a": {"type": "string"}}}"#, "/a", [.string]),
    (#"{"additionalProperties": {"type": "number"}}"#, "/any", [.number]),
    (##"{"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}"##, "", [.string]),
    (##"{"$ref": "#", "type": "string"}"##, "", [.string]),
    ("false", "", []),
    ("true", "/x/y", JSONValue.Kind.allCases),
  ])
  func acceptedKinds(_ text: String, _ pointer: String, _ kinds: [JSONValue.Kind]) throws {
    let schema = try CompiledSchema(text)
    #expect(schema.acceptedKinds(at: try #require(JSONPointer(pointer))) == Set(kinds))
  }

  /// Names that differ only in their normal form are two names.
  @Test func namesAreComparedScalarByScalar() throws {
    let schema = try CompiledSchema(
      "{\"properties\": {\"caf\u{E9}\": {\"type\": \"string\"}}, \"additionalProperties\": {\"type\": \"integer\"}, \"required\": [\"cafe\u{301}\"]}"
    )
    #expect(schema.isValid(["caf\u{E9}": "a", "cafe\u{301}": 1]))
    #expect(!schema.isValid(["caf\u{E9}": "a"]))
    #expect(!schema.isValid(["cafe\u{301}": "a"]))
    let unique = try CompiledSchema(#"{"uniqueItems": true, "enum": [["\#u{E9}", "e\#u{301}"]]}"#)
    #expect(unique.isValid(["\u{E9}", "e\u{301}"]))
  }

  @Test func compilingTogetherSharesWhatIsReferredTo() throws {
    var resources = SchemaResources(dialect: .openAPI31)
    resources.add(
      [
        "a": ["$ref": "#/c"], "b": ["items": ["$ref": "#/c"]], "c": ["type": "string"],
        "d": ["$ref": "#/nowhere"], "e": 1,
      ], uri: "test:all")
    let results = CompiledSchema.compile(
      ["a", "b", "c", "d", "e"].map {
        SchemaLocation(uri: "test:all", pointer: JSONPointer(tokens: [$0]))
      }, of: resources)
    let schemas = results.map { try? $0.get() }
    #expect(schemas[0]?.isValid("x") == true)
    #expect(schemas[1]?.isValid(["x", 1]) == false)
    #expect(schemas[1]?.isValid(["x"]) == true)
    // A problem belongs to the schemas that lead to it.
    #expect(schemas.map { $0?.problems.count } == [0, 0, 0, 1, nil])
  }
}
