import AccordJSON

/// What the metaschemas say about the types of keywords, for the cases of the suite that refer to them.
enum Metaschemas {
  private static let schema2020: JSONValue = ["$dynamicRef": "#meta"]

  private static func map(of value: JSONValue) -> JSONValue {
    ["type": "object", "additionalProperties": value]
  }

  private static func list(of value: JSONValue) -> JSONValue {
    ["type": "array", "minItems": 1, "items": value]
  }

  private static let string: JSONValue = ["type": "string"]
  private static let boolean: JSONValue = ["type": "boolean"]
  private static let number: JSONValue = ["type": "number"]
  private static let count: JSONValue = ["type": "integer", "minimum": 0]
  private static let names: JSONValue = [
    "type": "array", "items": ["type": "string"], "uniqueItems": true,
  ]
  private static let positive2020: JSONValue = ["type": "number", "exclusiveMinimum": 0]

  private static func type(_ name: JSONValue) -> JSONValue {
    ["anyOf": [name, ["type": "array", "items": name, "minItems": 1, "uniqueItems": true]]]
  }

  private static let typeName: JSONValue = [
    "enum": ["null", "boolean", "integer", "number", "string", "array", "object"]
  ]

  /// JSON Schema 2020-12, in one resource.
  static let draft2020_12: JSONValue = {
    var properties: JSONDictionary<JSONValue> = [:]
    func add(_ keywords: [String], _ value: JSONValue) {
      for keyword in keywords { properties[keyword] = value }
    }
    add(["$id", "$schema", "$ref", "$dynamicRef", "$comment"], string)
    add(
      ["$anchor", "$dynamicAnchor"], ["type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"])
    add(
      ["title", "description", "format", "pattern", "contentEncoding", "contentMediaType"], string)
    add(["$vocabulary"], map(of: boolean))
    add(
      ["$defs", "definitions", "properties", "patternProperties", "dependentSchemas"],
      map(of: schema2020))
    add(["allOf", "anyOf", "oneOf", "prefixItems"], list(of: schema2020))
    add(
      [
        "items", "contains", "additionalProperties", "propertyNames", "if", "then", "else", "not",
        "unevaluatedItems", "unevaluatedProperties", "contentSchema",
      ], schema2020)
    add(["dependentRequired"], map(of: names))
    add(["required"], names)
    add(["type"], type(typeName))
    add(["enum", "examples"], ["type": "array"])
    add(["multipleOf"], positive2020)
    add(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], number)
    add(
      [
        "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties",
        "minContains", "maxContains",
      ], count)
    add(["uniqueItems", "deprecated", "readOnly", "writeOnly"], boolean)
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "https://json-schema.org/draft/2020-12/schema",
      "$dynamicAnchor": "meta",
      "type": ["object", "boolean"],
      "properties": .object(properties),
    ]
  }()

  /// JSON Schema draft 4.
  static let draft4: JSONValue = {
    let schema: JSONValue = ["$ref": "#"]
    var properties: JSONDictionary<JSONValue> = [:]
    func add(_ keywords: [String], _ value: JSONValue) {
      for keyword in keywords { properties[keyword] = value }
    }
    add(["id", "$schema", "title", "description", "format", "pattern"], string)
    add(["definitions", "properties", "patternProperties"], map(of: schema))
    add(["allOf", "anyOf", "oneOf"], list(of: schema))
    add(["not"], schema)
    add(["additionalItems", "additionalProperties"], ["anyOf": [boolean, schema]])
    add(["items"], ["anyOf": [schema, list(of: schema)]])
    add(["dependencies"], map(of: ["anyOf": [schema, names]]))
    add(["required"], ["allOf": [names, ["minItems": 1]]])
    add(["type"], type(typeName))
    add(["enum"], ["type": "array", "minItems": 1, "uniqueItems": true])
    add(["multipleOf"], ["type": "number", "minimum": 0, "exclusiveMinimum": true])
    add(["minimum", "maximum"], number)
    add(["exclusiveMinimum", "exclusiveMaximum", "uniqueItems"], boolean)
    add(
      ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], count)
    return [
      "$schema": "http://json-schema.org/draft-04/schema#",
      "id": "http://json-schema.org/draft-04/schema#",
      "type": "object",
      "properties": .object(properties),
      "dependencies": [
        "exclusiveMaximum": ["maximum"], "exclusiveMinimum": ["minimum"],
      ],
    ]
  }()
}
